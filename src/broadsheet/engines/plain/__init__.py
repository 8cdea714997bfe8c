"""Everything about one engine: plain."""
