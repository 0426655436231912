"""``hub``: set up, import, index, review, serve. Each command says what it did in a sentence."""

import click

from hub import __version__
from hub.cli.audit import audit
from hub.cli.backup import backup, restore
from hub.cli.catalogue import check, export
from hub.cli.corrections import corrections
from hub.cli.crawling import crawl, probe, schedule
from hub.cli.download import download
from hub.cli.eligibility import eligibility
from hub.cli.follows import follows
from hub.cli.importing import import_files
from hub.cli.index import index
from hub.cli.issues import issues
from hub.cli.links import links
from hub.cli.mail import mail
from hub.cli.needs import needs
from hub.cli.networks import networks
from hub.cli.notes import notes
from hub.cli.people import people
from hub.cli.remerge import remerge
from hub.cli.report import report
from hub.cli.review import review
from hub.cli.serve import demo, migrate, run
from hub.cli.sources import sources
from hub.cli.steps import HubGroup
from hub.cli.stewards import stewards
from hub.cli.suppliers import suppliers
from hub.cli.thesaurus import thesaurus
from hub.cli.usage import usage
from hub.cli.users import users
from hub.cli.ways_in import end_tokens, reset_codes, sign_out

INTRODUCTION = """The Procurement Hub: framework contracts for public-sector buyers.

\b
To try it:             hub demo
To fill your own hub:  hub migrate, then hub import FILE, then hub run
To see an example row: hub import --template

Everything the hub keeps is in the folder "instance", or where HUB_HOME says.
"""


@click.group(cls=HubGroup, help=INTRODUCTION, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hub")
def main() -> None:
    pass


for command in (
    *(demo, run, migrate, import_files, crawl, probe, schedule, sources),
    *(index, export, download, review, remerge, eligibility, check, usage, thesaurus, notes),
    *(mail, follows, audit),
    *(users, networks, people),
    *(stewards, report, backup, restore),
):
    main.add_command(command)
for command in (reset_codes, sign_out, end_tokens):
    users.add_command(command)
for command in (suppliers, links, issues, needs, corrections):
    review.add_command(command)
