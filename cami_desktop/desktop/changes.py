"""Changes in words: what a step of undo does, and the fields and values of the history, in the language now spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cami_desktop.desktop.texts import title, value_text
from cami_desktop.records import KINDS, Field
from cami_desktop.records.record import TRACKED_COMMON
from cami_desktop.records.rules import RULES
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.history import Entry
    from cami_desktop.workspace.steps import Step

MOST_LETTERS = 26
"""Letters of a value that a step of undo shows."""

MOST_TITLE = 40
"""Letters of a record's title in messages and lists of steps."""

MOST_FIELDS = 3
"""Names of fields that a step of undo shows."""


def short(text: str, most: int = MOST_LETTERS) -> str:
    """A text in one line, cut where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def field_of(kind: str, name: str) -> Field | None:
    """The field of a kind of that name; None for what every record has."""
    return next((field for field in KINDS[kind].fields() if field.name == name), None) if kind in KINDS else None


def field_name(kind: str, name: str) -> str:
    """What a field is called."""
    field = field_of(kind, name)
    return _(field.label) if field is not None else _(TRACKED_COMMON.get(name, name))


def shown_value(session: Session, kind: str, name: str, value: Any) -> str:
    """A value of the history in words; empty for a blank."""
    field = field_of(kind, name)
    if field is not None:
        return value_text(session, field, value)
    if name == "absent" and isinstance(value, dict):
        reason = session.catalogue.label
        parts = [f"{field_name(kind, key)}: {reason('absent_reason', code).lower()}" for key, code in value.items()]
        return "; ".join(parts)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(f"{_rule_name(kind, key)}: {text}" for key, text in value.items())
    return "" if value is None else str(value)


def _rule_name(kind: str, key: str) -> str:
    """What was accepted: the title of the rule, and the field where it was accepted for one alone."""
    rule, _point, field = key.partition(".")
    title = _(RULES[rule].title) if rule in RULES else rule
    return f"{title} ({field_name(kind, field)})" if field else title


def is_new(entry: Entry) -> bool:
    """Whether an entry is the making of its record."""
    return entry.field == "deleted" and entry.before is None


def step_words(session: Session, step: Step) -> str:
    """What a step does: “Best estimate: 1,200 → 1,500 (Betpak-dala)”; one that touched several records by its label."""
    if not step.entries:
        if step.records > 1:
            count = n_("{n} record", "{n} records", step.records).format(n=step.records)
            label = step.change.label
            counted = str(step.records) in label or formats.number(step.records) in label
            return short(label, 60) if counted else _("{what} ({count})").format(what=short(label, 60), count=count)
        return short(step.change.label, 60)
    kind = step.entries[0].kind
    record = session.records.get(step.entries[0].record_id)
    named = short(title(session, record), MOST_TITLE) if record is not None else ""
    words = {"kind": _(KINDS[kind].label) if kind in KINDS else kind, "title": named}
    if any(is_new(entry) for entry in step.entries):
        return _("New {kind}: {title}").format(**words)
    removal = next((entry for entry in step.entries if entry.field == "deleted"), None)
    if removal is not None:
        return (_("Removed {kind}: {title}") if removal.after else _("Restored {kind}: {title}")).format(**words)
    return _edit_words(session, step, named)


def _edit_words(session: Session, step: Step, named: str) -> str:
    # A reason why a field is blank comes and goes with its value, and what the program derives says nothing new.
    fields = [entry for entry in step.entries if (field := field_of(entry.kind, entry.field)) and not field.derived]
    shown = fields or list(step.entries)
    if len(shown) == 1:
        entry = shown[0]
        before, after = (
            short(shown_value(session, entry.kind, entry.field, value)) or "–" for value in (entry.before, entry.after)
        )
        words = {"field": field_name(entry.kind, entry.field), "before": before, "after": after, "title": named}
        return _("{field}: {before} → {after} ({title})").format(**words)
    names = ", ".join(field_name(entry.kind, entry.field) for entry in shown[:MOST_FIELDS])
    return _("{fields} ({title})").format(fields=names, title=named)
