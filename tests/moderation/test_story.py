"""The whole way of a contribution over HTTP: proposed, a duplicate found, moderated, published, found at once."""

from collections.abc import Callable

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import AuditEntry, Outbox
from tests.contributions.test_pages import begun, fill, page
from tests.pages import check_page
from tests.persons import Person


def test_what_an_officer_proposes_is_checked_for_duplicates_moderated_and_found_at_once(
    publish: Callable[..., str],
    person: Callable[..., Person],
    client: FlaskClient,
    session: Session,
) -> None:
    publish(title="Hedge cutting and verges", reference="AB12")
    officer = person("contributor", organisation="mid-suffolk", network="pen", email="officer@example.gov.uk")
    moderator = person("moderator", network="pen")

    address = begun(officer, title="Hedge cutting and verges", owner="Anglian Buying Group", reference="AB77", do="on")
    assert "AB12" in page(officer, f"{address}/duplicates").text
    fill(officer, f"{address}/time", start="01/04/2026", end="31/03/2029", do="on")
    fill(officer, f"{address}/details", lots="1: Hedges by rivers", do="on")
    assert officer.send(f"{address}/submit", {"declared": "yes"}).status_code == 303
    assert "Hedges by rivers" not in client.get("/search?q=hedges+by+rivers").text
    assert "1" in check_page(client.get("/contributions")).text

    queue = check_page(moderator.get("/moderation"))
    link = str(queue.select_one("#contributions ~ table a")["href"])  # type: ignore[index]
    beside = check_page(moderator.get(link))
    assert "AB12" in beside.text
    published = moderator.send(f"{link}/accept", sent_by(beside, "/accept"))
    assert published.status_code == 303

    framework = check_page(client.get(str(published.location), follow_redirects=True))
    assert "Contributed by Mid Suffolk" in framework.text
    found = client.get("/search?q=hedges+by+rivers").text
    assert "AB77" in found
    assert officer.name not in framework.text
    assert [letter.to for letter in session.scalars(select(Outbox))] == ["officer@example.gov.uk"]
    actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions[-2:] == ["submit contribution", "accept contribution"]


def sent_by(shown: BeautifulSoup, ending: str) -> dict[str, str]:
    """What the form that goes to an address ending so would send, besides its token."""
    form = shown.select_one(f"form[action$='{ending}']")
    assert form is not None
    return {str(field["name"]): str(field["value"]) for field in form.select("input") if field["name"] != "token"}
