"""One search, from words to frameworks."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from hub.search import find
from indexer import Query
from scrapers.record import Lot, SupplierPlace


def titles(app: Any, session: Session, text: str) -> list[str]:
    return [r.framework.title for r in find(session, app.extensions["hub.index"], Query(text=text)).results]


def test_a_cpv_code_finds_frameworks_that_publish_words_and_no_codes(
    app: Any, session: Session, publish: Callable[..., str]
):
    publish(title="Portable computers and tablets")
    publish(title="Laptops by code", reference="AB2", cpv=("30213100",))
    publish(title="Grounds maintenance", reference="AB3")

    assert titles(app, session, "30213100-6") == ["Laptops by code", "Portable computers and tablets"]


def test_what_a_code_means_is_not_looked_for_where_the_code_is_excluded(
    app: Any, session: Session, publish: Callable[..., str]
):
    publish(title="Portable computers and tablets")
    publish(title="Grounds maintenance", reference="AB3")

    assert titles(app, session, "grounds -30213100") == ["Grounds maintenance"]


def test_frameworks_are_found_by_supplier_and_by_what_their_codes_mean(
    app: Any, session: Session, publish: Callable[..., str]
):
    lot = Lot(number="1", title="Vans", suppliers=(SupplierPlace(name="Fenland Motors Ltd"),))
    publish(title="Fleet", lots=(lot,))
    publish(title="Framework C", reference="AB2", cpv=("34144511",))

    assert titles(app, session, "fenland motors") == ["Fleet"]
    assert titles(app, session, "refuse-collection vehicles") == ["Framework C"]


def test_a_framework_withdrawn_since_it_was_indexed_is_left_out(
    app: Any, session: Session, sessions: Any, publish: Callable[..., str]
):
    from hub.models import Framework
    from tests.conftest import NOON

    publish(title="Window cleaning")
    with sessions.begin() as writing:
        writing.query(Framework).one().withdrawn_at = NOON

    assert titles(app, session, "window") == []
