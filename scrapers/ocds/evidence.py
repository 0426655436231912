"""The notice itself, as evidence for what is taken from it."""

from scrapers.notes import Notes
from scrapers.ocds.notice import NUMBER, PORTAL_PAGE, Notice
from scrapers.ocds.shape import Object, text, word
from scrapers.ocds.values import address, line
from scrapers.parse import dates
from scrapers.record import NoticeReference

FIND_A_TENDER = "ocds-h6vhtk"


def notice_reference(notice: Notice, notes: Notes) -> NoticeReference:
    document = _document(notice)
    released = word(notice.release.get("date"))
    return NoticeReference(
        identifier=notice.number[:200],
        ocid=notice.ocid[:200],
        type=notice_type(notice),
        title=line(notes, "notice", document.get("description") if "noticeType" in document else ""),
        published=notes.take("date", released, dates.calendar_day(released)),
        url=address(notes, "notice", document.get("url")) or _page(notice),
    )


def notice_type(notice: Notice) -> str:
    """UK4, or the tags of older notices."""
    return ", ".join(sorted(notice.types)) or ", ".join(notice.tags)[:200]


def is_notice(document: Object) -> bool:
    """The page of a notice, not a document that goes with it. Contracts Finder calls attachments notices, too."""
    called = word(document.get("documentType")).endswith("Notice")
    return called and "Attachment" not in word(document.get("url"))


def _document(notice: Notice) -> Object:
    """The document that is the notice: under its type, else the newest called a notice."""
    named = [each for each in notice.documents if is_notice(each)]
    return next(iter((*notice.own_documents, *reversed(named))), {})


def _page(notice: Notice) -> str:
    known = notice.prefix == FIND_A_TENDER and NUMBER.fullmatch(notice.number)
    return f"{PORTAL_PAGE}/Notice/{text(notice.number)}" if known else ""
