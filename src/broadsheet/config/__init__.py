"""publish.toml: its keys (`records`), their values (`values`, `rules`) and its reading (`load`)."""
