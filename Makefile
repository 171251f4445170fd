# Needs Python 3.11 or newer, make and a package index. `make help` lists the targets.

PYTHON ?= python3
# How many processes run the tests; `make test PYTEST_FLAGS="-x tests/rules"` runs a part in one.
PYTEST_FLAGS ?= -n auto
# `make schemathesis SCHEMATHESIS_FLAGS="--max-examples 500"` tries harder than the default.
SCHEMATHESIS_FLAGS ?= --max-examples 25

# `make soak SOAK_FLAGS="--kills 100"`: `python -m soak --help` lists the flags.
SOAK_FLAGS ?=
# `make bench BENCH_FLAGS="--rounds 3 --load-part 0.2"` on a busy machine; `--keep` keeps the table,
# `--facts 100 1000 10000` and `--parts docket` take long. `python -m bench --help` lists the flags.
BENCH_FLAGS ?=
# Where `make bench-peers` installs the two that it compares with.
PEERS ?= .venv-peers
# `make lock LOCK_FLAGS=--upgrade` takes the newest versions instead of keeping the locked ones.
LOCK_FLAGS ?=

VENV := .venv
BIN := $(VENV)/bin
# Stamps: touched after an install, so that one is repeated only when its lock changed.
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make lock" $(LOCK_FLAGS)

.DEFAULT_GOAL := help
.PHONY: help run demo test test-fast schemathesis soak bench bench-peers bench-peers-lock check lint types layers openapi openapi-check client client-check tools addresses lock clean

help: ## List the targets.
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F '|' '{printf "%-14s %s\n", $$1, $$2}'

run: $(RUNTIME) ## Serve on 127.0.0.1:8000 with the demonstration data, from var/, without keys.
	$(BIN)/python -m app migrate
	$(BIN)/python -m app seed
	@echo "Open http://127.0.0.1:8000/docs to try, http://127.0.0.1:8000/guide/ to read."
	REGISTRATION_RIGHTS_ACCESS=open $(BIN)/python -m app serve

demo: $(RUNTIME) ## The same on a fresh database, var/demo.db: whatever was tried before is gone.
	rm -f var/demo.db var/demo.db-wal var/demo.db-shm
	@mkdir -p var
	REGISTRATION_RIGHTS_DATABASE_URL=sqlite:///var/demo.db $(BIN)/python -m app migrate
	REGISTRATION_RIGHTS_DATABASE_URL=sqlite:///var/demo.db $(BIN)/python -m app seed
	@echo "Open http://127.0.0.1:8000/docs to try, http://127.0.0.1:8000/guide/ to read."
	REGISTRATION_RIGHTS_DATABASE_URL=sqlite:///var/demo.db REGISTRATION_RIGHTS_ACCESS=open \
		$(BIN)/python -m app serve

test: $(DEVELOPMENT) ## Run the tests; some twenty minutes on two cores.
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

test-fast: $(DEVELOPMENT) ## Run the rules, cases and computations, without random records: a minute and a quarter on two cores.
	$(BIN)/python -m pytest $(PYTEST_FLAGS) -m "not slow and not hypothesis and not random_records" \
		tests/rules tests/cases tests/api/computations/test_compute_*.py

schemathesis: $(DEVELOPMENT) ## Let Schemathesis loose on the running service; some ten minutes.
	$(BIN)/python -m tests.generators.hostile $(SCHEMATHESIS_FLAGS)

soak: $(DEVELOPMENT) ## Contend, crash and dawdle on both databases, run the runbook; takes minutes.
	$(BIN)/python -m soak $(SOAK_FLAGS)
	$(BIN)/python -m pytest -m slow $(PYTEST_FLAGS)

bench: $(DEVELOPMENT) ## Print the table of aims, with what is measured of each.
	$(BIN)/python -m bench $(BENCH_FLAGS)

bench-peers: $(DEVELOPMENT) ## Compare a demand with OpenFisca and zen, in an environment of their own.
	test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement bench/peers/requirements.txt
	$(BIN)/python -m bench.peers --python $(PEERS)/bin/python

bench-peers-lock: $(DEVELOPMENT)
	$(BIN)/uv pip compile bench/peers/requirements.in --quiet --universal --python-version 3.11 \
		--generate-hashes --custom-compile-command "make bench-peers-lock" \
		--output-file bench/peers/requirements.txt

check: lint types layers openapi-check client-check addresses ## Everything that must hold besides the tests.

lint: $(DEVELOPMENT) ## Check style, format and the Dockerfile.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint Dockerfile

types: $(DEVELOPMENT) ## Check the types, strictly.
	$(BIN)/mypy

layers: $(DEVELOPMENT) ## Check which part of app imports which.
	$(BIN)/lint-imports

openapi: $(DEVELOPMENT) ## Write openapi/openapi.json.
	$(BIN)/python -m app export-openapi

openapi-check: $(DEVELOPMENT) ## Fail when openapi/openapi.json is not what the service answers.
	$(BIN)/python -m app export-openapi --check

client: $(DEVELOPMENT) ## Write what the Python client makes of openapi/openapi.json.
	$(BIN)/python clients/python/generate.py

client-check: $(DEVELOPMENT) ## Fail when the Python client is not what the description gives.
	$(BIN)/python clients/python/generate.py --check

tools: ## Install the linter and the TypeScript generator of the description, by npm (Node.js 20).
	cd tests/generators && npm ci --no-progress

# Bracketed letters keep the patterns from matching themselves.
addresses: ## Fail when a file names a package index or a path of one machine.
	@! git grep --untracked --line-number -I --extended-regexp \
		-e '[-]-(extra-)?index-url' \
		-e '(pypi|pythonhosted|npmjs|debian)\.or[g]' \
		-e 'https?://[^ "]+\.(whl|tar\.gz|tgz)$$' \
		-e '(^|[^.a-z])/(wor[k]|hom[e]|roo[t]|User[s])/' \
		-e '/tmp/bash_job[s]' \
		|| { echo "These lines name a package index or a path of one machine." >&2; exit 1; }

lock: $(DEVELOPMENT) ## Write requirements/*.txt from pyproject.toml.
	$(COMPILE) --group test --group lint --output-file requirements/development.txt
	$(COMPILE) --constraints requirements/development.txt --output-file requirements/runtime.txt
	$(COMPILE) --constraints requirements/runtime.txt --extra telemetry \
		--output-file requirements/telemetry.txt

clean: ## Remove the environment and the caches; the database in var/ stays.
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A venv that could not be finished (Debian without python3-venv) must not look like one.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else \
		"Python 3.11 or newer is needed; name it: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUNTIME): requirements/runtime.txt | $(BIN)/python
	@echo "Installing the locked dependencies; this takes a minute the first time."
	$(INSTALL) --requirement requirements/runtime.txt
	@touch $@

$(DEVELOPMENT): requirements/development.txt | $(BIN)/python
	@echo "Installing the locked development dependencies; this takes a minute the first time."
	$(INSTALL) --requirement requirements/development.txt
	@touch $@ $(RUNTIME) # the development lock contains the runtime lock
