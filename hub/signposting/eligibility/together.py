"""Bodies that a passage names side by side as those who let a framework, where it says nothing else of users."""

import re
from collections.abc import Iterator, Sequence

from hub.data.organisations import organisation_slug, owners
from hub.signposting.eligibility.mention import Mention
from hub.signposting.eligibility.mentions import mentions
from hub.signposting.eligibility.naming import owner_mentions, stand_in_mentions
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.rules import Rule, Who
from hub.signposting.eligibility.statements import Force, Statement
from hub.signposting.eligibility.stating import Context, rules_of
from hub.signposting.eligibility.unknown import NOBODY

FRAMEWORK = phrase(
    r"\b(?:frameworks?|DPS|dynamic (?:purchasing|market)\w*|call[\s-]?offs?|arrangement|"
    r"joint(?:ly)?|collaborat\w+)\b"
)
JOINED = re.compile(
    r"\s*(?:\([^()]{1,60}\)\s*|\(\s*)?(?:(?:,|;|&|\band\b|\bthe\b|\bas well as\b|\b(?:together|along) with\b|"
    r"\balongside\b|\bin (?:partnership|collaboration|conjunction|association) with\b|\bits subsidiar(?:y|ies)\b)\s*)+",
    re.IGNORECASE,
)
LETTING = phrase(
    r"\s*+(?:\([^()]{1,90}\)\s*+)?(?:,\s*+)?(?:\([^()]{1,90}\)\s*+)?"
    r"(?:(?:together|collectively) (?:the |as )[\w’'\s]{1,50}? )?"
    r"(?:(?:both|jointly|together|each) )?(?:wish(?:es)?|are|is|"
    r"intends?|seeks?|have|has|will|plans?|proposes?|invites?|requires?|wants?)\b"
)
NOT_TOGETHER = phrase(r"\b(?:areas? of|across|within|in|from|at|near|owned by|funded by|such as|including) (?:the )?$")
LET_BY = phrase(
    r"\b(?:procured|let|commissioned|undertaken|tendered|advertised|issued|established|set up|created) "
    r"(?:jointly )?by (?:the )?$",
    r"\b(?:concluded|made|agreed|entered into) (?:with|between|by) (?:the )?$",
)
"""Before a group: it lets the framework."""
COMPRISING = phrase(
    r"\b(?:partnership|consortium|alliance|collaborat\w+|group(?:ing)?|authorities|councils|trusts|forces|partners|hub|"
    r"clients?|customers|buyers|employers?|programme)\b[^.;:]{0,60}?\b(?:compris(?:es?|ing)|consist(?:s|ing) of|"
    r"made up of|namely|being|includ(?:es?|ing)|between|of):? (?:of )?(?:the )?$"
)
"""Before a group: it is those who let the framework together, or for whom it is let."""
FEWEST_IN_BRACKETS = 3
FOR_SOMEBODY = re.compile(
    r"\b[Oo]n\s+behalf\s+of\s+(?:the\s+)?((?:[A-Z][\w&’'-]{1,40}(?:\s+(?:of|and|for|the|&))?\s?){1,8})"
)
AND_OTHERS = phrase(r"(?:\b(?:and|&)|,) (?:the )?(?:other|others|its|their|all|any|such)\b")
ON_A_FRAMEWORK = phrase(r"\b(?:frameworks?|DPS|dynamic (?:purchasing|market)\w*|tender\w*|procur\w+|lots?)\b")


RECIPIENT = phrase(
    r"\b(?:provision|supply|deliver\w*|services?|works|goods|products|contractors|suppliers|system|framework|DPS|"
    r"agreement|maintenance|repairs?)\b[^.;:]{0,250}\b(?:to|for|into) (?:the )?$"
)
"""Before the owner's name: it is the one who is supplied."""
ALONE = re.compile(
    r"\s*+(?:Council\b\s*+)?(?:\([^()]{1,40}\)\s*+)?(?:$|[.;]|['’]s\b|"
    r"\b(?:in|at|across|under|over|on|during|from|as|through|via|until)\b)"
)
"""After it: neither others nor a thing of its own follow."""
WILL = r"\s*(?:\([^()]{1,40}\) )?(?:can|may|will|shall|intends to|is able to) "
THIS = r"(?:the|this) (?:[\w-]+ ){0,2}(?:framework|DPS|agreement|dynamic|arrangement|panel)\b"
USES = phrase(
    WILL + r"(?:(?:also|then|only) )?(?:use|utili[sz]e|call[\s-]?off (?:from|under)|order (?:from|under|through)|"
    r"purchase (?:from|under|through|via)) " + THIS
)
FROM_WHICH = phrase(r"\b(?:from|under|through|via) which (?:the )?$")
BUYS = phrase(WILL + r"(?:purchase|buy|order|call[\s-]?off|procure|commission|draw)\b")


def together(context: Context) -> list[Rule]:
    """One closed list of the first group of bodies that let the framework together, the owner among them or not.

    The hub's own list of owners is of those that let frameworks for others: a group with one of them is passed over.
    """
    if not FRAMEWORK.search(context.text):
        return []
    text = context.sentence.text
    for group in _groups(mentions(text, context.owner), text):
        if _lets(group, text) and not any(_buys_for_others(each) for each in group):
            start, end = (context.sentence.start + place for place in (group[0].start, group[-1].end))
            return rules_of(context, Statement(Force.STATED, start, start, end))
    return []


def _groups(found: Sequence[Mention], text: str) -> Iterator[list[Mention]]:
    """Runs of names with nothing but commas, brackets and "and" between."""
    group: list[Mention] = []
    for each in (*found, None):
        follows = each and group and _joined(text[group[-1].end : each.start], group[-1] == each)
        if group and not follows:
            yield group
            group = []
        if each and each.who in (Who.NAMED, Who.OWNER):
            group.append(each)


def _joined(between: str, same: bool) -> bool:
    return same or not between or JOINED.fullmatch(between) is not None


def _lets(group: Sequence[Mention], text: str) -> bool:
    names = {each.name for each in group}
    before, after = text[: group[0].start], text[group[-1].end :]
    if len(names) < 2 or NOT_TOGETHER.search(before):
        return False
    bracketed = before.rstrip().endswith("(") and after.lstrip().startswith(")") and len(names) >= FEWEST_IN_BRACKETS
    said_before = COMPRISING.search(before) or LET_BY.search(before)
    return bracketed or (said_before or LETTING.match(_after_bracket(after, before))) is not None


def _after_bracket(after: str, before: str) -> str:
    """ "The Councils (A and B) are": the verb stands behind the bracket."""
    opened = before.count("(") >= before.count(")") and after.lstrip().startswith(")")
    return after.lstrip()[1:] if opened else after


def _buys_for_others(mention: Mention) -> bool:
    return organisation_slug(mention.name) in owners()


def for_somebody(context: Context) -> list[Rule]:
    """ "On behalf of XYZ": let for a body that the hub does not know."""
    text = context.sentence.text
    found = FOR_SOMEBODY.search(text)
    if not found or not ON_A_FRAMEWORK.search(text):
        return []
    if NOBODY.search(found.group(1)) or AND_OTHERS.search(text, found.start(), found.end() + 60):
        return []
    name = " ".join(found.group(1).split()).removesuffix(" and")
    if any(organisation_slug(part) in owners() for part in name.split(" and ")):
        return []
    return [Rule(who=Who.OTHERS, name=name, closed=True, quote=text[:400], field=context.field)]


def for_the_owner(context: Context) -> list[Rule]:
    """ "Cleaning services to Kent County Council", said by Kent: let for it alone, unless it buys for others."""
    text = context.sentence.text
    if organisation_slug(context.owner) in owners():
        return []
    if any(_is_supplied(each, text) for each in owner_mentions(text, context.owner)) or any(
        _is_user(each, text)
        for each in (*owner_mentions(text, context.owner), *stand_in_mentions(text, context.owner))
    ):
        return [Rule(who=Who.OWNER, name=context.owner, closed=True, quote=text[:400], field=context.field)]
    return []


def _is_supplied(owner: Mention, text: str) -> bool:
    return RECIPIENT.search(text[: owner.start]) is not None and ALONE.match(text, owner.end) is not None


def _is_user(owner: Mention, text: str) -> bool:
    """ "The Council will use this DPS", "a framework from which the Council can buy"."""
    from_it = FROM_WHICH.search(text[: owner.start]) is not None and BUYS.match(text, owner.end) is not None
    return from_it or USES.match(text, owner.end) is not None
