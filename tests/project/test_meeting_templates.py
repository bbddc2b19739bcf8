"""The templates of meetings are whole: codes of the catalogue, both languages, a paragraph for every item."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cami_desktop import catalogue

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "meeting_templates"
FILES = sorted(FOLDER.glob("*.json"))
KEYS = {"code", "meeting_kind", "attribution", "starts_at", "source", "title", "purpose", "items"}
ITEM_KEYS = {"number", "minutes", "title", "aim", "source"}
NEEDED = {"en", "ru"}


def test_the_meetings_of_the_founding_paper_have_a_template() -> None:
    assert {file.stem for file in FILES} >= {"national_stakeholder", "expert_consultation", "field_consultation"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_template_is_whole_in_both_languages_and_names_its_source(file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    known = catalogue.load(catalogue.DEFAULT_EDITION)
    assert set(data) == KEYS
    assert data["code"] == file.stem
    assert known.known("meeting_kind", data["meeting_kind"])
    assert known.known("attribution_rule", data["attribution"])
    assert data["source"].startswith("Founding paper, paragraph")
    hours, minutes = map(int, data["starts_at"].split(":"))
    clock = hours * 60 + minutes
    for place, item in enumerate(data["items"], start=1):
        assert set(item) - {"pause_before"} == ITEM_KEYS
        assert item["number"] == str(place)
        assert item["minutes"] > 0 and item["minutes"] % 5 == 0
        assert item["source"].startswith("Founding paper, paragraph")
        clock += item.get("pause_before", 0) + item["minutes"]
    assert clock <= 18 * 60, "a meeting ends while people listen"
    for texts in (data["title"], data["purpose"], *(item[name] for item in data["items"] for name in ("title", "aim"))):
        assert set(texts) >= NEEDED
        assert all(text.strip() == text and text for text in texts.values())
        assert texts["en"].isascii() and not texts["ru"].isascii()
