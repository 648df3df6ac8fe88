"""Editions at the guide desk: editors write, another person approves, everybody reads."""

import re
import time
from typing import Final

from comparison.reading_walk import within_reach
from comparison.visitors import Answer, Visitor
from comparison.world import BUNDLE, World, look_around, look_at

DESK: Final = "/guide-desk/"
GUIDE: Final = "/guide-desk/guides/"
BUNDLES: Final = "/guide-desk/bundles/"
CODE: Final = "JZZ-SL"
ASKING: Final = "HWZP-SZ"
LATER: Final = "SFZ-BL"
GIVEN_UP: Final = "SYDJ"
NAME: Final = "居住证申领（新）"
NEW_QUESTION: Final = """questions:
- key: terrace
  text: 要设露台吗？
  kind: yes_no
  hint: ''
  when: {}
  options:
  - {value: 'yes', label: 是, hint: '', stop: null, tell: null}
  - {value: 'no', label: 否, hint: '', stop: null, tell: null}
"""
LISTS: Final = (
    "?show=draft",
    "?show=submitted",
    "?show=approved",
    "?show=current",
    "?show=nonsense",
    "?q=食品",
    "?q=open-rest",
    "?after=JZZ-SL",
)
KEPT_SECONDS: Final = 1.3
"""A kept public page may be that much older than the newest edition."""


def shelves(world: World) -> None:
    """Every guide and bundle with its editions, as editor and approver see them."""
    _lists(world)
    for username in ("bianji", "shenhe"):
        visitor = world.visitor(username)
        within_reach(visitor, DESK, (DESK,), 80)
        look_at(visitor, [f"{GUIDE}NOPE", f"{BUNDLES}NOPE", f"{GUIDE}{CODE}/editions/9", f"{DESK}new"])


def _lists(world: World) -> None:
    for username in ("bianji", "shenhe"):
        addresses = [f"{place}{end}" for place in (DESK, BUNDLES) for end in ("", *LISTS)]
        look_at(world.visitor(username), addresses)


def guide_form(world: World) -> None:
    """Edits a draft of a guide in the form, with every error on the way, and submits it."""
    editor = world.visitor("bianji")
    page = _opened(editor, f"{GUIDE}{CODE}")
    editor.follow(editor.post(f"{GUIDE}{CODE}/drafts"))
    stale = page
    wrong = {"name": "", "limits.promised.days": "五天", "access.visits": "-1", "short_name": "我写的"}
    editor.send(page, "/form", {**wrong, "do": "save"})
    for section in page.find(r'name="add" value="([^"]+)"'):
        longer = editor.send(page, "/form", {"name": NAME, "add": section})
        editor.send(longer, "/form", {"do": "save"})
        editor.send(longer, "/form", {"remove": f"{section}.0"})
    editor.send(page, "/form", {"add": "nonsense"})
    editor.send(page, "/form", {"materials.0.name": "其他材料", "do": "submit"})
    fees = editor.send(page, "/form", {"add": "fees"})
    place = fees.form("/form").values({})["fees.index"][-1]
    fee = {f"fees.{place}.name": "工本费", f"fees.{place}.standard": "每证"}
    editor.send(fees, "/form", {**fee, f"fees.{place}.amount_fen": "12.345"})
    page = editor.follow(
        editor.send(fees, "/form", {**fee, f"fees.{place}.amount_fen": "12.50", "do": "save"})
    )
    editor.send(stale, "/form", {"short_name": "我写的", "do": "save"})
    changes = {"name": NAME, "change_note": "改了名称和材料", "materials.0.name": "居住地住址证明材料"}
    shorter = editor.send(page, "/form", {"remove": "fees.0"})
    editor.follow(editor.send(shorter, "/form", {**changes, "do": "submit"}))
    editor.send(page, "/form", {"name": "提交以后", "do": "save"})


def guide_text(world: World) -> None:
    """Drafts edited as one text: errors by line, another question, a new guide, a deleted draft."""
    editor = world.visitor("bianji")
    page = _opened(editor, f"{GUIDE}{ASKING}")
    text = _text(page)
    for faulty in (
        text + "\nname: [a\n",
        re.sub("item_type: .*", "item_type: magic", text),
        re.sub("^code: .*", "code: OTHER", text, flags=re.MULTILINE),
        _text(_opened(editor, f"{BUNDLES}{BUNDLE}")),
        "code: X\nname: 甲",
        "",
    ):
        editor.send(page, "/text", {"text": faulty})
    exported = editor.get(f"{_path(page)}.yaml").text
    editor.send(page, "/text", {"text": re.sub("  short_name: .*", "  short_name: 改了", exported)})
    page = editor.follow(editor.send(page, "/text", {"text": exported}))
    asking = _text(page).replace("questions:\n", NEW_QUESTION, 1)
    page = editor.follow(editor.send(page, "/text", {"text": asking}))
    editor.follow(editor.send(page, "/form", {"change_note": "多问一句", "do": "submit"}))
    _new_texts(editor, text)
    later = _opened(editor, f"{GUIDE}{LATER}")
    editor.follow(editor.send(later, "/form", {"name": "居民身份证办理（预告）", "do": "submit"}))


def _new_texts(editor: Visitor, text: str) -> None:
    page = editor.get(f"{DESK}new")
    for faulty in ("", "[", "code: X\nname: 甲", text):
        editor.send(page, "/new", {"text": faulty})
    new = re.sub("^code: .*", "code: NEW-1", text, flags=re.MULTILINE)
    editor.follow(editor.send(page, "/new", {"text": new}))
    draft = _opened(editor, f"{GUIDE}{GIVEN_UP}")
    editor.follow(editor.send(draft, "/withdrawal"))
    editor.post(f"{_path(draft)}/withdrawal")
    editor.get(_path(draft))


def bundle_text(world: World) -> None:
    """Edits a draft of a bundle, with every error on the way, and submits it."""
    editor = world.visitor("bianji")
    page = editor.get(f"{BUNDLES}{BUNDLE}")
    text = _text(page)
    entry = "- item: GTDJ-SL\n  when:\n    licence:\n    - 'no'\n  after: []"
    for faulty in (
        text.replace("  kind: choice", "  kind: guess", 1) + "extra: 1\n",
        text + "items: [a\n",
        text.replace("code: open-restaurant", "code: another", 1),
        text.replace("code: open-restaurant", "code: open-restaurant\nitem_type: licence", 1),
        text.replace("- item: YCLS-XB\n  when", "- item: NOPE\n  when", 1),
        text.replace(entry, entry.replace("  after: []", "  after:\n  - SPJY-XB")),
    ):
        editor.send(page, "/text", {"text": faulty, "change_note": "我写的说明", "do": "submit"})
    page = editor.get(_path(page))
    renamed = re.sub("^name: .*", "name: 开办餐饮店“一件事”（新）", text, flags=re.MULTILINE)
    page = editor.follow(editor.send(page, "/text", {"text": renamed, "change_note": "改名", "do": "save"}))
    editor.follow(editor.send(page, "/text", {"do": "submit"}))


def approval(world: World) -> None:
    """Submitted editions are read, sent back, approved, announced and published, and once too often."""
    editor, approver = world.visitor("bianji"), world.visitor("shenhe")
    look_at(approver, [f"{DESK}?show=submitted", f"{BUNDLES}?show=submitted"])
    page = approver.get(f"{GUIDE}{CODE}")
    approver.send(page, "/approval", {"effective_on": "2020-01-01"})
    approver.send(page, "/approval", {"effective_on": "soon"})
    approver.send(page, "/return", {"note": " "})
    editor.post(f"{_path(page)}/approval")
    editor.post(f"{_path(page)}/publication")
    approver.post(f"{_path(page)}/form")
    approver.post(f"{_path(page)}/withdrawal")
    approver.follow(approver.send(page, "/return", {"note": "名称应与法规一致\n请再看看"}))
    draft = editor.get(f"{GUIDE}{CODE}")
    editor.follow(editor.send(draft, "/form", {"do": "submit"}))
    page = approver.get(f"{BUNDLES}{BUNDLE}")
    approver.follow(approver.send(page, "/return", {"note": "再想想"}))
    editor.follow(editor.send(editor.get(f"{BUNDLES}{BUNDLE}"), "/text", {"do": "submit"}))
    for address in (f"{GUIDE}{CODE}", f"{GUIDE}{ASKING}", f"{BUNDLES}{BUNDLE}"):
        _published(approver, address)
    page = approver.get(f"{GUIDE}{LATER}")
    page = approver.follow(approver.send(page, "/approval", {"effective_on": "2099-01-01"}))
    approver.post(f"{_path(page)}/publication")
    _lists(world)
    for visitor in (editor, approver):
        look_at(visitor, [f"{GUIDE}{code}" for code in (CODE, ASKING, LATER, GIVEN_UP, "NEW-1")])
        look_at(visitor, [f"{BUNDLES}{BUNDLE}", f"{BUNDLES}{BUNDLE}/editions/1", f"{GUIDE}{CODE}/editions/1"])
    approver.follow(approver.send(approver.get(f"{GUIDE}{LATER}"), "/withdrawal"))


def _published(approver: Visitor, address: str) -> None:
    page = approver.get(address)
    approved = approver.follow(approver.send(page, "/approval"))
    approver.post(f"{_path(page)}/approval")
    approver.get(f"{DESK}?show=approved")
    approver.follow(approver.send(approved, "/publication"))
    approver.post(f"{_path(page)}/publication")


def public_changes(world: World) -> None:
    """The public pages of the new editions and of earlier ones."""
    time.sleep(KEPT_SECONDS)
    stranger = world.stranger
    look_at(stranger, ["/", "/changes", "/changes?until=12", "/changes.atom", "/guides/", "/bundles/"])
    look_at(stranger, [f"/search?q={words}" for words in ("居住证", "招牌", "餐饮", "jzz")])
    for code in (CODE, ASKING, LATER):
        page = stranger.get(f"/guides/{code}/changes")
        look_around(stranger, page, f"/guides/{code}")
        look_at(stranger, [f"/guides/{code}", f"/guides/{code}.pdf", f"/guides/{code}/editions/1"])
        look_at(stranger, [f"/api/v1/guides/{code}", f"/api/v1/guides/{code}/editions/1"])
    stranger.get(f"/bundles/{BUNDLE}")
    look_at(stranger, ["/api/v1/guide-changes", "/api/v1/guide-changes?after=11", "/api/v1/search?q=居住证"])
    look_at(world.visitor("jiancha"), ["/oversight/", "/oversight/guides"])


def bundle_ends(world: World) -> None:
    """Withdraws a bundle."""
    approver = world.visitor("shenhe")
    page = approver.get(f"{BUNDLES}{BUNDLE}")
    world.visitor("bianji").post(f"{_path(page)}/withdrawal")
    approver.follow(approver.send(page, "/withdrawal"))
    time.sleep(KEPT_SECONDS)
    look_at(
        world.stranger, ["/", "/bundles/", f"/bundles/{BUNDLE}", "/changes", f"/api/v1/scenarios/{BUNDLE}"]
    )
    look_at(world.visitor("chuangkou"), ["/window/", f"/window/bundles/{BUNDLE}", f"/window/apply/{BUNDLE}"])
    look_at(world.visitor("li"), ["/my/", f"/apply/{BUNDLE}"])


def _opened(editor: Visitor, address: str) -> Answer:
    """The page of a new draft."""
    return editor.follow(editor.send(editor.get(address), "/drafts"))


def _text(page: Answer) -> str:
    return page.form("/text").values({})["text"][0].replace("\r\n", "\n")


def _path(page: Answer) -> str:
    """The address of the edition on the page."""
    return page.first(r'action="(/guide-desk/(?:guides|bundles)/[^/"]+/editions/\d+)')
