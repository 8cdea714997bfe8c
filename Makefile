# Everything a developer runs. `make publish` and `make test` need nothing but Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: publish unit test mutants lint docs locked dist pictures golden bench clean

publish: $(VENV)/.ready  ## build the feeds and a letter of this repository's own site
	@$(BIN)/publish build
	@$(BIN)/publish digest weekly --period 2025-W25
	@echo "The feeds are in out/: out/atom.xml, out/rss.xml, out/feed.json, and out/tags/ and out/topics/."
	@echo "The letter is out/digests/weekly/2025-W25/: email.html, email.txt, email.eml, and index.html for the web."

unit: $(VENV)/.ready  ## run the tests that take no seconds, build no sites of engines and drive no programs
	@$(BIN)/python -m pytest -n 2 --hypothesis-profile quick -m "not slow and not engines and not programs"

test: $(VENV)/.ready  ## run the tests
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/.ready  ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

MODULES ?= broadsheet.site.archives broadsheet.site.filters broadsheet.site.taxonomy
MUTANT_TESTS ?= tests/site/test_archives.py tests/site/test_channels.py tests/site/test_filters.py tests/site/test_site.py tests/site/test_taxonomy.py

mutants: $(VENV)/.ready  ## change the core in small ways and list what no test notices; see CONTRIBUTING.md
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check mutmut==3.8.1
	@rm -rf mutants && $(BIN)/mutmut run --max-children 2 'broadsheet.site.archives.x__folder__mutmut_*' >/dev/null
	@cd mutants && PYTHONPATH=src:tests MUTANT_UNDER_TEST= MODULES='$(MODULES)' nice $(CURDIR)/$(BIN)/python -m pytest \
	  -p mutants -p no:cacheprovider -q -s -n 0 -m "not slow" $(MUTANT_TESTS)

dist: $(VENV)/.ready  ## build the archives of a release into dist/ and check them
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation
	@$(BIN)/twine check --strict dist/*

docs: $(VENV)/.ready  ## write what follows from the code: configuration.md, rules.md and generated/
	@$(BIN)/python docs/generate.py

locked: $(VENV)/.ready  ## write requirements-locked.txt anew, from pyproject.toml and the versions that the tests run with
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
	  --constraints requirements-dev.txt --custom-compile-command "make locked" --upgrade \
	  pyproject.toml --no-annotate --output-file requirements-locked.txt

pictures: $(VENV)/.ready  ## take the pictures of letters in docs/images anew; needs Chromium
	@$(BIN)/python docs/pictures.py

golden: $(VENV)/.ready  ## write the expected output of the tests anew; read the diff
	@UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/test_golden.py tests/feeds/test_golden_feeds.py tests/engines/test_sites.py

bench:  ## time and memory beside Hugo and Pelican; see docs/performance.md
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check . -r benchmarks/requirements.txt
	@.venv-bench/bin/python benchmarks/run.py $(BENCH)

clean:
	rm -rf $(VENV) .venv-bench out/* .publish dist mutants

$(VENV)/.ready: pyproject.toml requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; set PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "python3 -m venv failed; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@
