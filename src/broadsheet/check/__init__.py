"""Rules that find faults in content, feeds and letters before readers do.

`rule` says what a rule is; `content`, `feeds` and `letters` hold the rules, one small function each;
`books` lists them all; `switches` turns some off; `report` shows what was found.
"""
