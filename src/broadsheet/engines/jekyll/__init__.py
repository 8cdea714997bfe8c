"""Everything about one engine: jekyll."""
