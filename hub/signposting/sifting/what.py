"""What: where the words of the search were found."""

from collections.abc import Iterable

from hub.signposting.sifting.candidate import Candidate, FoundIn
from hub.signposting.sifting.finding import Finding, Question, Verdict
from hub.signposting.sifting.needs import Needs


def what(candidate: Candidate, needs: Needs) -> tuple[Finding, ...]:
    """It fits where the words are in a part that says what it is; elsewhere they may be there in passing."""
    if not needs.words:
        return ()
    naming = tuple(found for found in candidate.found_in if found.names_it)
    if naming:
        return (_finding(Verdict.FITS, _places(naming), naming),)
    if candidate.found_in:
        words = f"{_places(candidate.found_in)} only, perhaps in passing. Read what it covers."
        return (_finding(Verdict.OPEN, words, candidate.found_in),)
    return (_finding(Verdict.OPEN, "Found by related words or its number. Read what it covers.", ()),)


def _places(found_in: Iterable[FoundIn]) -> str:
    """ "“cleaning” in the title; “windows” in lots"; each word once, where it was found first."""
    seen: set[str] = set()
    parts: list[str] = []
    for found in found_in:
        new = [word for word in found.words if word.casefold() not in seen]
        seen.update(word.casefold() for word in new)
        if new:
            parts.append(f"{', '.join(f'“{word}”' for word in new)} in the {found.place}")
    return "; ".join(parts)


def _finding(verdict: Verdict, words: str, found_in: tuple[FoundIn, ...]) -> Finding:
    return Finding(Question.WHAT, verdict, words, tuple(found.evidence for found in found_in))
