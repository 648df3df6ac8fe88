"""Languages of the pages: simplified Chinese is the source, others are converted or translated."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Final

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from services_hall.presentation.traditional import TRADITIONAL, TraditionalTexts
from services_hall.settings import DEFAULT_SITE_NAME

SOURCE: Final = "zh_Hans"
COOKIE: Final = "hall_language"
NAMES: Final = {SOURCE: "简体", TRADITIONAL: "繁體", "en": "English"}
MOST_TEXTS: Final = 4096
"""More than the texts of all pages."""
TRANSLATIONS: Final = Path(__file__).parent.parent / "translations"


@dataclass(frozen=True)
class LanguageChoice:
    """A language that the visitor may turn to."""

    locale: str
    language: str
    name: str


class Catalogue:
    """The texts of a locale; those of pages are looked up once."""

    def __init__(self, texts: NullTranslations) -> None:
        self.texts = texts
        self.translate = lru_cache(MOST_TEXTS)(texts.ugettext)
        self.translate_number = lru_cache(MOST_TEXTS)(texts.ungettext)
        self.pattern = lru_cache(MOST_TEXTS)(self._pattern)
        self.plain = lru_cache(MOST_TEXTS)(self._plain)

    def _pattern(self, text: str) -> Markup:
        """A text of a page, into which values are put."""
        return Markup(self.translate(text))  # noqa: S704  # a text of the source

    def _plain(self, text: str) -> Markup:
        """A text of a page without values."""
        return self._pattern(text) % {}


class PageDomain(Domain):
    """The texts of the pages; the catalogue of a locale is found once and not for each text."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._catalogues: dict[tuple[str, str | None], Catalogue] = {}

    def get_translations(self) -> NullTranslations:
        """The catalogue of the request's locale; without a request, none."""
        return self._catalogue().texts

    def gettext(self, string: str, **variables: object) -> str:
        """A text in the reader's language, with its values."""
        text = self._catalogue().translate(string)
        return text % variables if variables else text

    def ngettext(self, singular: str, plural: str, num: int, **variables: object) -> str:
        """A text with a number in the reader's language."""
        return self._catalogue().translate_number(singular, plural, num) % {"num": num, **variables}

    def page_text(self, text: str, **values: object) -> Markup:
        """A text of a page in the reader's language; its values are escaped."""
        catalogue = self._catalogue()
        return catalogue.pattern(text) % values if values else catalogue.plain(text)

    def _catalogue(self) -> Catalogue:
        names = _names_of_context()
        locale = getattr(names, "babel_locale", None) or get_locale()
        if locale is None:
            return _NO_TEXTS
        known: tuple[Locale, Catalogue] | None = getattr(names, _IN_USE, None)
        if known is not None and known[0] is locale:
            return known[1]
        catalogue = self._catalogue_of(locale)
        if names is not None:
            setattr(names, _IN_USE, (locale, catalogue))
        return catalogue

    def _catalogue_of(self, locale: Locale) -> Catalogue:
        key = locale.language, locale.script  # each request has a locale object of its own
        known = self._catalogues.get(key)
        if known is None:
            is_traditional = str(locale) == TRADITIONAL
            texts = TraditionalTexts() if is_traditional else super().get_translations()  # type: ignore[no-untyped-call]
            known = self._catalogues[key] = Catalogue(texts)
        return known


_NO_TEXTS: Final = Catalogue(NullTranslations())
_IN_USE: Final = "hall_catalogue"
_context_values: Final = g._get_current_object


def _names_of_context() -> SimpleNamespace | None:
    """What Flask-Babel keeps of the present context; every attribute of `g` itself would look it up again."""
    try:
        names: SimpleNamespace | None = _context_values().get("_flask_babel")
    except RuntimeError:  # outside any context
        return None
    return names


def init_app(app: Flask) -> None:
    """Gives templates the marks for translation and times by the hall's own clock."""
    babel = Babel()
    babel.init_app(
        app,
        default_locale=SOURCE,
        default_timezone="Asia/Shanghai",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=lambda: _locale(chosen_locale()),
    )
    domain = babel.domain_instance = PageDomain()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # by Jinja's extension
        domain.gettext,
        lambda one, many, number: domain.get_translations().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = domain.page_text
    app.add_template_global(page_language, "page_language")


def site_name(name: str) -> str:
    """The name of the site on pages: the configured name, or the default name in the reader's language."""
    return str(_l("政务服务大厅")) if name == DEFAULT_SITE_NAME else name


@lru_cache(maxsize=1)
def offered_locales() -> tuple[str, ...]:
    """The locales a visitor can choose: both kinds of Chinese, and those with a compiled translation."""
    return tuple(
        locale
        for locale in NAMES
        if locale in {SOURCE, TRADITIONAL}
        or (TRANSLATIONS / locale / "LC_MESSAGES" / "messages.mo").is_file()
    )


def chosen_locale() -> str:
    """The locale of this request, only from the visitor's own choice."""
    if not has_request_context():
        return SOURCE
    language = request.cookies.get(COOKIE, SOURCE)
    return language if language in offered_locales() else SOURCE


def tag_of(locale: str) -> str:
    """The language tag for HTML (`zh-Hans`)."""
    return locale.replace("_", "-")


@lru_cache(maxsize=len(NAMES))
def _locale(name: str) -> Locale:
    """The locale of this name; reading it looks for a file."""
    return Locale.parse(name)


def page_language() -> str:
    """The language tag of the page that is being rendered."""
    return tag_of(str(get_locale() or SOURCE))


def other_languages() -> list[LanguageChoice]:
    """The languages that a page offers; empty if there is only one."""
    now = chosen_locale()
    return [
        LanguageChoice(locale, tag_of(locale), NAMES[locale]) for locale in offered_locales() if locale != now
    ]
