"""Jobs that write a mark, and on request kill their own process at the first attempt."""

import os
import signal
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services_hall.core import site_settings
from services_hall.jobs.runner import Effect
from tests.support.small_hall import MARKS


def mark(payload: Mapping[str, Any]) -> Effect:
    """Writes one mark; may kill the process in the handler or in the effect."""
    die_once(payload, "handler")

    def effect(session: Session) -> None:
        session.execute(MARKS.insert().values(text=payload["text"]))
        die_once(payload, "effect")

    return effect


def die_once(payload: Mapping[str, Any], place: str) -> None:
    """Kills the process by SIGKILL the first time the job reaches this place."""
    if payload.get("die_in") != place:
        return
    try:
        (site_settings().data_dir / f"died-{payload['text']}").touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
