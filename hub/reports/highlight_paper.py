"""The highlight report on paper, for moderators with every sum or for members with those that tell of no one council.

Pure.
"""

from collections.abc import Iterator, Sequence

from hub.formatters import date_text, paragraphs
from hub.models import SavingClaim, SavingTarget
from hub.notes import Block, Facts, Heading, Table, Text
from hub.reports.bands import BANDS, COLUMNS, COUNCIL
from hub.reports.facts import Part
from hub.reports.highlight import MEMBERS, MODERATORS, Highlight
from hub.reports.paper import Paper
from hub.reports.public import Figure, Release
from hub.reports.targets import KINDS
from hub.reports.words import pounds, shortened
from hub.savings import pence
from hub.savings.states import STATES
from hub.savings.years import year_shown

FOR = {MODERATORS: "The network’s moderators: every sum is told", MEMBERS: "The network’s members"}
NOTHING = "None"
LONGEST = 60
MOST_STORIES = 20

SAVINGS = (
    "Net of costs, of the network’s member organisations, for this financial year alone. Only what the network has "
    "validated counts as realised. The four lines do not overlap, and they are not added up."
)
OF_OWNERS = "What owners of frameworks declare themselves. It is added to nothing here."
PUBLISHED = (
    "What the network’s member organisations saved in this financial year, net of costs and validated by the network, "
    "as it stood at the end of {}. A sum is not shown where it would tell what one organisation saved."
)
AGAINST = (
    "What was validated for the years of each by the end of this report’s year. A potential and what somebody reported "
    "are no targets, and no savings."
)


def printed(highlight: Highlight, address: str) -> Paper:
    """The report, to be read at an address."""
    name = shortened(highlight.network.name, LONGEST)
    blocks = [*_head(highlight), *_done(highlight), *_savings(highlight), *_against(highlight), *_stories(highlight)]
    return Paper(f"Highlight report {highlight.period.shown}: {name}", address, highlight.day, blocks)


def _head(highlight: Highlight) -> Iterator[Block]:
    period, day = highlight.period, highlight.day
    ends = "" if period.last <= day else ", a year that is not over"
    yield Facts(
        [
            ("Year", f"{date_text(period.first)} to {date_text(period.last)}{ends}"),
            ("Made on", f"{date_text(day)}, of what the hub knew that day"),
            ("For", FOR[MEMBERS if highlight.published else MODERATORS]),
        ]
    )


def _done(highlight: Highlight) -> Iterator[Block]:
    yield Heading("What was done")
    rows = [(each.name, each.value, each.of, each.definition) for each in highlight.figures]
    yield Table("The network and its hub", ("What", "Figure", "When", "What it counts"), rows, widths=(5, 3, 6, 12))
    yield Text("“Not known” means that the hub did not count it then.")


def _savings(highlight: Highlight) -> Iterator[Block]:
    yield Heading("Savings")
    if highlight.has_examples:
        yield Text("Example data is in these figures.", strong=True)
    if highlight.published:
        year = highlight.published.table(highlight.network.slug, "year").get(highlight.period.year)
        yield Text(PUBLISHED.format(date_text(highlight.published.as_of)))
        yield Facts([("Validated savings", _shown(year))])
        return
    yield Text(SAVINGS)
    columns = ("State", *(COLUMNS[column] for column in (*COUNCIL, "council")), "Of it cashable")
    rows = [(band.title, *_sums(highlight.of_band(band.key))) for band in BANDS]
    yield Table(f"Savings for {highlight.period.shown}", columns, rows, widths=(7, 4, 4, 4, 4), amounts=True)
    yield Facts([("Declared by owners of frameworks", f"{_sum(highlight.declared)}. {OF_OWNERS}")])


def _shown(figure: Figure | None) -> str:
    if figure is None:
        return NOTHING
    return pence.shown(figure.pence) if figure.pence is not None else f"Not shown: {figure.why}"


def _sums(parts: Sequence[Part]) -> list[str]:
    columns = [[each for each in parts if each.claim.column == column] for column in COUNCIL]
    return [_sum(part) for part in (*columns, parts, [each for each in parts if each.cashable])]


def _sum(parts: Sequence[Part]) -> str:
    return pounds(each.pence for each in parts) if parts else NOTHING


def _against(highlight: Highlight) -> Iterator[Block]:
    yield Heading("Against targets")
    if not highlight.targets:
        yield Text("No target has been entered for this network and year.")
        return
    yield Text(AGAINST)
    columns = ("Target, potential or report", "Years", "Sum", "Validated by then")
    rows = [(*_target(each), _reached(highlight, each)) for each in highlight.targets]
    yield Table(f"By the end of {highlight.period.shown}", columns, rows, widths=(9, 5, 5, 5), amounts=True)


def _reached(highlight: Highlight, target: SavingTarget) -> str:
    if highlight.published is None:
        return _sum(highlight.towards(target))
    last = min(target.last_year, highlight.period.year)
    return _published(highlight.published, highlight.network.slug, target.first_year, last)


def _published(release: Release, network: str, first: str, last: str) -> str:
    """The sum of some years, where each of them is shown."""
    within = [figure for year, figure in release.table(network, "year").items() if first <= year <= last]
    shown = [figure.pence for figure in within if figure.pence is not None]
    if len(shown) < len(within):
        return "Not shown"
    return pounds(shown) if shown else NOTHING


def _target(target: SavingTarget) -> Sequence[str]:
    example = " (example data)" if target.example else ""
    told = f", told on {date_text(target.reported_on)}" if target.reported_on else ""
    name = f"{KINDS[target.kind]}: {shortened(target.title, LONGEST)}{told}{example}"
    years = " to ".join(dict.fromkeys(year_shown(year) for year in (target.first_year, target.last_year)))
    return name, years, pence.shown(target.pence)


def _stories(highlight: Highlight) -> Iterator[Block]:
    yield Heading("How it was done")
    if not highlight.stories:
        yield Text("No organisation has agreed to have its story told.")
    for claim in highlight.stories[:MOST_STORIES]:
        yield from _story(claim, highlight)
    if len(highlight.stories) > MOST_STORIES:
        yield Text(f"And {len(highlight.stories) - MOST_STORIES} more.")


def _story(claim: SavingClaim, highlight: Highlight) -> Iterator[Block]:
    """Members read the words that may be told; all else of the claim is the organisation's own."""
    title = f": {shortened(claim.title, LONGEST)}" if highlight.published is None else ""
    yield Heading(f"{shortened(claim.organisation.name, LONGEST)}{title}", 3)
    yield from map(Text, paragraphs(claim.story))
    pairs = [("State", f"{claim.basis.capitalize()}. {STATES[claim.state]}")]
    if highlight.published is None:
        saved = sum(part.net_pence for part in claim.parts if part.year == highlight.period.year)
        pairs.append(("Saving in the year", pence.shown(saved)))
    if claim.example:
        pairs.append(("Example data", claim.published_in or "Where it was published is not known"))
    yield Facts(pairs)
    yield Text("Told with the permission of the organisation.")
