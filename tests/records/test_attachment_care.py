"""What is proposed to stay in the workspace, by name and type, in every language; and the sums that are told."""

from __future__ import annotations

import pytest

from cami_desktop.records.attachment_care import Care, care, sums
from cami_desktop.records.kinds import Attachment
from cami_desktop.records.rules.attachments import TOGETHER


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("IMG_2014.JPG", Care.PICTURE),
        ("фото зала.heic", Care.PICTURE),
        ("sign-in_sheet.pdf", Care.SIGN_IN),
        ("Лист регистрации 13.05.pdf", Care.SIGN_IN),
        ("список участников.docx", Care.SIGN_IN),
        ("Қатысушылар тізімі.pdf", Care.SIGN_IN),
        ("Roʻyxat va ishtirokchilar.pdf", Care.SIGN_IN),
        ("Флипчарт 2.jpg", None),
        ("flipchart.png", None),
        ("Карта ареала.png", None),
        ("presentation.pptx", None),
        ("design.pdf", None),
        (".jpg", None),
    ],
)
def test_sign_in_sheets_and_photos_ask_for_care(name: str, found: Care | None) -> None:
    assert care(name) == found


def test_the_type_tells_of_a_picture_whose_name_does_not() -> None:
    assert care("scan", "image/tiff") is Care.PICTURE and care("scan", "application/pdf") is None


def test_sums_tell_what_leaves_and_whether_it_is_too_much() -> None:
    items = [Attachment(size=5), Attachment(size=7, confidential=True), Attachment()]
    found = sums(items)
    assert (found.files, found.size, found.staying, found.leaving_size, found.too_much) == (3, 12, 1, 5, False)
    assert sums([Attachment(size=TOGETHER + 1)]).too_much
    assert not sums([Attachment(size=TOGETHER + 1, confidential=True)]).too_much
