"""The lots of a framework, and which supplier is on which."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scrapers.notes import Notes
from scrapers.ocds.notice import Notice
from scrapers.ocds.parties import REMOVED, SUPPLIER, Parties, Supplier
from scrapers.ocds.shape import Object, dig, objects, texts, word
from scrapers.ocds.term import CANCELLED, lot_term
from scrapers.ocds.values import block, cpv, line, money, regions
from scrapers.record import Lot, Stage, SupplierPlace

ONLY_A_NUMBER = re.compile(r"lot\s*[\w.]{1,4}", re.IGNORECASE)
NOT_MADE = frozenset({"cancelled", "unsuccessful", "pending", "withdrawn"})
LOT_IN_AWARD_ID = re.compile(r"\d{6}-\d{4}-(\d{1,3})-\d{1,4}")
LEADING_NUMBER = re.compile(r"\D{0,6}?0*(\d{1,3})(?!\d)")
UNPLACED = ""


@dataclass
class Places:
    """Suppliers by lot id; under ``UNPLACED`` those whose lot is not said."""

    active: dict[str, list[Supplier]] = field(default_factory=lambda: defaultdict(list))
    left: dict[str, list[Supplier]] = field(default_factory=lambda: defaultdict(list))

    def on(self, lot: str) -> tuple[SupplierPlace, ...]:
        found = {supplier.name.casefold(): _place(supplier, "active") for supplier in self.active.get(lot, ())}
        gone = {supplier.name.casefold(): _place(supplier, "left") for supplier in self.left.get(lot, ())}
        return tuple((found | gone).values())


def lots(notice: Notice, parties: Parties, notes: Notes) -> tuple[Lot, ...]:
    """The lots as listed, each with its suppliers, and one without a number for suppliers whose lot is not said."""
    places = _places(notice, parties)
    items = _items_by_lot(notice)
    ids = {word(lot.get("id")) for lot in notice.lots}
    found = [_lot(notice, lot, items[word(lot.get("id"))], places, notes) for lot in notice.lots]
    named = [lot for lot in found if lot.number or lot.title]
    if len(named) < len(found):
        notes.add("lots", str(len(found) - len(named)), "have neither an id nor a title", "left out")
    unknown = [lot for lot in (*places.active, *places.left) if lot not in ids]
    loose = [Lot(number=lot, suppliers=places.on(lot)) for lot in dict.fromkeys(unknown) if places.on(lot)]
    return (*_apart(named, notes), *loose)


def _places(notice: Notice, parties: Parties) -> Places:
    places = Places()
    ids = [word(lot.get("id")) for lot in notice.lots if word(lot.get("id"))]
    numbered = _by_number(ids)
    for award in notice.awards:
        made = word(award.get("status")).casefold() not in NOT_MADE
        on = _lots_of(award, ids, numbered)
        for lot in on:
            if made:
                places.active[lot] += parties.suppliers(
                    [*objects(award, "suppliers"), *objects(award, "suppliersAdded")]
                )
            places.left[lot] += parties.suppliers(objects(award, "suppliersRemoved"))
    _with_others(places, notice, parties, _only(ids))
    return places


def _with_others(places: Places, notice: Notice, parties: Parties, lot: str) -> None:
    """Suppliers who are on no award, and those a notice says have left."""
    holders = (notice.release, notice.tender, *notice.contracts)
    added = [each for holder in holders for each in objects(holder, "suppliersAdded")]
    removed = [each for holder in holders for each in objects(holder, "suppliersRemoved")]
    leavers = parties.suppliers([*removed, *parties.with_role(REMOVED)])
    gone = {supplier.name.casefold() for supplier in leavers}
    placed = {supplier.name.casefold() for suppliers in places.active.values() for supplier in suppliers}
    unplaced = parties.suppliers([*added, *parties.with_role(SUPPLIER)])
    places.active[lot] += [each for each in unplaced if each.name.casefold() not in placed | gone]
    places.left[lot if notice.lots else UNPLACED] += leavers


def _lots_of(award: Object, ids: Sequence[str], numbered: Mapping[str, list[str]]) -> list[str]:
    """Those it names; else the one its own id names (052408-2025-1-4 is on lot 1); else the only one."""
    named = texts(award.get("relatedLots")) or texts(award.get("relatedLot"))
    if named:
        return [word(each) for each in dict.fromkeys(named)]
    match = LOT_IN_AWARD_ID.fullmatch(word(award.get("id")))
    near = numbered.get(match[1], []) if match else []
    return near if len(near) == 1 else [_only(ids)]


def _by_number(ids: Iterable[str]) -> dict[str, list[str]]:
    """Lots by the number their id begins with: "1 - Caustic Soda" is 1."""
    found: dict[str, list[str]] = defaultdict(list)
    for lot in ids:
        match = LEADING_NUMBER.match(lot)
        if match:
            found[match[1]].append(lot)
    return found


def _only(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else UNPLACED


def _items_by_lot(notice: Notice) -> dict[str, list[Object]]:
    found: dict[str, list[Object]] = defaultdict(list)
    for holder in (notice.tender, *notice.awards):
        for item in objects(holder, "items"):
            found[word(item.get("relatedLot"))].append(item)
    return found


def _lot(notice: Notice, lot: Object, items: Iterable[Object], places: Places, notes: Notes) -> Lot:
    number = word(lot.get("id"))
    name = f"lot {number}"
    items = list(items)
    term = lot_term(lot, notes)
    return Lot(
        number=number,
        title=_title(line(notes, f"{name} title", lot.get("title")), notice.title),
        description=block(notes, f"{name} description", lot.get("description")),
        start=term.start,
        end=term.end,
        stage=_stage(notice, lot),
        cpv=cpv(notes, (lot, *items)),
        regions=regions(items),
        max_value=money(notes, f"{name} value", dig(lot, "value")),
        suppliers=places.on(number),
    )


def _title(title: str, whole: str) -> str:
    """A title that only says "Lot 2", or repeats the framework's, says nothing."""
    same = title.casefold() == " ".join(whole.split()).casefold()
    return "" if same or ONLY_A_NUMBER.fullmatch(title) else title


def _stage(notice: Notice, lot: Object) -> Stage | None:
    """Cancelled only where nothing was awarded: Find a Tender calls the lots of awarded frameworks cancelled, too."""
    cancelled = word(lot.get("status")).casefold() in CANCELLED
    return Stage.CANCELLED if cancelled and not notice.is_awarded else None


def _apart(found: Sequence[Lot], notes: Notes) -> list[Lot]:
    """Lots that say the same are one; S2W lists some twice."""
    distinct = list(dict.fromkeys(found))
    if len(distinct) < len(found):
        notes.add("lots", str(len(found)), "has lots listed twice with the same facts", "kept once")
    return distinct


def _place(supplier: Supplier, status: str) -> SupplierPlace:
    return SupplierPlace(name=supplier.name, identifiers=supplier.identifiers, status=status, sme=supplier.sme)
