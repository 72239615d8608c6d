#!/bin/sh
# Pins every dependency with its hashes. Run it after changing a .in file; commit what it writes.
set -eu
cd "$(dirname "$0")"
for name in base stripe wechatpay test; do
  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
    --quiet "$@" "$name.in" -o "$name.txt"
done
