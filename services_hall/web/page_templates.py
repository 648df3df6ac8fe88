"""Jinja environment for pages, with less work at each output, call and import."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from types import FunctionType, MethodType
from typing import Any, Final

from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # it makes no object

_PASSED: Final = "jinja_pass_arg"
"""The mark of functions that take a context or an environment of Jinja."""
_OF_LOOPS: Final = ("_block_vars", "_loop_vars")
"""What the compiler passes to each call in a loop or a block, for functions with that mark."""


class PageContext(Context):
    """The values of a page; calls of macros and plain functions are not searched for Jinja's marks."""

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """The result of a call in a template."""
        kind = type(function)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in (FunctionType, MethodType) or hasattr(function, _PASSED):
            return super().call(function, *args, **kwargs)
        if kwargs:
            for name in _OF_LOOPS:
                kwargs.pop(name, None)
        try:
            return function(*args, **kwargs)
        except StopIteration:
            return self.environment.undefined("a function in a template raised StopIteration")


class PageTemplate(Template):
    """A template that puts out texts without objects that mark them as safe, and passes on whole parts.

    Its globals are those of the environment alone: Jinja, which lets a template have its own, collects and
    compares the names of all of them at each include and each import of a macro.
    """

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], globals: MutableMapping[str, Any]
    ) -> Template:
        namespace["escape"] = put_out
        namespace["root"] = _in_one_piece(namespace["root"])
        namespace["blocks"] = {name: _in_one_piece(block) for name, block in namespace["blocks"].items()}
        namespace.update({f"block_{name}": block for name, block in namespace["blocks"].items()})
        return super()._from_namespace(environment, namespace, globals)

    def new_context(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> Context:
        """The values that this template sees; `shared` are those of the one that includes or imports it."""
        values = vars or {}
        seen = values if shared else {**self.environment.globals, **values}
        if locals:
            seen = {**seen, **{name: value for name, value in locals.items() if value is not missing}}
        return self.environment.context_class(self.environment, seen, self.name, self.blocks)

    def _get_default_module(self, _ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def _in_one_piece(render: Callable[[Context], Iterable[str]]) -> Callable[[Context], Iterator[str]]:
    """A part of a template as one text, which each template around it only passes on."""

    def render_part(context: Context) -> Iterator[str]:
        yield "".join(render(context))

    return render_part


def put_out(value: object) -> str:
    """A value as it stands in a page: texts escaped, what is marked as safe unchanged."""
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else escape(value)
