#!/usr/bin/env bash
# Installs the Debian packages that are missing for a purpose: require.sh build | test
# What is there already, from whatever source, is left alone; with nothing missing this takes a moment only.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/php.sh

purpose=${1:-build}
missing=()

has() { command -v "$1" >/dev/null 2>&1; }
need() { missing+=("$@"); }

has_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] || ldconfig -p 2>/dev/null | grep -q 'libclang[-.0-9]*\.so' \
        || compgen -G '/usr/lib/llvm-*/lib/libclang[-.][0-9s]*' >/dev/null
}

has cargo || stop "Rust's cargo is not in PATH: install Rust first (https://rustup.rs), then run this again."

# Chosen PHPs are the user's own affair; only Debian's default one is installed here.
if [ -n "${PHP:-}" ]; then
    has "$php" || stop "PHP=$php is not there: give the path of a PHP 8.1 or later."
    has "$php_config" || stop "$php_config is not there: it comes with the development package of $php (or give PHP_CONFIG)."
else
    has php || need php-cli
    has "$php_config" || need php-dev
fi
has cc || need gcc
[ -e /usr/include/stdio.h ] || need libc6-dev
has_libclang || need libclang-dev

if [ "$purpose" = test ]; then
    has curl || need curl
    # Of a chosen PHP it is the user's own affair, too.
    [ -n "${PHP:-}" ] || { has php && find_fpm >/dev/null; } || need php-fpm
    has h2load || need nghttp2-client
    has wrk || need wrk
    has valgrind || need valgrind
    has chromium || need chromium
    { has node && has npm; } || need nodejs npm
    { has python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; } || need python3 python3-venv
    has ip || need iproute2
    has unshare || need util-linux
    # libFuzzer is in C++.
    if cargo fuzz --version >/dev/null 2>&1; then has c++ || need g++; fi
fi

if [ ${#missing[@]} -gt 0 ]; then
    has apt-get || stop "missing here: ${missing[*]} (Debian's names), and there is no apt-get to install them with."
    [ "$(id -u)" = 0 ] || stop "missing here: ${missing[*]}; installing them needs root: run \`apt-get install ${missing[*]}\` as root, then this again."
    echo "Installing the Debian packages that are missing: ${missing[*]}"
    apt-get update -qq || stop "apt-get update failed, so these cannot be installed: ${missing[*]}."
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        || stop "apt-get could not install: ${missing[*]}."
fi

versions="$("$php" -r 'echo PHP_VERSION_ID;') $("$php_config" --vernum)"
[ "${versions% *}" = "${versions#* }" ] \
    || stop "$php and $php_config are of different versions (${versions/ / and }): choose a pair with PHP and PHP_CONFIG."
[ "${versions% *}" -ge 80100 ] || stop "$php is older than PHP 8.1, which Swoxide needs."
