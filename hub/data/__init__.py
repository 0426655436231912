"""Reference lists and the starter catalogue: facts, each file naming its source and licence.

The files are read once and kept. Nothing here knows the database, the index or the web app.
"""

from hub.data.categories import Category, categories, categories_for, category_ancestors, category_children
from hub.data.cpv import Cpv, cpv_ancestors, cpv_codes, cpv_division, cpv_labels
from hub.data.demo_savings import ExampleSaving, example_savings
from hub.data.email_domains import email_domains
from hub.data.kinds import OrganisationKind, organisation_kinds
from hub.data.names import matching_form
from hub.data.organisations import (
    Identifier,
    Name,
    Organisation,
    authorities,
    council_called,
    organisation_for_host,
    organisation_slug,
    organisations,
    owners,
    uk_authorities,
)
from hub.data.regions import Region, region_ancestors, region_for, regions
from hub.data.sources import DEMO_REGISTER, DataFile, catalogue_files, data_files
from hub.data.targets import ExampleTarget, example_targets

__all__ = [
    "DEMO_REGISTER",
    "Category",
    "Cpv",
    "DataFile",
    "ExampleSaving",
    "ExampleTarget",
    "Identifier",
    "Name",
    "Organisation",
    "OrganisationKind",
    "Region",
    "authorities",
    "catalogue_files",
    "categories",
    "categories_for",
    "category_ancestors",
    "category_children",
    "council_called",
    "cpv_ancestors",
    "cpv_codes",
    "cpv_division",
    "cpv_labels",
    "data_files",
    "email_domains",
    "example_savings",
    "example_targets",
    "matching_form",
    "organisation_for_host",
    "organisation_kinds",
    "organisation_slug",
    "organisations",
    "owners",
    "region_ancestors",
    "region_for",
    "regions",
    "uk_authorities",
]
