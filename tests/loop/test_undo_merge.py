"""A merged package is taken back as if it had never come, and merged again."""

from __future__ import annotations

from cami_desktop.loop.dump import dump
from cami_desktop.loop.receive import ALREADY, MERGED, receive
from cami_desktop.workspace.ledger import Submission
from cami_desktop.workspace.workspace import Workspace
from tests.loop.kit import Country


def test_a_merged_package_is_undone_and_merged_again(region: Workspace, kg: Country) -> None:
    empty, package = dump(region), kg.submit().package
    (first,) = receive(region, [package])
    full = dump(region)
    assert first.outcome == MERGED and full != empty
    undone = region.undo()
    assert undone is not None and undone.origin == "merge"
    assert dump(region) == empty and region.ledger(Submission) == []
    region.redo()
    assert dump(region) == full
    assert receive(region, [package])[0].outcome == ALREADY
    region.undo()
    assert receive(region, [package])[0].outcome == MERGED
    assert dump(region) == full


def test_two_merged_packages_are_undone_one_by_one(region: Workspace, kg: Country) -> None:
    receive(region, [kg.submit().package])
    one = dump(region)
    kg.change(best=3100)
    second = kg.submit().package
    receive(region, [second])
    assert dump(region) != one
    region.undo()
    assert dump(region) == one
    assert [item.number for item in region.ledger(Submission)] == [1]
    assert receive(region, [second])[0].outcome == MERGED
