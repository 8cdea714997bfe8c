"""Rules for articles. `page` is what they look at; `book` holds the two books they register in."""
