# Two commands. `make talk` sets up everything and starts a talk. `make test` sets up everything and runs the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKING := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

.PHONY: talk test lint wheel release-check lock clean
.DEFAULT_GOAL := talk

talk: $(VENV)/.can-talk
	@$(BIN)/soundingboard talk --else-sample

# What is spoken in real time runs beside the rest: it mostly waits.
test: $(VENV)/.can-test lint
	@$(BIN)/coverage erase
	@mkdir -p build
	@$(BIN)/coverage run -m pytest tests/end_to_end > build/end_to_end.log 2>&1 & aloud=$$!; \
	  $(BIN)/coverage run -m pytest --ignore=tests/end_to_end; quietly=$$?; \
	  wait $$aloud; aloud=$$?; cat build/end_to_end.log; test $$quietly = 0 && test $$aloud = 0
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report
	@$(MAKE) --no-print-directory wheel

lint: $(VENV)/.can-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# The wheel holds what it should: installed, and away from this folder, every file that it reads is there, and a talk is held.
WHEEL_TESTS := tests/end_to_end tests/audio tests/test_docs.py tests/dialogues/test_crisis_lines.py \
  tests/dialogues/test_dialogue_files.py tests/dialogues/test_screening.py tests/assistant/test_journal.py

wheel: $(VENV)/.can-test
	@rm -rf build/wheel && mkdir -p build/wheel/run
	@$(BIN)/python -m build --wheel --no-isolation --outdir build/wheel . >/dev/null
	@$(BIN)/check-wheel-contents build/wheel/*.whl
	@$(BIN)/python -m venv --without-pip build/wheel/env
	@$(BIN)/python -c 'import site; print(site.getsitepackages()[0])' > build/wheel/dependencies.pth
	@cp build/wheel/dependencies.pth build/wheel/env/lib/python3*/site-packages/
	@$(BIN)/pip --quiet --python build/wheel/env/bin/python install --no-deps --no-index build/wheel/*.whl
	@cp -r tests benchmarks training pyproject.toml README.md CHANGELOG.md docs build/wheel/run/
	@cd build/wheel/run && SOUNDINGBOARD_WHEEL=1 ../env/bin/python -m pytest -q -m "not slow or smoke" $(WHEEL_TESTS)

# What CI must not fail on by itself, since it depends on the day: run it before a release.
release-check: $(VENV)/.can-test
	@$(BIN)/soundingboard dialogues lines && echo "Every crisis line has a source, and was read there in the last 180 days."

# Writes the locks again: versions and hashes for every platform, and no addresses.
lock: $(VENV)/.can-test
	$(BIN)/uv pip compile pyproject.toml --group build --output-file requirements.lock $(LOCKING)
	$(BIN)/uv pip compile pyproject.toml --group dev --output-file requirements-dev.lock $(LOCKING)

clean:
	rm -rf $(VENV) build dist

# One lock is installed over the other, so that a checkout that can test can also talk.
$(VENV)/.can-talk: requirements.lock pyproject.toml
	@$(call install,requirements.lock)
	@$(call system_package,libportaudio2,$(HAS_PORTAUDIO))
	@touch $@

$(VENV)/.can-test: requirements-dev.lock pyproject.toml
	@$(call install,requirements-dev.lock)
	@$(call system_package,libportaudio2,$(HAS_PORTAUDIO))
	@$(call system_package,pulseaudio pulseaudio-utils libasound2-plugins,command -v pulseaudio)
	@touch $@ $(VENV)/.can-talk

HAS_PORTAUDIO = $(BIN)/python -c "import sounddevice"

define install
command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads/"; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
  { echo "Python 3.11 or newer is needed; `$(PYTHON) --version` is here. Try: make PYTHON=python3.12"; exit 1; }; \
echo "Setting up, once: a few minutes, about 1 GB on this disk."; \
$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }; \
$(BIN)/pip install --disable-pip-version-check --progress-bar on --require-hashes -r $(1) && \
$(BIN)/pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
endef

# A package of the system's that is missing is installed where that is allowed without a password, else it is named.
define system_package
$(2) >/dev/null 2>&1 || { \
  if command -v apt-get >/dev/null && [ "`id -u`" = 0 ]; then \
    echo "Installing $(1)."; apt-get update -qq && apt-get install -y -qq $(1) >/dev/null; \
  elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
    echo "Installing $(1)."; sudo apt-get update -qq && sudo apt-get install -y -qq $(1) >/dev/null; \
  else \
    echo "For sound, please install $(1) with your system's package manager, then run this again."; \
  fi; } || echo "For sound, please install $(1) with your system's package manager, then run this again."
endef
