"""What only shows once all rows are there: what one framework or supplier takes from others."""

from datetime import datetime

from sqlalchemy.orm import Session

from hub.ingest.links import relink
from hub.ingest.parents import inherit_ends
from hub.ingest.review import propose
from hub.ingest.supplier_review import propose_suppliers
from hub.ingest.suppliers import settle_suppliers


def settle(session: Session, at: datetime) -> None:
    """Ends of parts, names of suppliers, pairs to ask a person about, links of contracts."""
    inherit_ends(session, at)
    settle_suppliers(session, at)
    propose_suppliers(session, at)
    propose(session, at)
    relink(session)
