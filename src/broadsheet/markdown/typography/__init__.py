"""Quotes, dashes, dots, arrows and line ends as the site's converter shows them."""
