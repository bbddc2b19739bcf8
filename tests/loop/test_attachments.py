"""Attachments travel from a country to the region as they are, piece by piece, and altered ones stop the package."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from pathlib import Path

import pytest

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.loop import submit as submitting
from cami_desktop.loop.receive import MERGED, receive
from cami_desktop.loop.submit import submit
from cami_desktop.records.kinds import Attachment
from cami_desktop.workspace.workspace import Workspace
from tests.loop.kit import Country


@pytest.fixture
def photo(kg: Country, tmp_path: Path) -> Attachment:
    path = tmp_path / "Ареал сайгака.jpg"
    path.write_bytes(random.Random(7).randbytes(2_300_000))
    return kg.workspace.add_attachment(kg.meeting.id, path, caption="Ареал")


def test_an_attachment_arrives_in_the_region_as_it_was(
    kg: Country, region: Workspace, photo: Attachment, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    handed = submit(kg.workspace, out, kg.key)
    assert [path.name for path in out.iterdir()] == [handed.package.name]
    (result,) = receive(region, [handed.package])
    assert result.outcome == MERGED, result.reasons
    (received,) = region.all(Attachment)
    data = b"".join(region.open_content(received.sha256 or ""))
    assert len(data) == photo.size and hashlib.sha256(data).hexdigest() == photo.sha256


def test_an_altered_attachment_is_named_and_nothing_is_left(kg: Country, photo: Attachment, tmp_path: Path) -> None:
    connection = sqlite3.connect(kg.workspace.path)
    connection.execute("UPDATE content_piece SET bytes = zeroblob(length(bytes)) WHERE n = 1")
    connection.commit()
    connection.close()
    out = tmp_path / "out"
    with pytest.raises(DamagedInput, match=r"Ареал сайгака\.jpg is missing or was altered"):
        submit(kg.workspace, out, kg.key)
    assert list(out.iterdir()) == []


def test_what_a_kill_left_of_attachments_is_cleared_by_the_next_submission(
    kg: Country, photo: Attachment, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    left = out / ".CAMI_KG_cami-2014_001.asice.part-attachments"
    left.mkdir(parents=True)
    (left / photo.id).write_bytes(b"half")
    handed = submit(kg.workspace, out, kg.key)
    assert [path.name for path in out.iterdir()] == [handed.package.name]


def test_a_disk_that_takes_no_attachments_is_told(kg: Country, photo: Attachment, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".CAMI_KG_cami-2014_001.asice.part-attachments").write_text("a file in the way")
    with pytest.raises(Refused, match="attachments could not be written"):
        submit(kg.workspace, out, kg.key)
    assert submitting.package_name(submitting.next_info(kg.workspace, "national", "x", "en")).endswith("_001.asice")
