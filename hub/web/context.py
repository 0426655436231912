"""What every page knows: the day, the hub's name and operator, and how fresh the catalogue is."""

from datetime import date, datetime
from typing import Any

from flask import Flask, current_app

from hub import brand, catalogue, clock
from hub.db import get_session


def today() -> date:
    """The day, in London, on which this page is read."""
    return clock.today(current_app.config.get("CLOCK", clock.now))


def now() -> datetime:
    """The moment at which this page is read."""
    moment: datetime = current_app.config.get("CLOCK", clock.now)()
    return moment


def init_app(app: Flask) -> None:
    app.jinja_env.globals["brand"] = brand
    app.context_processor(_of_every_page)


def _of_every_page() -> dict[str, Any]:
    """The catalogue's dates are a function, so that a page that does not show them does not ask for them."""
    return {
        "operator": {
            "name": current_app.config["OPERATOR_NAME"],
            "email": current_app.config["OPERATOR_EMAIL"],
        },
        "catalogue_dates": lambda: catalogue.dates(get_session()),
    }
