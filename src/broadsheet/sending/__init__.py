"""How an issue reaches its readers: `publish send`."""
