"""Python-Markdown with what authors of today expect."""
