"""The application factory, which only wires the parts."""

from flask import Flask

from services_hall import (
    administration,
    api,
    desks,
    entrance,
    guide_desk,
    online,
    oversight,
    windows,
)
from services_hall.applications import models  # noqa: F401 - its tables belong to the schema
from services_hall.core import create_core
from services_hall.presentation import (
    case_timeline,
    case_words,
    clock_disclosure,
    decision_verbs,
    delivery_words,
    filing_words,
    handling_words,
    history_words,
    job_words,
    next_steps,
    notice_words,
    remedy_words,
    source_words,
)
from services_hall.runtime import garbage, health, logs
from services_hall.settings import Settings
from services_hall.web import guards, templating


def create_app(settings: Settings | None = None) -> Flask:
    """The hall as a WSGI application; raises SettingsInvalid when a setting is wrong."""
    garbage.search_seldom()
    app = create_core(settings or Settings.read())
    logs.init_app(app)
    guards.init_app(app)
    templating.init_app(app)
    case_timeline.init_app(app)
    clock_disclosure.init_app(app)
    case_words.init_app(app)
    decision_verbs.init_app(app)
    job_words.init_app(app)
    delivery_words.init_app(app)
    filing_words.init_app(app)
    handling_words.init_app(app)
    history_words.init_app(app)
    next_steps.init_app(app)
    notice_words.init_app(app)
    remedy_words.init_app(app)
    source_words.init_app(app)
    health.init_app(app)
    for channel in (entrance, api, online, windows, desks, guide_desk, oversight, administration):
        channel.init_app(app)
    return app
