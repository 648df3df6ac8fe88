"""Messages in the visitor's language: sentences and their values use the same language."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string
from flask_babel import force_locale, lazy_gettext

from guides.errors import FieldProblem
from services_hall.presentation import languages, messages
from services_hall.presentation.messages import code_message, message


class Sentence(StrEnum):
    """Codes with messages for this test."""

    STEPS_MISSING = "steps_missing"
    AGE = "age"
    ALL = "all"
    EMPTY = "empty"


class StepName(StrEnum):
    """Codes that are values in the messages of others."""

    ACCEPTANCE = "acceptance"
    REVIEW = "review"
    DELIVERY = "delivery"


ENGLISH = {
    "缺少：%(names)s。": "Missing: %(names)s.",
    "受理": "acceptance",
    "审查": "review",
    "、": ", ",
    "100%": "all of it",
    "%(age)s 岁的%(name)s": "%(name)s, aged %(age)s",
}
CHINESE = {
    Sentence.STEPS_MISSING: lazy_gettext("缺少：%(names)s。"),
    Sentence.AGE: lazy_gettext("%(age)s 岁的%(name)s"),
    Sentence.ALL: lazy_gettext("100%"),
    Sentence.EMPTY: "",
}
STEP_NAMES = {
    StepName.ACCEPTANCE: lazy_gettext("受理"),
    StepName.REVIEW: lazy_gettext("审查"),
    StepName.DELIVERY: lazy_gettext("送达"),
}
MISSING = FieldProblem(Sentence.STEPS_MISSING, {"names": (StepName.ACCEPTANCE, "x", StepName.REVIEW)})


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application with the messages of this test, most of them translated."""
    catalogue = Catalog(locale="en")
    for text, translation in ENGLISH.items():
        catalogue.add(text, translation)
    (tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
    with (tmp_path / "en" / "LC_MESSAGES" / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    monkeypatch.setattr(messages, "MESSAGES", {**messages.MESSAGES, Sentence: CHINESE, StepName: STEP_NAMES})
    languages.offered_locales.cache_clear()
    app = Flask("languages")
    languages.init_app(app)
    app.add_template_filter(message)
    yield app
    languages.offered_locales.cache_clear()


def message_in(app: Flask, locale: str, problem: FieldProblem) -> str:
    with app.test_request_context(), force_locale(locale):
        return message(problem)


def page_in_english(app: Flask, template: str, **values: object) -> str:
    with app.test_request_context(), force_locale("en"):
        return render_template_string(template, **values)


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "Missing: acceptance, x, review."), ("zh_Hans", "缺少：受理、x、审查。")]
)
def test_codes_and_rows_are_in_the_language_of_the_sentence(app: Flask, locale: str, text: str) -> None:
    assert message_in(app, locale, MISSING) == text


def test_a_problem_within_a_problem_is_in_the_language_of_the_sentence(app: Flask) -> None:
    inner = FieldProblem(Sentence.AGE, {"age": 3, "name": "A"})
    outer = FieldProblem(Sentence.STEPS_MISSING, {"names": (inner, StepName.REVIEW)})
    assert message_in(app, "en", outer) == "Missing: A, aged 3, review."
    assert message_in(app, "zh_Hans", outer) == "缺少：3 岁的A、审查。"


def test_outside_of_a_request_a_message_is_chinese(app: Flask) -> None:
    assert message(MISSING) == "缺少：受理、x、审查。"


def test_a_word_without_a_translation_stays_chinese(app: Flask) -> None:
    delivery = FieldProblem(Sentence.STEPS_MISSING, {"names": (StepName.DELIVERY,)})
    assert message_in(app, "en", delivery) == "Missing: 送达."
    assert message_in(app, "en", FieldProblem(Sentence.EMPTY)) == ""


def test_a_translation_may_turn_the_values_around(app: Flask) -> None:
    assert message_in(app, "en", FieldProblem(Sentence.AGE, {"age": 3, "name": "A"})) == "A, aged 3"


def test_a_sentence_without_values_keeps_its_percent_signs(app: Flask) -> None:
    assert message_in(app, "en", FieldProblem(Sentence.ALL)) == "all of it"
    assert message_in(app, "zh_Hans", FieldProblem(Sentence.ALL)) == "100%"


def test_values_are_escaped_on_a_page(app: Flask) -> None:
    problem = FieldProblem(Sentence.STEPS_MISSING, {"names": "<b>"})
    template = "{{ problem|message }}|{{ _('缺少：%(names)s。', names=problem|message) }}"
    assert page_in_english(app, template, problem=problem) == (
        "Missing: &lt;b&gt;.|Missing: Missing: &lt;b&gt;.."
    )


@pytest.mark.parametrize(
    "template",
    [
        "{{ _('缺少：%(names)s。', names=step) }}",
        "{% trans names=step %}缺少：{{ names }}。{% endtrans %}",
        "{% macro show(names) %}Missing: {{ names }}.{% endmacro %}{{ show(step) }}",
        "{% set names = step %}Missing: {{ names if names else '' }}.",
        "{{ 'Missing: ' ~ step ~ '.' }}",
    ],
)
def test_a_word_is_translated_wherever_a_template_takes_it(app: Flask, template: str) -> None:
    lazy = STEP_NAMES[StepName.ACCEPTANCE]
    assert page_in_english(app, template, step=lazy) == "Missing: acceptance."
    with app.test_request_context(), force_locale("en"):
        assert render_template_string(template, step=code_message(StepName.ACCEPTANCE)) == (
            "Missing: acceptance."
        )


def test_everything_else_is_put_out_as_it_is(app: Flask) -> None:
    assert page_in_english(app, "{{ 1 }}{{ none }}{{ text }}{{ html|safe }}", text="<", html="<b>") == (
        "1None&lt;<b>"
    )
