"""How people and programs reach the ledger: command line, HTTP service, documents."""
