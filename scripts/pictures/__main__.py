"""Command that photographs the pages of a hall with demonstration data.

A hall is created, filled and served from a new data folder, or from one that an earlier run kept. Somebody
of each role signs in and every named page is opened in every view, such as `390`, `320-elder` or `1280-en`;
each picture is a PNG file `<name>-<view>.png` in the output folder. An answer that is an error, and a page
that is wider than its screen, is told at the end; the exit status is then 1.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from scripts.comparison.halls import Hall
from scripts.pictures.camera import Camera, View
from scripts.pictures.pages import PAGES
from scripts.pictures.story import tell_story
from tests.support.chromium import running_browser

VIEWS: Final = "320,390,1280,390-elder,1280-elder"
PLACES: Final = "places-of-pictures.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Takes the pictures; returns 0 when every page answered and none is wider than its screen."""
    options = _options(arguments)
    pages = [page for page in PAGES if any(fnmatch(page.name, one) for one in options.only.split(","))]
    if options.list:
        print("\n".join(f"{page.name:32}{page.username or '-':12}{page.address}" for page in pages))
        return 0
    if options.output is None:
        print("name the folder for the pictures, or --list", file=sys.stderr)
        return 2
    options.output.mkdir(parents=True, exist_ok=True)
    with _data_folder(options.keep) as folder, _served(folder) as hall, running_browser() as browser:
        places = _places(folder, hall, browser)
        camera = Camera(browser, hall.base_url, options.output)
        faults = [fault for page in pages for fault in camera.take(page, places, options.views)]
    print(f"{len(pages) * len(options.views)} pictures in {options.output}", *faults, sep="\n")
    return 1 if faults else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.pictures", description=__doc__)
    parser.add_argument("output", nargs="?", type=Path, help="the folder for the pictures")
    parser.add_argument("--views", type=_views, default=_views(VIEWS), help=f"WIDTH[-WORD…]; now {VIEWS}")
    parser.add_argument("--only", default="*", help="names of pages, with * for any letters, by commas")
    parser.add_argument("--keep", type=Path, help="a data folder to make, or to use again")
    parser.add_argument("--list", action="store_true", help="list the pages and take no picture")
    return parser.parse_args(arguments)


def _views(text: str) -> list[View]:
    try:
        return [View.parse(one) for one in text.split(",")]
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None


@contextmanager
def _data_folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="pictures-") as scratch:
        yield Path(scratch) / "hall"


@contextmanager
def _served(folder: Path) -> Iterator[Hall]:
    hall = Hall(Path.cwd(), folder)
    try:
        hall.start()
        hall.let_jobs_run()
        yield hall
    finally:
        hall.stop()


def _places(folder: Path, hall: Hall, browser: Browser) -> dict[str, str]:
    """The addresses that the story made; it is told once in each data folder."""
    kept = folder / PLACES
    if not kept.exists():
        kept.write_text(json.dumps(tell_story(hall.base_url, browser)), encoding="utf-8")
    places: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    return places


if __name__ == "__main__":
    sys.exit(main())
