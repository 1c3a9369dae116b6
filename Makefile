# Everything is run from here; `make help` lists it.
PYTHON ?= python3
BIN := .venv/bin
MEMBERS := libs/common libs/sandbox libs/standalone services/gateway-webhooks services/flow-engine services/payments-omari services/notifier
# Without PYTHON=… a .venv keeps the Python that it was made with.
ANY_PYTHON := $(if $(filter file,$(origin PYTHON)),--any-python)
PYTEST := $(BIN)/python -m pytest
# Four processes on two cores: much of the suites is waiting.
WORKERS ?= 4
PIN := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help

help: ## list what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

install: ## make the virtual environment for running (done by itself when needed)
	@$(PYTHON) tools/install.py $(ANY_PYTHON)

install-dev: ## the same, with what tests and checks need
	@$(PYTHON) tools/install.py --dev $(ANY_PYTHON)

run: install ## start everything on this machine and print the two addresses
	@exec $(BIN)/mari run

up-local: install ## the same as separate processes, behind a RabbitMQ and a PostgreSQL server
	@$(BIN)/mari up-local

down-local: install ## end what up-local started
	@$(BIN)/mari down-local

sandbox: install ## start the stand-ins alone, as their own process
	@exec $(BIN)/mari sandbox

migrate: install ## bring the database of MARI_DATA_DIR to the newest schema
	@$(BIN)/mari migrate

test-fast: install-dev ## unit and contract tests, under a minute
	$(PYTEST) -q -m "not database and not broker and not story and not browser and not crash and not simulation and not million" libs services tests/architecture tests/plans

test: install-dev ## every suite that needs Python only
	$(PYTEST) -q -n $(WORKERS) --dist worksteal -m "not browser and not alone and not broker and not index and not million and not history" --simulation-runs 2000
	$(PYTEST) -q -m "alone and not broker" tests
	@echo
	@echo "Not run here:"
	@echo "  browser: the chat page in Chromium                     make test-all"
	@echo "  index: wheels for each Python and machine              make test-all"
	@echo "  broker: RabbitMQ and PostgreSQL as servers             make test-all"
	@echo "  plans of statements over a million rows                make test-all"
	@echo "  crash (200 purchases) and simulation (20 000 runs)     make test-all"
	@echo "  long runs                                              make prove"

test-all: install-dev browser ## all suites, with the browser and the long crash and simulation runs
	$(PYTEST) -q -n $(WORKERS) --dist worksteal -m "not alone and not broker and not million and not history" --simulation-runs 20000 --killed-purchases 200 --fuzz-examples 5
	$(PYTEST) -q -m million tests
	$(PYTEST) -q -n 2 --dist loadfile -m "broker and not alone and not chaos" libs tests
	$(PYTEST) -q -m "alone or chaos" tests
	@echo
	@echo "Not run here:"
	@echo "  the full form of chaos (half an hour)                  make chaos"
	@echo "  long runs                                              make prove"

prove: install-dev ## the long runs whose figures docs/ keeps
	$(PYTEST) -q -m "simulation or crash or history" --simulation-runs 200000 --killed-purchases 1000

browser: ## install Chromium, or say how
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || { echo "The browser tests need Chromium: install it (Debian: apt install chromium)." >&2; exit 2; }

check: install-dev ## format, lint, types, layers, docstrings, generated docs, a short fuzz: exactly what CI checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/interrogate -q $(wildcard libs/*/tests services/*/tests tests)
	$(BIN)/mari docs --check
	@! grep -nE '://' requirements.lock requirements-dev.lock
	$(PYTEST) -q tests/e2e/test_any_request.py --fuzz-examples 1

check-fresh: ## a clone of HEAD, an empty cache, the Python's own pip: to the first answered message
	@$(PYTHON) tools/check_fresh.py

format: install-dev ## format and sort imports
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: install-dev ## write the generated pages: docs/messages.md, .env.example
	$(BIN)/mari docs

bench-turn: install-dev ## full turns per second beside their floor, both forms (ONLY=embedded|rabbitmq: one)
	$(BIN)/python -m benchmarks.turn $(ONLY)

chaos: install-dev ## kill, cut and starve everything under load (SHORT=--short: three minutes); writes docs/reliability.md
	@$(BIN)/python -m standalone.testing.chaos $(SHORT)

compose-run: install-dev ## build and start docker-compose.yml under podman, make one purchase (root; opt-in)
	$(BIN)/python deploy/compose_run.py

cover: install-dev ## branch coverage of common and the domains
	$(PYTEST) -q -n $(WORKERS) -m "not browser and not crash and not broker and not index and not history" --cov --cov-report term-missing:skip-covered

lock: ## pin the dependencies anew (needs uv)
	$(PIN) $(MEMBERS:%=%/pyproject.toml) | grep -v '^-e ' > requirements.lock
	$(PIN) pyproject.toml $(MEMBERS:%=%/pyproject.toml) --group dev -c requirements.lock | grep -v '^-e ' > requirements-dev.lock

clean: ## remove what was made here (the data folder stays)
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .coverage htmlcov .import_linter_cache

.PHONY: help install install-dev run up-local down-local sandbox migrate test-fast test test-all prove browser check check-fresh format docs bench-turn chaos compose-run cover lock clean
