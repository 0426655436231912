"""Which columns anybody may see. A column that is not listed here is not public, and a test looks for it everywhere."""

ALL_OF = (
    "call_off",
    "call_off_sharer",
    "call_off_supplier",
    "document",
    "eligibility_rule",
    "extension_option",
    "fee",
    "framework",
    "framework_category",
    "framework_cpv",
    "framework_region",
    "framework_route",
    "lot",
    "membership",
    "network",
    "notice",
    "organisation",
    "organisation_identifier",
    "organisation_name",
    "record",
    "record_notice",
    "relation",
    "source",
    "succession",
    "supplier_place",
)
"""What publishers publish, and what the hub makes of it."""

PUBLIC: dict[str, tuple[str, ...]] = {
    "correction": ("title",),
    "crawl": ("file_name", "reason"),
    "decision": ("value", "reason"),
    "saving_target": ("pence",),
}
"""What else is shown: what people say is wrong with, which file was read and why that stopped, what was decided about a
field and why, and what a network means to save."""

DECIDE: dict[str, tuple[str, ...]] = {
    "account": ("state",),
    "contribution": ("kind", "state", "home", "source_id"),
    "claimed_call_off": ("framework_home",),
    "crawl": ("source", "state", "kind"),
    "decision": ("kind", "home", "other_home", "source", "source_id", "field"),
    "correction": ("subject", "ident", "field", "role", "state"),
    "file_note": ("key",),
    "follow": ("kind", "subject", "cadence", "known_status"),
    "issue": ("kind",),
    "link_check": ("outcome",),
    "merge_proposal": ("home", "other_home", "state"),
    "role_grant": ("role",),
    "saving_claim": ("state", "basis", "column", "framework_home", "figures", "inputs"),
    "saving_part": ("bucket", "year"),
    "saving_place": ("subject", "type", "basis", "year"),
    "saving_target": ("kind", "first_year", "last_year"),
    "saving_year": ("year", "costs_pence", "sustained_pence"),
    "stewardship": ("home",),
    "supplier_proposal": ("slug", "other_slug", "state"),
    "unmet_need": ("region", "kind"),
}
"""Not public, but what the hub decides by what it shows, or calculates with: it could not work with canaries there."""
