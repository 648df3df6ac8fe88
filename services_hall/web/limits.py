"""How often the same visitor may post and may fail to sign in; reading is never limited."""

from typing import Final

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from services_hall.settings import Settings
from services_hall.web.access import current_actor

POSTS: Final = "600 per minute"
FAILED_SIGN_INS: Final = "10 per 10 minutes"
FAILED_SIGN_INS_OF_AN_ADDRESS: Final = "100 per 10 minutes"
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def _visitor() -> str:
    """Whom a post counts for: the account, or the address of somebody unknown."""
    actor = current_actor()
    return get_remote_address() if actor is None else f"account {actor.public_id}"


def _name_and_address() -> str:
    return f"{request.form.get('username', '')[:64]} {get_remote_address()}"


def _only_reads_or_is_program() -> bool:
    """A program's requests are told apart by its token and bounded by the server's threads."""
    return request.method in READING or request.authorization is not None


def _failed(_response: Response) -> bool:
    return bool(g.get("hall_sign_in_failed"))


def note_failed_sign_in() -> None:
    """Makes this request count as a failed sign-in."""
    g.hall_sign_in_failed = True


limiter = Limiter(
    _visitor,
    default_limits=[POSTS],
    default_limits_exempt_when=_only_reads_or_is_program,
)
sign_in_of_name = limiter.limit(
    FAILED_SIGN_INS,
    key_func=_name_and_address,
    methods=["POST"],
    deduct_when=_failed,
    override_defaults=False,
)
sign_in_of_address = limiter.limit(
    FAILED_SIGN_INS_OF_AN_ADDRESS,
    key_func=get_remote_address,
    methods=["POST"],
    deduct_when=_failed,
    override_defaults=False,
)


def init_app(app: Flask, settings: Settings) -> None:
    """Counts in this process, or in Redis where several processes answer."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.limits_url or "memory://"
    limiter.init_app(app)
