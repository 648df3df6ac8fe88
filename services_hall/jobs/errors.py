"""Errors of jobs, with a message for the person who looks after jobs."""


class JobError(Exception):
    """The job failed this time; `reason` contains no personal data and is stored with the job."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class JobImpossible(JobError):
    """No retry can succeed: the job is parked immediately."""


class JobNotFound(Exception):
    """No job has this number."""

    def __init__(self, job_id: int) -> None:
        super().__init__(f"no job has the number {job_id}")
        self.job_id = job_id


class LeaseLost(Exception):
    """Another process has taken over the job, so the effect of this attempt is discarded."""

    def __init__(self, job_id: int) -> None:
        super().__init__(f"job {job_id} is leased by another process")
        self.job_id = job_id
