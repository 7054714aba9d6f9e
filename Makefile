# make setup   once: the environment in .venv, from any Python 3.11 to 3.14 (PYTHON=... names another)
# make run     opens the application
# make demo    opens it with three fictional patients in a vault that is thrown away
# make test    every gate and every test
# make bench   the figures of tests/bench
# make torture power cuts, kills, full and failing disks, damage: tests/torture (QUICK=1: some twenty minutes)
# make fhir    what a FHIR validator and a form renderer by others make of our Bundle and protocol (needs Node): tests/foreign
# Windows has the same without make: see README.

PYTHON ?= python3
VENV := .venv/bin/python
.DEFAULT_GOAL := setup
# Where Python keeps nothing compiled, each process of the tests compiles Workup and every test again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: setup run demo bench test lint check tests torture setup-torture setup-fhir fhir

setup:
	@$(PYTHON) requirements/setup.py

run: setup
	@$(VENV) main.py

demo: setup
	@$(VENV) main.py demo

bench: setup
	@$(VENV) main.py bench

# Needs no package of its own; strace and a C compiler are tools of the system. What is missing is skipped, and said.
setup-torture: tests
	@$(VENV) -m tests.torture --tools

torture: setup-torture
	@$(VENV) -m tests.torture $(if $(QUICK),--quick) $(if $(SEED),--seed $(SEED)) $(if $(HOURS),--hours $(HOURS)) $(foreach name,$(ONLY),--only $(name))

# Programs by others, locked with hashes in tests/foreign; nothing of them is part of Workup or of its tests.
setup-fhir: tests
	@cd tests/foreign && npm ci --legacy-peer-deps --ignore-scripts --no-audit --no-fund

fhir: setup-fhir
	@$(VENV) -m tests.foreign $(if $(ALL),--all)

# The gates, quickest first; mypy takes its minute beside the tests, and is heard after them when it has something to say.
test: tests
	@$(VENV) -m ruff check --quiet --output-format concise
	@$(MAKE) --no-print-directory check
	@mkdir -p .mypy_cache; $(VENV) -m mypy >.mypy_cache/said 2>&1 & types=$$!; \
	$(VENV) -m pytest -n auto --dist worksteal; tests=$$?; \
	wait $$types || { cat .mypy_cache/said; exit 1; }; exit $$tests

tests:
	@$(PYTHON) requirements/setup.py --tests

lint: tests
	@$(VENV) -m ruff check --quiet --output-format concise
	@$(VENV) -m mypy

check: tests
	@$(VENV) main.py check --coverage
