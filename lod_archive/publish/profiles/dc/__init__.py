"""Dublin Core, for every harvester."""
