"""Rules that find faults in content, feeds and letters before readers do.

targets ──▶ run ──▶ content | feeds | letters | moves ──▶ findings ──switches──▶ report

`rule` says what a rule is: one small function in a module of `content/`, `feeds/` or `letters/`, or
in `moves`; `books` lists them all. `switches` turns some off; `kept` spares what did not change;
`glance` is what a build says in passing; `fix` mends what is safe.
"""
