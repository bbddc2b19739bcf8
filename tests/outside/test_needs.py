"""A missing tool is never silent: the test is skipped by name on a person's machine and fails in CI."""

from __future__ import annotations

import pytest

from tests.outside.tools import needs


def test_a_missing_tool_skips_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"needs no-such-tool.*make tools"):
        needs("no-such-tool")


def test_a_missing_tool_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"needs no-such-tool.*make tools"):
        needs("no-such-tool")
