"""Why the value of a field is the one that is shown. Pure: it puts the order of hub.ingest.merge into words."""

from hub.catalogue.provenance import UNITED
from hub.ingest.merge import LOCK, Merged, contradictions
from hub.ingest.statement import CHANGED, STRENGTH, Statement
from scrapers.record import Edition
from scrapers.source import Voice

VOICES = {
    Voice.OWNER: "the owner’s own word",
    Voice.FIND_A_TENDER: "a notice on Find a Tender",
    Voice.NOTICE: "another notice",
    Voice.OFFICER: "what an organisation contributed",
    Voice.DIRECTORY: "a directory",
    Voice.RESELLER: "a reseller’s listing",
    Voice.REGISTER: "a register",
}


def why_shown(name: str, merged: Merged) -> str:
    """A sentence on a field of what was merged; empty where nothing is shown."""
    if name in UNITED:
        return "Every source adds to it."
    if merged.provenance.get(name) == LOCK:
        return "A network set it, which goes before whatever a source says."
    winner = merged.winner(name)
    if winner is None:
        return ""
    rivals = contradictions(merged, name)
    others = [each for each in rivals if not each.entry or each.entry != winner.entry]
    return _against(name, winner, (others or rivals)[0]) if rivals else "No source says anything else."


def _against(name: str, winner: Statement, rival: Statement) -> str:
    if name in CHANGED and (winner.record.edition is Edition.CHANGE) != (rival.record.edition is Edition.CHANGE):
        return "It is from a notice that says what has changed, which goes before what was said until then."
    if STRENGTH[winner.voice] != STRENGTH[rival.voice]:
        return f"It is {VOICES[winner.voice]}, which goes before {VOICES[rival.voice]}."
    if winner.record.evidence_only != rival.record.evidence_only:
        return "It is from a notice of the framework itself, which goes before one that only changes or ends it."
    if winner.entry and winner.entry == rival.entry and _day(winner) != _day(rival):
        return "It is the newest that its source says."
    if winner.record.published != rival.record.published or winner.released != rival.released:
        return "Of sources of equal weight, it was published last."
    if winner.as_of != rival.as_of:
        return "Of sources of equal weight, it is the newest."
    return "Sources of equal weight differ, and nothing tells which is newer: the hub keeps to one of them."


def _day(said: Statement) -> tuple[object, ...]:
    return said.record.published, said.released, said.as_of
