"""What moderators decide."""

from sqlalchemy import select

from hub.models import Decision
from tests.hub.unsafe import Browser, Request, audited
from tests.persons import a_person


@audited("POST /frameworks/<key>/set/<field>")
def set_value(browser: Browser) -> Request:
    moderator, address = a_person(browser.app, "moderator", network="pen"), f"/frameworks/{browser.keys[0]}/set/title"
    return lambda: moderator.send(address, {"typed": "Hedges", "reason": "Its contract says so."})


@audited("POST /moderation/locks/<int:number>/undo")
def undo_lock(browser: Browser) -> Request:
    set_value(browser)()
    moderator = a_person(browser.app, "moderator", network="pen")
    with browser.app.extensions["hub.readers"]() as session:
        number = session.scalars(select(Decision.id)).one()
    return lambda: moderator.send(f"/moderation/locks/{number}/undo")
