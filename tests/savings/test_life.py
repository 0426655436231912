"""The life of a claim, from the draft to what counts."""

from typing import Any

from sqlalchemy import select

from hub.models import SavingVersion
from hub.savings import desk, validating, verifying
from tests.moments import NOON
from tests.savings.people import SECRET, a_claim, a_draft, an_actor, years_of


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
