"""The pages on which savings are added up: dashboards, public tables, peers on a framework, and targets."""

from hub.web.boards import everybody, framework, mine, network, organisation, targets

BLUEPRINTS = (everybody.bp, mine.bp, organisation.bp, network.bp, framework.bp, targets.bp)
