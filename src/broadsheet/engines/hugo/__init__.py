"""Everything about one engine: hugo."""
