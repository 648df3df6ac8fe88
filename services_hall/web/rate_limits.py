"""Limits for POST requests and failed sign-ins of a visitor; reading is not limited."""

import hmac
import logging
import math
from hashlib import sha256
from ipaddress import IPv6Network, ip_address
from typing import Final

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse
from limits.errors import StorageError

from services_hall.applications.reads.public_progress import plain_number
from services_hall.clock import utc_now
from services_hall.settings import Settings
from services_hall.web.access import current_actor

logger = logging.getLogger(__name__)

POSTS: Final = "600 per minute"
FAILED_SIGN_INS: Final = "10 per 10 minutes"
FAILED_SIGN_INS_OF_AN_ADDRESS: Final = "100 per 10 minutes"
WRONG_SECRETS: Final = parse("10 per 10 minutes")
"""Different wrong secrets of one program from one address; also unknown program names, by address."""
SAME_SECRET: Final = parse("1 per 10 minutes")
UNKNOWN_PROGRAM: Final = "unknown program"
IPV6_NETWORK: Final = 64
WRONG_PAIRS: Final = "20 per day"
"""Wrong ends of a document's number for one application, whoever tries; four digits are 10,000."""
WRONG_PAIRS_OF_AN_ADDRESS: Final = "10 per 10 minutes"
WRONG_OLD_PASSWORDS: Final = "10 per 10 minutes"
"""Wrong old passwords of a signed-in account that wants a new one."""
RECOVERIES_OF_AN_ADDRESS: Final = "20 per hour"
REGISTRATIONS_OF_AN_ADDRESS: Final = "20 per hour"
"""Attempts to register for a public hearing, which everybody may without an account."""
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def address() -> str:
    """The address to which a request is counted; for IPv6 its network, which belongs to one visitor."""
    remote_address = get_remote_address()
    try:
        parsed = ip_address(remote_address)
    except ValueError:
        return remote_address
    if parsed.version == 4:
        return remote_address
    return str(parsed.ipv4_mapped or IPv6Network((parsed, IPV6_NETWORK), strict=False))


def _visitor() -> str:
    """The key to which a POST request is counted: the account, or the address of an anonymous visitor."""
    actor = current_actor()
    return address() if actor is None else f"account {actor.public_id}"


def _name_and_address() -> str:
    return f"{request.form.get('username', '')[:64]} {address()}"


def _only_reads_or_is_program() -> bool:
    """Programs are identified by their token and limited by the number of server threads."""
    return request.method in READING or request.authorization is not None


def _number() -> str:
    """The number of an application in the form, as it is looked up; it need not exist."""
    return f"application {plain_number(request.form.get('number', ''))[:40]}"


def _is_wrong_pair(_response: Response) -> bool:
    return bool(g.get("hall_is_wrong_pair"))


def note_wrong_pair() -> None:
    """Counts this request as a wrong pair of a number and the end of a document's or phone's number."""
    g.hall_is_wrong_pair = True


def _is_wrong_password(_response: Response) -> bool:
    return bool(g.get("hall_is_wrong_password"))


def note_wrong_password() -> None:
    """Counts this request as a wrong old password."""
    g.hall_is_wrong_password = True


def _failed(_response: Response) -> bool:
    return bool(g.get("hall_sign_in_failed"))


def note_failed_sign_in() -> None:
    """Counts this request as a failed sign-in."""
    g.hall_sign_in_failed = True


def seconds_to_wait(program: str) -> int | None:
    """The seconds for which this program, at this address, is blocked after wrong secrets; None: not blocked.

    Wrong secrets can be counted only while the counter store is available; otherwise no program is blocked.
    """
    try:
        if limiter.limiter.test(WRONG_SECRETS, *_guesser(program)):
            return None
        window = limiter.limiter.get_window_stats(WRONG_SECRETS, *_guesser(program))
    except StorageError as error:
        logger.warning("wrong secrets of programs are not counted (%s)", type(error).__name__)
        return None
    return max(1, math.ceil(window.reset_time - utc_now().timestamp()))


def note_wrong_secret(program: str, secret: str) -> None:
    """Counts a wrong secret; the same one counts once, because an outdated program can repeat it."""
    mark = hmac.new(str(current_app.secret_key).encode(), secret.encode(), sha256).hexdigest()
    try:
        if limiter.limiter.hit(SAME_SECRET, *_guesser(program), mark):
            limiter.limiter.hit(WRONG_SECRETS, *_guesser(program))
    except StorageError as error:
        logger.warning("a wrong secret of a program was not counted (%s)", type(error).__name__)


def _guesser(program: str) -> tuple[str, str, str]:
    return "token", program, address()


limiter = Limiter(
    _visitor,
    default_limits=[POSTS],
    default_limits_exempt_when=_only_reads_or_is_program,
)


@limiter.request_filter
def _only_reads() -> bool:
    """Reading is not limited; what would limit it need not be found for each page."""
    return request.method in READING


sign_in_of_name = limiter.limit(
    FAILED_SIGN_INS,
    key_func=_name_and_address,
    methods=["POST"],
    deduct_when=_failed,
    override_defaults=False,
)
sign_in_of_address = limiter.limit(
    FAILED_SIGN_INS_OF_AN_ADDRESS,
    key_func=address,
    methods=["POST"],
    deduct_when=_failed,
    override_defaults=False,
)

progress_of_number = limiter.limit(
    WRONG_PAIRS,
    key_func=_number,
    methods=["POST"],
    deduct_when=_is_wrong_pair,
    override_defaults=False,
)
progress_of_address = limiter.limit(
    WRONG_PAIRS_OF_AN_ADDRESS,
    key_func=address,
    methods=["POST"],
    deduct_when=_is_wrong_pair,
    override_defaults=False,
)

password_of_account = limiter.limit(
    WRONG_OLD_PASSWORDS,
    key_func=_visitor,
    methods=["POST"],
    deduct_when=_is_wrong_password,
    override_defaults=False,
)

recovery_of_address = limiter.limit(
    RECOVERIES_OF_AN_ADDRESS,
    key_func=address,
    methods=["POST"],
    override_defaults=False,
)

registrations_of_address = limiter.limit(
    REGISTRATIONS_OF_AN_ADDRESS,
    key_func=address,
    methods=["POST"],
    override_defaults=False,
)


def init_app(app: Flask, settings: Settings) -> None:
    """Counts in this process, or in Redis for several processes."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.limits_url or "memory://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"wrap_exceptions": True}
    limiter.init_app(app)
