"""Figures and dates as the seven languages show them and people type them: the one import for forms and reports."""

from __future__ import annotations

from cami_desktop.words.dates import date_text, long_date, moment_text, parse_vague_date
from cami_desktop.words.numbers import UNKNOWN, Unknown, number, parse_number, percent, size

__all__ = [
    "UNKNOWN",
    "Unknown",
    "date_text",
    "long_date",
    "moment_text",
    "number",
    "parse_number",
    "parse_vague_date",
    "percent",
    "size",
]
