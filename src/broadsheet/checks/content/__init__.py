"""Rules for articles. `pages` holds what they check, and the two registries of rules."""
