"""Applying online and at a window: every step, with error messages and preserved input."""

from collections.abc import Mapping
from typing import Final

from comparison.visitors import Answer, File, Visitor
from comparison.world import (
    BUNDLE,
    COMPANY,
    DISTRICT,
    LI,
    LICENSED,
    UNLICENSED,
    WANG,
    ZHANG,
    Guided,
    Person,
    World,
    look_around,
    picture,
)

NUMBER: Final = r"[0-9]{16,20}[0-9A-Z]"
OWN: Final = ("/my/", "/apply/", "/progress")
WINDOW: Final = "/window/"
CHANGING: Final = ("JZZ-SL", "HWZP-SZ")
"""Guides of which an edition comes into force while drafts are open: another name, another question."""
NO_PICTURE: Final[File] = ("假的.pdf", b"hello", "application/pdf")
EMPTY: Final[File] = ("空的.pdf", b"", "application/pdf")
AS_CLERK: Final = {"holder.identifier_type": "111", "district": DISTRICT}


def online(world: World) -> None:
    """Files a bundle with every error on the way, one whose cases wait, and plain guides; leaves drafts."""
    world.visitor("li").get("/my/")
    _bundle_with_mistakes(world, world.guided(BUNDLE, LICENSED))
    for person, code in ((LI, "JZZ-SL"), (WANG, "SFZ-BL"), (COMPANY, "HWGG-XK")):
        _applied(world, person, world.guided(code))
    for code in ("GTDJ-SL", "SYDJ", "GJJ-TQ", "YCLS-XB"):
        _begun_and_deleted(world, world.guided(code))
    _kept_for_later(world)


def _bundle_with_mistakes(world: World, guided: Guided) -> None:
    visitor = world.visitor("li")
    address = f"/apply/{guided.code}"
    visitor.follow(visitor.get(address))
    start = visitor.get(address, **guided.answers)
    visitor.send(start, address, {"district": ""})
    visitor.send(start, address, {"district": "420102001000"})
    visitor.follow(visitor.send(start, address, {"district": DISTRICT, "q.licence": "nonsense"}))
    form = visitor.follow(visitor.send(start, address, {"district": DISTRICT}))
    right = _fields(guided, LI)
    visitor.send(form, "/form", dict.fromkeys(right, ""))
    visitor.send(form, "/form", dict.fromkeys(right, "示范街 <一> 号"))
    form = visitor.follow(
        visitor.send(form, "/form", {**right, "field.premises_name": "半个名字", "stay": "1"})
    )
    _go_on(visitor, guided)
    page = visitor.follow(visitor.send(form, "/form", right))
    page = _materials_with_mistakes(visitor, page)
    visitor.send(page, "/submit")
    visitor.send(page, "/submit", {"declared": "yes", "looked_over": "something else"})
    page = visitor.get(_path(page))
    _followed(visitor, visitor.send(page, "/submit", {"declared": "yes"}))
    visitor.follow(visitor.send(page, "/submit", {"declared": "yes"}))
    visitor.follow(visitor.get(_path(page)))
    visitor.follow(visitor.post(_path(page).removesuffix("review") + "delete"))
    look_around(visitor, visitor.get("/my/"), *OWN)


def _go_on(visitor: Visitor, guided: Guided) -> None:
    """The start page with an existing draft: continue it, change the answers, or begin a new one."""
    address = f"/apply/{guided.code}"
    start = visitor.get(address, **guided.answers)
    other = {"q.handling": "inspection"}
    visitor.follow(visitor.send(start, address, {"district": DISTRICT, **other}))
    visitor.follow(visitor.send(start, address, {"district": DISTRICT}))
    visitor.send(start, address, {"district": "", "draft": ""})
    visitor.post(address, {"district": DISTRICT, "draft": "nobodysdraft0000", **_questions(guided)})


def _materials_with_mistakes(visitor: Visitor, page: Answer) -> Answer:
    """Submits the materials with errors; returns the review page."""
    uploads = page.form("/materials").uploads
    visitor.send(page, "/materials")
    visitor.send(page, "/materials", {"consent": "no"})
    visitor.send(page, "/materials", {"consent": "no", "stay": "1"}, {uploads[0]: NO_PICTURE})
    visitor.send(page, "/materials", {"consent": "yes"}, {uploads[0]: EMPTY, uploads[1]: picture("图片.pdf")})
    some = {name: picture() for name in uploads[:2]}
    kept = visitor.follow(visitor.send(page, "/materials", {"consent": "yes", "stay": "1"}, some))
    look_around(visitor, kept, "/my/files/")
    visitor.send(visitor.get(_path(kept)), "/materials", {"consent": "no"})
    left = {name: picture() for name in kept.form("/materials").uploads[2:]}
    return visitor.follow(visitor.send(kept, "/materials", {"consent": "yes"}, left))


def _applied(world: World, person: Person, guided: Guided) -> None:
    """Files an application for a guide without an error."""
    visitor = world.visitor(person.username)
    address = f"/apply/{guided.code}"
    start = visitor.get(address, **guided.answers)
    form = visitor.follow(visitor.send(start, address, {"district": DISTRICT}))
    right = _fields(guided, person)
    page = visitor.follow(visitor.send(form, "/form", right))
    files = {name: picture() for name in page.form("/materials").uploads}
    page = visitor.follow(visitor.send(page, "/materials", {"consent": "yes"}, files))
    _followed(visitor, visitor.send(page, "/submit", {"declared": "yes"}))


def _followed(visitor: Visitor, answer: Answer) -> None:
    """The page of the filed application, its files, and its papers before they are rendered."""
    page = visitor.follow(answer)
    look_around(visitor, page, "/my/papers/", "/my/files/", "/progress")
    number = page.first(NUMBER)
    for asked in (number, f"{number}-01", f" {number.lower()}", number[:-1] + "?", "1", ""):
        visitor.follow(visitor.get("/progress", number=asked))


def _begun_and_deleted(world: World, guided: Guided) -> None:
    """Opens the start page and the form of a guide, and deletes the draft."""
    visitor = world.visitor("zhang")
    address = f"/apply/{guided.code}"
    start = visitor.get(address, **guided.answers)
    form = visitor.follow(visitor.send(start, address, {"district": DISTRICT}))
    visitor.follow(visitor.get(_path(form).replace("/form", "/review")))
    visitor.follow(visitor.send(visitor.get("/my/"), "/delete"))
    visitor.get(_path(form))


def _kept_for_later(world: World) -> None:
    """Leaves drafts that are still open when the guides change."""
    for person, code in ((ZHANG, CHANGING[0]), (LI, CHANGING[1]), (WANG, BUNDLE)):
        visitor, guided = world.visitor(person.username), world.guided(code, LICENSED)
        address = f"/apply/{code}"
        form = visitor.follow(
            visitor.send(visitor.get(address, **guided.answers), address, {"district": DISTRICT})
        )
        visitor.follow(visitor.send(form, "/form", _fields(guided, person)))
        visitor.get("/my/")


def at_a_window(world: World) -> None:
    """A clerk finds guides, files a bundle for 张示范 with every error on the way, and deletes a draft."""
    clerk = world.visitor("chuangkou")
    guided = world.guided(BUNDLE, UNLICENSED)
    look_around(clerk, clerk.get(WINDOW), "/window/guides/", "/window/bundles/", "/window/?")
    for words in ("餐饮", "jzz", "没有这个"):
        clerk.get(WINDOW, q=words)
    clerk.get("/window/?after=JZZ-SL")
    clerk.get(f"/window/bundles/{BUNDLE}", **guided.answers)
    clerk.get(f"/window/bundles/{BUNDLE}", **{**guided.answers, "premises": "residential", "sign": "x"})
    clerk.get("/window/guides/JZZ-SL", half_year="no")
    clerk.follow(clerk.get(f"/window/apply/{BUNDLE}"))
    form = _person_present(clerk, guided, ZHANG)
    form = _questions_again(clerk, guided, form)
    right = _fields(guided, ZHANG)
    clerk.send(form, "/form", dict.fromkeys(right, ""))
    page = clerk.follow(clerk.send(form, "/form", right))
    _at_window_filed(clerk, page)
    _other_people(clerk, world.guided("SFZ-BL"))
    for code in CHANGING:
        guided = world.guided(code)
        address = f"/window/apply/{code}"
        form = clerk.follow(clerk.send(clerk.get(address, **guided.answers), address, _present(LI)))
        clerk.follow(clerk.send(form, "/form", _fields(guided, LI)))
    look_around(clerk, clerk.get(WINDOW), "/window/filings/", "/window/apply/")
    clerk.get("/window/filings/?after=1")


def _person_present(clerk: Visitor, guided: Guided, person: Person) -> Answer:
    """The form for the person at the window."""
    address = f"/window/apply/{guided.code}"
    start = clerk.get(address, **guided.answers)
    clerk.send(start, address, {"district": ""})
    wrong = {**AS_CLERK, "holder.name": person.name, "holder.phone": "12"}
    clerk.send(start, address, {**wrong, "holder.identifier": "420102188506070018"})
    clerk.send(start, address, {**wrong, "holder.identifier_type": "001", "holder.identifier": "1"})
    clerk.send(start, address, {**wrong, "holder.identifier_type": "414", "holder.identifier": "?"})
    return clerk.follow(clerk.send(start, address, _present(person)))


def _present(person: Person) -> dict[str, str]:
    return {
        "holder.identifier_type": person.number_type,
        "holder.identifier": person.number,
        "holder.name": person.name,
        "holder.phone": person.phone,
        "district": DISTRICT,
        "consent": "yes",
    }


def _questions_again(clerk: Visitor, guided: Guided, form: Answer) -> Answer:
    """The form after the situation was answered again."""
    address = _path(form).replace("/form", "/questions")
    page = clerk.get(address)
    clerk.send(page, "/questions", {"q.premises": "residential"})
    clerk.send(page, "/questions", {"q.sign": "nonsense", "district": "1"})
    return clerk.follow(clerk.send(page, "/questions", _questions(guided)))


def _at_window_filed(clerk: Visitor, page: Answer) -> None:
    uploads = page.form("/materials").uploads
    clerk.send(page, "/materials")
    clerk.send(page, "/materials", {"consent": "yes", "stay": "1"}, {uploads[0]: picture("窗口扫描.png")})
    clerk.send(page, "/materials", {"consent": "yes"}, {uploads[0]: NO_PICTURE})
    page = clerk.get(_path(page))
    page = clerk.follow(
        clerk.send(page, "/materials", {"consent": "yes"}, {name: picture() for name in uploads})
    )
    clerk.send(page, "/submit")
    filing = clerk.follow(clerk.send(page, "/submit", {"declared": "yes"}))
    clerk.follow(clerk.send(page, "/submit", {"declared": "yes"}))
    look_around(clerk, filing, "/window/papers/", "/window/files/")


def _other_people(clerk: Visitor, guided: Guided) -> None:
    """Files for a person without an account, all originals seen; deletes a draft."""
    address = f"/window/apply/{guided.code}"
    foreigner = Person("nobody", "SMITH JOHN", "E12345678", "10000000008", "414")
    start = clerk.get(address, **guided.answers)
    form = clerk.follow(clerk.send(start, address, {**_present(foreigner), "consent": "no"}))
    known = Person("nobody", "SMITH JOHN", LI.number, "10000000008")
    page = clerk.follow(clerk.send(form, "/form", _fields(guided, known)))
    uploads = page.form("/materials").uploads
    page = clerk.follow(clerk.send(page, "/materials", {}, {name: picture() for name in uploads}))
    clerk.follow(clerk.send(page, "/submit", {"declared": "yes"}))
    form = clerk.follow(clerk.send(start, address, _present(WANG)))
    clerk.follow(clerk.send(clerk.get(WINDOW), "/delete"))
    clerk.get(_path(form))


def guides_have_changed(world: World) -> None:
    """Continues the older drafts: the changes are shown, answered and filed."""
    for person, code in ((ZHANG, CHANGING[0]), (LI, CHANGING[1]), (WANG, BUNDLE)):
        visitor = world.visitor(person.username)
        draft = visitor.get("/my/").first(rf'href="(/apply/{code}/[^"]+)/form"')
        form = _over_changes(visitor, draft)
        if not _has_form(form, "/settle"):
            guided = world.guided(code, LICENSED)
            start = visitor.get(f"/apply/{code}", **guided.answers)
            form = visitor.follow(visitor.send(start, f"/apply/{code}", {"district": DISTRICT}))
        else:
            form = visitor.follow(visitor.send(form, "/settle"))
        page = visitor.follow(visitor.send(form, "/form"))
        files = {name: picture() for name in page.form("/materials").uploads}
        page = visitor.follow(visitor.send(page, "/materials", {"consent": "yes"}, files))
        _followed(visitor, visitor.send(page, "/submit", {"declared": "yes"}))
    clerk = world.visitor("chuangkou")
    for code in CHANGING:
        draft = clerk.get(WINDOW).first(rf'href="(/window/apply/{code}/[^"]+)/form"')
        form = _over_changes(clerk, draft)
        if _has_form(form, "/settle"):
            clerk.follow(clerk.send(form, "/settle"))
        else:
            clerk.follow(clerk.send(form, "/questions", {"q.terrace": "yes"}))


def _over_changes(visitor: Visitor, draft: str) -> Answer:
    """The form of a draft whose guide has changed, after its other steps."""
    for step in ("/materials", "/review"):
        visitor.get(draft + step)
    visitor.post(f"{draft}/submit", {"declared": "yes"})
    return visitor.get(f"{draft}/form")


def _has_form(page: Answer, ending: str) -> bool:
    return any(form.action.endswith(ending) for form in page.forms)


def _fields(guided: Guided, person: Person) -> dict[str, str]:
    return {f"field.{key}": value for key, value in guided.typed(person).items()}


def _questions(guided: Guided) -> Mapping[str, str]:
    return {f"q.{key}": value for key, value in guided.answers.items()}


def _path(page: Answer) -> str:
    return page.response.url.raw_path.decode().partition("?")[0]
