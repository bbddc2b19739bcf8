"""The builder: same sources, same bytes; sources that do not fit are refused."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from cami_desktop.assets import folder
from cami_desktop.catalogue.build import build, text_of
from cami_desktop.catalogue.build_rows import appendix_of, other_names
from cami_desktop.catalogue.source import read_csv, slug
from cami_desktop.errors import DamagedInput

OWN = folder("resources") / "catalogue" / "source"
DOMAIN = Path(os.environ.get("CAMI_DOMAIN") or Path(__file__).parents[3] / "shared" / "domain")

with_domain = pytest.mark.skipif(
    not (DOMAIN / "species.csv").exists(), reason="the reference data are not here: set CAMI_DOMAIN to their folder"
)


@with_domain
def test_the_committed_catalogue_is_what_the_sources_give() -> None:
    for name, content in build(DOMAIN, OWN).items():
        kept = (folder("resources") / "catalogue" / f"{name}.json").read_text(encoding="utf-8")
        assert kept == text_of(content), f"{name}.json is stale: run `make catalogue`"


@with_domain
def test_a_label_for_a_code_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    own = shutil.copytree(OWN, tmp_path / "source")
    with (own / "labels_ru.csv").open("a", encoding="utf-8") as file:
        file.write("priority,,no_such_code,Нет\n")
    with pytest.raises(DamagedInput, match="no_such_code"):
        build(DOMAIN, own)


@with_domain
def test_a_second_label_for_a_code_is_refused(tmp_path: Path) -> None:
    own = shutil.copytree(OWN, tmp_path / "source")
    with (own / "labels_ru.csv").open("a", encoding="utf-8") as file:
        file.write("presence,,1,Есть\n")
    with pytest.raises(DamagedInput, match="presence 1"):
        build(DOMAIN, own)


def test_a_missing_or_ragged_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedInput, match=r"gone\.csv"):
        read_csv(tmp_path / "gone.csv")
    (tmp_path / "ragged.csv").write_text("a,b\n1,2,3\n", encoding="utf-8")
    with pytest.raises(DamagedInput, match="row 2"):
        read_csv(tmp_path / "ragged.csv")


@pytest.mark.parametrize(
    ("cell", "year", "appendix"),
    [
        ("I+II", 2014, "I+II"),
        ("none", 2014, "none"),
        ("II (COP14, 2024)", 2020, "none"),
        ("II (COP14, 2024); ssp. balcanicus I", 2025, "II"),
        ("I (COP12, 2017)", 2020, "I"),
    ],
)
def test_a_listing_counts_from_its_year_on(cell: str, year: int, appendix: str) -> None:
    assert appendix_of(cell, year)[0] == appendix


def test_an_appendix_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(DamagedInput):
        appendix_of("III", 2014)


def test_other_names_are_read_by_language_without_remarks() -> None:
    cell = "ru: горный баран, аргали (Russian Federation); kk ky: дзерен/зерен; see group row; zh: 黄羊 (old name)"
    assert other_names(cell) == {
        "ru": ["горный баран", "аргали"],
        "kk": ["дзерен", "зерен"],
        "ky": ["дзерен", "зерен"],
        "zh": ["黄羊"],
    }


def test_codes_are_made_of_names_in_ascii() -> None:
    assert slug("Eastern steppe (80,000 km2)") == "eastern_steppe"
    assert slug("Betpak-dala") == "betpak_dala"
