"""The subscription pages: people join, choose and leave by themselves."""
