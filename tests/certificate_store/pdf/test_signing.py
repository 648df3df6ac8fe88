"""The signed PDF, verified by pyHanko and by independent tools."""

import random
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from sqlalchemy.orm import Session

from certificate_store.errors import SigningFailed
from certificate_store.pdf.authority import ensure_authority
from certificate_store.pdf.signing import sign_pdf
from certificate_store.pdf.verification import FileDoubt, verify_file
from tests.support.certificates import NOW, SignedPage


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def trust(papers: SignedPage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An NSS database that trusts only the store's root certificate."""
    folder = tmp_path_factory.mktemp("nss")
    root = folder / "root.pem"
    root.write_text(papers.authority_pem)
    assert run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password").returncode == 0
    added = run("certutil", "-A", "-d", f"sql:{folder}", "-n", "store", "-t", "C,C,C", "-i", root)
    assert added.returncode == 0, added.stderr
    return folder


@pytest.fixture
def signed_file(papers: SignedPage, tmp_path: Path) -> Path:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(papers.signed)
    return path


def test_the_page_shows_what_was_issued_and_the_demo_line(papers: SignedPage) -> None:
    text = PdfReader(BytesIO(papers.unsigned)).pages[0].extract_text().replace("\n", "")
    for shown in (
        "营业执照",
        "张三",
        "420102199001011236",
        "沿江大道1号",
        "2026年11月23日 起",
        "演示数据",
    ):
        assert shown in text


def test_the_page_is_marked_as_pdf_a_3b_and_embeds_its_fonts(papers: SignedPage, signed_file: Path) -> None:
    metadata = PdfReader(BytesIO(papers.unsigned)).xmp_metadata
    assert metadata is not None
    assert 'pdfaid:part="3"' in metadata.stream.get_data().decode()
    listed = run("pdffonts", signed_file).stdout.splitlines()[2:]
    assert listed
    assert all(line.split()[-5] == "yes" for line in listed), listed


def test_qpdf_finds_nothing_wrong_with_the_signed_file(signed_file: Path) -> None:
    checked = run("qpdf", "--check", signed_file)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_signing_leaves_every_byte_of_the_page_as_it_was(papers: SignedPage) -> None:
    assert papers.signed.startswith(papers.unsigned)


def test_pdfsig_calls_the_signature_valid_and_trusted(signed_file: Path, trust: Path) -> None:
    told = run("pdfsig", "-nssdir", f"sql:{trust}", signed_file).stdout
    assert "Signature Validation: Signature is Valid." in told
    assert "Certificate Validation: Certificate is Trusted." in told
    assert "Total document signed" in told


def test_pdfsig_does_not_trust_it_without_the_root(signed_file: Path, tmp_path: Path) -> None:
    empty = tmp_path / "nss"
    empty.mkdir()
    run("certutil", "-N", "-d", f"sql:{empty}", "--empty-password")
    assert "Certificate is Trusted" not in run("pdfsig", "-nssdir", f"sql:{empty}", signed_file).stdout


def test_the_store_calls_its_own_file_genuine(papers: SignedPage) -> None:
    answer = verify_file(papers.signed, papers.authority_pem)
    assert answer.is_genuine
    assert answer.is_trusted
    assert answer.covers_whole_file
    assert answer.signed_at == NOW
    assert answer.signer == "电子证照库签章"


def with_flipped_bit(data: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1 << bit
    return bytes(changed)


def test_a_flipped_bit_is_told_wherever_it_lies(papers: SignedPage) -> None:
    chance = random.Random(7)
    for _ in range(40):
        place = chance.randrange(len(papers.signed))
        changed = with_flipped_bit(papers.signed, place, chance.randrange(8))
        assert not verify_file(changed, papers.authority_pem).is_genuine, place


def test_a_flipped_bit_in_the_signature_s_own_envelope_is_told(papers: SignedPage) -> None:
    """Version, algorithms and serial number are unsigned; the last bit of each byte is flipped."""
    start = papers.signed.index(b"<3082", len(papers.unsigned)) + 1
    for place in (*range(start, start + 120, 2), *range(start + 1180, start + 1480, 7)):
        changed = with_flipped_bit(papers.signed, place, 0)
        assert not verify_file(changed, papers.authority_pem).is_genuine, place - start


def test_a_flipped_byte_in_the_content_is_told_as_a_change(papers: SignedPage) -> None:
    changed = bytearray(papers.signed)
    place = papers.signed.index(b"stream") + 40
    changed[place] ^= 1
    assert verify_file(bytes(changed), papers.authority_pem).doubt is FileDoubt.CHANGED


def test_even_the_padding_behind_the_signature_cannot_be_changed(papers: SignedPage) -> None:
    padding = papers.signed.rindex(b"0000>")
    changed = papers.signed[:padding] + b"0001" + papers.signed[padding + 4 :]
    assert verify_file(changed, papers.authority_pem).doubt is FileDoubt.CHANGED


def test_an_appended_update_is_told(papers: SignedPage) -> None:
    writer = PdfWriter(BytesIO(papers.signed), incremental=True)
    writer.add_metadata({"/Subject": "added later"})
    target = BytesIO()
    writer.write(target)
    assert target.getvalue().startswith(papers.signed)
    answer = verify_file(target.getvalue(), papers.authority_pem)
    assert answer.doubt is FileDoubt.ADDED_TO
    assert answer.is_intact


def test_plain_bytes_behind_the_end_are_told(papers: SignedPage) -> None:
    assert not verify_file(papers.signed + b"\n% more", papers.authority_pem).is_genuine


def test_a_file_signed_by_another_authority_is_not_trusted(papers: SignedPage, session: Session) -> None:
    stranger = ensure_authority(session, now=NOW, organisation="冒充者")
    forged = sign_pdf(papers.unsigned, stranger, reason="签发电子证照", now=NOW)
    assert verify_file(forged, papers.authority_pem).doubt is FileDoubt.NOT_TRUSTED


@pytest.mark.parametrize(
    ("data", "doubt"),
    [
        (b"", FileDoubt.UNREADABLE),
        (b"%PDF-1.7 nothing", FileDoubt.UNREADABLE),
        (b"\0" * 999, FileDoubt.UNREADABLE),
    ],
)
def test_what_is_no_pdf_is_called_unreadable(data: bytes, doubt: FileDoubt, papers: SignedPage) -> None:
    assert verify_file(data, papers.authority_pem).doubt is doubt


def test_an_unsigned_page_is_told(papers: SignedPage) -> None:
    assert verify_file(papers.unsigned, papers.authority_pem).doubt is FileDoubt.NOT_SIGNED


def test_what_is_no_pdf_cannot_be_signed(session: Session) -> None:
    with pytest.raises(SigningFailed):
        sign_pdf(b"not a pdf", ensure_authority(session, now=NOW), reason="x", now=NOW)
