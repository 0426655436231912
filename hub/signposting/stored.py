"""What the database holds on who may use a framework, as answers are worked out from it."""

from hub.models import Framework
from hub.signposting.eligibility import Rule, UnreadableRule, rule_from_dict


def rules_of(framework: Framework) -> tuple[Rule, ...]:
    """The rules of a framework. None where one of them cannot be read: it might be the one that shuts a buyer out."""
    try:
        return tuple(rule_from_dict(row.rule) for row in framework.rules)
    except UnreadableRule:
        return ()
