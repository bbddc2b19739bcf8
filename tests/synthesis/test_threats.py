"""Threats are ranked by counting assessments; ordinal classes are never averaged."""

from __future__ import annotations

from cami_desktop.synthesis.threats import threat_ranking
from tests.synthesis.made import threat, view

HIGH = ("ongoing", "whole", "rapid")
MEDIUM = ("ongoing", "majority", "slow")
LOW = ("future", "minority", "slow")
UNKNOWN = ("ongoing", "unknown", "rapid")


def test_one_high_ranks_before_many_low_and_the_counts_stand_beside_it() -> None:
    records = view(threat("KZ", "5.1.1", *HIGH), *(threat(c, "4.1", *LOW) for c in ("KZ", "UZ", "TM")))
    ranking = threat_ranking(records)
    assert [rank.threat for rank in ranking.overall] == ["5.1.1", "4.1"]
    first, second = ranking.overall
    assert (first.major, first.counts["high"], first.countries, first.reporting) == (1, 1, ("KZ",), 3)
    assert (second.major, second.counts["low"], second.countries) == (0, 3, ("KZ", "TM", "UZ"))


def test_high_and_medium_are_major_and_unknown_stays_unknown() -> None:
    found = threat_ranking(
        view(
            threat("KZ", "5.1.1", *HIGH),
            threat("UZ", "5.1.1", *MEDIUM),
            threat("TM", "5.1.1", *UNKNOWN),
            threat("RU", "5.1.1", None, None, None),
        )
    ).overall[0]
    assert (found.major, found.unknown, found.total) == (2, 2, 4)
    assert len(found.records) == 4


def test_the_impact_follows_from_its_parts_whatever_is_stored() -> None:
    found = threat_ranking(view(threat("KZ", "5.1.1", *HIGH, impact="low"))).overall[0]
    assert dict(found.counts) == {"high": 1}


def test_taxa_and_countries_are_ranked_each_for_themselves() -> None:
    ranking = threat_ranking(
        view(
            threat("KZ", "5.1.1", *HIGH),
            threat("KZ", "4.1", *LOW, taxon="kulan"),
            threat("UZ", "4.1", *HIGH, taxon="kulan"),
        )
    )
    assert [(rank.taxon, rank.threat, rank.total) for rank in ranking.by_taxon] == [
        ("saiga", "5.1.1", 1),
        ("kulan", "4.1", 2),
    ]
    assert [(rank.country, rank.threat) for rank in ranking.by_country] == [
        ("KZ", "5.1.1"),
        ("KZ", "4.1"),
        ("UZ", "4.1"),
    ]
