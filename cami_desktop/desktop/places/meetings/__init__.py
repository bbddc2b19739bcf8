"""Meetings: before, during and after a stakeholder meeting."""
