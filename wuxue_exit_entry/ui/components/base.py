"""How a function becomes a component: its signature declares the props, its template renders them."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from django import template

Props = dict[str, Any]
Extra = Props | None


def component(register: template.Library, file: str) -> Callable[[Callable[..., Extra]], Callable[..., Extra]]:
    """Register a function as `{% name prop=… %}` rendering `file`; what it returns is added to the props.

    Django itself raises TemplateSyntaxError on an unknown or a missing prop.
    """

    def decorate(function: Callable[..., Extra]) -> Callable[..., Extra]:
        signature = inspect.signature(function)
        takes_context = "context" in signature.parameters

        @functools.wraps(function)
        def props(*args: Any, **kwargs: Any) -> Props:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            given = {k: v for k, v in bound.arguments.items() if k != "context"}
            return {**given, **(function(*args, **kwargs) or {})}

        register.inclusion_tag(file, takes_context=takes_context)(props)
        return function

    return decorate


def block_component(register: template.Library, file: str) -> Callable[[Callable[..., Extra]], Callable[..., Extra]]:
    """Register a function as `{% name prop=… %}…{% endname %}`; the body reaches `file` as `content`."""

    def decorate(function: Callable[..., Extra]) -> Callable[..., Extra]:
        @functools.wraps(function)
        def render(context: template.Context, content: str, **kwargs: Any) -> str:
            signature = inspect.signature(function)
            bound = signature.bind(context, content, **kwargs)
            bound.apply_defaults()
            given = {k: v for k, v in bound.arguments.items() if k != "context"}
            props = {**given, **(function(context, content, **kwargs) or {})}
            assert context.template is not None  # noqa: S101 -- a tag is always rendered inside a template
            inner = context.new(props)
            inner["csrf_token"] = context.get("csrf_token")
            return str(context.template.engine.get_template(file).render(inner))

        register.simple_block_tag(takes_context=True)(render)
        return function

    return decorate


def one_of(name: str, value: str, allowed: frozenset[str]) -> None:
    """Refuse a prop outside its closed set.

    Raises template.TemplateSyntaxError naming what is allowed.
    """
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{name}={value!r} is not one of {', '.join(sorted(allowed))}")


TONES = frozenset({"", "neutral", "info", "ok", "warn", "danger"})
