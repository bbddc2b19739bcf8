"""Changes that a table makes: records with other answers in some fields, to be stored as one step of undo."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from cami_desktop.desktop.forms.editor import Answer
from cami_desktop.records import Field, Record


def answer_of(record: Record, field: Field) -> Answer:
    """What a record answers in a field now."""
    return Answer(getattr(record, field.name), record.absent.get(field.name, ""))


def blank(field: Field) -> Answer:
    """No answer."""
    return Answer([] if field.type.many else None)


def with_answers(record: Record, answers: Mapping[str, Answer]) -> Record:
    """A copy of a record with other answers, by the names of their fields."""
    changed = copy.deepcopy(record)
    for name, answer in answers.items():
        setattr(changed, name, copy.copy(answer.value))
        changed.absent.pop(name, None)
        if answer.absent:
            changed.absent[name] = answer.absent
    return changed
