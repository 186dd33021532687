"""Words of the faces: catalogues, labels of facts and explanations, dates, texts that are safe to show."""
