"""Other formats, turned into records."""
