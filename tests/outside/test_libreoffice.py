"""LibreOffice finds the workbook's signature valid, and invalid after one changed cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from cami_desktop.exchange import opc
from tests.exchange.signing import entry
from tests.outside.conftest import Ask
from tests.outside.tools import replaced


def test_the_workbook_is_validly_signed(ask: Ask, genuine: Path, tmp_path: Path) -> None:
    path = tmp_path / "submission.xlsx"
    path.write_bytes(entry(genuine, "submission.xlsx"))
    assert ask(path) == [{"valid": True, "subject": "CN=Айгүл Тестова,C=KG", "date": [20260514, 9300000]}]


@pytest.mark.parametrize(
    ("item", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<v>300</v>", b"<v>900</v>"),
        ("xl/workbook.xml", b'name="second"', b'name="Second"'),
        ("xl/_rels/workbook.xml.rels", b"sheet2.xml", b"sheet1.xml"),
        (opc.SIGNATURE_ITEM, b"2026-05-14T09:30:00Z", b"2026-05-15T09:30:00Z"),
    ],
)
def test_a_changed_workbook_is_not(ask: Ask, genuine: Path, tmp_path: Path, item: str, old: bytes, new: bytes) -> None:
    path = tmp_path / "submission.xlsx"
    path.write_bytes(replaced(entry(genuine, "submission.xlsx"), item, old, new))
    assert [found["valid"] for found in ask(path)] == [False]
