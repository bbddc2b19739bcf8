"""The texts that a table keeps: after rows come, go, move and change they are what the records say, in every block."""

from __future__ import annotations

import copy
import random

from pytestqt.qtbot import QtBot

from cami_desktop.desktop.session import Session
from cami_desktop.desktop.tables import RecordTable
from cami_desktop.desktop.tables.model import BLOCK
from cami_desktop.records.kinds import ThreatAssessment


def test_kept_texts_follow_every_row_that_comes_goes_moves_or_changes(session: Session, qtbot: QtBot) -> None:
    def made(number: float) -> ThreatAssessment:
        return session.new(ThreatAssessment, taxon="saiga", threat="1", population=f"{number:09.3f}")

    records = session.save_all([made(n) for n in range(2 * BLOCK + 40)])
    table = RecordTable(session, ThreatAssessment, ("population", "threat"))
    qtbot.addWidget(table)
    table.sort_by("population")
    chance = random.Random(7)
    for turn in range(60):
        shown = table.rows
        # Texts are kept for the blocks that were looked at.
        for row in chance.sample(range(shown.rowCount()), 3):
            shown.text(row, 0)
        one = copy.deepcopy(session.find(chance.choice(records).id))
        if turn % 4 == 0:
            session.save(made(chance.choice([0.5, BLOCK - 0.5, BLOCK + 0.5, 9_000 + turn])))
        elif isinstance(one, ThreatAssessment) and turn % 4 == 1:
            session.remove([one])
        elif isinstance(one, ThreatAssessment):
            if turn % 4 == 2:
                one.threat = chance.choice(["1.1", "2.3"])
            else:
                one.population = f"{chance.random() * 3 * BLOCK:09.3f}"
            session.save(one)
        rows = range(shown.rowCount())
        seen = rows if turn % 10 == 9 else chance.sample(rows, 20)
        for column in (0, 1):
            assert [shown.text(row, column) for row in seen] == [shown.whole_text(row, column) for row in seen]
    texts = [shown.text(row, 0) for row in rows]
    assert texts == sorted(texts)
