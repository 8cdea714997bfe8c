"""One room per site engine: how it is detected, configured, and lays out and addresses articles."""
