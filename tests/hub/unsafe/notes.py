"""File notes. A draft belongs to whoever holds its secret address; what is frozen is a record."""

from functools import partial

from tests.hub.notebook import READY, Notebook
from tests.hub.unsafe import Browser, Request, audited, unaudited

DRAFT = "A draft is its holder's own paper: the hub keeps it for them, shows it to nobody else and deletes it in time."


def notebook(browser: Browser) -> Notebook:
    return Notebook(browser.client, *browser.keys)


@unaudited("POST /notes", DRAFT)
def start(browser: Browser) -> Request:
    address = f"/shortlist?shortlist={','.join(browser.keys)}"
    return partial(browser.send, address, "/notes")


@unaudited("POST /notes/edit/<token>", DRAFT)
def save(browser: Browser) -> Request:
    return partial(notebook(browser).save, title="Another title")


@unaudited("POST /notes/edit/<token>/delete", DRAFT)
def delete(browser: Browser) -> Request:
    return partial(browser.send, f"{notebook(browser).address}/delete", "/delete")


@audited("POST /notes/edit/<token>/freeze")
def freeze(browser: Browser) -> Request:
    note = notebook(browser)
    assert note.save(**READY).status_code == 303
    return partial(browser.send, f"{note.address}/freeze", "/freeze")


@audited("POST /notes/edit/<token>/addenda")
def add(browser: Browser) -> Request:
    note = notebook(browser)
    note.freeze()
    return partial(note.correct, "The fee is 1%.")


@unaudited("POST /verify", "It compares what is sent with what is kept, and changes nothing.")
def verify(browser: Browser) -> Request:
    note = notebook(browser)
    text = browser.client.get(f"{note.freeze()}.json").text
    return partial(browser.client.post, "/verify", data={"text": text})
