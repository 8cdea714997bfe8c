"""CommonMark by comrak, and what site engines that follow it show otherwise."""
