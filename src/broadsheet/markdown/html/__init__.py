"""HTML as converters and authors write it → what every reader shows, and nothing that harms."""
