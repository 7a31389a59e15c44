"""Turn a folder of archive records into a complete Linked Open Data publication."""
