# Lenkwerk: everything a developer does. `make help` lists it. Needs Python 3.11 or later and make, nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
SERVE ?= 1
ARGS ?=
REQUIRE_BROWSER ?=

# What touches no database, drives the same pages in a browser, or asks the same addresses for who may, runs once: on SQLite.
# That predicates and filters agree, and that odd characters never fail, is asked on both.
ONCE := rules calendars documents interop journeys access/test_matrix.py access/test_pages.py \
  portal/test_component_accessibility.py test_architecture.py test_docs.py test_tooling.py

BIN := .venv/bin
PY := $(BIN)/python
ENVIRONMENT := .venv/.complete
ASSETS := node_modules/.complete
CATALOGUE := build/messages.stamp
MANAGE := DJANGO_SETTINGS_MODULE=portal.settings.demo $(PY) manage.py
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || true)

export PATH := $(CURDIR)/$(BIN):$(PATH)
export CHROMIUM
export REQUIRE_BROWSER

.PHONY: help demo test test-sqlite test-postgres browser check bench axe lock assets migration pictures messages environment clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

demo: $(ENVIRONMENT) $(ASSETS) $(CATALOGUE) ## Prepare everything and serve the example Kreise (SERVE=0: prepare only)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo
	@if [ "$(SERVE)" = 0 ]; then echo "Ready. Start the server with: make demo"; else \
	  echo; echo "  Lenkwerk: http://localhost:$(PORT)   (stop with Ctrl+C)"; echo; \
	  $(MANAGE) runserver 127.0.0.1:$(PORT) --noreload; fi

test: browser test-sqlite test-postgres ## Run the whole suite on SQLite and on PostgreSQL (REQUIRE_BROWSER=1: fail without Chromium)

test-sqlite: $(ENVIRONMENT) $(ASSETS) $(CATALOGUE) ## Run the suite on SQLite only (ARGS="-k name" and the like)
	@echo "== Tests on SQLite =="
	@env -u TEST_DATABASE_URL -u DATABASE_URL TEST_DATABASE=sqlite $(PY) -m pytest -n 2 --dist worksteal --create-db $(if $(CHROMIUM),,-m "not browser") $(ARGS)

test-postgres: $(ENVIRONMENT) $(ASSETS) $(CATALOGUE) ## Run the suite on PostgreSQL only (TEST_DATABASE_URL or a server of its own)
	@echo "== Tests on PostgreSQL =="
	@env -u DATABASE_URL TEST_DATABASE=postgres $(PY) -m pytest -n 2 --dist worksteal --create-db $(ONCE:%=--ignore=tests/%) $(if $(CHROMIUM),,-m "not browser") $(ARGS)

browser:
	@if [ -n "$(CHROMIUM)" ]; then echo "Browser tests with $(CHROMIUM)"; \
	elif [ -n "$(REQUIRE_BROWSER)" ]; then echo "No Chromium found, and REQUIRE_BROWSER is set: stopping." >&2; exit 1; \
	else printf '\n%s\n' '!! No Chromium found: THE BROWSER TESTS ARE LEFT OUT.' \
	  '!! Install it (Debian: apt-get install chromium) or name it: make test CHROMIUM=/path' ''; fi

check: $(ENVIRONMENT) $(CATALOGUE) ## The fast loop: lint, types, import contracts, rules tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(PY) -m pytest -q tests/rules tests/test_architecture.py

bench: $(ENVIRONMENT) $(ASSETS) $(CATALOGUE) ## Measure queries and time, print the table, write build/bench.json
	@$(PY) -m tests.bench $(ARGS)

axe: browser $(ENVIRONMENT) $(ASSETS) $(CATALOGUE) ## Check every page for every role, width and theme with axe
	@AXE=all $(PY) -m pytest -n 2 -m axe $(ARGS)

assets: $(ASSETS) ## Fetch the design system and the test parsers with npm

messages: $(ENVIRONMENT) ## Collect the texts to translate, update and compile the catalogues
	@$(MANAGE) messages
	@touch $(CATALOGUE)

migration: $(ENVIRONMENT) ## Remake the initial migrations from the models (until the first release)
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) -m tests.initial_migration

pictures: browser $(ENVIRONMENT) $(ASSETS) $(CATALOGUE) ## Take the README's pictures from the real pages
	@$(PY) -m tests.pictures

lock: $(ENVIRONMENT) ## Resolve the dependencies anew and write both lock files and package-lock.json
	@$(BIN)/pip-compile $(PIP_COMPILE) --output-file requirements.lock pyproject.toml
	@$(BIN)/pip-compile $(PIP_COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@$(BIN)/npm install --package-lock-only --no-progress

PIP_COMPILE := --upgrade --generate-hashes --allow-unsafe --strip-extras --quiet --no-header --no-emit-options \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

environment: $(ENVIRONMENT) ## Create .venv from the lock file

clean: ## Remove what was built; .venv, node_modules and the demo database stay
	@rm -rf build

# Each stamp lies in what it stands for: deleting the folder deletes the stamp.
$(ENVIRONMENT): requirements-dev.lock
	@python=$$(for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	    "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done || true); \
	if [ ! -x $(PY) ]; then \
	  [ -n "$$python" ] || { echo "Lenkwerk needs Python 3.11 or later." >&2; exit 1; }; \
	  "$$python" -m venv .venv; fi
	@echo "Installing the locked dependencies into .venv …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

$(ASSETS): package-lock.json $(ENVIRONMENT)
	@echo "Fetching the assets into node_modules …"
	@$(BIN)/npm ci --no-progress --loglevel=error
	@touch $@

$(CATALOGUE): $(ENVIRONMENT) portal/locale/de/LC_MESSAGES/django.po
	@mkdir -p build
	@$(MANAGE) messages --compile > /dev/null
	@touch $@
