"""What: where the words of the search were found."""

from collections.abc import Iterable
from dataclasses import replace

from hub.signposting.sifting.candidate import Candidate, FoundIn
from hub.signposting.sifting.finding import Finding, Question, Verdict
from hub.signposting.sifting.needs import Needs


def what(candidate: Candidate, needs: Needs) -> tuple[Finding, ...]:
    """It fits where the words are in a part that says what it is; elsewhere they may be there in passing."""
    if not needs.words:
        return ()
    naming = _each_word_once(found for found in candidate.found_in if found.names_it)
    if naming:
        return (_finding(Verdict.FITS, _places(naming), naming),)
    passing = _each_word_once(candidate.found_in)
    if passing:
        return (_finding(Verdict.OPEN, f"{_places(passing)} only, perhaps in passing. Read what it covers.", passing),)
    return (_finding(Verdict.OPEN, "Found by related words or its number. Read what it covers.", ()),)


def _each_word_once(found_in: Iterable[FoundIn]) -> tuple[FoundIn, ...]:
    """Where each word was found first; places that add no word are left out."""
    seen: set[str] = set()
    kept: list[FoundIn] = []
    for found in found_in:
        new = tuple(word for word in found.words if word.casefold() not in seen)
        seen.update(word.casefold() for word in new)
        kept += [replace(found, words=new)] if new else []
    return tuple(kept)


def _places(found_in: Iterable[FoundIn]) -> str:
    """ "“cleaning” in the title; “windows” in the lots"."""
    return "; ".join(f"{', '.join(f'“{word}”' for word in found.words)} in the {found.place}" for found in found_in)


def _finding(verdict: Verdict, words: str, found_in: tuple[FoundIn, ...]) -> Finding:
    return Finding(Question.WHAT, verdict, words, tuple(found.evidence for found in found_in))
