"""``python -m tests.permissions`` writes the table of who may ask for what, from the running hub."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from hub import create_app
from hub.security import policy_of

TABLE = "docs/permissions.md"
HEAD = """# Who may ask for what

Every address of the hub, and whom it answers: written by `python -m tests.permissions` from the running hub, and
compared with it by a test that asks for each of them as everybody.

| policy | whom it lets in |
|---|---|
| public | everybody |
| halfway | somebody whose password was right and whose one-time code is yet to come |
| account | whoever has signed in |
| member | somebody registered for an organisation |
| contributor | somebody who adds frameworks for an organisation in a network |
| moderator | a moderator of a network, and administrators; both only after a one-time code |
| administrator | an administrator, after a one-time code |

A policy that ends in “form” is for sending something. But for public ones, which check their forms themselves, nothing
is taken that is not from a form of the sender's own session. Of the things they may ask for, people see those of their
own organisations and networks; others answer as if there were no such thing.

| address | methods | policy |
|---|---|---|
"""


def written(app: Flask) -> str:
    rows = sorted(
        {
            (rule.rule, ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), rule.endpoint)
            for rule in app.url_map.iter_rules()
        }
    )
    return HEAD + "".join(
        f"| `{address}` | {methods} | {policy_of(app.view_functions[endpoint])} |\n"
        for address, methods, endpoint in rows
    )


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        app = create_app({"HOME": folder, "INDEX_URL": "memory:"})
        Path(TABLE).write_text(written(app), encoding="utf-8")
        app.extensions["hub.engine"].dispose()
