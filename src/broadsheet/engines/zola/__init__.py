"""Everything about one engine: zola."""
