"""Templates of pages, with what Jinja does at each output, call and import done once or not at all."""

from collections.abc import MutableMapping
from types import FunctionType, MethodType
from typing import Any, Final

from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
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
    """A template that puts out texts without objects that mark them as safe, and imports macros quickly.

    Every macro of the components imports others; Jinja compares the names of the globals one by one at each
    import, which was a quarter of the time of a large page.
    """

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], globals: MutableMapping[str, Any]
    ) -> Template:
        namespace["escape"] = put_out
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if ctx is not None and self.environment.globals.keys() >= ctx.globals_keys:
            ctx = None
        return super()._get_default_module(ctx)


def put_out(value: object) -> str:
    """A value as it stands in a page: texts escaped, what is marked as safe unchanged."""
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else escape(value)
