"""Broadsheet: a folder of Markdown articles becomes feeds and a newsletter."""

__version__ = "0.1.0"
