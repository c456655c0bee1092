# Every command of the project; `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python

# Chosen on the command line alone: other programs set PORT in the environment too.
PORT = 8000
# More words for pytest, such as ARGS="tests/deployment -k health".
ARGS =

.PHONY: help run test stress bench deadline lint audit format messages translations pictures lock clean environment development

help: ## list every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

environment:
	@tools/environment.sh base

development:
	@tools/environment.sh dev

run: environment ## everything for the demonstration, then serve it (PORT=8123 chooses the port)
	@tools/system.sh pdf
	@$(PY) -m tools.run "$(PORT)"

test: development ## everything for the tests, then the tests on SQLite and on PostgreSQL (ARGS="…" for pytest)
	@tools/system.sh pdf postgresql browser
	@$(PY) -m tools.test $(ARGS)

stress: development ## the tests in full sizes
	@tools/system.sh pdf postgresql browser
	@FULL_SIZES=1 $(PY) -m tools.test $(ARGS)

bench: development ## measure the main jobs beside raw SQL, with limits (ARGS="--only saving" for one chapter)
	@tools/system.sh pdf postgresql
	@$(PY) -m tests.benchmarks $(ARGS)

deadline: development ## load a real server with saves at rising rates and say what holds (ARGS="--seconds 30")
	@tools/system.sh pdf postgresql
	@$(PY) -m tests.benchmarks.deadline $(ARGS)

lint: development ## ruff, mypy, djlint, import-linter, migrations, translations
	@tools/system.sh gettext
	@$(PY) -m tools.lint

format: development ## let ruff set the code
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

messages: development ## collect what has to be translated into locale/
	@tools/system.sh gettext
	@$(PY) -m tools.messages collect

translations: environment ## compile the translations
	@$(PY) manage.py compile_translations

pictures: development ## photograph the main pages of a fresh demonstration into docs/pictures/
	@tools/system.sh pdf browser
	@$(PY) -m tools.pictures

audit: development ## look the locked packages up in the lists of known vulnerabilities
	@$(PY) -m tools.audit

lock: development ## compile requirements/ from pyproject.toml (ARGS="--upgrade" takes new versions)
	@$(PY) -m tools.lock $(ARGS)

clean: ## remove what was built (never .env, the database or documents)
	@rm -rf .make .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov static-collected
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete 2>/dev/null || true
