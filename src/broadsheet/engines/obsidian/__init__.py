"""Everything about one engine: obsidian."""
