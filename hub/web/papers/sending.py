"""A report as a page, as a PDF, and as the JSON that its hash is taken of."""

from collections.abc import Callable

from flask import Response, render_template

from hub.reports.paper import Paper, as_pdf

Link = tuple[str, str]
"""Its words and where it leads."""


def page(paper: Paper, file: Callable[[str], str], other: Link | None = None, before: Link | None = None) -> str:
    """``file`` gives the address of the same as pdf and as json. ``other`` is the same report for others, ``before``
    that of the year before.
    """
    links = [each for each in (other, before) if each]
    return render_template("papers/paper.html", paper=paper, file=file, links=links)


def sent(paper: Paper, form: str, name: str) -> Response:
    """As a file of this name, which goes without its ending."""
    body, kind = (as_pdf(paper), "application/pdf") if form == "pdf" else (paper.canonical.encode(), "application/json")
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(body, mimetype=kind, headers=disposition)
