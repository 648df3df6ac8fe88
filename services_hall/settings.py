"""The hall's settings: environment variables with the prefix HALL_, read once and checked at start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from certificate_store.encryption import KeyRing

PREFIX = "HALL_"
KNOWN = frozenset(
    {
        "DATA_DIR",
        "DATABASE_URL",
        "CERTIFICATES_DATABASE_URL",
        "BROKER_URL",
        "LIMITS_URL",
        "SECRET_KEY",
        "KEYRING",
        "SITE_NAME",
        "BASE_URL",
        "OIDC_ISSUER",
        "OIDC_CLIENT_ID",
        "OIDC_CLIENT_SECRET",
        "OIDC_SCOPE",
        "OIDC_LEVELS",
        "OIDC_LEVEL_CLAIM",
        "OIDC_NUMBER_CLAIM",
        "OIDC_DOCUMENT_CLAIM",
        "OIDC_ORGANISATION_CLAIM",
        "OIDC_CREDIT_CODE_CLAIM",
        "LOG_FORMAT",
        "TRUSTED_PROXIES",
        "WINDOW_IDLE_MINUTES",
        "DOCUMENT_PREFIX",
        "ORGANISER",
        "CONTACT_PHONE",
        "CONTACT_ADDRESS",
        "ACCESSIBILITY_CONTACT",
        "PLACE",
        "SITE_CODE",
        "ICP_RECORD",
        "POLICE_RECORD",
        "SMTP_URL",
        "MAIL_FROM",
        "SMS_URL",
        "SMS_TOKEN",
    }
)
SECRET_KEY_FILE: Final = "secret_key"  # noqa: S105 - the name of a file
OLDER_SECRETS_FILE: Final = "secret_key.older"
KEYRING_FILE: Final = "keyring"
KEY_FILES: Final = (SECRET_KEY_FILE, OLDER_SECRETS_FILE, KEYRING_FILE)
"""The files with keys in the data folder."""

MOST_PROXIES = 9
LONGEST_IDLE = 60
LONGEST_PREFIX = 20
LONGEST_PUBLISHED = 100
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsInvalid(Exception):
    """A setting is wrong; the message names the variable and the remedy, never its value."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(f"{PREFIX}{variable}: {reason}")
        self.variable = f"{PREFIX}{variable}"


DEFAULT_SITE_NAME: Final = "政务服务大厅"
DEFAULT_DOCUMENT_PREFIX: Final = "演政服"


@dataclass(frozen=True)
class Publisher:
    """Who runs the site, as its footer says; empty where it is not published yet."""

    organiser: str = ""
    """主办单位"""
    contact_phone: str = ""
    contact_address: str = ""
    accessibility_contact: str = ""
    """Whom to tell that a page cannot be used: a telephone number or an address."""
    place: str = ""
    """The place that the first line of every page names; none: the city of the divisions."""
    site_code: str = ""
    """政府网站标识码"""
    icp_record: str = ""
    """ICP 备案号"""
    police_record: str = ""
    """公安备案号"""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """The published facts among the settings; raises SettingsInvalid for one that is too long."""
        return cls(**{one.name: _published(values, one.name.upper()) for one in fields(cls)})


@dataclass(frozen=True)
class RealNameClaims:
    """The claims by which an external identity provider says who a person is, and at which level."""

    sufficient_levels: frozenset[str] = frozenset()
    """The levels of identification that make a real name; none: nobody gets one from the provider."""
    level: str = "acr"
    number: str = "identity_number"
    document: str = "identity_type"
    """The kind of document, with the codes of GB/T 36903."""
    organisation: str = "organisation_name"
    credit_code: str = "credit_code"

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """The claims' names among the settings."""
        levels = (one.strip() for one in values.get("OIDC_LEVELS", "").split(","))
        return cls(
            frozenset(one for one in levels if one),
            values.get("OIDC_LEVEL_CLAIM", cls.level),
            values.get("OIDC_NUMBER_CLAIM", cls.number),
            values.get("OIDC_DOCUMENT_CLAIM", cls.document),
            values.get("OIDC_ORGANISATION_CLAIM", cls.organisation),
            values.get("OIDC_CREDIT_CODE_CLAIM", cls.credit_code),
        )


@dataclass(frozen=True)
class Settings:
    """The settings of a site; `repr` omits secrets."""

    data_dir: Path
    database_url: str = field(repr=False)
    certificates_database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    keyring: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    site_name: str = DEFAULT_SITE_NAME
    broker_url: str | None = field(default=None, repr=False)
    limits_url: str | None = field(default=None, repr=False)
    oidc_issuer: str | None = None
    oidc_client_id: str = "services-hall"
    oidc_client_secret: str = field(default="", repr=False)
    oidc_scope: str = "openid profile"
    real_name_claims: RealNameClaims = RealNameClaims()
    log_format: str = "text"
    trusted_proxies: int = 0
    window_idle_minutes: int = 10
    """After how long without a page the window forgets the person whom it serves."""
    document_prefix: str = DEFAULT_DOCUMENT_PREFIX
    publisher: Publisher = Publisher()
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = ""
    sms_url: str | None = field(default=None, repr=False)
    sms_token: str = field(default="", repr=False)

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Self:
        """The settings from the environment; raises SettingsInvalid for the first wrong or missing one."""
        values = _known_values(os.environ if environ is None else environ)
        data_dir = Path(values.get("DATA_DIR", "data")).resolve()
        database_url = _database_url("DATABASE_URL", values.get("DATABASE_URL"), data_dir / "hall.db")
        return cls(
            data_dir=data_dir,
            database_url=database_url,
            certificates_database_url=_store_url(values, database_url, data_dir),
            secret_key=_secret(values, "SECRET_KEY", data_dir / SECRET_KEY_FILE),
            keyring=_keyring(values, data_dir / KEYRING_FILE),
            base_url=_base_url(values.get("BASE_URL"), os.environ if environ is None else environ),
            site_name=values.get("SITE_NAME", cls.site_name),
            broker_url=_url(values, "BROKER_URL", {"amqp", "amqps"}),
            limits_url=_url(values, "LIMITS_URL", {"redis", "rediss", "memory"}),
            oidc_issuer=_url(values, "OIDC_ISSUER", {"http", "https"}),
            oidc_client_id=values.get("OIDC_CLIENT_ID", cls.oidc_client_id),
            oidc_client_secret=_client_secret(values),
            oidc_scope=_scope(values),
            real_name_claims=RealNameClaims.read(values),
            log_format=_choice(values, "LOG_FORMAT", ("text", "json")),
            document_prefix=_document_prefix(values.get("DOCUMENT_PREFIX", cls.document_prefix)),
            publisher=Publisher.read(values),
            trusted_proxies=_count(values, "TRUSTED_PROXIES", MOST_PROXIES),
            window_idle_minutes=_count(
                values, "WINDOW_IDLE_MINUTES", LONGEST_IDLE, least=1, default=cls.window_idle_minutes
            ),
            smtp_url=_url(values, "SMTP_URL", {"smtp", "smtps"}),
            mail_from=_sender(values),
            sms_url=_gateway(values),
            sms_token=values.get("SMS_TOKEN", ""),
        )

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the site; required for demo data."""
        return urlsplit(self.base_url).hostname in LOOPBACK

    @property
    def is_https(self) -> bool:
        """Whether the site uses https, so that cookies are marked Secure."""
        return self.base_url.startswith("https://")

    @property
    def files_dir(self) -> Path:
        """The folder of encrypted uploads and papers."""
        return self.data_dir / "files"


def write_keys(data_dir: Path) -> list[Path]:
    """Create the secret key and the key ring of a new site, owner-readable; existing ones are kept."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for path, make in (
        (data_dir / SECRET_KEY_FILE, new_secret),
        (data_dir / KEYRING_FILE, _new_key_ring),
    ):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(make() + "\n")
            file.flush()
            os.fsync(file.fileno())
        written.append(path)
    return written


def new_secret() -> str:
    """A new random secret key."""
    return secrets.token_urlsafe(48)


def _new_key_ring() -> str:
    return KeyRing.generate().dump()


def _known_values(environ: Mapping[str, str]) -> dict[str, str]:
    values = {name.removeprefix(PREFIX): value for name, value in environ.items() if name.startswith(PREFIX)}
    for name in sorted(values):
        if name not in KNOWN:
            raise SettingsInvalid(name, f"no such setting; known are {', '.join(sorted(KNOWN))}")
    return {name: value.strip() for name, value in values.items() if value.strip()}


def _published(values: Mapping[str, str], name: str) -> str:
    text = values.get(name, "")
    if len(text) > LONGEST_PUBLISHED:
        raise SettingsInvalid(name, f"at most {LONGEST_PUBLISHED} characters")
    return text


def _document_prefix(prefix: str) -> str:
    if len(prefix) > LONGEST_PREFIX:
        raise SettingsInvalid("DOCUMENT_PREFIX", f"at most {LONGEST_PREFIX} characters")
    return prefix


def _database_url(name: str, url: str | None, default: Path) -> str:
    if url is None:
        return f"sqlite:///{default}"
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsInvalid(
            name, "not a database URL; write postgresql+psycopg://… or sqlite:///…"
        ) from None
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise SettingsInvalid(name, "only sqlite and postgresql+psycopg are supported")
    if parsed.drivername == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise SettingsInvalid(name, "an SQLite database needs a file")
    return parsed.render_as_string(hide_password=False)


def _store_url(values: Mapping[str, str], database_url: str, data_dir: Path) -> str:
    configured_url = values.get("CERTIFICATES_DATABASE_URL")
    if configured_url is None and database_url.startswith("postgresql"):
        return database_url
    url = _database_url("CERTIFICATES_DATABASE_URL", configured_url, data_dir / "certificates.db")
    if url == database_url and url.startswith("sqlite"):
        raise SettingsInvalid("CERTIFICATES_DATABASE_URL", "the store needs an SQLite file of its own")
    return url


def _secret(values: Mapping[str, str], name: str, path: Path) -> str:
    secret = values.get(name) or _read(path)
    if secret is None:
        raise SettingsInvalid(name, "not set and not in the data folder; run `services-hall init` first")
    if len(secret) < 32:
        raise SettingsInvalid(name, "shorter than 32 characters; run `services-hall init` to make one")
    return secret


def _keyring(values: Mapping[str, str], path: Path) -> str:
    text = values.get("KEYRING") or _read(path)
    if text is None:
        raise SettingsInvalid("KEYRING", "not set and not in the data folder; run `services-hall init` first")
    try:
        KeyRing.parse(text)
    except Exception as error:
        raise SettingsInvalid("KEYRING", str(error)) from None
    return text


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _base_url(url: str | None, environ: Mapping[str, str]) -> str:
    if url is None:
        return f"http://127.0.0.1:{environ.get('PORT', '8000')}"
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SettingsInvalid("BASE_URL", "write the address visitors use, such as https://hall.example")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SettingsInvalid("BASE_URL", "only this machine's own address may do without https")
    return url.rstrip("/")


def _url(values: Mapping[str, str], name: str, schemes: set[str]) -> str | None:
    url = values.get(name)
    if url is None:
        return None
    if urlsplit(url).scheme not in schemes:
        raise SettingsInvalid(name, f"must start with {' or '.join(f'{s}://' for s in sorted(schemes))}")
    return url.rstrip("/")


def _client_secret(values: Mapping[str, str]) -> str:
    secret = values.get("OIDC_CLIENT_SECRET", "")
    if values.get("OIDC_ISSUER") and not secret:
        raise SettingsInvalid("OIDC_CLIENT_SECRET", "required with HALL_OIDC_ISSUER; issued by the provider")
    return secret


def _scope(values: Mapping[str, str]) -> str:
    scope = values.get("OIDC_SCOPE", Settings.oidc_scope)
    if "openid" not in scope.split():
        raise SettingsInvalid("OIDC_SCOPE", "must contain openid")
    return scope


def _sender(values: Mapping[str, str]) -> str:
    sender = values.get("MAIL_FROM", "")
    if values.get("SMTP_URL") and "@" not in sender:
        raise SettingsInvalid("MAIL_FROM", "required with HALL_SMTP_URL: the address that e-mails come from")
    return sender


def _gateway(values: Mapping[str, str]) -> str | None:
    url = _url(values, "SMS_URL", {"http", "https"})
    if url is not None and url.startswith("http://") and urlsplit(url).hostname not in LOOPBACK:
        raise SettingsInvalid("SMS_URL", "only this machine's own address may do without https")
    if url is not None and not values.get("SMS_TOKEN"):
        raise SettingsInvalid("SMS_TOKEN", "required with HALL_SMS_URL; agreed on with the gateway")
    return url


def _choice(values: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = values.get(name, allowed[0])
    if value not in allowed:
        raise SettingsInvalid(name, f"must be one of {', '.join(allowed)}")
    return value


def _count(values: Mapping[str, str], name: str, most: int, *, least: int = 0, default: int = 0) -> int:
    value = values.get(name, str(default))
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise SettingsInvalid(name, f"must be a whole number from {least} to {most}")
    return int(value)
