# Swoxide. `make help` lists what can be made; README.md says more.
#
# PHP=php8.4 chooses another PHP (its php-config is found beside it, or given as PHP_CONFIG=...).

HOST ?= 127.0.0.1
PORT ?= 9501
EXTENSION := target/release/libswoxide.so

# PHP and PHP_CONFIG are passed on only when somebody set them: cargo rebuilds the bindings whenever they change.
ifdef PHP
export PHP
endif
ifdef PHP_CONFIG
export PHP_CONFIG
endif

.DEFAULT_GOAL := help
.PHONY: help build run test test-engine test-phpt test-matrix test-clients bench bench-instructions fuzz lint install clean

help: ## show this list
	@echo "make <target>"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

build: ## build the release extension, target/release/libswoxide.so
	@scripts/build.sh

run: build ## build, then start the chat example on http://127.0.0.1:9501 (HOST=, PORT=)
	@echo "The chat starts on http://$(HOST):$(PORT) (Ctrl-C stops it)"
	@exec "$${PHP:-php}" -d extension="$(CURDIR)/$(EXTENSION)" examples/chat/server.php $(HOST) $(PORT)

test: ## build and run everything; the last line is "N passed, N failed"
	@tests-php/run.sh

test-engine: ## only the Rust tests
	@tests-php/run.sh engine

test-phpt: ## only the phpt tests, in seconds (AREA=websocket for one area, AREA=websocket/012 for one test)
	@tests-php/run.sh phpt $(AREA)

test-matrix: ## only the phpt tests of connections in other modes, with more workers (COMBINATION=process/4 for one, AREA=websocket for one area)
	@MATRIX_AREA="$(AREA)" tests-php/run.sh matrix $(COMBINATION)

test-clients: ## only the clients: conformance, Python, Node, curl, HTTP/2, Chromium, slow ones, and our own client with other servers and under php-fpm (AREA=python for one)
	@tests-php/run.sh clients $(AREA)

fuzz: ## look for what breaks the readers of strangers' bytes, 10 minutes for each (FUZZ_SECONDS=60 for less; needs cargo-fuzz)
	@tests-php/run.sh fuzz $(or $(FUZZ_SECONDS),600)

bench: build ## what messages cost, beside other servers (SWOOLE_SO=/path/to/swoole.so for the peer; BENCH="--only handshakes --rounds 5")
	@cargo build --quiet --release -p swoxide-bench
	@if command -v npm >/dev/null; then npm ci --prefix bench/servers/node --no-audit --no-fund --loglevel=error >/dev/null; fi
	@target/release/swoxide-bench --php "$${PHP:-php}" $(BENCH)

bench-instructions: build ## what messages cost in instructions; UPDATE=1 notes the figures that `make test` compares with
	@cargo build --quiet --release -p swoxide-bench
	@target/release/swoxide-bench instructions $(if $(UPDATE),--update) --php "$${PHP:-php}"

lint: ## only formatting and lints
	@tests-php/run.sh lint

install: build ## copy swoxide.so into PHP's extension directory
	@. scripts/php.sh && directory="$$("$$php_config" --extension-dir)" \
	&& mkdir -p "$(DESTDIR)$$directory" \
	&& install -m 0644 $(EXTENSION) "$(DESTDIR)$$directory/swoxide.so" \
	&& echo "Installed $(DESTDIR)$$directory/swoxide.so. Turn it on with this line in php.ini:" \
	&& echo "extension=swoxide"

clean: ## remove everything that was built or left by tests
	@rm -rf target tests-php/clients/*/node_modules bench/servers/node/node_modules
	@git clean -qfX -- tests-php
