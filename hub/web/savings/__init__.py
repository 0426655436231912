"""The pages by which a saving is reported, verified by the council and validated by the network."""

from hub.web.savings import begin, bulk, call_offs, claim, edit, evidence, finance, queue, summing, verdicts

BLUEPRINTS = (
    begin.bp,
    edit.bp,
    summing.bp,
    claim.bp,
    verdicts.bp,
    finance.bp,
    queue.bp,
    evidence.bp,
    call_offs.bp,
    bulk.bp,
)
