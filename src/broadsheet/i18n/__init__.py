"""Interface words, dates and numbers in the language of a site."""
