# Footing. `make run` is all a newcomer needs; every target sets itself up.
PYTHON ?= python3
# A flag of `footing serve` for what was set by hand: HOST, PORT, DATA. The rest is left to
# footing.toml, FOOTING_... and the defaults, which a flag would override.
set_by_hand = $(filter command line environment,$(origin $(1)))
flag = $(if $(and $(call set_by_hand,$(1)),$($(1))),--$(2) "$($(1))")
SERVE_FLAGS = $(call flag,HOST,host) $(call flag,PORT,port) $(call flag,DATA,data)
# `make quality DATA=DIR` reads public data sets; `make serve DATA=DIR` keeps documents.
SETS := $(if $(call set_by_hand,DATA),$(DATA),../shared/data)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help run serve setup setup-dev test check format bench quality smoke-llm clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: setup  ## set up, load the sample knowledge base, serve it (HOST=, PORT=, DATA=)
	$(BIN)/footing serve --sample $(SERVE_FLAGS)

serve: setup  ## serve without loading the sample
	$(BIN)/footing serve $(SERVE_FLAGS)

setup: $(VENV)/.installed  ## make .venv and install what the service needs

setup-dev: $(VENV)/.installed-dev  ## the same with what tests and checks need

# torch first and alone: asked for by another package it would bring gigabytes of CUDA.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Footing needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint constraints.txt torch==2.13.0
	$(PIP) install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

test: setup-dev  ## run the tests with branch coverage
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

check: setup-dev  ## lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports

format: setup-dev  ## rewrite the code in the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev  ## measure speed: ingestion, search, load; DATA=DIR as above
	$(BIN)/python -m benchmarks.speed --data $(SETS)

quality: setup-dev  ## measure quality; DATA=DIR says where the public sets are
	$(BIN)/python -m benchmarks.quality --data $(SETS)

smoke-llm: setup-dev  ## how much a model of yours makes up: MODEL=... [BASE_URL=http://host/v1 DATA=DIR]
	@test -n "$(MODEL)" || { echo "say which: make smoke-llm MODEL=NAME-OR-FOLDER [BASE_URL=...]"; exit 2; }
	$(BIN)/python -m benchmarks.generation --model "$(MODEL)" \
		$(call flag,DATA,data) \
		$(if $(BASE_URL),--base-url "$(BASE_URL)") $(if $(MAX_NEW_TOKENS),--max-new-tokens $(MAX_NEW_TOKENS))

clean:  ## remove the environment and caches, never data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov
