"""Templates say told texts in the visitor's language, without knowing which of their texts those are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string
from flask_babel import force_locale

from guides.told import joined, told
from services_hall.presentation import languages
from services_hall.presentation.languages import spoken

ENGLISH = {
    "缺少：%(names)s。": "Missing: %(names)s.",
    "受理": "acceptance",
    "审查": "review",
    "、": ", ",
    "100%": "all of it",
    "%(age)s 岁的%(name)s": "%(name)s, aged %(age)s",
}
MISSING = told("缺少：%(names)s。", names=joined(told("、"), [told("受理"), "x", told("审查")]))


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application with a translation of these few texts."""
    catalogue = Catalog(locale="en")
    for text, translation in ENGLISH.items():
        catalogue.add(text, translation)
    (tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
    with (tmp_path / "en" / "LC_MESSAGES" / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    languages.offered.cache_clear()
    app = Flask("languages")
    languages.init_app(app)
    yield app
    languages.offered.cache_clear()


def said(app: Flask, template: str, locale: str = "en", **values: object) -> str:
    with app.test_request_context(), force_locale(locale):
        return render_template_string(template, **values)


def test_an_output_is_said_with_all_that_was_put_into_it(app: Flask) -> None:
    assert said(app, "{{ text }}", text=MISSING) == "Missing: acceptance, x, review."


def test_in_the_language_it_was_told_it_stays_as_it_is(app: Flask) -> None:
    assert said(app, "{{ text }}", "zh_Hans", text=MISSING) == "缺少：受理、x、审查。"


def test_outside_of_a_request_it_stays_as_it_is() -> None:
    assert spoken(MISSING) == "缺少：受理、x、审查。"


def test_a_text_without_a_translation_stays_as_it_is(app: Flask) -> None:
    assert said(app, "{{ text }}", text=told("送达")) == "送达"
    assert said(app, "{{ text }}", text=told("")) == ""


def test_a_translation_may_turn_the_values_around(app: Flask) -> None:
    assert said(app, "{{ text }}", text=told("%(age)s 岁的%(name)s", age=3, name="A")) == "A, aged 3"


def test_a_text_without_values_keeps_its_percent_signs(app: Flask) -> None:
    assert said(app, "{{ text }}", text=told("100%")) == "all of it"


def test_what_was_put_in_is_escaped_on_a_page(app: Flask) -> None:
    text = told("缺少：%(names)s。", names="<b>")
    assert said(app, "{{ text }}|{{ _('缺少：%(names)s。', names=text) }}", text=text) == (
        "Missing: &lt;b&gt;.|Missing: Missing: &lt;b&gt;.."
    )


@pytest.mark.parametrize(
    "template",
    [
        "{{ _('缺少：%(names)s。', names=step) }}",
        "{% trans names=step %}缺少：{{ names }}。{% endtrans %}",
        "{% macro show(names) %}Missing: {{ names }}.{% endmacro %}{{ show(step) }}",
        "{% set names = step %}Missing: {{ names if names else '' }}.",
        "{{ 'Missing: ' ~ (step|spoken) ~ '.' }}",
    ],
)
def test_it_is_said_wherever_a_template_takes_it(app: Flask, template: str) -> None:
    assert said(app, template, step=told("受理")) == "Missing: acceptance."


def test_everything_else_is_put_out_as_it_is(app: Flask) -> None:
    assert said(app, "{{ 1 }}{{ none }}{{ text }}{{ html|safe }}", text="<", html="<b>") == "1None&lt;<b>"
