"""Signing keys: one current key, created once under concurrency; earlier keys still verify."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from joserfc import jwt
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from services_hall.database import WRITING
from services_hall.identity import signing_keys
from services_hall.identity.models import SigningKey
from tests.support.few_agencies import NOW

pytestmark = pytest.mark.usefixtures("database_url")


def test_what_was_signed_before_a_rotation_is_still_verified_after_it(session: Session) -> None:
    before = signing_keys.signing_key(session, now=NOW)
    token = jwt.encode({"alg": signing_keys.ALGORITHM, "kid": before.kid}, {"sub": "1"}, before)
    after = signing_keys.rotate_signing_key(session, now=NOW)
    assert signing_keys.signing_key(session, now=NOW).kid == after.kid != before.kid
    assert jwt.decode(
        token, signing_keys.public_keys(session), algorithms=[signing_keys.ALGORITHM]
    ).claims == {"sub": "1"}


def test_public_keys_hold_no_private_part(session: Session) -> None:
    signing_keys.signing_key(session, now=NOW)
    assert all("d" not in key for key in signing_keys.public_keys(session).as_dict()["keys"])


def test_private_keys_lie_encrypted(session: Session) -> None:
    key = signing_keys.signing_key(session, now=NOW)
    stored = bytes(session.scalar(text("SELECT private_key FROM identity_signing_key")))
    assert key.as_dict(private=True)["d"].encode() not in stored


def test_many_who_ask_at_once_get_one_key(engine: Engine) -> None:
    def ask(_number: int) -> str:
        with Session(engine) as session:
            session.connection(execution_options={WRITING: True})
            found = signing_keys.signing_key(session, now=NOW)
            session.commit()
            return str(found.kid)

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, range(6)))) == 1
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(SigningKey)) == 1
