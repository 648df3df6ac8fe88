"""The command that photographs pages: what it opens, how, and what it tells of a page."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from scripts.pictures.camera import Camera, View
from scripts.pictures.pages import PAGES, NamedPage
from tests.support.browser_pages import Site
from tests.support.served_hall import serve

PNG: Final = b"\x89PNG"


def test_a_page_is_photographed_in_each_view_and_what_is_wrong_is_told(site: Site, tmp_path: Path) -> None:
    camera = Camera(site.browser, site.address, tmp_path)
    views = [View.parse("390-elder"), View.parse("1280-en")]
    assert camera.take(NamedPage("home", "", "/"), {}, views) == []
    taken = sorted(tmp_path.iterdir())
    assert [one.name for one in taken] == ["home-1280-en.png", "home-390-elder.png"]
    assert all(one.read_bytes().startswith(PNG) for one in taken)
    (missing,) = camera.take(NamedPage("gone", "", "/guides/{code}"), {"code": "X"}, views[1:])
    assert missing == "gone 1280-en: /guides/X answers 404"


def test_a_person_is_signed_in_and_who_is_not_is_told(
    browser: Browser, initialised_hall: dict[str, str], tmp_path: Path
) -> None:
    view = [View.parse("390")]
    with serve(initialised_hall):
        camera = Camera(browser, initialised_hall["HALL_BASE_URL"], tmp_path)
        assert camera.take(NamedPage("my", "li", "/my/"), {}, view) == []
        (fault,) = camera.take(NamedPage("my", "", "/my/"), {}, view)
    assert fault == "my 390: /my/ asks to sign in"


@pytest.mark.parametrize("text", ["", "wide", "390-large", "390_elder"])
def test_a_view_is_a_width_and_known_words(text: str) -> None:
    with pytest.raises(ValueError, match="no view"):
        View.parse(text)


def test_every_page_has_a_name_of_its_own_and_a_route(site: Site) -> None:
    names = [page.name for page in PAGES]
    assert len(names) == len(set(names))
    routes = site.hall.app.url_map.bind("localhost")
    drafts = {"draft": "/apply/A/B", "window_draft": "/window/apply/A/B"}
    drafts["guide_draft"] = "/guide-desk/guides/A/editions/2"
    for page in PAGES:
        path = page.address.partition("?")[0].format_map(Placeholder(drafts))
        assert routes.match(path), page.name


class Placeholder(dict[str, str]):
    """Made-up values for the names that only a story knows."""

    def __missing__(self, key: str) -> str:
        return "1"
