"""What stands where in a source text: code, headings, notes, raw HTML, and the signs it has at all."""
