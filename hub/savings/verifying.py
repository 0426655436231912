"""The council stands behind a claim: a second person of the organisation verifies it, or gives it back with a question.

Never its reporter, nor anybody who had a hand in what it says (hub.savings.states).
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hub import mail
from hub.actor import Actor
from hub.errors import Refused
from hub.models import SavingClaim
from hub.personal import problem
from hub.savings import history, ledger, sampling, seen, settling
from hub.savings.entry import Verify
from hub.savings.ruling import ruled

LONGEST_WORDS = 2000

ANSWERS = {
    "verified": "verified by your council",
    "returned": "returned with a question",
    "validated": "validated by the network",
    "rejected": "rejected by the network",
}


def verify(
    session: Session,
    claim: SavingClaim,
    actor: Actor,
    words: str,
    at: datetime,
    secret: str,
    version: int | None = None,
    link: str = "",
) -> None:
    """It is true as far as the council can tell. ``link`` is where its reporter reads it. Raises NotFound, Refused.

    ``secret`` is the hub's: it draws the sample. ``version`` is the one they looked at; Stale where there is a newer.
    """
    state = seen.after("verify", claim, actor)
    history.require_version(claim, version)
    approve(session, claim, actor, words, at, state, "colleague", secret)
    tell(session, claim, "verified", at, link)


def give_back(
    session: Session,
    claim: SavingClaim,
    actor: Actor,
    words: str,
    at: datetime,
    version: int | None = None,
    link: str = "",
) -> None:
    """Back to its reporter with a question. Raises NotFound, Refused, Stale."""
    state = seen.after("give back", claim, actor)
    history.require_version(claim, version)
    answer(session, claim, actor, "give back", state, words, at)
    tell(session, claim, "returned", at, link)


def approve(
    session: Session, claim: SavingClaim, actor: Actor, words: str, at: datetime, state: str, how: str, secret: str
) -> None:
    """The same for whoever was found to be the second person. Raises Refused."""
    require_plain(words)
    if claim.figures.get("outlier_note") and not claim.outlier_note.strip():
        raise Refused("It saves more than 40% of the baseline. Its reporter must say why before it can be verified.")
    ruled(
        ledger.book(session, claim.call_off, claim),
        Verify(claim.key, actor.name, ledger.held_claim(claim).organisation),
    )
    history.keep(session, claim, "verify", actor.name, at)
    claim.state, claim.answer = state, words.strip()
    claim.verified_at, claim.verified_by, claim.verified_how = at, actor.name, how
    claim.sampled = claim.sampled or sampling.is_drawn(claim.key, claim.net_pence or 0, secret)
    session.flush()
    settling.settle(session, claim.call_off, at, claim)
    history.note(session, "verify", actor, claim, at, {"how": how, "sampled": claim.sampled})


def answer(session: Session, claim: SavingClaim, actor: Actor, step: str, state: str, words: str, at: datetime) -> None:
    """A state in which it counts no more, with words for its reporter. Raises Refused."""
    if not words.strip():
        raise Refused("Say why, in words for whoever reported it.")
    require_plain(words)
    history.keep(session, claim, step, actor.name, at)
    settling.forget_approval(claim)
    claim.state, claim.answer = state, words.strip()
    session.flush()
    settling.settle(session, claim.call_off, at, claim)
    history.note(session, step, actor, claim, at)


def require_plain(words: str) -> None:
    """Raises Refused for words that cannot be kept, as with an address of somebody in them."""
    if words.strip() and (wrong := problem(words, LONGEST_WORDS)):
        raise Refused(f"{wrong}.")


def tell(session: Session, claim: SavingClaim, answer: str, at: datetime, link: str) -> None:
    """A letter to its reporter, as long as they have an account."""
    account = claim.reporter
    if account is None or account.state != "active" or not account.email:
        return
    about: dict[str, Any] = {"answer": ANSWERS[answer], "title": claim.title or "a saving", "words": claim.answer}
    about |= {"state": answer, "link": link}
    mail.post(session, mail.write("saving_answered", account.email, **about), at)
