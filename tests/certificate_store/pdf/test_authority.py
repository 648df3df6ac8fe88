"""The store's signing authority: created once, renewed in time, private keys encrypted."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from certificate_store.errors import AuthorityMissing
from certificate_store.pdf.authority import (
    SIGNER_LIFE,
    authority_certificate_pem,
    ensure_authority,
)
from certificate_store.pdf.signing import sign_pdf
from certificate_store.pdf.verification import verify_file
from tests.support.certificates import NOW, SignedPage
from tests.support.concurrent_requests import call_together

DAY = timedelta(days=1)


def test_before_it_is_made_there_is_none(session: Session) -> None:
    with pytest.raises(AuthorityMissing):
        authority_certificate_pem(session)


def test_it_is_made_once(any_session: Session) -> None:
    made = ensure_authority(any_session, now=NOW)
    any_session.commit()
    assert ensure_authority(any_session, now=NOW + DAY) == made
    assert authority_certificate_pem(any_session) == made.root_pem


def test_the_root_vouches_for_the_signer_and_both_are_p_256(session: Session) -> None:
    authority = ensure_authority(session, now=NOW, organisation="武汉市电子证照库")
    root = x509.load_pem_x509_certificate(authority.root_pem.encode())
    signer = x509.load_pem_x509_certificate(authority.signer_pem.encode())
    signer.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    for certificate in (root, signer):
        key = certificate.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        assert key.curve.name == "secp256r1"
        assert "武汉市电子证照库" in certificate.subject.rfc4514_string()
    assert not signer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_writers_at_the_same_moment_make_one_authority(engine: Engine) -> None:
    def make() -> str:
        with Session(engine) as session:
            authority = ensure_authority(session, now=NOW)
            session.commit()
            return authority.root_pem + authority.signer_pem

    assert len(set(call_together([make] * 4))) == 1


def test_the_signer_is_renewed_in_time_under_the_same_root(any_session: Session, papers: SignedPage) -> None:
    first = ensure_authority(any_session, now=NOW)
    before_its_end = NOW + SIGNER_LIFE - 80 * DAY
    second = ensure_authority(any_session, now=before_its_end)
    assert second.root_pem == first.root_pem
    assert second.signer_pem != first.signer_pem
    assert ensure_authority(any_session, now=before_its_end) == second
    old = sign_pdf(papers.unsigned, first, reason="签发", now=NOW)
    new = sign_pdf(papers.unsigned, second, reason="签发", now=before_its_end)
    assert verify_file(old, first.root_pem).is_genuine
    assert verify_file(new, first.root_pem).is_genuine


def test_a_signature_dated_outside_its_certificate_s_life_is_not_genuine(
    session: Session, papers: SignedPage
) -> None:
    authority = ensure_authority(session, now=NOW)
    late = sign_pdf(papers.unsigned, authority, reason="签发", now=NOW + SIGNER_LIFE + 2 * DAY)
    assert not verify_file(late, authority.root_pem).is_genuine


def test_no_private_key_lies_readable_in_the_table_or_the_repr(session: Session) -> None:
    authority = ensure_authority(session, now=NOW)
    assert "PRIVATE" not in repr(authority)
    for (key,) in session.execute(text("SELECT private_key FROM certificate_authority_key")):
        assert b"PRIVATE" not in key
