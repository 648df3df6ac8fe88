"""Pages for supervisors, read-only: the deadlines of all agencies; and for administrators: parked jobs."""

from flask import Flask

from services_hall.oversight import dashboard, parked_jobs


def init_app(app: Flask) -> None:
    """Registers the pages of supervision and administration."""
    app.register_blueprint(dashboard.blueprint)
    app.register_blueprint(parked_jobs.blueprint)
