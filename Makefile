# A thin door to Meson. `make run` and `make test` install what is missing, so that they work from a clean clone of a
# fresh Debian 12. Nothing here knows a source file.
BUILD  ?= build
DATA   ?= var
LISTEN ?= 127.0.0.1:8080

.PHONY: run configure build test fuzz-policy bench lint fmt clean install-deps

run: configure
	@ninja -C $(BUILD) gatehouse
	exec $(BUILD)/gatehouse serve --data $(DATA) --listen $(LISTEN)

configure:
	@tools/install_deps.sh build
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) .

build: configure
	@ninja -C $(BUILD)

# One suite: tests/run unit. All that exist: tests/run --list.
test:
	@tools/install_deps.sh build test
	@tests/run

# Random policies and requests against the oracle: N of them, of SEED (default: of the clock).
N ?= 100000
fuzz-policy: configure
	@ninja -C $(BUILD) tests/unit/policy/test_policy_cases
	@python3 tests/policy/agree.py $(BUILD)/tests/unit/policy/test_policy_cases $(N) $(or $(SEED),$(shell date +%s))

bench: build
	@bench/run

lint:
	@tools/install_deps.sh build test
	@tests/run lint

fmt:
	git ls-files --cached --others --exclude-standard 'src/*.[ch]' 'tests/unit/*.[ch]' 'tests/support/*.[ch]' 'fuzz/*.[ch]' 'bench/*.[ch]' | \
	    xargs -r clang-format -i

clean:
	rm -rf $(BUILD) build-asan tests/node_modules

install-deps:
	tools/install_deps.sh build test
