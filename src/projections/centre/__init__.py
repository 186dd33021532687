"""S13 中心运行 Running the centre: a clause a module, each from tables and rules to a table; without effect on figures.

S3.3b and S3.8a aside, nothing here moves hours, scores or pay, and no closing freezes it (S13.1).
"""
