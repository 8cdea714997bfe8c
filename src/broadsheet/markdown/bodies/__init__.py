"""What only a site engine understands → plain Markdown: directives, included files, other notations."""
