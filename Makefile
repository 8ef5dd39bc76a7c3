# What each target does stands behind `##`; `make help` prints it. The work is done by scripts/.

PREFIX  ?= /usr/local
DESTDIR ?=

# Make hands these on to the scripts. PHP_CONFIG only when it was given: an empty value is not "none".
export PREFIX DESTDIR
ifneq ($(origin PHP_CONFIG),undefined)
export PHP_CONFIG
endif

.DEFAULT_GOAL := help
.PHONY: help build demo test test-php transparency transparency-all bench cost cost-gate install clean

help: ## This list
	@echo 'weft: weaves wrappers into PHP functions while PHP compiles them.'
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24
	@echo
	@echo '  PHP_CONFIG=/path/to/php-config   build or install for another PHP than the default one'
	@echo '  PREFIX=/usr/local DESTDIR=       where `make install` puts things'

build: ## target/release/libweft.so (the extension) and target/release/weft (the program)
	@scripts/build

demo: ## Serve examples/bookshop under `weft run`, visit it, print what it did
	@scripts/need demo
	@scripts/build
	@scripts/demo

test: ## Everything that must pass; TEST="--only REGEX --keep-going" narrows it
	@scripts/need test
	@scripts/test $(TEST)

test-php: ## phpt/ with another PHP: VERSION=8.4, 8.5, 8.6, zts, debug or asan; fetches or builds it once
	@scripts/test-php $(VERSION) $(TEST)

transparency: ## PHP's own tests, woven against plain, in every suite, mode and engine; TEST="--mode auto" narrows it
	@scripts/need test
	@scripts/transparency $(TEST)

transparency-all: ## The same with every PHP: 8.2, 8.4, 8.5, 8.6
	@scripts/need test
	@scripts/transparency --all-versions $(TEST)

bench: ## What a call costs: wall time by criterion, instructions by callgrind
	@scripts/need bench
	@scripts/build
	@scripts/bench

cost: ## What weft costs in instructions and bytes, kept: docs/cost.md, benches/cost.json and the plots; half an hour
	@scripts/need bench
	@scripts/build
	@benches/instructions --write
	@benches/requests --write
	@benches/compile --write
	@benches/applications --write
	@benches/plots

cost-gate: ## Measures it again; fails when a call costs over 2 % more than what is kept
	@scripts/need bench
	@scripts/build
	@benches/instructions --gate --all

install: ## Install for the default PHP, or for the one of PHP_CONFIG
	@scripts/install

clean: ## Remove everything that was built
	rm -rf target examples/bookshop/var
