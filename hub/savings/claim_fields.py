"""What is asked of a claim beside its parts: first of the call-off, then, before it is sent, baseline and evidence."""

from hub.savings.asked import DATE, POUNDS, Field

BASES = {"actual": "Actual: it has been spent and paid", "estimated": "Estimate: it is yet to come"}

ROUTES = {
    "framework": "A framework",
    "joint_contract": "A contract let together with others",
    "own_tender": "A tender of our own",
    "own_negotiation": "A negotiation of our own",
}

CLAIMANTS = {"council": "Our own", "framework_owner": "Declared by us as the owner of the framework"}

EVIDENCE = {
    "invoices": "Invoices or the ledger",
    "contract": "The contract or order",
    "quotes": "Quotes or bids",
    "budget": "A budget report",
    "supplier_data": "The supplier’s data",
    "owner_statement": "Only what the framework’s owner says",
    "other": "Something else",
}

SOURCES = {
    "own_records": "Our own records of what we paid",
    "supplier": "What suppliers quoted or bid",
    "published": "Published prices",
    "framework_maximum": "The maximum value of the framework",
    "gca_export": "An export of the government’s savings tool",
    "pipeline": "A pipeline of coming contracts",
    "target": "A target or a programme’s total",
}
"""Where the baseline comes from; the last four are no baselines, and a rule says so."""

TITLE = Field("title", "What was bought", "Such as copier paper or agency staff.", required=True)
REFERENCE = Field(
    "reference", "Call-off reference or notice number", "Your own reference, an OCID or a notice number.", required=True
)
START = Field("start", "First day of the call-off", DATE, "day", "start", True)
END = Field(
    "end", "Last day of the call-off", f"{DATE} As agreed so far, without options not taken.", "day", "end", True
)
BASIS = Field("basis", "Is this an estimate or an actual saving?", "", "choice", "basis", True, BASES)

CALL_OFF = (
    Field("supplier", "Supplier"),
    Field("lot", "Lot"),
    Field("value", "Value of the call-off", POUNDS, "money", "value_pence"),
    Field("award_date", "Day of award", DATE, "day", "award_date"),
    Field("route", "How it was bought", "", "choice", "route", options=ROUTES),
    Field("cpv", "CPV code", "Eight digits."),
    Field("claimant", "Whose figure is it?", "", "choice", options=CLAIMANTS),
)
"""More about the call-off, where it is known."""

FRAMEWORK_TITLE = Field("framework_title", "Which framework, if it is not in the catalogue", "Its title and owner.")

FIRST = (TITLE, REFERENCE, START, END, BASIS)

BASELINE = (
    Field("baseline_date", "When the baseline was paid or quoted", DATE, "day"),
    Field("baseline_source", "Where the baseline comes from", "", "choice", options=SOURCES),
    Field("like_for_like", "Is it like for like?", "The same goods, scope and term.", "choice", required=True,
          options={"yes": "Yes", "no": "No, there is a difference", "none": "There is nothing to compare with"}),
    Field("difference", "What differs, if it is not like for like", "And how you allowed for it.", "text"),
)  # fmt: skip

PROOF = (
    Field("evidence", "What shows it", "", "choice", required=True, options=EVIDENCE),
    Field("evidence_reference", "Where it is in your council’s own files",
          "A file reference. Nothing needs to be uploaded.", required=True),
    Field("budget_code", "Code of the budget that was cut", "Only if one was. It is shown to whoever verifies."),
    Field("outlier_note", "Why it is so much, if it is more than 40% of the baseline", "", "text"),
)  # fmt: skip

BESIDE = (
    Field("levy", "Levy the supplier pays, in per cent",
          "Shown beside the saving and never taken from it: it is in the price. Empty if you do not know.", "percent"),
    Field("actual_quantities", "Of an estimate: what was really bought so far", "One year on each line: 2025/26: 400.",
          "years"),
    Field("options", "Extensions that may be taken",
          "Counted nowhere until they are. Months and what each would save, one on each line: 12: 1,000.", "options"),
    Field("published_words", "Published words, if the figure was put vaguely",
          "Such as “just over £20,000”. Enter the lowest amount they allow.", "text"),
    Field("published_in", "Where they were published"),
    Field("stated_total", "Total that was published, if it is more than what can be shown", POUNDS, "money"),
    Field("notes", "Notes", "For whoever checks it.", "text"),
)  # fmt: skip

STORY = (
    Field("told_with_permission", "May it be told in a highlight report?", "", "yes"),
    Field("story", "In a few sentences", "Without names of people.", "text"),
)

COST = (
    Field("kind", "What cost", "", "choice", "kind", options={
        "transition": "Changing over: training, systems, double running", "buyer_fee": "A fee that you pay yourself"}),
    Field("amount", "Amount", POUNDS, "money", "amount_pence"),
    Field("percent", "Or a percentage", "Such as 0.5.", "percent", "pct"),
    Field("of", "Of this amount", POUNDS, "money", "base_pence"),
    Field("on", "Day it was paid", DATE, "day", "date"),
    Field("spread", "Spread over the call-off instead", "", "yes", "spread"),
    Field("own", "It is time of your own staff, not money", "", "yes"),
    Field("part", "Which part it belongs to", "The number of the part. Empty: the first.", "count", "line"),
)  # fmt: skip
"""Of each cost; cost1_amount and so on."""

SHARER = (
    Field("name", "Organisation"),
    Field("share", "Share", "Such as 1/3 or 33.33%.", "share", "share", True),
    Field("outside", "Not a member of the network", "", "yes"),
)
"""Of each sharer, the lead first; sharer1_share and so on."""

SECOND = (*BASELINE, *PROOF, *BESIDE, *STORY)
"""What is asked before a claim is sent."""

ALL = (*FIRST, FRAMEWORK_TITLE, *CALL_OFF, *SECOND)

CARRIED = ("framework", "column", "filled")
"""Not asked: the key of the framework, the column somebody ticked in a file, and what the form was filled from."""
