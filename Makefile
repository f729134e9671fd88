# Everything below needs only python3 with venv, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest
# pytest ends with 5 when it was given nothing to do; whoever names tests may name none of one sort.
NONE_CHOSEN = $(if $(ARGS), || test $$? -eq 5)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/festival/locale/*.po))
# Applies to the build environments of our own packages too.
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run kiosk test check format bench screenshots messages clean

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

$(VENV)/run: $(VENV)/made pyproject.toml constraints.txt
	@echo "Installing festival ..."
	$(BIN)/python -m pip install --quiet --editable '.[hub]'
	@touch $@

# It holds what the app needs as well.
$(VENV)/dev: $(VENV)/made pyproject.toml constraints.txt
	@echo "Installing festival and what the tests need ..."
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $(VENV)/run $@

# Installing compiles the catalogues too; an edited one would cost 30 ms of every start.
%.mo: %.po | $(VENV)/run
	@$(BIN)/pybabel -q compile --locale $(basename $(@F)) --input-file $< --output-file $@

run: $(VENV)/run $(CATALOGUES)  ## watch a festival day go by, an hour in a minute
	@$(BIN)/festival rehearse $(ARGS)

kiosk: $(VENV)/run $(CATALOGUES)  ## the app, locked like a kiosk in the square
	@$(BIN)/festival kiosk --id K1 $(ARGS)

test: $(VENV)/dev  ## all tests (Chromium, foot, systemd-analyze and shellcheck must be there: see .ci/run)
	@# Hundreds of tests start the program: it must not be compiled from its source each time.
	@$(BIN)/python -m compileall -q src
	$(PYTEST) -n auto --dist worksteal -m "not prompt" $(ARGS)$(NONE_CHOSEN)
	@# What promises to be there in a second or two is held to it with the machine to itself.
	$(PYTEST) -m prompt $(ARGS)$(NONE_CHOSEN)

check: $(VENV)/dev  ## linters, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev  ## let ruff format everything
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev $(CATALOGUES)  ## print the speed figures, each as a ratio inside one run
	$(BIN)/python -m bench $(ARGS)

screenshots: $(VENV)/dev  ## draw assets/screenshots anew
	PYTHONPATH=tests $(BIN)/python -m rig.screenshots

messages: $(VENV)/dev  ## add new interface texts to the catalogue, to be translated there
	$(BIN)/pybabel -q extract --keywords t --keywords n:1,2 --keywords EditRefused --keywords EditConflict --keywords WouldBeEarlier --no-location --sort-output --omit-header -o $(VENV)/festival.pot src
	$(BIN)/pybabel -q update --no-fuzzy-matching --omit-header --ignore-pot-creation-date -i $(VENV)/festival.pot -l de -o src/festival/locale/de.po

clean:  ## remove the environment and every cache
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist build
