"""Mapping of job names to handlers; the only module that imports the PDF libraries."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any, Final

from celery import Celery
from celery.signals import setup_logging
from flask import Flask
from sqlalchemy.orm import Session

from guides.editions import has_due_editions
from guides.models import BundleEdition, GuideEdition
from services_hall import domains
from services_hall.agency_systems import webhooks
from services_hall.agency_systems.case_changes import has_unnumbered
from services_hall.applications.certificates import end_jobs, issue_jobs
from services_hall.applications.due_day_updates import has_open_clocks
from services_hall.audit import actions
from services_hall.audit.anchors import newest_anchor, write_anchor
from services_hall.audit.chain import chain_key
from services_hall.audit.chain_entries import has_unsealed, seal_entries, sealed_head
from services_hall.clock import utc_now
from services_hall.core import create_core, site_settings
from services_hall.database import reading
from services_hall.documents import rendering
from services_hall.documents.paper_job import render_paper
from services_hall.jobs import administration
from services_hall.jobs.names import JobName
from services_hall.jobs.periodic import PeriodicJob
from services_hall.jobs.runner import Effect, Handler, Runner, no_effect
from services_hall.notices import sending_jobs
from services_hall.presentation import guide_printing, message_texts
from services_hall.runtime import logs
from services_hall.settings import Settings
from services_hall.upkeep import orphan_files
from services_hall.use_cases.close_late_supplements import (
    close_late_supplements,
    has_late_supplements,
    has_reminders,
    remind_of_supplements,
)
from services_hall.use_cases.deem_cases_accepted import deem_cases_accepted, has_silent_cases
from services_hall.use_cases.number_case_changes import number_all_changes
from services_hall.use_cases.publish_edition import publish_due_editions
from services_hall.use_cases.reckon_cases import reckon_cases
from services_hall.use_cases.recover_account import begin_recovery
from services_hall.use_cases.register_for_hearing import delete_old_registrations, has_old_registrations
from services_hall.use_cases.remind_of_certificates import remind_of_certificates
from services_hall.use_cases.renew_by_silence import has_silent_renewals, renew_by_silence
from services_hall.use_cases.terminate_unsupplied import (
    has_supply_reminders,
    has_unsupplied_cases,
    remind_of_supply,
    terminate_unsupplied,
)

QUEUE: Final = "services-hall.jobs"
TASK: Final = "services-hall.run-job"
CHILD_KILOBYTES: Final = 290 * 1024
WORKER_OPTIONS: Final = ("--pool=prefork", "--without-gossip", "--without-mingle", "--loglevel=WARNING")


def seal_audit(_payload: Mapping[str, Any]) -> Effect:
    """Store the previous chain head in the data folder, then add new audit entries to the chain."""
    settings = site_settings()
    head = sealed_head(reading())
    if head[0] > newest_anchor(settings.data_dir):
        write_anchor(settings.data_dir, *head)
    key = chain_key(settings.secret_key)

    def effect(session: Session) -> None:
        seal_entries(session, key)

    return effect


def clear_done_jobs(_payload: Mapping[str, Any]) -> Effect:
    """Delete jobs that were finished long ago."""

    def effect(session: Session) -> None:
        administration.delete_finished_jobs(session, now=utc_now())

    return effect


def publish_due(editions: type[GuideEdition | BundleEdition], _payload: Mapping[str, Any]) -> Effect:
    """Put approved editions of one type into force when their day has come."""

    def effect(session: Session) -> None:
        publish_due_editions(session, editions, by=actions.CLOCK)

    return effect


def by_use_case(use_case: Callable[[], object]) -> Handler:
    """The handler of a job that carries out a use case with transactions of its own."""

    def handler(_payload: Mapping[str, Any]) -> Effect:
        use_case()
        return no_effect

    return handler


def is_edition_due(editions: type[GuideEdition | BundleEdition], session: Session, now: datetime) -> bool:
    """Whether `publish_due` has an edition to publish."""
    return has_due_editions(session, editions, now=now)


def is_record_open(session: Session, now: datetime) -> bool:
    """Whether the audit record has entries to chain, or a head without a copy outside the database."""
    settings = site_settings()
    return has_unsealed(session, before=now) or sealed_head(session)[0] > newest_anchor(settings.data_dir)


HANDLERS: Final[dict[str, Handler]] = {
    JobName.RENDER_PAPER: partial(render_paper, domains.PAPER_KINDS),
    JobName.ISSUE_CERTIFICATE: issue_jobs.issue_certificate,
    JobName.ANNUL_CERTIFICATE: end_jobs.cancel_certificate,
    JobName.CANCEL_SOURCE: end_jobs.cancel_source,
    JobName.RENEW_BY_SILENCE: by_use_case(renew_by_silence),
    JobName.TERMINATE_UNSUPPLIED: by_use_case(terminate_unsupplied),
    JobName.REMIND_OF_SUPPLY: by_use_case(remind_of_supply),
    JobName.PUBLISH_GUIDES: partial(publish_due, GuideEdition),
    JobName.PUBLISH_BUNDLES: partial(publish_due, BundleEdition),
    JobName.PRINT_GUIDE: guide_printing.print_guide,
    JobName.DEEM_CASES_ACCEPTED: by_use_case(deem_cases_accepted),
    JobName.RECKON_CASES: by_use_case(reckon_cases),
    JobName.NUMBER_CASE_CHANGES: by_use_case(number_all_changes),
    JobName.DELIVER_WEBHOOK: webhooks.deliver,
    JobName.CLOSE_LATE_SUPPLEMENTS: by_use_case(close_late_supplements),
    JobName.REMIND_OF_SUPPLEMENTS: by_use_case(remind_of_supplements),
    JobName.DELETE_REGISTRATIONS: by_use_case(delete_old_registrations),
    JobName.REMIND_OF_CERTIFICATES: by_use_case(remind_of_certificates),
    JobName.SEND_NOTICE: partial(sending_jobs.send_notice, message_texts.TEXTS),
    JobName.SEND_RECOVERY: begin_recovery,
    JobName.SEND_PROOF: partial(sending_jobs.send_proof, message_texts.TEXTS),
    JobName.SEAL_AUDIT: seal_audit,
    JobName.CLEAR_DONE_JOBS: clear_done_jobs,
    JobName.CLEAR_ORPHAN_FILES: orphan_files.clear_orphans,
}
"""The handlers of all jobs. A handler does the slow part and returns the effect to write with the status."""

PERIODIC: Final = (
    PeriodicJob(JobName.TERMINATE_UNSUPPLIED, timedelta(minutes=5), has_unsupplied_cases),
    PeriodicJob(JobName.REMIND_OF_SUPPLY, timedelta(hours=1), has_supply_reminders),
    PeriodicJob(JobName.PUBLISH_GUIDES, timedelta(minutes=1), partial(is_edition_due, GuideEdition)),
    PeriodicJob(JobName.PUBLISH_BUNDLES, timedelta(minutes=1), partial(is_edition_due, BundleEdition)),
    PeriodicJob(JobName.DEEM_CASES_ACCEPTED, timedelta(minutes=10), has_silent_cases),
    PeriodicJob(JobName.RENEW_BY_SILENCE, timedelta(minutes=10), has_silent_renewals),
    PeriodicJob(JobName.RECKON_CASES, timedelta(hours=24), has_open_clocks),
    PeriodicJob(JobName.NUMBER_CASE_CHANGES, timedelta(seconds=10), has_unnumbered),
    PeriodicJob(JobName.CLOSE_LATE_SUPPLEMENTS, timedelta(minutes=10), has_late_supplements),
    PeriodicJob(JobName.REMIND_OF_SUPPLEMENTS, timedelta(hours=1), has_reminders),
    PeriodicJob(JobName.REMIND_OF_CERTIFICATES, timedelta(hours=24)),
    PeriodicJob(JobName.DELETE_REGISTRATIONS, timedelta(hours=24), has_old_registrations),
    PeriodicJob(JobName.SEAL_AUDIT, timedelta(seconds=10), is_record_open),
    PeriodicJob(JobName.CLEAR_DONE_JOBS, timedelta(hours=6)),
    PeriodicJob(JobName.CLEAR_ORPHAN_FILES, timedelta(hours=12)),
)
"""The periodic jobs."""


def handlers() -> Mapping[str, Handler]:
    """The handlers of all jobs, for a process that is about to run them; loads its fonts."""
    rendering.prepare()
    return HANDLERS


def celery_app(
    settings: Settings,
    make_app: Callable[[Settings], Flask] = create_core,
    table: Callable[[], Mapping[str, Handler]] = handlers,
) -> Celery:
    """The Celery application: a message is a job's number, acknowledged when the job has been run.

    If a worker dies, its message is delivered again; a repeated message finds the job finished or leased.
    """
    celery = Celery("services_hall", broker=settings.broker_url, set_as_current=False)
    celery.conf.update(
        task_default_queue=QUEUE,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        worker_prefetch_multiplier=1,
        worker_max_memory_per_child=CHILD_KILOBYTES,
        worker_enable_remote_control=False,
        worker_lost_wait=1.0,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"confirm_publish": True},
    )
    setup_logging.connect(lambda **_options: logs.configure(settings), weak=False)

    @cache
    def hall() -> Flask:
        """The application of this process, created after Celery has forked it."""
        return make_app(settings)

    @celery.task(name=TASK)  # type: ignore[untyped-decorator]  # Celery has no types
    def run_job(job_id: int) -> None:
        with hall().app_context():
            Runner(table()).run_job(job_id)

    return celery


def publisher(settings: Settings) -> Callable[[int], None]:
    """A function that publishes a job's number and returns after the broker's confirmation."""
    celery = celery_app(settings)

    def publish(job_id: int) -> None:
        celery.send_task(TASK, args=[job_id], queue=QUEUE, retry=False)

    return publish


def run_tasks(celery: Celery, *, concurrency: int = 2) -> None:
    """Run jobs from the broker until this process is told to stop."""
    celery.worker_main(["--quiet", "worker", f"--concurrency={concurrency}", *WORKER_OPTIONS])
