"""Rules for letters: `letter` is what they look at, an issue's email.html, email.txt and email.eml."""
