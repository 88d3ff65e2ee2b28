#!/usr/bin/env bash
# Builds target/release/libswoxide.so, after installing the Debian packages that the build lacks.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/php.sh

scripts/require.sh build
cargo build --release
