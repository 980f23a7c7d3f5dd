"""The Jinja environment: where templates are found and what they may use.

Text of a log is data: `md`, `code` and `yaml` make it so for prose, code spans and front matter; a bare
`{{ x }}` is HTML-escaped; `| safe` is for text that these filters or a template of ours has made.
"""

import json
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    pass_context,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from deploylog import addresses, store
from deploylog.compiled import Compiled
from deploylog.narrative import filters
from deploylog.store import contents

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_ADDRESSES = (
    "evidence",
    "front",
    "outcome",
    "post",
    "release",
    "statistics",
    "system",
    "system_feed",
    "tag",
    "term",
    "year",
)
"""What has no backslash escape in every Markdown."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


_PLAIN = (LoopContext, TemplateModule, SimpleNamespace, date, datetime, timedelta)
"""Kinds of values of which the sandbox hides nothing but what begins with `_`."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox; it asks nothing about values of this package, which takes 40 % off a site's pages.

    Nor does it about macros, and about other kinds of values of which it hides nothing.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Get an attribute as `obj.attribute` does; none that begins with `_`."""
        if attribute[0] != "_" and _open(obj.__class__):
            value = getattr(obj, attribute, self)
            if value is not self:
                return value
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls; a macro is a template's own, and needs to know how to escape only."""
        if obj.__class__ is not Macro:
            return super().call(context, obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(context.eval_ctx, *args, **kwargs)


class _Own(FileSystemLoader):
    """Finds a site's own templates, and never a file elsewhere that a link among them leads to."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Give a template's text, its file, and how to ask whether that is still the same."""
        text, file, unchanged = super().get_source(environment, template)
        if not any(Path(file).resolve().is_relative_to(Path(folder).resolve()) for folder in self.searchpath):
            raise TemplateNotFound(template, f"{file} is a link that leads out of the templates")
        return text, file, unchanged


@cache
def _open(kind: type) -> bool:
    return kind in _PLAIN or kind.__module__.startswith("deploylog.")


@cache
def folder() -> Path:
    """Give the folder of the built-in templates: in the package (wheel), else in the checkout."""
    packaged = Path(__file__).parent / "templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "templates"


def fingerprint(site: Path | None) -> str:
    """Tell which templates there are and what they say, and which code fills them.

    Args:
        site: A site's own templates; may be None or not exist.
    """
    return f"{store.code()} {contents(folder())} {contents(site)}"


def _versions() -> bytes:
    return store.key(sys.version, version("jinja2"), version("markupsafe"), store.code())


def environment(site: Path | None = None) -> Sandbox:
    """Make the environment; templates in `site` win over ours, block by block or whole.

    It is made once, and anew when a template was changed: asking at each use whether one has changed takes a
    tenth of the making of a site.

    Args:
        site: A site's own templates; may be None or not exist.
    """
    return _environment(site, contents(folder()), contents(site))


@lru_cache(maxsize=4)
def _environment(site: Path | None, *_: str) -> Sandbox:
    built_in = FileSystemLoader(folder())
    loaders: list[BaseLoader] = [built_in, PrefixLoader({"builtin": built_in})]
    if site is not None:
        loaders.insert(0, _Own(site))
    jinja = Sandbox(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=Compiled(
            "site", store.key(sys.version, version("jinja2"), version("markupsafe"), store.code())
        ),
    )
    jinja.filters.update(FILTERS)
    jinja.globals["addresses"] = ADDRESSES
    jinja.filters.update(filters.FILTERS)
    return jinja


def md(text: object) -> Markup:
    """Make text safe anywhere in a Markdown paragraph: it shows as exactly these characters."""
    flat = " ".join(_CONTROL.sub(" ", str(text)).split())
    return Markup(_PUNCTUATION.sub(lambda found: f"&#{ord(found[0])};", flat))  # noqa: S704


def code(text: object) -> Markup:
    """Make text a Markdown code span that shows exactly these characters."""
    return Markup("<code>") + md(text) + Markup("</code>")


def yaml(value: object) -> Markup:
    """Write a value as one-line YAML (JSON is YAML), with nothing HTML could act on left in it."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def day(value: date) -> str:
    """Write a day as `2 December 2007`."""
    return f"{value.day} {value:%B} {value.year}"


def weekday(value: date) -> str:
    """Write a day's name: `Sunday`."""
    return f"{value:%A}"


def clock(value: datetime, hours: int = 24) -> str:
    """Write the clock time as `01:30`, or on a 12-hour clock as `1:30 AM`."""
    if hours == 24:
        return f"{value:%H:%M}"
    return f"{value.hour % 12 or 12}:{value:%M} {'AM' if value.hour < 12 else 'PM'}"


def duration(value: timedelta) -> str:
    """Write a span in short: `10 h 15 min`, `35 min`, `3 h`; its sign is left out."""
    hours, minutes = divmod(round(abs(value).total_seconds() / 60), 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * (bool(minutes) or not hours))


@pass_context
def href(context: Context, target: str) -> str:
    """Give a page's address as seen from the page being rendered (the variable `uri`)."""
    return addresses.relative(target, str(context["uri"]))


def address(url: str) -> Markup:
    """Make an address of the web safe as the target of a Markdown link."""
    return Markup(quote(url, safe="/:?#@!$&*+,;=%~"))  # noqa: S704


ADDRESSES = SimpleNamespace(
    **{name: value for name, value in vars(addresses).items() if name.isupper() or name in _ADDRESSES}
)
"""The addresses of pages for templates: functions and constants, nothing that leads out of the sandbox."""

FILTERS: Mapping[str, Callable[..., object]] = {
    "address": address,
    "clock": clock,
    "code": code,
    "day": day,
    "duration": duration,
    "href": href,
    "md": md,
    "slug": addresses.slug,
    "weekday": weekday,
    "yaml": yaml,
}
