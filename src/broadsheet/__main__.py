"""`python -m broadsheet` is `publish`."""

import sys

from broadsheet.cli import main

sys.exit(main())
