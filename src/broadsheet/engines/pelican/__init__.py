"""Everything about one engine: pelican."""
