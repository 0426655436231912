"""What to look for: a query read against the words and the references an index really has.

This is where synonyms, corrections and other ways to write a word come in, and where it is settled which parts of
the text are references. Every decision a searcher would want to know of is said in a hint.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from string import ascii_lowercase

from indexer.analysis import Reference, folded
from indexer.lexicon import Lexicon
from indexer.lifts import Lift, Lifts, find_lifts
from indexer.query import Clause, Parsed, Part, is_noise, parse
from indexer.snapshot import Snapshot
from indexer.thesaurus import thesaurus
from indexer.vectors import NO_DOCUMENTS, Numbers, union

MOST_WORDS = 12
MOST_COMPLETIONS = 256
SHORTEST_CORRECTED = 5
SHORTEST_SECOND_HALF = 3
SPLIT_WEIGHT = 0.9
SYNONYM_WEIGHT = 0.6
CORRECTION_WEIGHT = 0.5


@dataclass(frozen=True)
class Option:
    """One way to have what was asked for, and what it is worth: 1 for the very word.

    Either some words, any of the ``clauses``, or being one of the ``documents``. One that is ``guessed`` is not known
    to be what was meant.
    """

    clauses: tuple[Clause, ...] = ()
    documents: Numbers = field(default_factory=lambda: NO_DOCUMENTS, compare=False)
    weight: float = 1.0
    guessed: bool = False


@dataclass
class Ask:
    """One thing that was asked for; a document has it if it has any of the ``options``."""

    text: str
    options: list[Option]
    required: bool = False


@dataclass
class Plan:
    """All that was asked for.

    ``neighbours`` are pairs of words that were typed side by side. ``lifts`` put documents with a reference or a
    CPV code first, whatever else they have. A document must have any clause of each of the ``required``, and none of
    the ``excluded``.
    """

    asks: list[Ask] = field(default_factory=list)
    neighbours: list[Clause] = field(default_factory=list)
    lifts: list[Lift] = field(default_factory=list)
    required: list[tuple[Clause, ...]] = field(default_factory=list)
    excluded: list[Clause] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def plans(parsed: Parsed, related: Iterable[str], snapshot: Snapshot) -> list[Plan]:
    """The plan for a query, and those for other words for the whole of it, which must meet its conditions as well."""
    own = plan(parsed, snapshot)
    others = [plan(parse(text), snapshot) for text in related]
    return [own, *(replace(other, required=own.required, excluded=own.excluded) for other in others if other.asks)]


def plan(parsed: Parsed, snapshot: Snapshot) -> Plan:
    """The plan for one query on one snapshot. An empty query has an empty plan."""
    found = find_lifts(parsed, snapshot)
    made = Plan(lifts=found.lifts, hints=[*parsed.hints, *found.hints])
    parts = _rarest(_worth_asking(parsed.parts, found, snapshot), snapshot, made.hints)
    completed = _completions([*parsed.excluded, *(c for part in parts for c in part.clauses)], snapshot, made.hints)
    made.excluded = [clause for typed in parsed.excluded for clause in completed[typed]]
    made.asks = [_ask(part, completed) for part in parts]
    made.required = [ask.options[0].clauses for ask in made.asks if ask.required]
    words = [(part.clauses[0], ask) for part, ask in zip(parts, made.asks, strict=True) if part.is_word]
    made.neighbours = [_phrase(first, second) for (first, _), (second, _) in pairwise(words)]
    _add_numbers(words, snapshot)
    _add_joined_words(words)
    _add_split_words(words, snapshot.lexicon)
    _add_synonyms(words)
    _add_corrections(words, snapshot, made.hints)
    made.hints += _not_found(made.asks, snapshot)
    if not (made.asks or made.lifts or made.excluded or made.hints):
        made.hints.append("There is no word to search for in what you typed.")
    return made


def _worth_asking(parts: Sequence[Part], found: Lifts, snapshot: Snapshot) -> list[Part]:
    """The parts that are not references, less words of the sentence about searching, if there are others.

    An unknown reference is a word like any other if some document mentions it; else it does not count.
    """
    asked = [part for part in parts if not _is_in(part, found.read)]
    telling = [part for part in asked if not is_noise(part)] or ([] if found.read else asked)
    return [part for part in telling if not _is_in(part, found.unknown) or _is_mentioned(part, found.unknown, snapshot)]


def _is_in(part: Part, references: Sequence[Reference]) -> bool:
    return any(reference.start <= part.start < reference.end for reference in references)


def _is_mentioned(part: Part, unknown: Sequence[Reference], snapshot: Snapshot) -> bool:
    whole = any((part.start, part.end) == (reference.start, reference.end) for reference in unknown)
    return whole and any(len(snapshot.weights(clause.terms, clause.field).documents) for clause in part.clauses)


def _rarest(parts: list[Part], snapshot: Snapshot, hints: list[str]) -> list[Part]:
    """At most twelve plain words, the least common that are known, in the order they were typed."""
    words = [part for part in parts if part.is_word]
    if len(words) <= MOST_WORDS:
        return parts
    in_documents = {word: len(snapshot.weights(word.clauses[0].terms).documents) for word in words}
    unknown_last = snapshot.total + 1
    kept = set(sorted(words, key=lambda word: in_documents[word] or unknown_last)[:MOST_WORDS])
    texts = ", ".join(word.text for word in words if word in kept)
    hints.append(f"Your search is long, so we looked for its {MOST_WORDS} least common words: {texts}.")
    return [part for part in parts if not part.is_word or part in kept]


def _completions(clauses: Sequence[Clause], snapshot: Snapshot, hints: list[str]) -> dict[Clause, list[Clause]]:
    """For each beginning, a clause for each word it begins, up to its share of all; any other clause is itself."""
    completed = {clause: [clause] for clause in clauses}
    beginnings = [clause for clause in completed if clause.beginning]
    for clause in beginnings:
        share = MOST_COMPLETIONS // len(beginnings)
        words = snapshot.lexicon.beginning_with(clause.words[0], share + 1)
        if len(words) > share:
            hints.append(f"Many words begin with ‘{clause.words[0]}’, so only the first {share} were used.")
        terms = dict.fromkeys(snapshot.lexicon.term(word) for word in words[:share])
        completed[clause] = [Clause((), (term,), clause.field) for term in terms]
    return completed


def _ask(part: Part, completed: Mapping[Clause, list[Clause]]) -> Ask:
    return Ask(part.text, [Option(tuple(c for clause in part.clauses for c in completed[clause]))], part.required)


Words = Sequence[tuple[Clause, Ask]]
"""The plain words of a query in order, each with its ask."""


def _phrase(first: Clause, second: Clause) -> Clause:
    return Clause(first.words + second.words, first.terms + second.terms)


def _add_numbers(words: Words, snapshot: Snapshot) -> None:
    """A number may be part of a reference, though other words of the query are missing from that document."""
    for clause, ask in words:
        number = clause.words[0]
        if number.isdigit():
            documents = union([snapshot.with_key(number), snapshot.near_key(number)])
            ask.options.append(Option(documents=documents))


def _add_joined_words(words: Words) -> None:
    """ "g cloud" is also "gcloud"."""
    for (first, first_ask), (second, second_ask) in pairwise(words):
        word, term = folded(first.words[0] + second.words[0])
        joined = Option((Clause((word,), (term,)),))
        first_ask.options.append(joined)
        second_ask.options.append(joined)


def _add_split_words(words: Words, lexicon: Lexicon) -> None:
    """ "gcloud" is also "g cloud", wherever both halves are words of the index and stand side by side."""
    for clause, ask in words:
        word = clause.words[0]
        for cut in range(1, len(word) - SHORTEST_SECOND_HALF + 1):
            halves = (word[:cut], word[cut:])
            if all(half in lexicon for half in halves):
                phrase = Clause(halves, tuple(lexicon.term(half) for half in halves))
                ask.options.append(Option((phrase,), weight=SPLIT_WEIGHT))


def _add_synonyms(words: Words) -> None:
    for expansion in thesaurus().expand([clause.terms[0] for clause, _ in words]):
        for _, ask in words[expansion.start : expansion.end]:
            ask.options.append(Option((expansion.clause,), weight=SYNONYM_WEIGHT))


def _add_corrections(words: Words, snapshot: Snapshot, hints: list[str]) -> None:
    """A word that no document has in any way is taken for its commonest neighbour, one letter away."""
    for clause, ask in words:
        if any(_matches(option, snapshot) for option in ask.options):
            continue
        word = _nearest_word(clause.words[0], snapshot)
        if word:
            term = snapshot.lexicon.term(word)
            ask.options.append(Option((Clause((word,), (term,)),), weight=CORRECTION_WEIGHT, guessed=True))
            hints.append(f"No match for ‘{ask.text}’. Showing results for ‘{word}’.")


def _not_found(asks: Sequence[Ask], snapshot: Snapshot) -> Iterator[str]:
    for ask in asks:
        if not any(_matches(option, snapshot) for option in ask.options):
            exactly = f"No framework here has ‘{ask.text}’ exactly as you typed it."
            yield exactly if ask.required else f"Nothing in the catalogue mentions ‘{ask.text}’."


def _matches(option: Option, snapshot: Snapshot) -> bool:
    found = (snapshot.weights(clause.terms, clause.field).documents for clause in option.clauses)
    return bool(len(option.documents)) or any(map(len, found))


def _nearest_word(word: str, snapshot: Snapshot) -> str | None:
    if len(word) < SHORTEST_CORRECTED or not word.isalpha():
        return None
    neighbours = snapshot.lexicon.words_for(_one_letter_away(word))
    return max(sorted(neighbours), key=snapshot.documents_with, default=None)


def _one_letter_away(word: str) -> set[str]:
    """All spellings with one letter left out, swapped, replaced or put in; the first letter is taken to be right."""
    halves = [(word[:n], word[n:]) for n in range(1, len(word) + 1)]
    left_out = {before + after[1:] for before, after in halves}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1}
    replaced = {before + letter + after[1:] for before, after in halves if after for letter in ascii_lowercase}
    put_in = {before + letter + after for before, after in halves for letter in ascii_lowercase}
    return left_out | swapped | replaced | put_in
