# make demo · make test : all the set-up on a fresh machine is in them.
SHELL := /bin/bash
SWIFT ?= swift
CONFIGURATION ?= debug
BIN := .build/$(CONFIGURATION)
ETAPE_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/etape
export ETAPE_CACHE
.DEFAULT_GOAL := help
.PHONY: help setup setup-test build demo test fmt check bench conformance docs clean

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

setup: ## What running projects needs: Debian packages, DuckDB's library, the Python runtime
	@scripts/setup.sh runtime demo-data

setup-test: setup
	@scripts/setup.sh test

build: ## The program, .build/debug/etape
	@$(SWIFT) build -c $(CONFIGURATION) --product etape

demo: setup build ## Runs examples/flights-etl on the full year of flights (FAIL=1: with a broken file)
	@scripts/demo.sh $(BIN)/etape $(FAIL)

test: setup-test ## All tests
	@$(SWIFT) build -c $(CONFIGURATION) --build-tests
	@scripts/test.sh

fmt: ## Formats the Swift sources
	@$(SWIFT) format --in-place -r Sources Tests

check: ## Format, tidy rules, and a build without warnings
	@$(SWIFT) format lint --strict -r Sources Tests
	@$(SWIFT) build -c $(CONFIGURATION) --build-tests
	@$(SWIFT) test -c $(CONFIGURATION) --skip-build --filter TidyTests

bench: setup ## Release build, measured beside its peers in one run
	@scripts/bench.sh

conformance: ## Recorded expectations: JSONata's reference suite, published definitions, AWS's own answers
	@$(SWIFT) build -c release --product conformance
	@corpora=$${ETAPE_CORPORA:-../shared/conformance}; failed=0; \
	for suite in jsonata asl stepfunctions; do \
		echo "$$suite"; .build/release/conformance $$suite "$$corpora/$$suite" || failed=1; \
	done; exit $$failed

docs: build setup-test ## The example's diagrams and docs/conformance.md, made anew
	@scripts/draw-example.sh $(BIN)/etape
	@ETAPE_WRITE_TABLE=1 scripts/test-python.sh endtoend -- -k test_states

clean: ## Removes what was built and what the example left
	@rm -rf .build examples/flights-etl/.etape
