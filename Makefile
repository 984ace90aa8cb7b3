# run test check bench fix shell messages lock: see README.md. PORT and HOST are read by `run`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
UV := $(firstword $(wildcard $(BIN)/uv) uv)
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check bench fix shell messages lock

run: export DEMO_MODE ?= true
run: .venv/run.installed
	@$(BIN)/python manage.py serve

test: .venv/dev.installed
	$(BIN)/pytest -n 3 --maxschedchunk 2

check: .venv/dev.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy wuxue_exit_entry appointments foreigners liaison lodging
	$(BIN)/lint-imports
	$(BIN)/python manage.py check
	$(BIN)/python manage.py check_catalogues
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check_catalogues
	sh deploy/check-deploy

bench: .venv/run.installed
	$(BIN)/python manage.py benchmark

fix: .venv/dev.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

shell: .venv/run.installed
	$(BIN)/python manage.py servers start
	$(BIN)/python manage.py shell

messages: .venv/dev.installed
	$(BIN)/python manage.py collect_messages
	$(BIN)/python manage.py compile_messages

# After a change of pyproject.toml; the locks hold hashes, and neither index addresses nor local paths.
# Needs uv: from .venv after `make check`, or from anywhere.
lock:
	$(UV) pip compile pyproject.toml $(LOCK) -o requirements.lock
	$(UV) pip compile pyproject.toml --group dev $(LOCK) -o requirements-dev.lock


.venv/run.installed: requirements.lock
	@sh deploy/install "$(PYTHON)" requirements.lock
	@touch $@

.venv/dev.installed: requirements-dev.lock
	@sh deploy/install "$(PYTHON)" requirements-dev.lock
	@touch $@ .venv/run.installed
