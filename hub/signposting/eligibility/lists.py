"""Whether a list of bodies is closed, and which of its words are no more than headings or pointers."""

import re
from collections.abc import Mapping, Sequence

from hub.signposting.eligibility.areas import INCLUDING, SHORT_GAP, UNCLEAR
from hub.signposting.eligibility.classes import EVERYONE
from hub.signposting.eligibility.mention import Mention, without_statutes
from hub.signposting.eligibility.mentions import is_pointer
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.rules import Who

OPENED = phrase(
    r"\b(?:etc|and (?:any )?others|among(?:st)? others|potentially|not exclusively)\b",
    r"\bother(?:s| [\w ,&]{1,60}?),? (?:which|who|that|as) (?:(?:can|may) be|are) "
    r"(?:viewed|listed|found|named|seen|set out|identified|detailed|specified)\b",
)
NOBODY_YET = re.compile(
    r"\W*(?:(?:a|an|any|other|range|of|number|variety|various|many|several|all|the|wide|bodies|organisations|customers|"
    r"users|others|authorities|clients|and|by|both|buyers|but|not|limited|to)\W+){0,12}",
    re.IGNORECASE,
)
HEADING = phrase(
    r"[^.;:•]{0,60}?(?:[:•]|\bnamely\b|\bbeing\b)", r"\s*\(", r"\s*,\s*(?=[A-Z])", r"\s+of\s+(?:the )?(?-i:(?=[A-Z]))"
)
MEMBERS_ARE = phrase(r"[^.;:•]{0,60}?\b(?:including|includes?|compris\w+|are|means?)\s+")
"""Between members and the names of all of them."""
FOLLOWING = phrase(r"\bfollowing (?:[\w’'-]+ ){0,4}[\w’'-]+$")
CONDITION = phrase(r"[^.;:•]{0,200}?[:•]")
"""Between "the following authorities" and their list: on what terms they are let in."""
COUNTED = phrase(
    r"\b(?:following|these|those|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\(?\d+\)?) (?:[\w’'-]+ "
    r"){0,5}$"
)


def without_pointers(found: list[Mention], stretch: str) -> list[Mention]:
    """ "These health bodies: A, B" names them itself; nothing stands elsewhere. A pointer is one rule, not many."""
    names = [each.start for each in found if each.who in (Who.NAMED, Who.OWNER)]
    kept: list[Mention] = []
    for each in found:
        repeated = each.who is Who.ELSEWHERE and any(
            other.who is Who.ELSEWHERE and is_pointer(other, stretch) == is_pointer(each, stretch) for other in kept
        )
        introduces = _introduces(each, stretch, names, found)
        if not repeated and not introduces:
            kept.append(each)
    return kept


def _introduces(mention: Mention, stretch: str, names: Sequence[int], found: Sequence[Mention]) -> bool:
    """ "The seven health authorities of the region: A, B", "the following bodies: 1) A" are no more than headings."""
    if mention.who not in (Who.ELSEWHERE, Who.CLASS, Who.MEMBERS):
        return False
    heads = HEADING.match(stretch, mention.end)
    if mention.who is Who.MEMBERS and not heads:
        heads = MEMBERS_ARE.match(stretch, mention.end)
    if mention.who is Who.ELSEWHERE and not heads and FOLLOWING.search(stretch[: mention.end]):
        heads = CONDITION.match(stretch, mention.end)
    if not heads:
        return False
    counted = COUNTED.search(stretch[max(0, mention.start - 60) : mention.start]) is not None
    if mention.who is Who.ELSEWHERE or counted:
        return any(each.start >= heads.end() for each in found)
    after = [name for name in names if name >= heads.end()]
    fewest = 2 if heads.group().strip().startswith("of") else 1
    return len(names) > 1 and len(after) >= fewest and after[0] <= heads.end() + SHORT_GAP


def is_opened(stretch: str, limits: Mapping[Mention, tuple[str, ...]]) -> bool:
    """Whether the list lets others in; examples of what is mentioned before them ("bodies including schools") do not.

    Neither does a list elsewhere of bodies whose kind or area is given here.
    """
    told = any(each.who is Who.CLASS and (each.name != EVERYONE or limits[each]) for each in limits)
    lists = [each for each in limits if each.who is Who.ELSEWHERE and (not limits[each] or UNCLEAR in limits[each])]
    if OPENED.search(without_statutes(stretch)) or any(not (told and is_pointer(each, stretch)) for each in lists):
        return True
    examples = INCLUDING.search(stretch)
    return (
        examples is not None
        and examples.group() != ":"
        and NOBODY_YET.fullmatch(stretch, 0, examples.start()) is not None
    )
