"""What people subscribe from: pages (`files`), what they show (`view`), and the OPML list."""
