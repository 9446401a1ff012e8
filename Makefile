# Two commands set a fresh checkout up: `make demo` and `make test`. Python 3.11 or later is all they need;
# the tests that start a Neo4j server want Maven as well.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: pictures demo test bench catalogue docs evaluation clean

demo: $(VENV)/installed ## Load graph_data/, suggest partners for Gävle, name the worst gaps, write the reports
	$(BIN)/samverkan load
	$(BIN)/samverkan suggest --city Gävle
	$(BIN)/samverkan gaps --limit 5
	$(BIN)/samverkan report --all-cities

test: $(VENV)/installed-test ## Everything that CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/browser_program.py
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

bench: $(VENV)/installed-test ## Speed and memory beside something real, in one run
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/suggestions.py
	$(BIN)/python benchmarks/gaps.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/unlinked.py

catalogue: $(VENV)/installed-test ## Bring the Swedish catalogue up to the messages in the code
	$(BIN)/python tools/catalogue.py

docs: $(VENV)/installed-test ## Write docs/model.md and docs/cli.md from what they describe
	$(BIN)/python tools/write_docs.py

evaluation: $(VENV)/installed-test ## Write docs/measures.md: how good the suggestions are, from runs of some minutes
	$(BIN)/python tools/evaluation.py

pictures: $(VENV)/installed-test ## Take the pictures of the README from the reports of the real data
	$(BIN)/python tools/pictures.py

clean: ## Remove what these commands made
	rm -rf $(VENV) .samverkan .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(INSTALL) --editable .
	touch $@

$(VENV)/installed-test: $(VENV)/bin/python pyproject.toml constraints.txt
	$(INSTALL) --editable '.[test]'
	touch $@ $(VENV)/installed
