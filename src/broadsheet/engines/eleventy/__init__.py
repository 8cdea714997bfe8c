"""Everything about one engine: eleventy."""
