"""A folder at the first try: `publish init`, then `publish build`, as a newcomer types them."""

import json

from broadsheet.cli import main


def first_try(root, files):
    """Build a site of some files, given as texts by their paths; return the items of its JSON feed."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert main(["init", str(root)]) == 0
    assert main(["-C", str(root), "build"]) == 0
    return json.loads((root / "out/feed.json").read_text("utf-8"))["items"]
