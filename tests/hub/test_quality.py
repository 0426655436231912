"""What the hub says is wrong with its own catalogue."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from hub.quality import findings, sources
from scrapers.record import Stage
from scrapers.source import Voice
from tests.factories import a_day

DIRECTORY = {"name": "directory", "voice": Voice.DIRECTORY, "owner": ""}


def cases(session: Session, title: str) -> list[str]:
    session.rollback()
    return next(list(finding.cases) for finding in findings(session) if finding.title == title)


def test_contradictions_are_named_with_their_fields(publish: Callable[..., str], session: Session):
    publish(title="Paint", end=a_day("2028-01-31"), summary="One")
    publish(DIRECTORY, title="Paint", end=a_day("2027-01-31"), summary="Two")

    assert cases(session, "Sources contradict each other") == ["AB1 Paint: end"]


def test_an_ended_framework_still_listed_as_live_is_found(publish: Callable[..., str], session: Session):
    publish(title="Paint", stage=Stage.LIVE, start=a_day("2020-01-01"), end=a_day("2024-01-31"))
    publish(title="Fuel", reference="AB2", stage=Stage.LIVE, start=a_day("2020-01-01"), end=a_day("2026-03-31"))

    assert cases(session, "Ended, though a source still listed it as live") == ["AB1 Paint"]


def test_missing_and_impossible_ends_are_found(publish: Callable[..., str], session: Session):
    publish(title="Paint")
    publish(title="Brushes", reference="AB2", start=a_day("2024-01-01"), end=a_day("2023-01-01"))

    assert cases(session, "No end date published") == ["AB1 Paint"]
    assert cases(session, "Ends before it starts") == ["AB2 Brushes"]


def test_a_relation_that_leads_nowhere_is_found(publish: Callable[..., str], session: Session):
    publish(title="Paint 2", replaces=("AB0", "AB9"))
    publish(title="Paint", reference="AB9")

    assert cases(session, "Leads to a framework that is not in the catalogue") == ["AB1 Paint 2: replaces AB0"]


def test_a_source_says_how_much_it_gives(publish: Callable[..., str], session: Session):
    publish(title="Paint")
    publish(DIRECTORY, title="Paint")

    found = {source.name: (source.records, source.frameworks) for source in sources(session)}
    assert found == {"anglian": (1, 1), "directory": (1, 1)}
