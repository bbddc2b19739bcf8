"""Helpers for tests of rules: a set of records, and which rules find something in it."""

from __future__ import annotations

import datetime

from cami_desktop import catalogue
from cami_desktop.records import Record, new_id
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import check_record

TODAY = datetime.date(2014, 6, 1)


def view(*records: Record) -> RecordSet:
    """The records as rules see them, in June 2014; ids and country are filled in where they lack."""
    for record in records:
        record.id = record.id or new_id()
        record.country = record.country or "KG"
    return RecordSet(records, catalogue.load("cami-2014"), TODAY)


def found(record: Record, *others: Record) -> set[tuple[str, str]]:
    """Pairs of rule and field that are found at a record among others."""
    return {(finding.rule, finding.field) for finding in check_record(record, view(record, *others))}
