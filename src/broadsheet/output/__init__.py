"""OutputFiles → out/: atomic (`writer`), knowing its own (`manifest`), one run at a time (`lock`)."""
