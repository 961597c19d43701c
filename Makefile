# `make` or `make help` lists what there is. PYTHON chooses the Python that makes .venv; BLOG_* variables are in docs/settings.md.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test test-full check lock openapi types format settings screenshots quality prepare prepare-dev clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Run the whole site with demo content at http://localhost:8000 (BLOG_PORT, BLOG_ADMIN_PORT, BLOG_DATA, DEMO_PASSWORD)
	@$(PYTHON) -m scripts.demo

test: prepare-dev ## Run every check and test in quick size (SUITES="unit contract" for some)
	@$(BIN)/python -m scripts.suites $(SUITES)

test-full: prepare-dev ## Run every test in full size, without time budgets
	@$(BIN)/python -m scripts.suites --full $(SUITES)

check: prepare-dev ## Lint, types, import rules, and whether generated files are up to date
	@$(BIN)/python -m scripts.check

format: prepare-dev ## Put Python and frontend sources into their format
	@$(BIN)/ruff check --fix-only --quiet site blog comments search scripts tests
	@$(BIN)/ruff format --quiet site blog comments search scripts tests
	@cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent format

lock: prepare-dev ## Lock Python packages to versions and hashes (UPGRADE=1 takes newer ones)
	@$(BIN)/python -m scripts.lock $(if $(UPGRADE),--upgrade)

openapi: prepare-dev ## Write frontend/openapi.json from the code
	@$(BIN)/python site/manage.py export_openapi

types: openapi ## Write the frontend's types from frontend/openapi.json
	@cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent types

settings: prepare-dev ## Write docs/settings.md's table from the code
	@$(BIN)/python site/manage.py settings_table --write

screenshots: prepare-dev ## Take the pictures of README and docs from a demo of its own (ONLY="queue rules" for some)
	@$(BIN)/python -m scripts.screenshots $(ONLY)

quality: prepare-dev ## Measure every figure promised of the public site and write docs/figures.md (wants nginx)
	@$(BIN)/python -m scripts.quality

prepare: ## Install and build what `make demo` needs, and start nothing
	@$(PYTHON) -m scripts.prepare

prepare-dev: ## The same for `make test`
	@$(PYTHON) -m scripts.prepare --dev

clean: ## Remove what can be made again: packages, builds, caches. Data in .data stays
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	@rm -rf frontend/node_modules frontend/dist frontend/.astro
