"""What the last output of a site's engine tells: works for engines that nobody here has heard of.

    output folders ──choose──▶ one feed, or a sitemap ──matching──▶ pairs of entry and article
    pairs ──patterns, moments, ids──▶ Found ──prove──▶ how many entries it is right for

Nothing is taken from an output of another site or of years ago; it is named instead.
"""

from __future__ import annotations

from broadsheet.scaffold.last_output.learn import learn_from_output

__all__ = ["learn_from_output"]
