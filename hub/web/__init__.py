"""The pages, one module for each noun."""

from flask import Flask

from hub.web import (
    a_to_z,
    about,
    administration,
    api,
    award,
    boards,
    buying_for,
    call_offs,
    categories,
    compare,
    complaints,
    context,
    contributions,
    corrections,
    cost,
    counting,
    demo,
    errors,
    find,
    following,
    forms,
    frameworks,
    frozen_notes,
    gate,
    health,
    home,
    lock_words,
    memory,
    moderation,
    needs,
    networks,
    notes,
    out,
    owners,
    pages,
    pairs,
    papers,
    people,
    quality,
    removed,
    replacements,
    request_ids,
    savings,
    search,
    shortlist,
    shortlisted,
    stewards,
    suggestions,
    suppliers,
    takeaway,
    templating,
    verify,
    visitor,
    why,
)

BLUEPRINTS = (
    home.bp,
    search.bp,
    takeaway.bp,
    shortlist.bp,
    compare.bp,
    notes.bp,
    frozen_notes.bp,
    verify.bp,
    find.bp,
    suggestions.bp,
    needs.bp,
    buying_for.bp,
    corrections.bp,
    frameworks.bp,
    call_offs.bp,
    cost.bp,
    award.bp,
    why.bp,
    out.bp,
    owners.bp,
    suppliers.bp,
    replacements.bp,
    categories.bp,
    a_to_z.bp,
    about.bp,
    quality.bp,
    pairs.bp,
    health.bp,
    networks.bp,
    complaints.bp,
    *people.BLUEPRINTS,
    *contributions.BLUEPRINTS,
    *following.BLUEPRINTS,
    *moderation.BLUEPRINTS,
    *stewards.BLUEPRINTS,
    *savings.BLUEPRINTS,
    *boards.BLUEPRINTS,
    *papers.BLUEPRINTS,
    demo.bp,
    *administration.BLUEPRINTS,
    *api.BLUEPRINTS,
)


def init_app(app: Flask) -> None:
    """Give the app its pages, and what all of them share."""
    request_ids.init_app(app)
    templating.init_app(app)
    api.init_app(app)
    context.init_app(app)
    counting.init_app(app)
    errors.init_app(app)
    forms.init_app(app)
    gate.init_app(app)
    lock_words.init_app(app)
    memory.init_app(app)
    moderation.init_app(app)
    pages.init_app(app)
    visitor.init_app(app)
    buying_for.init_app(app)
    takeaway.init_app(app)
    shortlisted.init_app(app)
    removed.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
