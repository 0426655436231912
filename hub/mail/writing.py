"""Letters from their templates: templates/email/<name>.txt, with the subject on the first line.

Each tells its reader why they got it. What is filled in is one line, whatever a publisher or a person put into it, and
so cannot pass for another paragraph.
"""

import re
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from hub import brand, formatters
from hub.cells import printable
from hub.mail.letter import LONGEST_SUBJECT, Letter
from hub.paths import TEMPLATES

LETTERS = TEMPLATES / "email"
WIDTH = 72


def write(name: str, to: str, /, headers: Mapping[str, str] | None = None, **facts: Any) -> Letter:
    """The letter of a template, wrapped; the template's name is its purpose. Raises Refused where Letter does."""
    text = _letters().get_template(f"{name}.txt").render(hub=brand.NAME, **facts)
    subject, _, body = text.partition("\n")
    return Letter(to, subject.strip()[:LONGEST_SUBJECT], wrapped(body), name.replace("_", " "), headers or {})


def wrapped(text: str) -> str:
    """Text in lines that any mail program shows; an address is never broken. Several empty lines become one."""
    lines = [_wrapped_line(line) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _wrapped_line(line: str) -> str:
    lead = re.match(r" *(?:\* )?", line)
    indent = " " * len(lead[0]) if lead else ""
    return textwrap.fill(line.rstrip(), WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def one_line(value: object) -> str:
    """What stands for a value in a letter: a line of its own, without characters nobody can see."""
    return " ".join(printable(str(value)).split())


@cache
def _letters() -> Environment:
    letters = Environment(
        loader=FileSystemLoader(LETTERS),
        autoescape=select_autoescape(),  # nothing is escaped in a .txt
        undefined=StrictUndefined,
        finalize=one_line,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    letters.filters |= {function.__name__: function for function in formatters.FILTERS}
    return letters
