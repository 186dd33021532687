"""The description of the API (OpenAPI 3.1), made from the models of the facts, the reports, and what operations say."""
