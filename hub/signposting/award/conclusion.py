"""What the hub concludes on a proposed call-off, in words that leave the decision where it belongs."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The four conclusions, the strictest first. ``strictness`` orders them: nought is the strictest."""

    NOT_ALLOWED = "not_allowed"
    CANNOT_TELL = "cannot_tell"
    ONLY_COMPETITION = "only_competition"
    DIRECT_AWARD_ALLOWED = "direct_award_allowed"

    @property
    def strictness(self) -> int:
        return list(Verdict).index(self)


OWNER = "the owner of the framework"
ADVISER = "your own procurement or legal adviser"
REQUESTER = "you, from what you know of your requirement"


@dataclass(frozen=True)
class Missing:
    """A fact that is missing, who can settle it, and a question to put to them as it stands."""

    fact: str
    who: str
    question: str


@dataclass(frozen=True)
class Finding:
    """What one rule says. ``basis`` are provisions, as lawyers write them."""

    verdict: Verdict
    reason: str
    basis: tuple[str, ...] = ()
    missing: Missing | None = None


@dataclass(frozen=True)
class Conclusion:
    """What all rules say together: the strictest verdict, with the reasons of the rules that came to it.

    ``test`` names what was tested. ``also``: what else was found that holds whatever is still missing.
    """

    verdict: Verdict
    test: str
    reasons: tuple[str, ...]
    basis: tuple[str, ...]
    missing: tuple[Missing, ...] = ()
    also: tuple[str, ...] = ()
    competes: bool = False

    @property
    def sentence(self) -> str:
        """The conclusion as it is shown, never as a permission."""
        if self.verdict is Verdict.CANNOT_TELL:
            return f"The published facts and your answers cannot be shown to meet {self.test}."
        meets = Verdict.ONLY_COMPETITION if self.competes else Verdict.DIRECT_AWARD_ALLOWED
        if self.verdict is meets:
            return f"The published facts and your answers do meet {self.test}."
        return f"The published facts and your answers do not meet {self.test}."

    @property
    def who_decides(self) -> str:
        """Who has the last word: always a person."""
        asked = tuple(dict.fromkeys(missing.who for missing in self.missing if missing.who != REQUESTER))
        others = [who for who in asked if who != ADVISER]
        last = "Your organisation decides, on the advice of its own procurement and legal officers"
        return f"{last}, once what is missing has been settled by {' and '.join(others)}." if others else f"{last}."
