#!/usr/bin/env bash
# Rebuilds the locks from pyproject.toml: exact versions with hashes, for every system, without any address.
# UPGRADE=1 takes the newest versions that the bounds allow; without it a lock keeps what it has where that still fits.
set -euo pipefail
cd "$(dirname "$0")/.."

.ci/setup.sh --venv-only
.venv/bin/python -m pip --disable-pip-version-check -qq install 'uv>=0.9,<1'
compile=(.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-config
  --custom-compile-command "make lock" ${UPGRADE:+--upgrade} pyproject.toml)
"${compile[@]}" -o requirements/run.lock >/dev/null
"${compile[@]}" --group dev --constraint requirements/run.lock -o requirements/dev.lock >/dev/null
grep -c '==' requirements/run.lock requirements/dev.lock
