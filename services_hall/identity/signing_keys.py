"""Keys for signing ID tokens: one current key, older keys only verify."""

from datetime import datetime

from joserfc.jwk import ECKey, KeySet
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services_hall.identity.models import SigningKey

ALGORITHM = "ES256"
CURVE = "P-256"


def signing_key(session: Session, *, now: datetime) -> ECKey:
    """The current key, created on first use; simultaneous first calls of two processes get one key."""
    row = _current(session)
    if row is None:
        try:
            with session.begin_nested():
                row = _add(session, now)
        except IntegrityError:
            row = _current(session)
            if row is None:
                raise
    return ECKey.import_key(row.private_key)


def rotate_signing_key(session: Session, *, now: datetime) -> ECKey:
    """Create a new current key; the older keys still verify earlier tokens."""
    session.execute(update(SigningKey).where(SigningKey.is_current).values(is_current=False))
    return ECKey.import_key(_add(session, now).private_key)


def public_keys(session: Session) -> KeySet:
    """The public parts of all keys that may have signed a token."""
    rows = session.scalars(select(SigningKey).order_by(SigningKey.id.desc()))
    return KeySet([_public(row) for row in rows])


def _current(session: Session) -> SigningKey | None:
    return session.scalar(select(SigningKey).where(SigningKey.is_current))


def _public(row: SigningKey) -> ECKey:
    return ECKey.import_key(ECKey.import_key(row.private_key).as_dict(private=False))


def _add(session: Session, now: datetime) -> SigningKey:
    key = ECKey.generate_key(CURVE, {"use": "sig", "alg": ALGORITHM}, private=True, auto_kid=True)
    row = SigningKey(key_id=key.kid, private_key=key.as_dict(private=True), is_current=True, created_at=now)
    session.add(row)
    session.flush()
    return row
