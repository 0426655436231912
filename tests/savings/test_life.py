"""The life of a claim, from the draft to what counts."""

from typing import Any

import pytest
from sqlalchemy import select

from hub import audit
from hub.errors import Refused
from hub.models import AuditEntry, CallOffSharer, Outbox, SavingPlace, SavingVersion
from hub.savings import desk, seen, validating, verifying
from hub.savings.history import Stale
from tests.moments import NOON
from tests.savings.people import SECRET, a_claim, a_draft, an_actor, bring_to, years_of


def test_a_claim_goes_from_draft_to_what_counts(sessions: Any) -> None:
    with sessions.begin() as session:
        officer, colleague = an_actor(session), an_actor(session)
        moderator = an_actor(session, "moderator")
        claim = a_draft(session, officer)
        assert (claim.state, claim.years) == ("draft", [])

        decision = desk.submit(session, claim, officer, NOON)
        assert (decision.outcome, claim.state) == ("accept", "submitted")
        verifying.verify(session, claim, colleague, "", NOON, SECRET)
        assert (claim.state, claim.verified_by) == ("verified", colleague.name)
        validating.validate(session, claim, moderator, "", NOON)

        assert (claim.state, claim.validated_by, claim.column) == ("validated", moderator.name, "collaborative")
        assert years_of(claim) == {"2025-26": 10_000}
        assert (claim.net_pence, claim.cashable_pence) == (10_000, 10_000)
        assert [(part.year, part.bucket, part.net_pence) for part in claim.parts] == [("2025-26", "headline", 10_000)]


def test_every_earlier_version_is_kept(sessions: Any) -> None:
    with sessions.begin() as session:
        claim = a_claim(session, an_actor(session), "validated")
        kept = session.scalars(select(SavingVersion).order_by(SavingVersion.version)).all()

        assert [(each.version, each.step, each.state) for each in kept] == [
            (1, "submit", "draft"),
            (2, "verify", "submitted"),
            (3, "validate", "verified"),
        ]
        assert claim.version == 4 and kept[0].entered["title"] == "Copier paper"


@pytest.mark.parametrize(("field", "value"), [("title", "Paper"), ("notes", "More"), ("story", "We bought together.")])
def test_words_change_nothing(sessions: Any, field: str, value: str) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer, "validated")
        desk.save(session, claim, officer, {field: value}, claim.version, NOON)
        assert claim.state == "validated" and getattr(claim, field) == value


def test_of_what_counts_no_longer_only_the_notes_change(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer, "validated")
        desk.withdraw(session, claim, officer, NOON)
        desk.annotate(session, claim, officer, "Bought elsewhere", claim.version, NOON)
        assert (claim.state, claim.column, claim.notes) == ("withdrawn", "collaborative", "Bought elsewhere")
        assert claim.entered["notes"] == "Bought elsewhere" and claim.years == []
        with pytest.raises(Refused, match="not open any more"):
            desk.save(session, claim, officer, {"title": "Paper"}, claim.version, NOON)
        with pytest.raises(Refused, match="Only its reporter"):
            desk.annotate(session, claim, an_actor(session), "Mine", claim.version, NOON)


@pytest.mark.parametrize(
    ("field", "value"),
    [("part1_before", "1,001.00"), ("baseline_date", "01/03/2025"), ("evidence_reference", "F/2")],
)
def test_what_a_figure_or_its_approval_rests_on_opens_it_again(sessions: Any, field: str, value: str) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer, "validated")
        decision = desk.save(session, claim, officer, {field: value}, claim.version, NOON)
        assert decision is not None and decision.rule == "R6"
        assert (claim.state, claim.verified_by, claim.validated_at) == ("submitted", "", None)


def test_who_looked_at_an_older_version_is_told(sessions: Any) -> None:
    with sessions.begin() as session:
        officer, second = an_actor(session), an_actor(session)
        claim = a_claim(session, officer)
        looked_at = claim.version
        desk.save(session, claim, officer, {"notes": "More"}, looked_at, NOON)
        with pytest.raises(Stale, match="changed meanwhile"):
            verifying.verify(session, claim, second, "", NOON, SECRET, looked_at)
        with pytest.raises(Stale):
            desk.save(session, claim, officer, {"notes": "Less"}, looked_at, NOON)


def test_more_than_two_fifths_needs_a_note_before_it_is_verified(sessions: Any) -> None:
    with sessions.begin() as session:
        officer, second = an_actor(session), an_actor(session)
        claim = a_claim(session, officer, part1_now="599.99")
        with pytest.raises(Refused, match="more than 40%"):
            verifying.verify(session, claim, second, "", NOON, SECRET)
        desk.save(session, claim, officer, {"outlier_note": "The old one was dear"}, claim.version, NOON)
        verifying.verify(session, claim, second, "", NOON, SECRET)
        assert claim.state == "verified"


def test_what_was_returned_takes_no_place_until_it_is_sent_again(sessions: Any) -> None:
    with sessions.begin() as session:
        officer, second = an_actor(session), an_actor(session)
        claim = a_claim(session, officer)
        verifying.give_back(session, claim, second, "Where is the invoice?", NOON)
        assert (claim.state, claim.answer, claim.parts) == ("returned", "Where is the invoice?", [])
        assert session.scalars(select(SavingPlace)).all() == []
        assert "Where is the invoice?" in session.scalars(select(Outbox)).one().body

        desk.submit(session, claim, officer, NOON)
        bring_to(session, claim, "validated")
        assert years_of(claim) == {"2025-26": 10_000}


def test_each_step_is_one_row_of_the_trail_without_what_was_typed(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        before = len(session.scalars(select(AuditEntry)).all())
        claim = a_draft(session, officer, title="Canary", notes="Canary")
        desk.submit(session, claim, officer, NOON)
        desk.withdraw(session, claim, officer, NOON)
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[before:]

        assert [row.action.split()[0] for row in rows if "saving" in row.action] == ["begin", "submit", "withdraw"]
        assert "Canary" not in str([row.detail for row in rows]) and audit.verify(session).broken is None


def test_a_moderator_takes_back_what_a_closer_look_disproves(sessions: Any) -> None:
    with sessions.begin() as session:
        claim = a_claim(session, an_actor(session), "validated")
        validating.reject(session, claim, an_actor(session, "moderator"), "There is no such contract.", NOON)
        assert (claim.state, claim.years) == ("rejected", [])
        assert seen.why_not("validate", claim, an_actor(session, "moderator")).startswith("That is not open")


def test_an_actual_knows_its_estimate_which_counts_until_it_is_validated(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        estimate = a_claim(session, officer, "validated", basis="estimated", end="31/03/2027")
        before = years_of(estimate)
        actual = a_claim(session, officer, "verified", part1_now="950.00")
        session.refresh(estimate)
        assert actual.estimate_id == estimate.id and years_of(estimate) == before

        bring_to(session, actual, "validated")
        session.refresh(estimate)
        assert years_of(actual) == {"2025-26": 5_000}
        assert years_of(estimate) == {"2026-27": before["2026-27"]}


def test_who_is_refused_is_told_of_claims_and_organisations_by_their_names(sessions: Any) -> None:
    with sessions.begin() as session:
        officer, neighbour = an_actor(session), an_actor(session, organisation="babergh")
        first = a_claim(session, officer, title="Paper for all")
        with pytest.raises(Refused, match=rf"“Paper for all” \({first.key}\)"):
            desk.submit(session, a_draft(session, officer, title="The same again"), officer, NOON)

        shared = a_draft(session, neighbour, reference="BAB 1")
        assert first.call_off is not None
        shared.call_off, lead = first.call_off, first.organisation.name
        first.call_off.sharers = [CallOffSharer(position=0, organisation=first.organisation, share="50%")]
        told = f"{lead} claims its saving for all .* The claim of {shared.organisation.name}"
        with pytest.raises(Refused, match=told):
            desk.submit(session, shared, neighbour, NOON)


def test_another_owners_declaration_is_told_of_without_its_title(sessions: Any) -> None:
    with sessions.begin() as session:
        theirs: Any = {"claimant": "framework_owner", "evidence": "owner_statement"}
        a_claim(session, an_actor(session), title="Known to Fenland", **theirs)
        other = an_actor(session, organisation="babergh")
        with pytest.raises(Refused, match="the declaration of another owner"):
            desk.submit(session, a_draft(session, other, title="Ours", **theirs), other, NOON)
