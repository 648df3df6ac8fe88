"""The blank forms and filled-in samples of the sample guides, rendered from `scripts/sample_forms`.

Run it after a change of a source: `.venv/bin/python scripts/make_sample_forms.py`. The files are kept in the
source tree because a sample guide names them by their hash, and fonts differ between machines.
"""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from certificate_store.pdf.rendering import pdf_of, use_fonts

ROOT: Final = Path(__file__).parents[1]
SOURCES: Final = ROOT / "scripts" / "sample_forms"
TARGET: Final = ROOT / "guides" / "samples" / "forms"
FONTS: Final = ROOT / "services_hall" / "static" / "build" / "fonts"
FRAME: Final = "frame.html"
PICTURES: Final = frozenset({"portrait"})
"""The samples that are pictures; all others are documents."""
DOTS_PER_INCH: Final = 350


def render_all() -> None:
    """Write each source as a PDF, or as a picture in the resolution that is asked for."""
    use_fonts(FONTS)
    pages = Environment(loader=FileSystemLoader(SOURCES), autoescape=True, undefined=StrictUndefined)
    for source in sorted(SOURCES.glob("*.html")):
        if source.name == FRAME:
            continue
        pdf = pdf_of(pages.get_template(source.name).render())
        if source.stem in PICTURES:
            (TARGET / f"{source.stem}.png").write_bytes(_picture(pdf))
        else:
            (TARGET / f"{source.stem}.pdf").write_bytes(pdf)


def _picture(pdf: bytes) -> bytes:
    command = ["/usr/bin/pdftoppm", "-r", str(DOTS_PER_INCH), "-png", "-singlefile", "-"]
    rendered = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    image = Image.open(BytesIO(rendered)).quantize(64)
    target = BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


if __name__ == "__main__":
    render_all()
