"""MDX, and components in Markdown → plain Markdown and HTML."""
