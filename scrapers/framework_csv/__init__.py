"""The hub's own framework CSV, which any officer can fill in with a spreadsheet program.

Lines at the top may say where the list comes from, each begun with #: ``# source: our_list``, ``# title:``,
``# publisher:``, ``# url:``, ``# licence:``, ``# as of: 2026-02-26``, ``# voice: officer`` (or owner, notice,
directory …) and ``# owner:`` for a list of one body's frameworks. Lines begun with ## only explain.

Below stands a header with any of the columns of ``columns.COLUMNS``; only owner and title are needed. Case, spaces
and punctuation in headers do not matter. Cells with several values part them by a vertical bar. A column the hub does
not know is kept beside the record. ``write`` gives a file that ``read`` turns into the same records again.
"""

from scrapers.framework_csv.columns import RULES
from scrapers.framework_csv.reading import FORMAT, read, recognises
from scrapers.framework_csv.template import template
from scrapers.framework_csv.typed import Typed, typed
from scrapers.framework_csv.writing import write

__all__ = ["FORMAT", "RULES", "Typed", "read", "recognises", "template", "typed", "write"]
