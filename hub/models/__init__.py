"""The tables, by part of the domain. Importing this package names every table to the migrations."""

from hub.models.base import Base
from hub.models.call_off import CallOff, CallOffSupplier
from hub.models.contribution import Contribution
from hub.models.correction import Correction
from hub.models.evidence import (
    Crawl,
    CrawlState,
    Decision,
    Issue,
    LinkCheck,
    MergeProposal,
    RecordNotice,
    Source,
    StoredCallOff,
    StoredRecord,
    SupplierProposal,
)
from hub.models.file_note import Addendum, FileNote
from hub.models.follow import EndingTold, Follow, FollowSeen
from hub.models.framework import (
    Document,
    EligibilityRule,
    ExtensionOption,
    Framework,
    FrameworkCategory,
    FrameworkCpv,
    FrameworkRegion,
    FrameworkRoute,
    Notice,
    Relation,
    listed,
)
from hub.models.lot import Fee, Lot, SupplierPlace
from hub.models.need import UnmetNeed
from hub.models.operation import AuditEntry, IndexChange, Job, Outbox, touch
from hub.models.organisation import (
    EmailDomain,
    Membership,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    Succession,
)
from hub.models.people import (
    Account,
    ApiToken,
    Attempt,
    Grant,
    MailedLink,
    Network,
    NetworkMember,
    RecoveryCode,
    SignedIn,
)
from hub.models.privacy import DataComplaint, Removal
from hub.models.stewardship import Stewardship

__all__ = [
    "Account",
    "Addendum",
    "ApiToken",
    "Attempt",
    "AuditEntry",
    "Base",
    "CallOff",
    "CallOffSupplier",
    "Contribution",
    "Correction",
    "Crawl",
    "CrawlState",
    "DataComplaint",
    "Decision",
    "Document",
    "EligibilityRule",
    "EmailDomain",
    "EndingTold",
    "ExtensionOption",
    "Fee",
    "FileNote",
    "Follow",
    "FollowSeen",
    "Framework",
    "FrameworkCategory",
    "FrameworkCpv",
    "FrameworkRegion",
    "FrameworkRoute",
    "Grant",
    "IndexChange",
    "Issue",
    "Job",
    "LinkCheck",
    "Lot",
    "MailedLink",
    "Membership",
    "MergeProposal",
    "Network",
    "NetworkMember",
    "Notice",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationName",
    "Outbox",
    "RecordNotice",
    "RecoveryCode",
    "Relation",
    "Removal",
    "SignedIn",
    "Source",
    "Stewardship",
    "StoredCallOff",
    "StoredRecord",
    "Succession",
    "SupplierPlace",
    "SupplierProposal",
    "UnmetNeed",
    "listed",
    "touch",
]
