#!/usr/bin/env bash
# Runs the tests and ends with one line, "N passed, N failed", over all of them.
#
#   run.sh                     everything
#   run.sh phpt [AREA...]      the phpt tests, or some of them: websocket, http, websocket/012
#   run.sh matrix [COMBINATION...]
#                              phpt tests of connections again, in other modes and with more workers, or in some of these:
#                              base/1, base/2, base/4, process/1, process/2, process/4
#   run.sh clients [AREA...]   the real clients, or some of them: conformance, python, node, curl, http2, browser,
#                              slow; or what our own client does: servers, fpm
#   run.sh engine | lint       the Rust tests | formatting and lints
#   run.sh instructions        what a message costs in instructions, compared with what is noted in bench/instructions.txt
#   run.sh fuzz [SECONDS]      what reads strangers' bytes, 60 seconds for each target, where cargo-fuzz is
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/php.sh

root=$PWD
extension=${EXTENSION:-$root/target/release/libswoxide.so}
output=$root/target/test-output
environment=$root/target/test-env
mkdir -p "$output" "$environment"
rm -f "$output/summary"
passed=0
failed=0
# What has failed, a line each, for whoever sees only the end of the output.
failures=()

title() { printf '\n== %s\n' "$*"; }

# one NAME COMMAND...: a command that counts as one test.
one() {
    local name=$1
    shift
    if "$@"; then
        echo "ok - $name"
        passed=$((passed + 1))
    else
        broken "$name"
    fi
}

# A failure that stops a runner before it could count anything is a failure too.
broken() {
    echo "not ok - $*"
    failed=$((failed + 1))
    failures+=("$*")
}

# tally GOOD BAD RUNNER <NAMES: what a runner has counted, and the names of what has failed, a line each.
tally() {
    local name
    passed=$((passed + $1))
    failed=$((failed + $2))
    while IFS= read -r name; do failures+=("$3: $name"); done
}

finish() {
    local status=0
    # Nothing run is not a success.
    if [ $failed -gt 0 ] || [ $passed -eq 0 ]; then status=1; fi
    echo
    [ $failed -eq 0 ] || printf 'failed: %s\n' "${failures[@]}"
    echo "$passed passed, $failed failed" | tee "$output/summary"
    exit $status
}

build() {
    # SKIP_BUILD=1 tests the extension as it lies there.
    [ -n "${SKIP_BUILD:-}" ] && [ -f "$extension" ] && return
    title "build"
    scripts/build.sh && [ -f "$extension" ] && return
    broken "the extension could not be built"
    finish
}

lint() {
    title "formatting and lints"
    one "cargo fmt" cargo fmt --all --check
    one "cargo clippy" cargo clippy --quiet --workspace --all-targets -- -D warnings
}

engine() {
    title "Rust tests"
    local log=$output/cargo-test.log status good bad
    # Compiling takes minutes on two cores, the tests take one; one that stands still must not take all the others along.
    timeout --kill-after=10 1500 cargo test --workspace --no-fail-fast 2>&1 | tee "$log"
    status=$?
    good=$(sed -n 's/^test result: .* \([0-9]*\) passed; .*/\1/p' "$log" | awk '{ sum += $1 } END { print sum + 0 }')
    bad=$(sed -n 's/^test result: .* \([0-9]*\) failed; .*/\1/p' "$log" | awk '{ sum += $1 } END { print sum + 0 }')
    tally "$good" "$bad" "Rust test" < <(sed -n 's/^test \(.*\) \.\.\. FAILED$/\1/p' "$log")
    # Not compiled, or ended by a signal: no line counts it.
    if [ $status -ne 0 ] && [ "$bad" -eq 0 ]; then broken "cargo test ended with $status"; fi
}

# count_cases NAME LOG STATUS: what a test has printed that says "ok - name" or "not ok - name" for each case.
count_cases() {
    local good bad
    good=$(grep -c '^ok - ' "$2")
    bad=$(grep -c '^not ok - ' "$2")
    tally "$good" "$bad" "$1" < <(sed -n 's/^not ok - //p' "$2")
    if [ $((good + bad)) -eq 0 ] || { [ "$3" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        broken "$1 ended with $3 after $good cases"
    fi
}

# Of the extension as it lies there, and of the engine. Counted by valgrind, so other load on the machine changes nothing.
instructions() {
    local log=$output/instructions.log
    title "instructions"
    cargo build --quiet --release -p swoxide-bench || { broken "the benchmark could not be built"; return; }
    timeout --kill-after=10 600 target/release/swoxide-bench instructions --php "$php" 2>&1 | tee "$log"
    count_cases "the count of instructions" "$log" $?
}

# An area may be a directory of tests-php, a file, or the beginning of a file's name.
phpt_files() {
    local area
    for area in "${@:-.}"; do
        area=${area#tests-php/}
        if [ -d "tests-php/$area" ]; then
            find "tests-php/$area" -name node_modules -prune -o -name '*.phpt' -print
        else
            compgen -G "tests-php/$area*.phpt" || echo "swoxide: no phpt test is called $area" >&2
        fi
    done | sort
}

phpt() {
    title "phpt"
    run_phpt phpt "$@"
}

# What `phpt` runs in SWOOLE_BASE with one worker is true in every mode, however many workers there are.
matrix() {
    local combination
    local -x SWOXIDE_TEST_MODE SWOXIDE_TEST_WORKERS
    [ $# -gt 0 ] || set -- base/2 base/4 process/1 process/2 process/4
    for combination in "$@"; do
        case $combination in
            base/[1-9] | process/[1-9]) ;;
            *) broken "a combination is base/N or process/N, N workers, not $combination"; continue ;;
        esac
        SWOXIDE_TEST_MODE=${combination%/*}
        SWOXIDE_TEST_WORKERS=${combination#*/}
        title "matrix: $combination"
        run_phpt "matrix $combination" ${MATRIX_AREA:-websocket http tls document ports/00[457] ports/01[234] ports/021}
    done
}

# run_phpt NAME AREA...
run_phpt() {
    local name=$1
    shift
    local runner results=$output/${name//[ \/]/-}-results files good bad skipped status
    # The module API number is the last part of the extension directory; Debian keeps run-tests.php under it.
    runner=$(ls "$("$php_config" --prefix)/lib/php/$(basename "$("$php_config" --extension-dir)")/build/run-tests.php" \
        "$(dirname "$("$php_config" --extension-dir)")/build/run-tests.php" \
        "$("$php_config" --extension-dir)/build/run-tests.php" 2>/dev/null | head -n 1)
    [ -n "$runner" ] || { broken "run-tests.php of $php is not there: it comes with PHP's development package"; return; }
    if "$php" -m | grep -qixE 'swoxide|swoole'; then
        broken "php.ini of $php loads swoxide or swoole already: turn that off, the tests load the one that was built here"
        return
    fi
    mapfile -t files < <(phpt_files "$@")
    [ ${#files[@]} -gt 0 ] || { broken "no phpt tests found for: $*"; return; }

    rm -f "$results"
    TEST_PHP_EXECUTABLE=$(command -v "$php") TEST_PHP_SRCDIR=$root NO_COLOR=1 \
        "$php" "$runner" -q -j2 --no-progress --set-timeout 120 --show-diff \
        -W "$results" -d extension="$extension" "${files[@]}"
    status=$?
    # Tests that measure times are tried once more by run-tests.php, which says WARNED then: a machine may stop for a moment.
    good=$(grep -c -e '^PASSED' -e '^WARNED' "$results")
    skipped=$(grep -c '^SKIPPED' "$results")
    bad=$(grep -vc -e '^PASSED' -e '^WARNED' -e '^SKIPPED' "$results")
    tally "$good" "$bad" "$name" < <(grep -v -e '^PASSED' -e '^WARNED' -e '^SKIPPED' "$results")
    sed -n 's/^WARNED[[:space:]]*/passed when tried again: /p' "$results"
    echo "$name: $good passed, $bad failed, $skipped skipped"
    if [ $((good + bad + skipped)) -ne ${#files[@]} ] || { [ $status -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        broken "$name: run-tests.php ended with $status after $((good + bad + skipped)) of ${#files[@]} tests"
    fi
}

# prepare STAMP LOCK COMMAND...: runs the command unless it has run for this very lock file before.
prepare() {
    local stamp=$1 lock=$2
    shift 2
    cmp -s "$stamp" "$lock" && return
    "$@" && cp "$lock" "$stamp"
}

node_modules() {
    local directory=tests-php/clients/$1
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 prepare "$directory/node_modules/.stamp" "$directory/package-lock.json" \
        npm ci --prefix "$directory" --no-audit --no-fund --loglevel=error
}

python_environment() {
    local requirements=tests-php/clients/python/requirements.txt
    [ -x "$environment/python/bin/python" ] || python3 -m venv "$environment/python" || return
    prepare "$environment/python/.stamp" $requirements \
        "$environment/python/bin/python" -m pip install --quiet --disable-pip-version-check -r $requirements
}

# A client test prints "ok - name" or "not ok - name" for each case.
client() {
    local name=$1 log=$output/client-$1.log
    shift
    title "client: $name"
    timeout --kill-after=10 300 "$@" 2>&1 | tee "$log"
    count_cases "the $name client" "$log" $?
    return 0
}

clients() {
    local area here=tests-php/clients
    [ $# -gt 0 ] || set -- conformance python node curl http2 browser slow servers fpm
    # What every client test starts its server with.
    local -x PHP EXTENSION=$extension
    PHP=$(command -v "$php")
    for area in "$@"; do
        case $area in
            conformance)
                client conformance python3 $here/conformance/run.py ;;
            python)
                python_environment && client python "$environment/python/bin/python" $here/python/echo.py \
                    && client python-samples "$environment/python/bin/python" $here/python/samples.py \
                    && client python-http "$environment/python/bin/python" $here/python/http_clients.py \
                    && client python-downloads "$environment/python/bin/python" $here/python/downloads.py ;;
            node)
                node_modules node && client node node $here/node/echo.mjs \
                    && client node-samples node $here/node/samples.mjs ;;
            curl)
                client curl bash $here/curl/http.sh ;;
            http2)
                python_environment && client http2 "$environment/python/bin/python" $here/http2/cases.py ;;
            browser)
                node_modules browser && client browser node $here/browser/chat.mjs \
                    && client browser-samples node $here/browser/samples.mjs \
                    && client browser-form node $here/browser/form.mjs ;;
            slow)
                client slow python3 $here/slow/slow.py ;;
            servers)
                # Other people's servers, and a client of ours.
                python_environment && node_modules node \
                    && client servers "$php" -d extension="$extension" $here/servers/cases.php "$environment/python/bin/python" ;;
            fpm)
                # What requests of php-fpm do with a client of ours.
                if FPM=$(find_fpm); then
                    python_environment && FPM=$FPM client fpm "$environment/python/bin/python" $here/fpm/cases.py
                elif [ "$php" != php ]; then
                    echo "left out: there is no php-fpm of $php"
                else
                    false
                fi ;;
            *)
                false ;;
        esac || broken "the client test $area could not be started"
    done
}

# Fuzzers want a nightly compiler's switches; the stable one has them too, if it is told that it may.
fuzz() {
    local seconds=${1:-60} target here=$root/fuzz
    local -x RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$root/target/fuzz
    title "fuzz: $seconds seconds for each target"
    if ! cargo fuzz --version >/dev/null 2>&1; then
        echo "left out: cargo-fuzz is not here (cargo install cargo-fuzz)"
        return
    fi
    one "the fuzzers build" cargo fuzz build --fuzz-dir "$here" || return
    for target in $(cargo fuzz list --fuzz-dir "$here"); do
        mkdir -p "$CARGO_TARGET_DIR/corpus/$target"
        one "fuzz $target" fuzz_one "$target" "$seconds"
    done
}

fuzz_one() {
    local log=$output/fuzz-$1.log
    timeout $(($2 + 60)) cargo fuzz run --fuzz-dir "$root/fuzz" "$1" "$CARGO_TARGET_DIR/corpus/$1" -- \
        -max_total_time="$2" -max_len=4096 -rss_limit_mb=2048 >"$log" 2>&1 && grep '^Done ' "$log" && return
    tail -n 40 "$log"
    return 1
}

runner=${1:-all}
[ $# -gt 0 ] && shift
case $runner in
    all)
        [ -n "${SKIP_BUILD:-}" ] || scripts/require.sh test || { broken "what the tests need is not there"; finish; }
        build
        phpt
        matrix
        clients
        instructions
        engine
        fuzz
        lint
        ;;
    phpt | matrix | clients | instructions)
        [ -n "${SKIP_BUILD:-}" ] || scripts/require.sh test || { broken "what the tests need is not there"; finish; }
        build
        $runner "$@"
        ;;
    engine | lint | fuzz)
        scripts/require.sh build || { broken "what the build needs is not there"; finish; }
        $runner "$@"
        ;;
    *) stop "run.sh knows the runners phpt, matrix, clients, instructions, engine, lint and fuzz, not $runner." ;;
esac
finish
