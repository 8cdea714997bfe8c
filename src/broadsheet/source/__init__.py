"""Files → front matter → fields: what every engine shares."""
