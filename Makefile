# The hall's commands. `make` alone lists them; each sets up first what it needs.
# HALL_DATA_DIR and PORT move the data folder and the port of any of them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory --jobs=2
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

export PORT ?= 8000
# Every process of the hall imports some 600 modules: compiled once, not at each start.
unexport PYTHONDONTWRITEBYTECODE

# The distribution's Python, where it is new enough: it is compiled with its profile, and one that pyenv compiled
# without --enable-optimizations takes a fifth more time.
PYTHON ?= $(shell /usr/bin/python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo /usr/bin/python3 || echo python3)
BIN := .venv/bin
UV := $(BIN)/uv
ASSETS := $(shell find services_hall/assets -type f 2>/dev/null)
CATALOGUES := $(wildcard services_hall/translations/*/LC_MESSAGES/*.po)
PACKAGES := services_hall guides certificate_store
CODE := $(wildcard $(PACKAGES) migrations benchmarks tests scripts)
TEMPLATES := $(wildcard services_hall/templates certificate_store/templates)
COMPILE := $(UV) pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate $(UPGRADE)

.PHONY: help setup run test check check-types check-sources format demo pictures bench audit faults lock

help: ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 16

setup: .stamps/system .venv/.installed services_hall/static/build/manifest.json .stamps/paper-fonts .stamps/translations ## System packages, .venv, front-end files

run: setup ## Set up, fill with demonstration data, serve on http://127.0.0.1:8000
	$(BIN)/services-hall init
	$(BIN)/services-hall seed --demo
	exec $(BIN)/services-hall serve

test: check ## Set up, check, run every test (ARGS="-k word" chooses)
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

check: check-types check-sources ## Format, lint, types, imports, templates

check-types: setup
	$(BIN)/mypy

check-sources: setup
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/lint-imports
	$(if $(TEMPLATES),$(BIN)/djlint --lint --quiet --allow-empty-input $(TEMPLATES))

format: setup ## Put the code into its format
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

demo: setup ## The restaurant from start to end, papers in demo-output/
	$(BIN)/python -m services_hall.demo.walkthrough

pictures: setup ## Photograph the pages at several widths, in pictures/ (ARGS="--list" names them)
	$(BIN)/python -m scripts.pictures pictures $(ARGS)

bench: setup ## Measure, beside the limit of this machine (SCALE=full for full sizes)
	$(BIN)/python -m benchmarks

audit: setup ## Known weaknesses of the packages, by outside tools (slow, needs the network)
	$(UV) tool run pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict
	npm audit --omit=dev

faults: setup ## The long run: crashes, lost connections, two at once
	$(BIN)/pytest -m faults $(ARGS)

lock: .venv/.installed ## Lock the packages anew (UPGRADE=--upgrade for newer versions)
	$(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock --output-file scripts/bootstrap.lock scripts/bootstrap.in
	npm install --package-lock-only --silent
	node scripts/tidy-package-lock.mjs

# Stamps: what a second call need not do again.

.stamps/system: scripts/system_packages.py scripts/system-packages.txt
	@$(PYTHON) scripts/system_packages.py
	@mkdir -p $(@D) && touch $@

.venv/.bootstrapped: scripts/bootstrap.lock | .stamps/system
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/bootstrap.lock
	@touch $@

.venv/.installed: .venv/.bootstrapped requirements.lock pyproject.toml
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e .
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc | .stamps/system
	npm ci --silent
	@touch $@

services_hall/static/build/manifest.json: node_modules/.installed scripts/build-static.mjs $(ASSETS)
	npm run --silent build
	@touch $@

.stamps/paper-fonts: .venv/.installed services_hall/static/build/manifest.json scripts/unpack_fonts.py
	$(BIN)/python scripts/unpack_fonts.py
	@mkdir -p $(@D) && touch $@

.stamps/translations: .venv/.installed $(CATALOGUES)
	$(if $(CATALOGUES),$(BIN)/pybabel --quiet compile --directory services_hall/translations)
	@mkdir -p $(@D) && touch $@
