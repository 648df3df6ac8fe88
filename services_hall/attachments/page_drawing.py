"""Program that draws the first page of the PDF on its standard input as a small JPEG on its standard output.

It is a process of its own, because it reads files of strangers with a browser's parser: what goes wrong in it
ends nothing else. It imports nothing of the hall.
"""

import os
import resource
import sys
from io import BytesIO
from typing import Final

import pypdfium2

MEMORY: Final = 512 * 1024 * 1024
SECONDS: Final = 4
"""Of the processor; a page of a plan with a hundred thousand lines takes less than one."""
NICENESS: Final = 10
LONGEST_SIDE: Final = 320
"""Pixels, as of the thumbnail of a picture."""
QUALITY: Final = 75


def limit_process() -> None:
    """No more memory and time than a page needs, after everything else that runs, and no file written."""
    os.nice(NICENESS)
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        resource.setrlimit(kind, (limit, limit))


def draw_first_page(data: bytes) -> bytes:
    """A JPEG of the first page with what is filled in there; raises PdfiumError."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page = document[0]
    scale = LONGEST_SIDE / max(*page.get_size(), 1)
    written = BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


if __name__ == "__main__":
    limit_process()
    sys.stdout.buffer.write(draw_first_page(sys.stdin.buffer.read()))
