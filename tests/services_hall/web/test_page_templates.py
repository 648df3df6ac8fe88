"""Templates of pages: they put out and call as Jinja does, and address pages as Flask does."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string, url_for
from flask_babel import lazy_gettext
from jinja2 import Undefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from services_hall.web.page_templates import PageContext, PageTemplate, put_out
from tests.support.hall import Hall

HOSTILE = '<b title="x">\'&'


class Marked:
    """A value that says itself how it stands in a page."""

    def __html__(self) -> str:
        return "<i>"


@pytest.fixture
def page(reading_hall: Hall) -> Iterator[Flask]:
    with reading_hall.app.test_request_context("/"):
        yield reading_hall.app


@pytest.mark.parametrize(
    "value",
    [HOSTILE, Markup("<b>"), Marked(), None, 12, 0.5, True, Undefined(), lazy_gettext("办件")],
    ids=lambda value: type(value).__name__,
)
def test_a_value_is_put_out_as_jinja_would(page: Flask, value: object) -> None:
    assert put_out(value) == str(escape(value))


def test_pages_escape_what_people_wrote(page: Flask) -> None:
    assert page.jinja_env.context_class is PageContext
    assert page.jinja_env.template_class is PageTemplate
    written = render_template_string(
        "{% macro shown(text) %}<p>{{ text }}</p>{% endmacro %}"
        "{% for one in texts %}{{ shown(one) }}{{ one ~ '<' }}{{ one|safe }}{% endfor %}",
        texts=["<s>"],
    )
    assert written == "<p>&lt;s&gt;</p>&lt;s&gt;&lt;<s>"


def test_functions_are_called_with_what_they_ask_for(page: Flask) -> None:
    @pass_context
    def of_page(context: Context, name: str) -> str:
        return f"{context['greeting']} {name}"

    def ended() -> str:
        raise StopIteration

    written = render_template_string(
        "{% macro wrapped() %}[{{ caller() }}]{% endmacro %}"
        "{% for one in [1] %}{{ of_page('Li') }} {{ plain(of='x') }} "
        "{% call wrapped() %}{{ one }}{% endcall %}{{ ended() }}{{ kind() }}{% endfor %}",
        greeting="您好",
        of_page=of_page,
        plain=lambda *, of: of.upper(),
        ended=ended,
        kind=Marked,
    )
    assert written == "您好 Li X [1]<i>"


def test_a_block_adds_to_the_block_that_it_replaces(page: Flask) -> None:
    written = render_template_string(
        "{% extends 'base.html' %}{% block title %}[{{ super() }}]{% endblock %}"
    )
    assert f"<title>[{page.jinja_env.globals['site_name']}]</title>" in written


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("desks.cases", {}),
        ("desks.cases", {"show": "done"}),
        ("desks.case", {"number": "1-01"}),
        (".cases", {}),
    ],
)
def test_addresses_of_templates_are_those_of_flask(
    reading_hall: Hall, endpoint: str, values: dict[str, str]
) -> None:
    template = "{{ url_for(endpoint, **values) }}|{{ url_for(endpoint, **values) }}"
    with reading_hall.app.test_request_context("/desk/"):
        expected = str(escape(url_for(endpoint, **values)))
        written = render_template_string(template, endpoint=endpoint, values=values)
    assert written == f"{expected}|{expected}"
