"""The regional picture of the sample: complete, and traceable to its records."""

from __future__ import annotations

from cami_desktop.records.kinds import PopulationEstimate, PowResponse, ThreatAssessment
from cami_desktop.synthesis.region import regional_picture
from cami_desktop.synthesis.totals import Span
from tests.synthesis.made import COUNTRIES, received, sample, view


def test_the_picture_of_the_sample_holds_every_part() -> None:
    region = regional_picture(sample(), received())
    assert region.cycle == "cami-2014"
    assert region.delivered == tuple(sorted(COUNTRIES, key=["KZ", "KG", "TJ", "TM", "UZ"].index))
    assert all(count > 0 for count in region.counts().values())


def test_every_figure_threat_and_answer_leads_to_a_record() -> None:
    records = sample()
    region = regional_picture(records, received())
    assert {item.record for item in region.figures} == {item.id for item in records.all(PopulationEstimate)}
    ranked = {id_ for rank in region.threats.overall for id_ in rank.records}
    assert ranked == {item.id for item in records.all(ThreatAssessment)}
    answered = {answer.record for row in region.programme for answer in row.answers}
    assert answered == {item.id for item in records.all(PowResponse)}
    for cell in region.matrix.cells.values():
        assert all(records.find(id_) is not None for id_ in cell.records)


def test_the_saiga_of_the_sample_are_counted_without_their_populations_and_dead() -> None:
    region = regional_picture(sample(), received())
    by_year = {total.year: total for total in region.totals if total.taxon == "saiga"}
    assert by_year[2015].best == Span(295_400, 295_400)
    assert by_year[2014].best == Span(256_700, 256_700)
    assert not by_year[2020].additive


def test_the_submission_of_a_country_is_its_newest() -> None:
    region = regional_picture(sample(), received(["KZ"]))
    delivery = region.submission("KZ")
    assert delivery is not None
    assert delivery.number == 1
    assert region.submission("UZ") is None


def test_a_region_without_submissions_is_empty_and_sound() -> None:
    region = regional_picture(view(), [])
    assert (region.delivered, region.figures, region.latest) == ((), (), ())
