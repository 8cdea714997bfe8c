"""What notes of vaults have beyond Markdown: callouts, embeds of other notes, tags, highlighted words."""
