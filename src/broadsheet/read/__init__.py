"""content/ → Articles: files (`files`), front matter (`front_matter`, `yaml_text`), fields (`article`)."""
