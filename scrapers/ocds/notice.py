"""One release as a notice: which portal's, of what type, at what stage, about what."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from scrapers.ocds.shape import Object, dig, each, flag, objects, text, texts, unique, word

OCID = re.compile(r"(?P<prefix>ocds-[a-z0-9]{6})(?P<raw>raw)?-\S+", re.IGNORECASE)
NUMBER = re.compile(r"\d{6}-\d{4}")
GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
UK_TYPE = re.compile(r"UK\d{1,2}")
CONTRACTS_FINDER = "ocds-b5fd17"
PORTAL_PAGE = "https://www.find-tender.service.gov.uk"


@dataclass(frozen=True)
class Notice:
    """A release. Everything is worked out when it is first asked for; nothing raises."""

    release: Object

    @cached_property
    def prefix(self) -> str:
        """The publisher's part of the OCID; nothing where there is no OCID."""
        match = OCID.fullmatch(word(self.release.get("ocid")))
        return match["prefix"].lower() if match else ""

    @cached_property
    def ocid(self) -> str:
        """The OCID. Contracts Finder wrote ocds-b5fd17raw-… for ocds-b5fd17-… until 2020."""
        return re.sub(r"^(ocds-[a-z0-9]{6})raw-", r"\1-", word(self.release.get("ocid")), flags=re.IGNORECASE)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        return unique(word(tag) for tag in texts(self.release.get("tag")))

    @cached_property
    def tender(self) -> Object:
        return dig(self.release, "tender")

    @cached_property
    def awards(self) -> list[Object]:
        return objects(self.release, "awards")

    @cached_property
    def contracts(self) -> list[Object]:
        return objects(self.release, "contracts")

    @cached_property
    def lots(self) -> list[Object]:
        return objects(self.tender, "lots")

    @cached_property
    def parties(self) -> list[Object]:
        return objects(self.release, "parties")

    @cached_property
    def title(self) -> str:
        titles = (self.tender, *self.awards, *self.contracts, self.release)
        return next(
            (written for each in titles if (written := html.unescape(text(each.get("title"))[:2000]).strip())), ""
        )

    @cached_property
    def description(self) -> str:
        return html.unescape(text(self.tender.get("description")) or text(self.release.get("description")))

    @cached_property
    def method(self) -> str:
        return word(self.tender.get("procurementMethodDetails"))

    @cached_property
    def buyer_name(self) -> str:
        return word(dig(self.release, "buyer").get("name"))

    @cached_property
    def legal_basis(self) -> tuple[str, str]:
        basis = dig(self.tender, "legalBasis")
        return word(basis.get("scheme")).upper(), word(basis.get("id")).upper()

    @property
    def is_under_new_law(self) -> bool:
        """Under the Procurement Act 2023."""
        return self.legal_basis == ("UKPGA", "2023/54")

    @cached_property
    def own_documents(self) -> list[Object]:
        """The documents that are this notice itself: under its number, else the newest published under a type."""
        documents = [document for document in self.documents if word(document.get("noticeType"))]
        number = word(self.release.get("id"))
        own = [document for document in documents if number and word(document.get("id")) == number]
        newest = max((word(document.get("datePublished")) for document in documents), default="")
        return own or [document for document in documents if word(document.get("datePublished")) == newest]

    @cached_property
    def documents(self) -> list[Object]:
        holders = (dig(self.release, "planning"), self.tender, *self.awards, *self.contracts)
        return [document for holder in holders for document in objects(holder, "documents")]

    @cached_property
    def types(self) -> frozenset[str]:
        """UK1 to UK17, under the Procurement Act 2023 only."""
        named = (word(document.get("noticeType")).upper() for document in self.own_documents)
        return frozenset(name for name in named if UK_TYPE.fullmatch(name))

    @cached_property
    def techniques(self) -> list[Object]:
        holders = (self.tender, *self.lots, *self.awards, *self.contracts)
        return [found for holder in holders if (found := dig(holder, "techniques"))]

    @property
    def has_framework(self) -> bool:
        return any(
            flag(each.get("hasFrameworkAgreement"))
            or (dig(each, "frameworkAgreement") and "hasFrameworkAgreement" not in each)
            for each in self.techniques
        )

    @property
    def has_dynamic_system(self) -> bool:
        return any(
            flag(each.get("hasDynamicPurchasingSystem"))
            or (dig(each, "dynamicPurchasingSystem") and "hasDynamicPurchasingSystem" not in each)
            for each in self.techniques
        )

    @property
    def related_frameworks(self) -> list[Object]:
        """Processes this one is said to be a call-off of. A framework may name itself."""
        holders = (self.release, self.tender, *self.contracts)
        related = (process for holder in holders for process in each(holder, "relatedProcesses"))
        return [
            process
            for process in related
            if "framework" in map(str.casefold, texts(process.get("relationship")))
            and self.ocid not in (word(process.get("identifier")), word(process.get("uri")).rpartition("/")[2])
        ]

    @cached_property
    def award_suppliers(self) -> list[Object]:
        return [supplier for award in self.awards for supplier in objects(award, "suppliers")]

    @cached_property
    def supplier_count(self) -> int:
        """How many different suppliers are named; local ids tell them apart as well as any."""
        return len({word(each.get("name")).casefold() for each in self.award_suppliers})

    @property
    def is_awarded(self) -> bool:
        """A contract has been awarded, whatever the tags say: Contracts Finder tagged awards as tenders until 2020."""
        return bool({"award", "contract"} & set(self.tags) or self.award_suppliers or self.contracts)

    @cached_property
    def released(self) -> datetime | None:
        """When it was published, in UTC, so that 23:30Z and 00:15+01:00 are in order across the change of clocks."""
        try:
            instant = datetime.fromisoformat(word(self.release.get("date")))
            return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    @cached_property
    def number(self) -> str:
        """The notice's number as its portal writes it, else its id, else the OCID."""
        identity = word(self.release.get("id"))
        if NUMBER.fullmatch(identity):
            return identity
        if self.prefix == CONTRACTS_FINDER and (guid := GUID.search(identity)):
            return guid.group().lower()
        return next(self._numbers(), "") or identity or self.ocid

    def _numbers(self) -> Iterator[str]:
        yield from (word(each.get("id")) for each in self.own_documents if len(word(each.get("id"))) > 3)
        for document in self.documents:
            if word(document.get("documentType")).endswith("Notice"):
                guid = GUID.search(word(document.get("url")))
                identity = word(document.get("id"))
                if guid or len(identity) > 3:
                    yield guid.group() if guid else identity
