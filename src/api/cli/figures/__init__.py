"""The commands on figures: reports, documents, explanations and disputes."""
