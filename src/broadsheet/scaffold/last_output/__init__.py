"""Learns about a site from the last output of its engine, also of an unknown engine.

    output folders ──choose──▶ one feed, or a sitemap ──matching──▶ pairs of entry and article
    pairs ──patterns, moments, ids──▶ Found ──prove──▶ how many entries it is right for

Nothing is taken from the output of another site, or from one that is years old; a note names it.
"""

from __future__ import annotations

from broadsheet.scaffold.last_output.learn import learn_from_output

__all__ = ["learn_from_output"]
