#!/usr/bin/env bash
# Proves that every package of requirements/run.lock has a wheel for Windows, macOS and Linux, by downloading each with its hash.
# Takes a few minutes and about a gigabyte in a temporary folder, which is removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=3.11

# wheels_for NAME SYS_PLATFORM PLATFORM_TAG...
# pip judges markers by the system it runs on, so those of the other system are taken off first.
wheels_for() {
  local name=$1 system=$2 tag
  local tags=()
  shift 2
  for tag in "$@"; do tags+=(--platform "$tag"); done
  sed "s/ ; sys_platform == '$system'//; s/ ; platform_system == 'Windows'//" requirements/run.lock >"$work/$name.lock"
  .venv/bin/python -m pip --disable-pip-version-check -qq download --no-cache-dir --require-hashes --no-deps \
    --only-binary=:all: --implementation cp --python-version "$python" "${tags[@]}" \
    -d "$work/$name" -r "$work/$name.lock"
  echo "$name, Python $python: $(find "$work/$name" -name '*.whl' | wc -l) wheels"
  rm -rf "${work:?}/$name"
}

wheels_for windows win32 win_amd64
# Qt 6.12 asks for macOS 14; cryptography has no wheels for Intel Macs since 49 (docs/decisions/0003-dependencies.md).
wheels_for macos-arm64 darwin macosx_14_0_arm64
wheels_for linux-x86_64 linux manylinux_2_{17,24,26,27,28,31,34}_x86_64 manylinux2014_x86_64
wheels_for linux-aarch64 linux manylinux_2_{17,24,26,27,28,31,34,39}_aarch64 manylinux2014_aarch64
