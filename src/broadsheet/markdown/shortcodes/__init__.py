"""Shortcodes and template tags of site engines → HTML, Markdown, or nothing but their content."""
