# popgraph: `make run` and `make test` set up everything they need in .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help run test test-all mutate install lint format types encode docs notebooks bench lock wheel clean

help: ## show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.core ## build the cacao graph, validate it, answer which institutions share responsibilities
	@$(BIN)/popgraph build --force build/popgraph.db
	@$(BIN)/popgraph validate --format summary
	@$(BIN)/popgraph query CQ02 --data build/popgraph.db --param min=6

test: $(VENV)/.dev ## run the tests; of the equality of both engines, what has changed
	@$(BIN)/python -m pytest -n auto -q

test-all: $(VENV)/.dev ## run the tests with the whole equality matrix and renew what it proves
	@$(BIN)/python -m pytest -n auto -q --matrix

mutate: $(VENV)/.dev ## make every mistake on purpose and print which rules notice
	@$(BIN)/python -m tests.mutation

install: $(VENV)/.dev ## set up the development environment, leaving the command at .venv/bin/popgraph

lint: $(VENV)/.dev ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.dev ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only .

encode: $(VENV)/.core ## write the Turtle from the transcription tables
	@$(BIN)/popgraph encode

docs: $(VENV)/.core ## write the generated pages of docs/
	@$(BIN)/popgraph docs

notebooks: $(VENV)/.dev ## run the notebooks and write their results
	@$(BIN)/python docs/notebooks/render.py

bench: $(VENV)/.dev ## measure the cold start against a bare parse and rdflib
	@$(BIN)/python benchmarks/cold_start.py

wheel: $(VENV)/.dev ## build the wheel and the source distribution into dist/
	@$(BIN)/python -m build --no-isolation --outdir dist .

lock: ## resolve the dependencies again (needs uv)
	@uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	@uv pip compile pyproject.toml --group dev --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header -q -c requirements.lock -o requirements-dev.lock

clean: ## remove what the other targets made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) here: install Python 3.11 or later"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is too old: popgraph needs Python 3.11 or later (make PYTHON=python3.12 ...)"; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

# --no-build-isolation: the build backend comes from the lock file too.
$(VENV)/.core: requirements.lock pyproject.toml | $(BIN)/python
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.core
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
