"""What councils call the columns of their contracts registers, and which field each name stands for.

Gathered from the local transparency schemas for contracts (their names and titles), their guidance, and the registers
of councils and NHS bodies; names in use elsewhere are added. Compared in the form ``normalised`` gives.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Sureness(IntEnum):
    """How much a name says. An UNSURE one (Reference, Name, Type, Value) counts only beside one that is sure."""

    UNSURE = 1
    USUAL = 2
    SURE = 3


@dataclass(frozen=True)
class Meaning:
    field: str
    sureness: Sureness


PERSON = "person"
"""The field of columns that name people to turn to. They are never kept."""

PAYMENT = "payment"
"""The field of columns only a list of payments has. A file with one is no register."""

ELSEWHERE = "elsewhere"
"""The field of columns only another format has: a list of frameworks, or a portal's export of notices."""

SURE: Mapping[str, str] = {
    "reference": """
        Contract Reference | Contract Reference number / ID | Contract Reference number | Contract Ref |
        Contract Ref No | Contract Reference No | Contract ID | Contract Number | Contract No |
        Contract Register Reference | Register Reference | Contract Register ID | Contract Identifier
    """,
    "ocid": "OpenContractingID | Open Contracting ID | ocid",
    "title": """
        Contract Title | Title of the Agreement | Title of agreement | Contract Name | Agreement title |
        Title of contract | Name of contract | Contract/Project title | Contract Title/Description
    """,
    "contract_type": "Contract type | Agreement type | Type of contract | OJEU Contract Type",
    "start": """
        StartDate of contract | Contract start date | Contract Start | Original Start/Commencement Date |
        Start date of the contract | Contract Commencement Date | Original start date |
        Contract Start/Commencement Date
    """,
    "end": """
        Current end date | Contract Current End Date | Contract End Date | Contract End |
        Contract expiry date | Contract Expiry | End date of the contract | Final End Date |
        Contract finish date | Contract termination date | Original end date
    """,
    "max_end": """
        LastExtensionDate | Last extension date | Maximum Contract End Date | Contract Maximum End Date |
        Extension end date | Extension date | Maximum end date | Max end date |
        End date including extensions | Latest end date | End date with extensions |
        Contract end date including extensions | Final end date including extensions
    """,
    "extension": """
        Extension Period | Option to extend | Allowable Extension Period | Extension options | Extendable |
        Extension | Duration of extension in months | Contract Extendable | Extension option | Extensions |
        Extensions available | Extension available | Options to extend | Possible extension |
        Extension terms
    """,
    "term": """
        Contract period | Contract term | Contract duration | Contract length | Contract dates |
        Length of contract | Duration of contract | Term of contract | Period of contract
    """,
    "value": """
        ContractValue |
        Est Total Awarded Contract value £'s (exc VAT) including allowed extensions and inflation |
        Contract Award Value | Total contract value | Estimated contract value |
        Value - exact amount of the contract | Sum to be paid over the length of the contract |
        Value of contract | Awarded Value | Total Awarded Contract value | Estimated total contract value |
        Whole life value | Contract Sum | Value of the contract | Total value of contract |
        Contract total value | Lifetime contract value | Total lifetime value | Contract lifetime value
    """,
    "supplier": """
        SupplierName | Supplier Supplier Name | Contractor/Provider | Winning Bidder | Supplier |
        Contractor | Awarded to | Supplier/Contractor | Contractor name | Other parties to the contract |
        Name of supplier | Supplier name and details | Awarded supplier | Name of contractor |
        Contracted supplier | Successful supplier | Provider name | Contractor/Supplier |
        Supplier/Provider | Company name | Successful tenderer | Supplier(s)
    """,
    "company_number": """
        CompaniesHouseRegistrationNumber | Supplier registered company number | Company Reg No |
        Company number | Companies House number | Company registration number | Company Reg Number |
        Company registration no | Supplier company number | Companies House Registration |
        Companies House No | Company no
    """,
    "charity_number": """
        CharityCommissionNumber | Supplier registered charity number | Charity Number |
        Charity registration number | Registered charity number | Charity no
    """,
    "procedure": """
        ProcessType | Tender process type | Tender type | Invitation to quote/published invitation to tender? |
        Pre-contractual Process Used | Procurement Route | Procurement method | Procurement process |
        Route to market | Procurement procedure | Tender process | OJEU Procedure Type |
        Invitation to quote or invitation to tender | ITQ or ITT | Procurement process type |
        Award procedure | Type of procurement | Procurement type |
        Whether or not the contract was the result of an invitation to quote or a published invitation to tender |
        Result of an invitation to quote or a published invitation to tender | Sourcing route |
        Tender procedure
    """,
    "framework": """
        F.A.T or OJEU Ref / framework link/award notice link | Framework reference number | Framework used |
        Call-off from framework | Framework | Framework name | Framework reference | Framework agreement |
        Framework ref | Framework title | Framework details | Procured via framework |
        Is this a call-off from a framework | Framework agreement reference | Framework/DPS |
        Framework call-off | OJEU reference | OJEU notice reference | OJEU ref | OJEU number |
        Name of framework | Framework provider and reference | Call off framework | Framework link
    """,
    "notice": """
        Contract CF Award Notice | Award notice | Contract award notice | Award notice link |
        Contracts Finder link | Contracts Finder reference | Find a Tender reference | Notice link |
        Contract award notice link
    """,
    "category": """
        ProcurementCategory | Procurement classification: Council's procurement category label |
        Primary Procurement Category
    """,
    "review date": "Renewal / Review Date",
}

USUAL: Mapping[str, str] = {
    "reference": """
        Reference number | Unique Reference | Unique Reference Number | Procurement Reference | URN |
        Ref No | Ref Number | Unique ID | Tender reference
    """,
    "title": "Title",
    "description": """
        Description | Description of goods and services | Short Description |
        Brief description of the contract | Description of the goods and/or services being provided |
        Description of goods and/or services | Scope | Summary | Contract description |
        Description of the contract | Details of contract | Brief description | Detailed description |
        Description of goods/services | Description of services
    """,
    "start": """
        StartDate | Commencement Date | Effective date | Commencement | Date of commencement | Date from |
        Start Date of agreement
    """,
    "end": """
        EndDate | Current End | Expiry date | Finish date | Termination date | Date of expiry |
        Completion date | Date to
    """,
    "value": """
        Estimated value | Total value | Current Value | Award value | Lifetime value |
        Total estimated value | Value over term
    """,
    "annual value": """
        Annual value | Estimated Annual Value | Estimated annual spending or budget |
        Annual contract value | Contract annual value | Estimated annual spend | Annual spend |
        Value per annum | Yearly value | Approximate annual value
    """,
    "supplier": "Provider | Vendor | Vendor Name | Service provider | Suppliers",
    "department": """
        OrganisationalUnit | Local authority directorate/service responsible |
        Directorate/Service Responsible | Local Authority Department Responsible | Directorate |
        Department | Service | Service Area | Business Unit | Division | Contracting department | Dept |
        Department responsible | Responsible department | Responsible directorate | Council department |
        Service responsible | Contracting directorate | Directorate/Department | Directorate/Service
    """,
    "buyer": """
        OrganisationLabel | Organisation name | Body Name | Authority Name | Council | Authority | Entity |
        Buyer | Buyer name | Local authority | Local authority name | Contracting body | Public body |
        Contracting authority | Name of council | Council name | Organisation
    """,
    "buyer code": "OrganisationURI | Organisation code | Organisation URI | Body",
    "cpv": "CPVCode | Procurement classification: CPV code | CPV code(s) | Cpv Codes | CPV | CPV number",
    "cpv label": "CPVLabel | Procurement classification: CPV label | CPV description",
    "proclass": "ProclassCode | Procurement classification: Proclass code | Proclass",
    "proclass label": "ProclassLabel | Procurement classification: Proclass label | Proclass Description",
    "category": """
        ServiceCategoryLabel | Service Category label | Procurement category | Spend category |
        Contract category
    """,
    "review date": """
        ReviewDate | Next review date | Contract review date | Renewal date | Review/renewal date
    """,
    "award date": "Award date | Date awarded | Awarded | Date of award | Contract award date | Awarded Date",
    "date signed": """
        Contract completion date | Date signed | Signature date | Date contract signed | Signed date
    """,
    "fixed or estimated": "FixedCost | Fixed cost / estimated cost | Fixed or estimated",
    "irrecoverable vat": """
        IrrecoverableVAT | VAT not recovered | Irrecoverable VAT Amount | Non recoverable VAT |
        Value Added Tax that cannot be recovered | VAT that cannot be recovered | VAT not recoverable |
        Unrecoverable VAT
    """,
    "supplier id": """
        OtherSupplierID | Other IDs | Supplier ID | Supplier Reference | Supplier Code | Vendor ID |
        Supplier number
    """,
    "sme": "SMESupplier | SME | Is SME | SME?",
    "vcse": "VCSESupplier | VCSE | Voluntary Community and Social Enterprise Supplier | Is VCSE | VCSE?",
    "sme or vcse": """
        SME or VSCE (inc. Reg. No.) | Supplier Type | SME or VCSE | SME/VCSE | Supplier is SME or VCSE |
        SME/VCSE status
    """,
    "vcse type": "VCSESupplierType | VCSE supplier type",
    "document": "ContractDocumentURL | Contract document",
    "tender document": "TenderDocumentURL | Original tender document",
    "area served": "AreaServedLabel | Location served label | Geographic coverage | Location served",
    "area served code": "AreaServedURI | Location served URI",
    "url": "URL | Contract URL | Contract Register Link | Web link | Hyperlink | Link to contract | Link",
    "contract status": "Contract status",
    "lot": "Lots | Lot | Lot number",
}

UNSURE: Mapping[str, str] = {
    "reference": "Reference | Ref | ID | Number",
    "title": "Name | Subject | Description of contract | Agreement | Contract | Project title | Project",
    "description": "Details | Purpose",
    "start": "Start | From",
    "end": "End | Expiry | Until",
    "value": "Value | Amount | Total | Cost",
    "contract_type": "Type",
    "category": "Category | Classification",
    "contract status": "Status",
}

NOT_A_REGISTER: Mapping[str, str] = {
    PERSON: """
        ContactName | Nominated contact point: name | Contact | Contract manager | Contract owner |
        Contract officer | Name of person(s) managing this contract | ContactEmail |
        Nominated contact point: email | ContactURL | Nominated contact point: URL | Owner | Contract lead |
        Lead officer | Responsible officer | Procurement officer | Procurement lead | Officer | Manager |
        Contract administrator | Telephone | Phone | Email | Supplier contact | Responsible person |
        Category manager | Category lead | Signatory | Head of service
    """,
    PAYMENT: """
        Payment date | Paid date | Date paid | Date of payment | Invoice payment date | Invoice date |
        Invoice number | Transaction number | Transaction no | Transaction date | Trans no |
        SAP document number | Document number | Payment amount | Beneficiary name | BeneficiaryName |
        Supplier (beneficiary) name | Payee | Card transaction | CardTransaction | Expenditure code |
        Expenditure category | Expenses type | Cost centre | Net amount | Voucher number | Payment number |
        Merchant category | Cap/Rev | Capital/Revenue | Purchase order number
    """,
    ELSEWHERE: """
        rm_number | Agreement ID | framework_short_name | FWK Provider | Framework provider |
        Notice Identifier | Notice Type | Parent Reference | published_status
    """,
}

PEOPLE = re.compile(
    r"contact(?!or)|e?mail$|telephone|phone|mobile|(?<!chief)officers?(?:name)?$|manager(?:name)?$|ownername$|leadname$|"
    r"administrator$|signatory|personresponsible|nameofperson"
)
"""Names of columns that hold people though no list has them: "Contract Manager (Tel)", "Lead Officer name"."""

LONGEST_HEADER = 500
NUMBERED = re.compile(r"^\s*\(\d{1,2}\)")
MARKED = re.compile(r"\(\s*\w\s*\)\s*$")
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
VAT = re.compile(
    r"\b(?:exc|excl|excluding|ex|inc|incl|including|net of|plus|without)\.? ?vat\b|\bvat (?:exclusive|inclusive)\b"
)


def normalised(header: str) -> str:
    """Letters and digits only, in lower case, without a number before or a mark after: "(01) Body Name" is bodyname."""
    return re.sub(r"[^a-z0-9]", "", MARKED.sub("", NUMBERED.sub("", header.casefold())))


def meaning(header: str) -> Meaning | None:
    """What a column of this name holds; None where the hub does not know the name.

    A name is looked for as it stands, then without what stands in brackets and what it says of VAT.
    """
    if len(header) > LONGEST_HEADER:
        return None
    shorter = ASIDE.sub(" ", NUMBERED.sub("", header))
    for form in dict.fromkeys(map(normalised, (header, shorter, VAT.sub(" ", shorter.casefold())))):
        if form in MEANINGS:
            return MEANINGS[form]
    return Meaning(PERSON, Sureness.USUAL) if PEOPLE.search(normalised(shorter)) else None


def _meanings() -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for sureness, names in ((Sureness.SURE, NOT_A_REGISTER), (Sureness.SURE, SURE),
                            (Sureness.USUAL, USUAL), (Sureness.UNSURE, UNSURE)):  # fmt: skip
        for field, listed in names.items():
            for name in map(str.strip, listed.split("|")):
                found.setdefault(normalised(name), Meaning(field, sureness))
    return found


MEANINGS: Mapping[str, Meaning] = _meanings()
