"""The commands of `publish`: one module each, with `add` (its options) and `run` (what it does)."""
