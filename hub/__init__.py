"""The Procurement Hub: framework contracts for public-sector buyers, searched and signposted."""

from pathlib import Path
from typing import Any

from flask import Flask

__version__ = "1.0.0"


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """The app. ``config`` wins over the environment (HUB_*), which wins over hub.config. Makes no files.

    Raises hub.production.Unfit where it is to be served to the world and is not fit for that.
    """
    from hub import auth, db, production, security, web
    from hub.pace import Pace
    from hub.paths import TEMPLATES
    from hub.usage import Counters
    from indexer import open_index

    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.config.from_object("hub.config")
    app.config.from_prefixed_env("HUB")
    app.config.from_mapping(config or {})
    _settle_places(app)
    db.init_app(app)
    if app.config["PRODUCTION"]:
        production.require(app.config, app.extensions["hub.engine"])
    app.extensions["hub.index"] = open_index(app.config["INDEX_URL"])
    app.extensions["hub.usage"] = Counters(app.config["USAGE"])
    app.extensions["hub.pace"] = Pace(app.config["PACE"])
    web.init_app(app)
    auth.init_app(app)
    security.init_app(app)
    return app


def _settle_places(app: Flask) -> None:
    """Everything the hub keeps is under HOME unless a setting says otherwise."""
    home = Path(app.config["HOME"]).absolute()
    app.config["HOME"] = str(home)
    app.config["DATABASE_URL"] = app.config["DATABASE_URL"] or f"sqlite:///{home / 'hub.sqlite'}"
    app.config["INDEX_URL"] = app.config["INDEX_URL"] or f"whoosh://{home / 'index'}"
    app.config["REPORTS"] = app.config["REPORTS"] or str(home / "reports")
    app.config["PACE"] = app.config["PACE"] or str(home / "pace.sqlite")
    app.config["USAGE"] = app.config["USAGE"] or str(home / "usage.sqlite")
    app.config["DOWNLOADS"] = app.config["DOWNLOADS"] or str(home / "downloads")
    app.config["BODIES"] = app.config["BODIES"] or str(home / "bodies")
