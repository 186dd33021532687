"""Files that come in: their lines, read ahead and recorded in batches, and the lines that were refused."""
