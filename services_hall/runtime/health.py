"""Health and metrics endpoints for monitoring: liveness, readiness, Prometheus."""

import time
from typing import Final

from flask import Blueprint, Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, Histogram, generate_latest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from services_hall.core import site_settings
from services_hall.database import certificate_engine, db, reading
from services_hall.jobs import administration
from services_hall.runtime.schema_version import pending_migrations
from services_hall.web.access import PUBLIC, access

BUCKETS: Final = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
blueprint = Blueprint("operations", __name__)


class RequestMetrics:
    """Metrics of one process; the numbers of jobs are queried at each scrape."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "hall_request_seconds",
            "Requests answered, by rule, method and status",
            ("rule", "method", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.jobs = Gauge(
            "hall_jobs", "Jobs that are not done, by status", ("status",), registry=self.registry
        )
        self._by_kind: dict[tuple[str, str, int], Histogram] = {}

    def count(self, rule: str, method: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        kind = (rule, method, status)
        child = self._by_kind.get(kind)
        if child is None:
            child = self._by_kind[kind] = self.requests.labels(rule, method, str(status))
        child.observe(seconds)


def init_app(app: Flask) -> None:
    """Count all requests and register the endpoints."""
    figures = RequestMetrics()
    app.extensions["hall.figures"] = figures

    @app.before_request
    def begin() -> None:
        g.answer_began = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "(none)"
        seconds = time.perf_counter() - g.get("answer_began", time.perf_counter())
        method = request.method if request.method in METHODS else "(other)"
        figures.count(rule, method, response.status_code, seconds)
        return response

    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
@access(PUBLIC)
def healthz() -> ResponseReturnValue:
    """Liveness: the process answers."""
    return {"status": "ok"}, {"Cache-Control": "no-store"}


@blueprint.get("/readyz")
@access(PUBLIC)
def readyz() -> ResponseReturnValue:
    """Readiness of database, store and schema: 200 or 503, with the status of each."""
    state = {"database": _answers(db.engine), "store": _answers(certificate_engine(current_app))}
    state["migrations"] = all(state.values()) and not _has_pending_migrations()
    is_ready = all(state.values())
    words = {name: "ok" if good else "failed" for name, good in state.items()}
    return {"ready": is_ready, **words}, 200 if is_ready else 503, {"Cache-Control": "no-store"}


@blueprint.get("/metrics")
@access(PUBLIC)
def metrics() -> ResponseReturnValue:
    """The metrics of this process in Prometheus text format; no metric concerns a person."""
    figures: RequestMetrics = current_app.extensions["hall.figures"]
    for status, number in administration.job_counts(reading()).items():
        figures.jobs.labels(status.value).set(number)
    return Response(generate_latest(figures.registry), content_type=CONTENT_TYPE_LATEST)


def _answers(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _has_pending_migrations() -> bool:
    try:
        return bool(pending_migrations(site_settings()))
    except SQLAlchemyError:
        return True
