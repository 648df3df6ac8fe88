"""Pages for administrators: accounts, agencies' systems, jobs, and the data of the site; no case content."""

from flask import Flask

from services_hall.administration import (
    account_page,
    accounts,
    agency_system_webhook,
    agency_systems,
    jobs,
    overview,
    site_settings,
    site_state,
)
from services_hall.administration.blueprint import blueprint

__all__ = [
    "account_page",
    "accounts",
    "agency_system_webhook",
    "agency_systems",
    "blueprint",
    "init_app",
    "jobs",
    "overview",
    "site_settings",
    "site_state",
]


def init_app(app: Flask) -> None:
    """Registers the pages of administration."""
    app.register_blueprint(blueprint)
