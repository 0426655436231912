"""Nobody approves their own claim, by whatever route."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from hub import audit
from hub.errors import Gone, NotFound, Refused
from hub.models import Account, MailedLink, Outbox
from hub.people import erasing, handing_over
from hub.savings import desk, finance_link, history, sampling, validating, verifying
from tests.moments import NOON
from tests.persons import network_called
from tests.savings.people import SECRET, a_claim, an_actor, with_role

FINANCE = "ledger@fenland.gov.uk"


def test_a_reporter_does_not_verify(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer)
        with pytest.raises(Refused, match="You reported this"):
            verifying.verify(session, claim, officer, "", NOON, SECRET)


def test_nor_validates_as_a_moderator_or_administrator(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer, "verified")
        for role in ("moderator", "administrator"):
            officer = with_role(session, officer, role)
            with pytest.raises(Refused, match="You reported this"):
                validating.validate(session, claim, officer, "", NOON)


def test_whoever_verified_does_not_validate(sessions: Any) -> None:
    with sessions.begin() as session:
        claim, second = a_claim(session, an_actor(session)), an_actor(session)
        verifying.verify(session, claim, second, "", NOON, SECRET)
        with pytest.raises(Refused, match="You verified this"):
            validating.validate(session, claim, with_role(session, second, "moderator"), "", NOON)


def test_a_moderator_of_the_same_council_does_not_validate(sessions: Any) -> None:
    with sessions.begin() as session:
        claim = a_claim(session, an_actor(session), "verified")
        with pytest.raises(Refused, match="Your own organisation"):
            validating.validate(session, claim, with_role(session, an_actor(session), "moderator"), "", NOON)


def test_whoever_handed_it_over_or_took_it_over_does_not_verify(sessions: Any) -> None:
    with sessions.begin() as session:
        first, second, third = (an_actor(session) for _ in range(3))
        claim = a_claim(session, first)
        leaver, successor = (session.get_one(Account, each.account) for each in (first, second))
        assert handing_over.held(session, leaver) == {"drafts and claims of savings": 1}
        handing_over.pass_on(session, leaver, successor, NOON)
        for own in (first, second):
            with pytest.raises(Refused, match="You reported this"):
                verifying.verify(session, claim, own, "", NOON, SECRET)
        verifying.verify(session, claim, third, "", NOON, SECRET)


def test_a_claim_of_somebody_who_is_gone_waits_for_a_colleague_to_take_it_over(sessions: Any) -> None:
    with sessions.begin() as session:
        officer, second, third = (an_actor(session) for _ in range(3))
        claim = a_claim(session, officer)
        erasing.forget(session, session.get_one(Account, officer.account), NOON)
        session.expire_all()
        with pytest.raises(Refused, match="must take it over"):
            verifying.verify(session, claim, second, "", NOON, SECRET)
        desk.take_over(session, claim, second, NOON)
        verifying.verify(session, claim, third, "", NOON, SECRET)
        hands = {each.changed_by for each in history.versions(session, claim)}
        assert claim.state == "verified" and officer.name in hands


def test_somebody_of_another_council_is_not_told_that_it_is_there(sessions: Any) -> None:
    with sessions.begin() as session:
        claim = a_claim(session, an_actor(session))
        other = an_actor(session, organisation="broads")
        with pytest.raises(NotFound):
            verifying.verify(session, claim, other, "", NOON, SECRET)
        with pytest.raises(NotFound):
            validating.validate(session, claim, an_actor(session, "moderator", network="south"), "", NOON)


def kept(tokens: list[str], token: str) -> str:
    tokens.append(token)
    return f"https://hub.example/savings/verify/{token}"


@pytest.fixture
def link(sessions: Any) -> Callable[..., str]:
    """Send a link to finance and give what it carries."""

    def send(session: Any, claim: Any, officer: Any, email: str = FINANCE) -> str:
        tokens: list[str] = []
        finance_link.send(session, claim, officer, email, NOON, partial(kept, tokens))
        return tokens[0]

    return send


def test_finance_verifies_by_a_link_good_once(sessions: Any, link: Callable[..., str]) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer)
        token = link(session, claim, officer)
        kept = session.scalars(select(MailedLink)).one()
        assert token not in kept.token_hash and session.scalars(select(Outbox)).one().to == FINANCE

        assert finance_link.open(session, token, NOON) is claim and claim.state == "submitted"
        finance_link.verify(session, token, "", NOON, SECRET)
        assert (claim.state, claim.verified_how) == ("verified", "link") and claim.verified_by.startswith("finance-")
        assert FINANCE not in str(kept.detail)
        with pytest.raises(Gone):
            finance_link.verify(session, token, "", NOON, SECRET)


@pytest.mark.alike
@pytest.mark.parametrize("address", ["jo.fen@fenland.gov.uk", "Jo.Fen+x@fenland.gov.uk", "jofen@mail.fenland.gov.uk"])
def test_the_link_goes_to_no_address_of_the_reporter(sessions: Any, link: Callable[..., str], address: str) -> None:
    with sessions.begin() as session:
        officer = an_actor(session, email="jo.fen@fenland.gov.uk")
        claim = a_claim(session, officer)
        with pytest.raises(Refused, match="an address of whoever reported"):
            link(session, claim, officer, address)


def test_nor_to_another_council_or_to_anybodys_address(sessions: Any, link: Callable[..., str]) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer)
        an_actor(session, organisation="broads")
        for address in ("ledger@broads.gov.uk", "ledger@gmail.com", "ledger@unknown.example"):
            with pytest.raises(Refused):
                link(session, claim, officer, address)


def test_a_reporter_who_changed_their_address_cannot_send_a_link(sessions: Any, link: Callable[..., str]) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer)
        token = link(session, claim, officer)
        audit.note(session, officer, "change address", officer.name, NOON)
        with pytest.raises(Refused, match="changed their e-mail address"):
            finance_link.verify(session, token, "", NOON, SECRET)


def test_the_link_dies_when_the_claim_is_changed_and_after_fourteen_days(
    sessions: Any, link: Callable[..., str]
) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer)
        token = link(session, claim, officer)
        with pytest.raises(Gone):
            finance_link.open(session, token, NOON + timedelta(days=14))
        desk.save(session, claim, officer, {"notes": "More"}, claim.version, NOON)
        with pytest.raises(Gone):
            finance_link.open(session, token, NOON)


def test_the_draw_is_of_all_large_claims_and_one_in_ten_of_the_others(sessions: Any) -> None:
    keys = [f"key{number}" for number in range(2_000)]
    drawn = [key for key in keys if sampling.is_drawn(key, 100, SECRET)]
    assert 140 < len(drawn) < 260 and drawn == [key for key in keys if sampling.is_drawn(key, 100, SECRET)]
    assert drawn != [key for key in keys if sampling.is_drawn(key, 100, "another key")]
    assert all(sampling.is_drawn(key, 100_000_01, SECRET) for key in keys)


def test_pairs_tell_who_verifies_whom_how_often(sessions: Any) -> None:
    with sessions.begin() as session:
        officer, second = an_actor(session), an_actor(session)
        for number in range(2):
            claim = a_claim(session, officer, reference=f"R{number}")
            verifying.verify(session, claim, second, "", NOON, SECRET)
        a_claim(session, officer, "verified", reference="R3")

        found = sampling.pairs(session, network_called(session, "pen"))
        assert (found[0].verifier, found[0].claims, found[0].net_pence, found[0].of_reporter) == (
            second.name,
            2,
            20_000,
            3,
        )
