"""Rosters that are planned: drafts in the store, and the sheet that they are handed round on."""
