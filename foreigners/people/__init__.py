"""People from abroad: their documents, names and stays."""
