# Every target sets up what it needs by itself: the first time takes minutes, the next one nothing.
# PYTHON=… names another Python (3.11 or newer); ARGS=… goes to pytest, the benchmarks or the soak; FILE=… to the window.

.DEFAULT_GOAL := help
.PHONY: help demo run pictures test lint bench soak lock tools catalogue words clean

# The program is started many times by its tests: compiling it each time would take longer than the tests themselves.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
READY := .venv/.ready
ARGS ?=
FILE ?= build/demo/KZ.cami
DOMAIN ?= ../shared/domain

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## five countries to one region on the sample, in build/demo
	@rm -rf build/demo
	@$(BIN)/cami demo build/demo

run: $(READY) ## open the window on the demo's workspace (or FILE=…)
	@test -e $(FILE) || $(MAKE) --no-print-directory demo
	@$(BIN)/cami-desktop $(FILE)

pictures: $(READY) ## pictures of every place in build/pictures, to look at
	@test -e build/demo/region.cami || $(MAKE) --no-print-directory demo
	@rm -rf build/pictures
	@$(BIN)/python -m tests.desktop.pictures build/demo build/pictures $(ARGS)

test: $(READY) ## the whole test suite
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

lint: $(READY) ## style, types and directions between the rooms
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## speed and memory as ratios to a floor measured in the same run
	@$(BIN)/python -m benchmarks $(ARGS)

soak: $(READY) ## kill the working program 1,000 times, type a meeting, work a day of eight hours: nothing lost, nothing grows
	@$(BIN)/python -m tests.soak $(ARGS)
	@$(BIN)/python -m tests.soak.hour
	@$(BIN)/python -m tests.soak.day

tools: ## independent programs for the tests, from Debian
	@.ci/outside_tools.sh

lock: ## rebuild requirements/*.lock (UPGRADE=1 for the newest versions)
	@.ci/lock.sh

catalogue: $(READY) ## rebuild resources/catalogue from the domain data (DOMAIN=…)
	$(BIN)/python -m cami_desktop.catalogue.build --domain $(DOMAIN)

words: $(READY) ## collect the messages, update and compile every translation
	$(BIN)/python -m cami_desktop.words.build

clean: ## remove everything that make made
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements/dev.lock pyproject.toml .ci/setup.sh hatch_build.py
	@PYTHON="$(PYTHON)" .ci/setup.sh
	@touch $@
