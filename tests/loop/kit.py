"""A small country and its Secretariat on real files, for tests of the loop."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cami_desktop.exchange.keys import SigningKey
from cami_desktop.loop.submit import Handed, submit
from cami_desktop.loop.trusting import trust
from cami_desktop.records.kinds import (
    Contribution,
    Meeting,
    Note,
    Organisation,
    Participation,
    Person,
    PopulationEstimate,
    Site,
    Source,
)
from cami_desktop.workspace.workspace import Workspace
from tests.exchange.signing import Office


@dataclass
class Country:
    """A national workspace with a few records of every sensitive sort, all free of errors."""

    workspace: Workspace
    key: SigningKey
    folder: Path
    estimate: PopulationEstimate
    meeting: Meeting
    speaker: Participation
    person: Person
    said: Contribution
    site: Site

    def change(self, **values: Any) -> PopulationEstimate:
        """Change the estimate as a person does."""
        current = self.workspace.get(PopulationEstimate, self.estimate.id)
        assert current is not None
        for name, value in values.items():
            setattr(current, name, value)
        self.estimate = self.workspace.save(current)
        return self.estimate

    def submit(self, **options: Any) -> Handed:
        return submit(self.workspace, self.folder, self.key, report_language="en", **options)


def country(file: Path, office: Office, code: str = "KG") -> Country:
    """Make a country with its records and a key that the office enrolled."""
    workspace = Workspace.create(file, country=code, who="Coordinator")
    trust(workspace, office.folder / "root.pem")
    source = workspace.save(Source(citation="Учёт 2013 года", source_type="survey_report", year=2013))
    estimate = workspace.save(
        PopulationEstimate(
            taxon="argali", population="Sarychat-Ertash", level="site", year=2013, best=2900, unit="individuals",
            method="ground_transect_foot", source=source.id,
        )
    )  # fmt: skip
    agency = workspace.save(Organisation(name="Агентство", organisation_type="national_government"))
    person = workspace.save(
        Person(name="Представитель Агентства", organisation=agency.id, email="a@example.org", consent="written")
    )
    meeting = workspace.save(
        Meeting(
            title="Национальное совещание", cycle="cami-2014", meeting_kind="national_stakeholder",
            starts_on="2014-05-14", ends_on="2014-05-15", attribution="attributed",
        )
    )  # fmt: skip
    speaker = workspace.save(
        Participation(
            meeting=meeting.id, person=person.id, organisation=agency.id, role="participant", consent="written"
        )
    )
    note = workspace.save(
        Note(meeting=meeting.id, speaker=speaker.id, text="Нужен учёт", noted_at="2014-05-14 10:00:00")
    )
    said = workspace.save(
        Contribution(
            meeting=meeting.id, input_kind="gap", text="Нет учёта", taxa=["argali"], participation=speaker.id,
            notes=[note.id],
        )
    )  # fmt: skip
    site = workspace.save(
        Site(name="Окот", site_kind="calving", latitude=41.87654, longitude=78.12345, sensitive=True,
             precision="tenth_degree")
    )  # fmt: skip
    return Country(workspace, office.enrolled, file.parent / "out", estimate, meeting, speaker, person, said, site)
