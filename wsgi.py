"""For WSGI servers: ``waitress-serve wsgi:app``."""

from hub import create_app

app = create_app()
