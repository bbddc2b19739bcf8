"""The plan: what happens to each record and field, and by which rule."""

from __future__ import annotations

from cami_desktop.merge.fields import RULE_WORDS, Rule
from cami_desktop.merge.plan import Outcome
from cami_desktop.records.kinds import Gap, Need
from tests.merge.replicas import COUNTRY, Replica

ID = "0190b0c0-0000-7000-8000-000000000001"


def gap() -> Gap:
    return Gap(id=ID, country=COUNTRY, area="knowledge", text="Нет учётов")


def pair() -> tuple[Replica, Replica]:
    """A coordinator and an assistant who both hold the same gap."""
    ours, theirs = Replica("aa"), Replica("bb")
    ours.edit(gap())
    theirs.merge(ours.package())
    return ours, theirs


def test_a_record_that_is_not_here_is_added() -> None:
    ours, theirs = Replica("aa"), Replica("bb")
    theirs.edit(gap())
    plan = ours.merge(theirs.package())
    assert [(item.outcome, item.rule) for item in plan.records] == [(Outcome.ADDED, Rule.NEW_RECORD)]


def test_a_change_made_after_ours_is_taken() -> None:
    ours, theirs = pair()
    theirs.edit(gap(), text="Учётов нет с 2010 года")
    plan = ours.merge(theirs.package())
    (item,) = plan.records
    assert item.outcome is Outcome.UPDATED
    assert [(field.field, field.rule, field.value) for field in item.changes] == [
        ("text", Rule.THEIRS_IS_NEWER, "Учётов нет с 2010 года")
    ]


def test_different_fields_of_one_record_merge_by_themselves() -> None:
    ours, theirs = pair()
    ours.edit(gap(), priority="high")
    theirs.edit(gap(), consequence="Неизвестна численность")
    ours.merge(theirs.package())
    assert ours.records[ID].tracked()["priority"] == "high"
    assert ours.records[ID].tracked()["consequence"] == "Неизвестна численность"
    assert not ours.queue


def test_the_same_field_changed_on_both_sides_waits_and_our_value_stays_shown() -> None:
    ours, theirs = pair()
    ours.edit(gap(), priority="high")
    theirs.edit(gap(), priority="low")
    plan = ours.merge(theirs.package())
    assert plan.count(Outcome.CONFLICT) == 1
    (field,) = plan.records[0].conflicts
    assert (field.rule, field.ours, field.theirs) == (Rule.CONCURRENT_EDIT, "high", "low")
    assert ours.records[ID].tracked()["priority"] == "high"


def test_the_same_value_typed_on_both_sides_is_no_conflict() -> None:
    ours, theirs = pair()
    ours.edit(gap(), priority="high")
    theirs.edit(gap(), priority="high")
    plan = ours.merge(theirs.package())
    assert plan.count(Outcome.CONFLICT) == 0 and not ours.queue


def test_a_removal_against_an_edit_is_always_a_conflict_whichever_side_removes() -> None:
    for remover, editor in ((0, 1), (1, 0)):
        sides = pair()
        sides[remover].edit(gap(), deleted=True)
        sides[editor].edit(gap(), text="другое")
        plan = sides[0].merge(sides[1].package())
        assert [field.rule for field in plan.records[0].conflicts] == [Rule.DELETE_AGAINST_EDIT]


def test_a_removal_that_had_seen_our_edit_is_taken() -> None:
    ours, theirs = pair()
    theirs.edit(gap(), deleted=True)
    plan = ours.merge(theirs.package())
    assert [item.outcome for item in plan.records] == [Outcome.DELETED]
    assert ours.records[ID].deleted


def test_an_older_package_never_undoes_a_newer() -> None:
    ours, theirs = pair()
    old = theirs.package()
    theirs.edit(gap(), text="новое")
    ours.merge(theirs.package())
    plan = ours.merge(old)
    assert [item.outcome for item in plan.records] == [Outcome.KNOWN]
    assert ours.records[ID].tracked()["text"] == "новое"


def test_a_record_of_another_country_is_refused_by_name() -> None:
    ours, theirs = Replica("aa"), Replica("bb")
    foreign = gap()
    foreign.country = "KZ"
    theirs.edit(foreign)
    plan = ours.plan(theirs.package())
    (item,) = plan.records
    assert (item.outcome, item.rule, item.title) == (Outcome.REFUSED, Rule.NOT_THE_OWNER, "Нет учётов")


def test_a_record_of_another_kind_under_the_same_id_is_refused() -> None:
    ours, theirs = Replica("aa"), Replica("bb")
    ours.edit(gap())
    theirs.edit(Need(id=ID, country=COUNTRY, category="staff", text="x"))
    assert [item.rule for item in ours.plan(theirs.package()).records] == [Rule.OTHER_KIND]


def test_records_left_out_of_a_later_submission_are_reported_not_removed() -> None:
    from cami_desktop.merge.plan import make_plan

    ours, _theirs = pair()
    plan = make_plan([], ours.records.get, owner=COUNTRY, own_replica="aa", expected=ours.records.values())
    assert plan.missing == (ID,) and plan.changing == ()


def test_the_same_version_published_with_other_values_is_taken_from_the_newest_submission_only() -> None:
    region, country = Replica("zz"), Replica("aa")
    country.edit(gap(), consequence="известно")
    withheld = country.package()
    withheld[0].consequence = None  # type: ignore[attr-defined]
    withheld[0].absent = {"consequence": "withheld"}
    region.merge(withheld)
    assert region.plan(country.package(), newest=False).count(Outcome.KNOWN) == 1
    plan = region.merge(country.package())
    assert {field.rule for field in plan.records[0].changes} == {Rule.PUBLISHED_ANEW}
    assert region.records[ID].tracked()["consequence"] == "известно"


def test_every_rule_has_words() -> None:
    assert set(RULE_WORDS) == set(Rule)
