"""People, places, events and claims as tables."""
