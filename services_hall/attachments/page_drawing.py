"""Program that draws a page of the PDF on its standard input as a JPEG on its standard output.

Its arguments are the number of the page, from 1, and the pixels of the longest side.

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


def draw_page(data: bytes, *, number: int, longest_side: int) -> bytes:
    """A JPEG of this page with what is filled in there; raises PdfiumError, IndexError."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page = document[number - 1]
    scale = longest_side / max(*page.get_size(), 1)
    written = BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


if __name__ == "__main__":
    limit_process()
    drawn = draw_page(sys.stdin.buffer.read(), number=int(sys.argv[1]), longest_side=int(sys.argv[2]))
    sys.stdout.buffer.write(drawn)
