"""Jobs that leave a mark, and kill their own process the first time when they are told to."""

import os
import signal
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services_hall.core import site_settings
from services_hall.jobs.runner import Effect
from tests.support.small_hall import MARKS


def mark(payload: Mapping[str, Any]) -> Effect:
    """Leaves one mark; may die once in the handler or in the effect."""
    die_once(payload, "handler")

    def effect(session: Session) -> None:
        session.execute(MARKS.insert().values(text=payload["text"]))
        die_once(payload, "effect")

    return effect


def die_once(payload: Mapping[str, Any], place: str) -> None:
    """As the out-of-memory killer would, the first time this job comes to the place it names."""
    if payload.get("die_in") != place:
        return
    try:
        (site_settings().data_dir / f"died-{payload['text']}").touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
