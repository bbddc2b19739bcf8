"""The catalogue holds what the founding paper says, what is true now, and where each came from."""

from __future__ import annotations

import pytest

from cami_desktop.catalogue import Catalogue, editions, load
from cami_desktop.errors import WrongUse
from cami_desktop.words import using


@pytest.fixture
def catalogue() -> Catalogue:
    return load("cami-2014")


def test_there_are_three_editions_with_14_16_and_17_taxa() -> None:
    assert {code: len(load(code).taxa) for code in editions()} == {"cami-2014": 14, "cami-2021": 16, "cami-2026": 17}


def test_an_unknown_edition_list_or_cycle_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(WrongUse):
        load("cami-1999")
    with pytest.raises(WrongUse):
        catalogue.codes("no_such_list")
    with pytest.raises(WrongUse):
        catalogue.cycle("1999")


def test_a_taxon_of_a_later_edition_is_known_and_not_offered(catalogue: Catalogue) -> None:
    assert "urial" not in catalogue.taxa
    assert catalogue.known("taxon", "urial")
    assert catalogue.codes("taxon")["urial"].hidden
    assert not load("cami-2026").codes("taxon")["urial"].hidden


def test_the_spelling_error_of_the_paper_is_a_synonym_and_not_the_name(catalogue: Catalogue) -> None:
    snow_leopard = catalogue.taxa["snow_leopard"]
    assert snow_leopard.scientific_name == "Panthera uncia"
    assert {s.name: s.kind for s in snow_leopard.synonyms}["Uncia uncial"] == "misspelling"
    assert "Uncia uncial" in snow_leopard.search_names()
    assert "ирбис" in snow_leopard.search_names()


def test_turkmenistan_is_among_the_fourteen_and_its_note_says_why(catalogue: Catalogue) -> None:
    assert len(catalogue.countries) == 14
    assert "13" in catalogue.countries["TM"].note
    assert sum(country.assessed for country in catalogue.countries.values()) == 10
    assert [c.code for c in catalogue.countries.values() if c.coordinator] == ["KZ", "KG", "TJ", "TM", "UZ"]


def test_appendices_and_parties_change_from_edition_to_edition() -> None:
    assert [load(code).all_taxa["pallas_cat"].appendix for code in editions()] == ["none", "none", "II"]
    assert [load(code).all_taxa["przewalskis_horse"].appendix for code in editions()] == ["none", "I", "I"]
    assert [load(code).countries["TM"].party for code in editions()] == [False, False, True]
    assert [load(code).countries["AF"].party for code in editions()] == [False, True, True]


def test_names_that_machines_get_wrong_are_right(catalogue: Catalogue) -> None:
    assert catalogue.label("country", "KG", "ru") == "Кыргызстан"
    assert catalogue.label("country", "RU", "ru") == "Российская Федерация"
    assert catalogue.label("country", "CN", "tg") == "Чин"
    assert catalogue.label("taxon", "saiga", "kk") == "Ақбөкен"
    assert catalogue.label("taxon", "przewalskis_horse", "kk").startswith("Керқұлан")


def test_every_taxon_has_a_name_in_all_seven_languages_and_the_confidence_of_each(catalogue: Catalogue) -> None:
    for taxon in catalogue.all_taxa.values():
        for lang in ("en", "ru", "kk", "ky", "tg", "tk", "uz", "mn", "fa", "zh"):
            assert taxon.names[lang]
            assert taxon.name_confidence[lang]


def test_every_code_has_an_english_and_a_russian_label_and_says_how_far_it_was_verified() -> None:
    for edition in editions():
        catalogue = load(edition)
        for name in catalogue.lists:
            assert catalogue.codes(name)
            for code in catalogue.codes(name).values():
                assert code.labels["en"] == code.label
                assert code.label
                assert code.labels["ru"], (name, code.code)
                assert code.verified
                assert code.source


def test_every_code_that_a_row_names_exists() -> None:
    for edition in editions():
        catalogue = load(edition)
        for taxon in catalogue.all_taxa.values():
            assert set(taxon.range_states) <= set(catalogue.countries)
            assert set(taxon.presence.values()) <= set(catalogue.codes("presence"))
            assert set(taxon.instruments) <= set(catalogue.codes("instrument"))
        for item in catalogue.pow_items.values():
            assert not item.parent or item.parent in catalogue.pow_items
            assert set(item.taxa) <= set(catalogue.all_taxa)
            assert set(item.threats) <= set(catalogue.codes("threat"))
        for population in catalogue.populations.values():
            assert population.taxon in catalogue.all_taxa
            assert set(population.countries) <= set(catalogue.countries)
        for name in ("threat", "action", "action_cmp_v2"):
            codes = catalogue.codes(name)
            assert all(not code.parent or code.parent in codes for code in codes.values())
    assert all(cycle.edition in editions() for cycle in load().cycles.values())


def test_an_unknown_code_is_shown_as_unknown_and_never_dropped(catalogue: Catalogue) -> None:
    assert not catalogue.known("threat", "99.9")
    assert "99.9" in catalogue.label("threat", "99.9")
    assert "unknown" in catalogue.label("threat", "99.9")


def test_labels_follow_the_language_that_speaks(catalogue: Catalogue) -> None:
    with using("ru"):
        assert catalogue.label("trend_iucn", "increasing") == "Растёт"
    with using("en"):
        assert catalogue.label("trend_iucn", "increasing") == "Increasing"
        assert catalogue.label("trend_iucn", "increasing", "ru") == "Растёт"


def test_reconstructed_items_of_the_programme_of_work_are_provisional_and_read_ones_are_not(
    catalogue: Catalogue,
) -> None:
    items = catalogue.pow_items
    assert not items["1.3.2.a"].provisional
    assert all(item.provisional for code, item in items.items() if code.startswith("D"))
    assert catalogue.codes("pow_item")["D1.1-a"].provisional
    assert items["1.3.2.a"].answerable
    assert not items["1.3"].answerable


def test_plans_beside_the_programme_of_work_have_codes_of_their_own(catalogue: Catalogue) -> None:
    assert catalogue.pow_items["ARGALI_SSAP/1.1.2"].parent == "ARGALI_SSAP/1"
    assert catalogue.pow_items["ARGALI_SSAP/1"].parent == "ARGALI_SSAP"
    assert catalogue.pow_items["1"].parent == "POW"


def test_populations_are_named_and_a_die_off_is_none(catalogue: Catalogue) -> None:
    saiga = [code for code in catalogue.taxa["saiga"].populations if "KZ" in catalogue.populations[code].countries]
    assert saiga == ["saiga_betpak_dala", "saiga_ural", "saiga_ustyurt"]
    ustyurt = catalogue.populations["saiga_ustyurt"]
    assert ustyurt.transboundary
    assert set(ustyurt.countries) == {"KZ", "UZ", "TM"}
    assert catalogue.codes("population")["saiga_ural"].parent == "saiga"


def test_the_cycle_of_the_founding_paper_has_its_chain_of_deadlines(catalogue: Catalogue) -> None:
    cycle = catalogue.cycle("cami-2014")
    assert cycle.edition == "cami-2014"
    dates = [deadline.due for deadline in cycle.deadlines]
    assert dates == sorted(dates)
    assert {d.code: d.due for d in cycle.deadlines}["stakeholder_meetings"] == "2014-05-15"


def test_codes_that_are_no_longer_entered_are_hidden(catalogue: Catalogue) -> None:
    assert [code.code for code in catalogue.codes("presence").values() if code.hidden] == ["2"]


def test_threats_that_matter_to_cami_say_so(catalogue: Catalogue) -> None:
    assert catalogue.codes("threat")["7.3"].about["cami_name"] == "Border and other fences as barrier"
    assert not catalogue.codes("threat")["10.1"].about


def test_nothing_in_the_catalogue_can_be_changed(catalogue: Catalogue) -> None:
    with pytest.raises(TypeError):
        catalogue.codes("threat")["1"] = catalogue.codes("threat")["2"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        catalogue.taxa["saiga"].appendix = "I"  # type: ignore[misc]
