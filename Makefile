# make demo: see textnorm repair damaged files.    make test: everything that is checked.
# Both make their own virtual environment; PYTHON chooses the interpreter (3.10 or newer).

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
KERNEL = $(wildcard textnorm/kernel/*.pyx textnorm/kernel/*.pxi)

.DEFAULT_GOAL := help
.PHONY: help demo test lint types check-tests tables bench bench-detect bench-repair docs clean

help:
	@echo "make demo    install textnorm in $(VENV) and repair the fixtures, showing before and after"
	@echo "make test    install what development needs and run lint, types and tests"
	@echo "make tables  regenerate textnorm/data from its sources (CORPUS=folder OPENGRAM=folder for the language model)"
	@echo "make bench   compare the speed of conversion with its peers and write docs/benchmarks.md"
	@echo "make docs    regenerate docs/rules.md, the examples of docs/damage.md and the code in Chinese pages"
	@echo "make bench-repair  measure what is repaired, class by class, and write docs/benchmarks-repair.md"
	@echo "make bench-detect CORPUS=folder   compare detection of encodings with its peers, docs/benchmarks-detect.md"
	@echo "make clean   remove $(VENV) and what tools left behind"

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "textnorm needs Python 3.10 or newer")'
	$(PYTHON) -m venv $(VENV) || (echo "on Debian and Ubuntu: apt-get install python3-venv" >&2; rm -rf $(VENV); false)

$(VENV)/runtime: pyproject.toml setup.py $(KERNEL) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/development: pyproject.toml setup.py $(KERNEL) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/runtime

demo: $(VENV)/runtime
	@$(BIN)/python tools/demo.py

test: lint types check-tests

lint: $(VENV)/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/development
	$(BIN)/mypy

check-tests: $(VENV)/development
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest

tables: $(VENV)/development
	$(BIN)/python -m pip install --quiet --disable-pip-version-check '.[tables]'
	$(BIN)/python tools/build_opencc.py
	$(BIN)/python tools/build_tables.py
	$(BIN)/python tools/build_readings.py
	$(BIN)/python tools/build_script_spellings.py
	$(BIN)/python tools/build_slip_characters.py
	$(BIN)/python tools/build_tidy_radicals.py
	$(if $(CORPUS),$(if $(OPENGRAM),$(BIN)/python tools/build_model.py $(CORPUS) $(OPENGRAM),@echo "OPENGRAM is not set: ngrams.model stays as it is"),@echo "CORPUS is not set: the models stay as they are")
	$(if $(CORPUS),$(BIN)/python tools/build_company.py $(CORPUS))
	$(if $(CORPUS),$(BIN)/python tools/build_decode_characters.py $(CORPUS))
	$(BIN)/python tools/build_code_tables.py
	$(if $(CORPUS),$(if $(FOREIGN),$(BIN)/python tools/build_decode_evidence.py $(CORPUS) $(FOREIGN)))
	$(if $(CORPUS),$(BIN)/python tools/build_script_model.py $(CORPUS))
	$(if $(CORPUS),$(BIN)/python tools/build_settled.py $(CORPUS))
	$(if $(CORPUS),$(BIN)/python tools/build_script_regions.py $(CORPUS))
	$(if $(CORPUS),$(BIN)/python tools/build_script_origins.py $(CORPUS))
	$(if $(CORPUS),$(BIN)/python tools/build_mojibake_weights.py $(CORPUS))
	$(if $(CORPUS),$(BIN)/python tools/build_mojibake_certainty.py $(CORPUS) $(if $(POETRY),--poetry $(POETRY)))
	$(if $(CORPUS),$(BIN)/python tools/build_slip_certainty.py $(CORPUS))
	$(if $(PROGRAMS),$(BIN)/python tools/build_swallowed_signs.py $(PROGRAMS))
	$(BIN)/python tools/build_targets.py

# An environment of its own: the official opencc and opencc-python-reimplemented overwrite each other.
bench:
	test -x $(VENV)-bench/bin/python || $(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check '.[bench]'
	$(VENV)-bench/bin/python benchmarks/bench_convert.py --write

bench-repair: $(VENV)/development
	$(BIN)/python benchmarks/bench_repair.py --write

bench-detect:
	test -x $(VENV)-bench/bin/python || $(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check '.[bench-detect]'
	$(VENV)-bench/bin/python benchmarks/bench_detect.py $(CORPUS) $(if $(FOREIGN),--foreign $(FOREIGN)) --write

docs: $(VENV)/development
	$(BIN)/python tools/build_rules_page.py
	$(BIN)/python tools/build_damage_page.py
	$(BIN)/python tools/build_translations.py

clean:
	rm -rf $(VENV) $(VENV)-bench build dist *.egg-info textnorm/kernel/_kernel.c textnorm/kernel/_kernel.*.so .mypy_cache .pytest_cache .ruff_cache .hypothesis
