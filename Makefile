# The commands of the house. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEBIAN := chromium-headless-shell curl raptor2-utils default-jre-headless virtuoso-opensource-7-bin

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/run.stamp ## make .venv with what the app needs

$(VENV)/run.stamp: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt requirements-llm.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

debian: ## as root: install what the tests use from Debian, where missing
	@if [ "$$(id -u)" = 0 ]; then \
	  missing=$$(for p in $(DEBIAN); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	  if [ -n "$$missing" ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi; \
	fi

run: setup ## open the app on http://127.0.0.1:8501
	@echo "Sayso opens at http://127.0.0.1:8501 (stop with Ctrl+C)"
	@exec $(BIN)/streamlit run app.py --server.headless true

docs: $(VENV)/run.stamp ## rewrite the generated parts of the READMEs
	$(BIN)/python -m graph.docs

lint: $(VENV)/dev.stamp ## ruff, formatting, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(VENV)/dev.stamp debian ## all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: $(VENV)/dev.stamp debian ## measure screens, long answers, canvas, sessions, disputes, workers, search, completion, editor, other engines
	$(BIN)/python tests/bench/first_screen.py
	$(BIN)/python tests/bench/screens.py
	$(BIN)/python tests/bench/canvas.py
	$(BIN)/python tests/bench/sessions.py
	$(BIN)/python tests/bench/accounts.py
	$(BIN)/python tests/bench/workers.py
	$(BIN)/python tests/bench/search.py
	$(BIN)/python tests/bench/completion.py
	$(BIN)/python tests/bench/editor.py
	$(BIN)/python tests/bench/benchmarks.py

soak: $(VENV)/dev.stamp ## minutes of abuse: a siege of the workers, the whole W3C suites over HTTP, kills, a crowd
	$(BIN)/python -m pytest tests/soak -s -o python_files='soak_*.py'

eval: $(VENV)/dev.stamp ## measure the extraction: our gold articles, PolNeAR where it is at hand
	$(BIN)/python tests/eval/measure.py

.PHONY: bench docs eval soak help setup debian run lint test
