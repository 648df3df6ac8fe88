"""What can go wrong with a job, as facts with a sentence that a person can read."""


class JobError(Exception):
    """A job could not be done this time; `reason` names no person and is kept beside the job."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class JobImpossible(JobError):
    """No later attempt can succeed: the job is parked at once."""


class JobNotFound(Exception):
    """There is no job with this number."""

    def __init__(self, job_id: int) -> None:
        super().__init__(f"没有编号为 {job_id} 的任务")
        self.job_id = job_id


class LeaseLost(Exception):
    """Somebody else has taken the job meanwhile, so that this attempt leaves no trace."""

    def __init__(self, job_id: int) -> None:
        super().__init__(f"job {job_id} is leased by somebody else")
        self.job_id = job_id
