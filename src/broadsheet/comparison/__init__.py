"""`publish check --against`: how much of what another program publishes our feed has, article by article.

a feed, or a folder of pages ──theirs (theme, shared)──▶ Theirs ──compare──▶ Difference, the worst first
Difference ──problems──▶ Problem: what is an error, and what a warning
"""

from __future__ import annotations

from broadsheet.comparison.compare import Difference, Kept
from broadsheet.comparison.run import AgainstOptions, AgainstReport, check_against, compare_site

__all__ = ["AgainstOptions", "AgainstReport", "Difference", "Kept", "check_against", "compare_site"]
