"""Findings as people (`human`) and programs (`machine`) read them. Pure: text in, text out."""
