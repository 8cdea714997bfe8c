"""Articles' addresses: patterns of tokens, and each engine's own tokens and slugs.

`pattern` expands `/:year/:slug/`; each engine has a module with its `TOKENS` and its slug function,
and `dialects` says which belongs to which.
"""
