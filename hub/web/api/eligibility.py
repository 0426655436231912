"""What the published words of a framework say of one organisation."""

from hub.db import get_session
from hub.web.api import facts
from hub.web.api.buyers import answered, buyer_called, described
from hub.web.api.framework_models import EligibilityPage
from hub.web.api.frameworks import KEY, framework_of
from hub.web.api.operation import ORGANISATION_SCHEMA, Asked, Operation
from hub.web.api.parameters import Parameter
from hub.web.api.provenance import origin, stated

ADVICE = (
    "This is what the published words say, as the hub reads them. It is not legal advice, and it says nothing of what "
    "an organisation may do: check the notice, and ask the owner where a question is given."
)

ORGANISATION = Parameter(
    name="organisation",
    description=("Whom the answer is for, by name or any body of a kind. UK is the region of bodies of no one region."),
    schema=ORGANISATION_SCHEMA,
    required=True,
)


def eligibility(asked: Asked) -> EligibilityPage:
    session = get_session()
    buyer = buyer_called(asked["organisation"])
    row = framework_of(asked)
    where = origin(session, [row])
    return EligibilityPage(
        **stated(session, where.sources.values()),
        framework=facts.framework_name(row),
        organisation=described(buyer),
        eligibility=answered(row, buyer, where),
        published_text=row.eligibility or None,
        not_published=[] if row.eligibility else ["published_text"],
        advice=ADVICE,
    )


OPERATION = Operation(
    name="eligibility",
    path="/frameworks/{key}/eligibility",
    title="Ask whom the published words cover",
    description=(
        "One of six answers, with the words it rests on, where they stand, what is needed besides, and what to ask the "
        "owner. “Not published” is an answer, and no “no”."
    ),
    answer=EligibilityPage,
    view=eligibility,
    parameters=(KEY, ORGANISATION),
    problems=(400, 404, 410, 503),
    moves=True,
)
