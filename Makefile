# Kehittämö by short names. `make` lists them; `make run` is all that a newcomer needs.
# A step is skipped while its inputs are as they were; the stamps are files in .venv.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
# uv, told what pip and the system know already: the index to ask and the certificates to trust.
UV = index="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(BIN)/pip config get global.index-url 2>/dev/null || true)}}"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS="$${UV_SYSTEM_CERTS:-true}"; fi; \
	VIRTUAL_ENV="$(CURDIR)/$(VENV)" UV_NO_PROGRESS=1 $(BIN)/uv

# What the tests, the PDF and hyphenation take from Debian; LibreOffice opens slides and sheets, in letters as wide as Arial.
SYSTEM := chromium libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libvoikko1 voikko-fi postgresql poppler-utils \
	libreoffice-impress libreoffice-calc fonts-liberation

# Tests start some hundred processes of ours. Where a machine lets Python keep nothing that it has compiled, as containers do,
# each would compile every module anew; it is kept here.
test check: export PYTHONDONTWRITEBYTECODE :=
test check: export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/bytecode

say = printf '\033[1m%s\033[0m\n' "make $@: $(1)"
fail = { printf '\033[31m%s\033[0m\n' "make: $(1)" >&2; exit 1; }

.PHONY: help setup run check test bench system assets types lock clean

help: ## list the short names
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run: setup ## set everything up and serve with the demonstration programme, links printed
	@exec $(BIN)/kehittamo serve --demo

setup: $(VENV)/.project ## make .venv with the command kehittamo in it

$(VENV)/.uv: requirements/uv.txt
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| $(call fail,Python 3.11 or newer is needed as python3; on Debian: apt-get install python3)
	@python3 -c 'import ensurepip' 2>/dev/null \
		|| $(call fail,python3 cannot make environments yet; on Debian: apt-get install python3-venv)
	@$(call say,making $(VENV))
	@python3 -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt \
		|| $(call fail,uv could not be fetched; is there a network and can pip reach a package index?)
	@touch $@

$(VENV)/.packages: $(VENV)/.uv requirements/dev.txt
	@$(call say,installing the locked Python packages)
	@$(UV) pip sync --quiet --require-hashes requirements/dev.txt \
		|| $(call fail,the locked packages could not be installed; the lines above say which one. After a change of pyproject.toml: make lock)
	@touch $@

$(VENV)/.project: $(VENV)/.packages pyproject.toml hatch_build.py README.md LICENSE | assets
	@$(call say,installing the checkout itself)
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable . \
		|| $(call fail,the checkout could not be installed; the lines above say why)
	@touch $@

assets: $(VENV)/.packages ## build fonts and browser scripts that are missing or stale
	@$(BIN)/python -m assets

check: setup ## the quick checks: style, types, architecture
	@$(call say,ruff)
	@$(BIN)/ruff check --quiet || $(call fail,ruff found the above; many mend themselves: $(BIN)/ruff check --fix)
	@$(BIN)/ruff format --quiet --check || $(call fail,layout differs in the files above: $(BIN)/ruff format)
	@$(call say,mypy)
	@$(BIN)/mypy || $(call fail,the types above do not fit)
	@$(call say,import-linter)
	@$(BIN)/lint-imports --no-logo || $(call fail,an import crosses a wall above; pyproject.toml says which walls and why)
	@$(call say,tsc)
	@$(BIN)/python -m assets types || $(call fail,the TypeScript types above do not fit)

test: ## everything: system packages where possible, the checks, all tests (PYTEST='-k word' passes options on)
	@$(MAKE) system OPTIONAL=1
	@$(MAKE) check
	@$(BIN)/python -m assets modules
	@$(call say,pytest)
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST) || { code=$$?; [ $$code = 5 ] && [ -n "$(PYTEST)" ] || exit $$code; }

bench: setup ## time the main job on this machine: the largest board, a note between browsers, the report
	@$(BIN)/python -m bench

system: ## install what comes from Debian (as root)
	@missing=(); for name in $(SYSTEM); do \
		dpkg-query -W -f='$${Status}' "$$name" 2>/dev/null | grep -q '^install ok installed' || missing+=("$$name"); \
	done; \
	[ $${#missing[@]} -eq 0 ] && exit 0; \
	if ! command -v apt-get >/dev/null || [ "$$(id -u)" != 0 ]; then \
		echo "make system: these packages are missing: $${missing[*]}"; \
		echo "make system: on Debian: sudo apt-get install --no-install-recommends $${missing[*]}"; \
		exit $(if $(OPTIONAL),0,1); \
	fi; \
	$(call say,installing $${missing[*]}); \
	export DEBIAN_FRONTEND=noninteractive; \
	log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
	install() { apt-get install --yes --quiet --no-install-recommends "$${missing[@]}" >"$$log" 2>&1 </dev/null; }; \
	{ apt-get update --quiet >"$$log" 2>&1 </dev/null && install; } \
		|| { cat "$$log"; $(call fail,apt-get could not install the packages; the lines above say why); }

lock: $(VENV)/.uv ## pin requirements and npm packages anew (UPGRADE=1 takes the newest)
	@$(call say,resolving)
	@compile() { $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) "$$@" >/dev/null; }; \
	compile pyproject.toml --group dev --group build --output-file requirements/dev.txt; \
	compile pyproject.toml --constraint requirements/dev.txt --output-file requirements/run.txt; \
	echo uv | compile - --constraint requirements/dev.txt --output-file requirements/uv.txt
	@$(MAKE) $(VENV)/.packages
	@$(BIN)/python -m assets $(if $(UPGRADE),upgrade,lock)
	@$(MAKE) setup

clean: ## remove what was built; the next make setup builds it anew
	@rm -rf $(VENV) node_modules dist core/kehittamo_core/static/build core/kehittamo_core/static/fonts plugins/*/kehittamo_*/static/build
