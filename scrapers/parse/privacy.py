"""People's own e-mail addresses, which publishers leave in their prose and the hub does not keep."""

import re

MAILBOX = re.compile(r"\b([a-z]{2,})\.([a-z]{2,})@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
ROLE = re.compile(
    r"(?:account|admin|agreement|bid|business|buyer|category|client|cloud|comm|communication|contact|contract|control|"
    r"customer|data|deal|digital|enquir(?:y|ie)|estate|finance|framework|fleet|general|group|help|helpdesk|info|"
    r"information|inbox|it|legal|mailbox|management|marketing|office|online|operation|order|postal|procurement|"
    r"project|purchasing|quer(?:y|ie)|registration|sale|school|sector|service|solution|sourcing|supplie[rs]|support|"
    r"team|tender|training|travel)s?",
    re.IGNORECASE,
)


def without_personal_mailboxes(text: str) -> tuple[str, bool]:
    """The text without addresses of the form first.last@…, nor the names they give away; and whether any was there.

    Addresses with a word for a role in them (postal.services@…) are an office's and stay.
    """
    people = [match for match in MAILBOX.finditer(text) if not any(map(ROLE.fullmatch, match.groups()))]
    for match in people:
        first, last = match.groups()
        text = text.replace(match.group(), "[personal e-mail address removed]")
        text = re.sub(rf"\b{first}\s+{last}\b", "[name removed]", text, flags=re.IGNORECASE)
    return text, bool(people)
