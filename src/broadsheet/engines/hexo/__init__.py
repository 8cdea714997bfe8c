"""Everything about one engine: hexo."""
