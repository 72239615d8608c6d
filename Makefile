# Goodword's commands. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
DEMO = GOODWORD_MODE=demo GOODWORD_BASE_URL=http://localhost:$(PORT) \
       GOODWORD_SANDBOX_URL=http://127.0.0.1:$(shell expr $(PORT) + 20)

.PHONY: help demo dev test check bench look clean
.DEFAULT_GOAL := help

help: ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: ## The whole thing with demo content: web server, worker and sandbox payments in this terminal; Ctrl-C stops it
	@$(PYTHON) prepare.py run
	@$(DEMO) .venv/bin/goodword demo --port $(PORT)

dev: ## The same for developers: reloads when code changes
	@$(PYTHON) prepare.py test
	@$(DEMO) .venv/bin/goodword demo --port $(PORT) --reload

test: ## Every test and check, on SQLite and PostgreSQL; as root it installs PostgreSQL and Chromium by apt
	@$(PYTHON) prepare.py test --servers
	@.venv/bin/python tests/everything.py

check: ## The fast suite: style, types, architecture and the tests without a browser, on SQLite
	@$(PYTHON) prepare.py test
	@.venv/bin/python tests/everything.py --fast

bench: ## The measurements of bench/README.md
	@$(PYTHON) prepare.py test --servers
	@.venv/bin/python -m bench

look: ## Pictures of every page into build/look, and the figures of pages: axe-core, weight, translation, Lighthouse
	@$(PYTHON) prepare.py test --servers --look
	@.venv/bin/python -m look

clean: ## Removes the virtual environment, the demo's data and caches
	rm -rf .venv var .mypy_cache .ruff_cache .hypothesis build
