"""Names of all jobs; `job_registry` maps them to their handlers."""

from enum import StrEnum


class JobName(StrEnum):
    """The name of a job in the outbox."""

    RENDER_PAPER = "papers.render"
    ISSUE_CERTIFICATE = "certificates.issue"
    ANNUL_CERTIFICATE = "certificates.annul"
    CANCEL_SOURCE = "certificates.cancel_source"
    RENEW_BY_SILENCE = "cases.renew_by_silence"
    TERMINATE_UNSUPPLIED = "cases.terminate_unsupplied"
    REMIND_OF_SUPPLY = "cases.remind_of_supply"
    PUBLISH_GUIDES = "guides.publish_due"
    PUBLISH_BUNDLES = "bundles.publish_due"
    PRINT_GUIDE = "guides.pdf"
    DEEM_CASES_ACCEPTED = "cases.deem_accepted"
    CLOSE_LATE_SUPPLEMENTS = "cases.close_late_supplements"
    REMIND_OF_SUPPLEMENTS = "cases.remind_of_supplements"
    DELETE_REGISTRATIONS = "hearings.delete_registrations"
    RECKON_CASES = "cases.reckon"
    NUMBER_CASE_CHANGES = "case_changes.number"
    DELIVER_WEBHOOK = "webhooks.deliver"
    REMIND_OF_CERTIFICATES = "certificates.remind_of_end"
    SEND_NOTICE = "notices.send"
    SEND_RECOVERY = "accounts.send_recovery"
    SEND_PROOF = "accounts.send_proof"
    SEAL_AUDIT = "audit.seal"
    CLEAR_DONE_JOBS = "jobs.clear_done"
    CLEAR_ORPHAN_FILES = "files.clear_orphans"
