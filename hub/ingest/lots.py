"""The lots of a framework from all that is said of them. Pure.

An entry of a source may have several editions. A whole edition replaces the ones before it; a delta (a notice) adds
lots and suppliers, or says that a supplier has left, and leaves the rest as it was.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from hub.data import matching_form
from hub.ingest.statement import Statement, comparable, known
from scrapers.record import Day, Edition, Lot, Record, SupplierPlace

Lots = tuple[Lot, ...]
Item = TypeVar("Item", Lot, SupplierPlace)


@dataclass(frozen=True)
class Listing:
    """Lots as one entry of a source has them, the record that lists them, and the day it speaks of."""

    lots: Lots
    hash: str
    day: date

    @property
    def named(self) -> Lots:
        return tuple(lot for lot in self.lots if lot.number or lot.title)

    @property
    def unplaced(self) -> Lots:
        """Lots that stand for suppliers whose lot is not said."""
        return tuple(lot for lot in self.lots if not (lot.number or lot.title))


def merge_lots(ranked: Sequence[Statement], term: Mapping[str, Any] | None = None) -> tuple[Lots, str | None]:
    """The lots of the strongest entry that lists any, each completed from the others' entry for the same lot, and the
    hash of the record whose list it is.

    A weaker entry's further lots are not added: a shorter or longer list is a contradiction a person can see.
    ``term`` has the framework's start and end as merged.
    """
    listings = list(_listings(ranked, term or {}))
    if not listings:
        return (), None
    first = next((listing for listing in listings if listing.named), listings[0])
    others = [listing.lots for listing in listings if listing is not first]
    keys = Counter(map(lot_key, first.lots))
    lots = in_order(_completed(lot, others) if keys[lot_key(lot)] == 1 else lot for lot in first.lots)
    return _with_leavers(_with_unplaced(lots, first, listings), first, listings), first.hash


def _listings(ranked: Sequence[Statement], term: Mapping[str, Any]) -> Iterator[Listing]:
    """Strongest first: every whole edition by itself, and the editions of an entry with deltas as what they add up to.
    """
    entries: dict[str, list[Statement]] = defaultdict(list)
    for said in ranked:
        if said.record.lots:
            entries[said.entry or f"{said.source}\x1f{said.record.source_id}"].append(said)
    for editions in entries.values():
        if all(said.record.edition is Edition.WHOLE for said in editions):
            yield from (Listing(_lots_in_term(said.record, term), said.hash, _day(said)) for said in editions)
        else:
            yield _compiled(sorted(editions, key=_age), term)


def _day(said: Statement) -> date:
    return said.record.published or said.as_of


def _age(said: Statement) -> tuple[Any, ...]:
    """Oldest first. Of two notices of one day, the instant of publication tells which came later."""
    return (_day(said), said.released, said.as_of, said.hash)


def _compiled(editions: Sequence[Statement], term: Mapping[str, Any]) -> Listing:
    """Editions, oldest first, one upon the other."""
    lots: Lots = ()
    for said in editions:
        stated = _lots_in_term(said.record, term)
        whole = said.record.edition is Edition.WHOLE
        lots = tuple(_completed(lot, [lots]) for lot in stated) if whole else _amended(lots, stated, _day(said))
    return Listing(lots, editions[-1].hash, _day(editions[-1]))


def _amended(lots: Lots, changes: Lots, day: date) -> Lots:
    """Lots with the changes a notice of that day makes to them."""
    dated = (
        change.model_copy(update={"suppliers": tuple(_dated(place, day) for place in change.suppliers)})
        for change in changes
    )
    return _laid_over(lots, dated, same_lot, _updated)


def _dated(place: SupplierPlace, day: date) -> SupplierPlace:
    """A supplier that has left without a date left by the day of the notice that says so."""
    if place.status != "left" or place.end is not None:
        return place
    return place.model_copy(update={"end": Day(value=day)})


def _updated(lot: Lot, change: Lot) -> Lot:
    """What the change knows counts; suppliers it does not name stay."""
    news = {name: value for name, value in dict(change).items() if known(value) and name != "suppliers"}
    suppliers = _laid_over(lot.suppliers, change.suppliers, same_supplier, _restated)
    return lot.model_copy(update=news | {"suppliers": suppliers})


def _restated(place: SupplierPlace, news: SupplierPlace) -> SupplierPlace:
    """The newer statement of a supplier's standing, with the numbers either gave. Who is back has no end."""
    numbers = tuple(dict.fromkeys((*place.identifiers, *news.identifiers)))
    known_news = {name: value for name, value in dict(news).items() if known(value)}
    return place.model_copy(update={"end": None} | known_news | {"identifiers": numbers})


def _laid_over(
    before: Iterable[Item],
    news: Iterable[Item],
    is_same: Callable[[Item, Item], bool],
    updated: Callable[[Item, Item], Item],
) -> tuple[Item, ...]:
    """What was there before, each updated with the news of the same; other news stand behind it."""
    items = list(before)
    for new in news:
        at = next((n for n, item in enumerate(items) if is_same(item, new)), None)
        if at is None:
            items.append(new)
        else:
            items[at] = updated(items[at], new)
    return tuple(items)


def same_supplier(place: SupplierPlace, other: SupplierPlace) -> bool:
    """By a number both have, else by name."""
    shared = {i.scheme for i in place.identifiers} & {i.scheme for i in other.identifiers}
    if shared:
        return bool(set(place.identifiers) & set(other.identifiers))
    return matching_form(place.name) == matching_form(other.name)


def _with_unplaced(lots: Lots, first: Listing, listings: Iterable[Listing]) -> Lots:
    """With the suppliers whose lot is not said, as far as they are on no lot. Another entry's are only taken where no
    lot lists any: better an answer without a lot than none.
    """
    named = tuple(lot for lot in lots if lot.number or lot.title)
    placed = [place for lot in named for place in lot.suppliers]
    unplaced = first.unplaced if placed else next((each.unplaced for each in listings if each.unplaced), ())
    return (*named, *(lot for lot in (_without(lot, placed) for lot in unplaced) if lot.suppliers))


def _without(lot: Lot, placed: Iterable[SupplierPlace]) -> Lot:
    places = tuple(place for place in lot.suppliers if not any(same_supplier(place, other) for other in placed))
    return lot.model_copy(update={"suppliers": places})


def _with_leavers(lots: Lots, first: Listing, listings: Iterable[Listing]) -> Lots:
    """Marked as left: the suppliers that a later notice says have left, without saying from which lot."""
    leavers = [
        place
        for listing in listings
        if listing.day >= first.day
        for lot in listing.unplaced
        for place in lot.suppliers
        if place.status == "left"
    ]
    return tuple(_left(lot, leavers) for lot in lots) if leavers else lots


def _left(lot: Lot, leavers: Sequence[SupplierPlace]) -> Lot:
    places = []
    for place in lot.suppliers:
        leaver = next((leaver for leaver in leavers if same_supplier(leaver, place)), None)
        places.append(place.model_copy(update={"status": "left", "end": leaver.end}) if leaver else place)
    return lot.model_copy(update={"suppliers": tuple(places)})


def in_order(lots: Iterable[Lot]) -> Lots:
    """Lots by number, 2 before 10 and 2a before 2b, if all have one; else in the order published."""
    found = tuple(lots)
    if all(lot.number for lot in found):
        return tuple(sorted(found, key=lambda lot: _natural(lot_number(lot.number))))
    return found


def _natural(number: str) -> list[tuple[int, str]]:
    return [(int(digits or 0), letters) for digits, letters in re.findall(r"(\d*)(\D*)", number[:80])]


def _lots_in_term(record: Record, term: Mapping[str, Any]) -> Lots:
    """A record whose own end date is out of date says nothing of use about when its lots end; likewise the start.

    GCA's agreements service of 2022 gives lots the end of their framework before it was extended.
    """
    lost = [
        name
        for name in ("start", "end")
        if known(getattr(record, name)) and comparable(getattr(record, name)) != comparable(term.get(name))
    ]
    return tuple(lot.model_copy(update=dict.fromkeys(lost)) for lot in record.lots) if lost and term else record.lots


def _completed(lot: Lot, others: Iterable[Lots]) -> Lot:
    """Filled in from the one lot of each other list that is the same; where two could be, from neither."""
    for lots in others:
        twins = [other for other in lots if same_lot(lot, other)]
        if len(twins) == 1:
            missing = {f: v for f, v in dict(twins[0]).items() if known(v) and not known(getattr(lot, f))}
            lot = lot.model_copy(update=missing)
    return lot


def same_lot(lot: Lot, other: Lot) -> bool:
    """Lots are the same by number where both have one, else by title."""
    if lot.number and other.number:
        return lot_number(lot.number) == lot_number(other.number)
    return comparable(lot.title) == comparable(other.title) and bool(lot.title or not (lot.number or other.number))


def lot_number(text: str) -> str:
    """ "Lot 2A" and "2a" are one lot."""
    return text.casefold().removeprefix("lot").strip(" .:-") or text


def lot_key(lot: Lot) -> str:
    """What tells a lot from the others of its framework: its number, else its title."""
    return lot_number(lot.number) if lot.number else str(comparable(lot.title))


def lot_keys(lots: Iterable[Lot]) -> list[str]:
    """A key for each lot. Lots without a number may share a title (RM6088 has one for each value band): they are told
    apart by their order.
    """
    seen: Counter[str] = Counter()
    keys = []
    for key in map(lot_key, lots):
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key} #{seen[key]}")
    return keys


