"""What a page may hold: whoever wrote it, no text of a site acts in a reader's browser.

Posts and terms are Markdown, and Markdown may hold HTML. Elements and attributes that format stay; what runs,
frames, submits, redirects, restyles the page or asks another server goes, and the words in it stay. The lists
say what is kept, so that what a browser learns tomorrow is out today.
"""

import html
import re
from collections.abc import Callable

import nh3

_TEXT = """
    a abbr aside audio b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark meter nav ol p pre progress q
    rp rt ruby s samp section small source span strong sub summary sup table tbody td tfoot th thead time
    tr track u ul var video wbr
"""
_DRAWN = "circle ellipse g line path polygon polyline rect svg"
"""Shapes of icons; none of these runs, loads or animates anything."""
_DROPPED = "iframe math noembed noframes noscript object plaintext script style template title xmp"
"""Elements whose content is no text of the page's and goes with them."""

_SHAPE = """
    cx cy d fill fill-rule focusable height points r rx ry stroke stroke-linecap stroke-linejoin stroke-width
    transform viewBox width x x1 x2 xmlns y y1 y2
"""
_ANYWHERE = """
    aria-describedby aria-hidden aria-label aria-labelledby class data-label data-linenums data-search-exclude
    dir id lang role title
"""
_CELL = frozenset({"align", "colspan", "headers", "rowspan", "scope", "valign"})
_MEDIA = frozenset({"controls", "height", "loop", "muted", "preload", "src", "width"})
_ATTRIBUTES = {
    "*": {*_ANYWHERE.split()},
    "a": {"download", "href", "hreflang", "rel", "type"},
    "audio": set(_MEDIA),
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"name", "open"},
    "img": {"align", "alt", "height", "loading", "src", "width"},
    "input": {"checked", "disabled", "name"},
    "ins": {"cite", "datetime"},
    "label": {"for"},
    "li": {"value"},
    "meter": {"high", "low", "max", "min", "optimum", "value"},
    "ol": {"reversed", "start", "type"},
    "progress": {"max", "value"},
    "source": {"src", "type"},
    "td": set(_CELL),
    "th": {*_CELL, "abbr"},
    "time": {"datetime"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {*_MEDIA, "poster"},
    **{name: {*_SHAPE.split()} for name in _DRAWN.split()},
}
_VALUES = {"a": {"target": {"_blank"}}, "input": {"type": {"checkbox", "radio"}}}
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]+")
"""What browsers leave out of an address before they read it."""
_THEMES_ID = re.compile(r"__(?!codelineno-|span-|tabbed_)")
"""Names by which the theme's script finds its own parts; those of code and tabs are met in texts."""
_THEMES_CLASS = re.compile(r"md-(?!button)|mermaid$")
"""Classes of the theme's own parts, which lie over the page, and of what its script fetches."""


def clean(content: str) -> str:
    """Make the HTML of a text safe to be shown; what is safe stays as it is.

    Args:
        content: A fragment of HTML, as made from Markdown.
    """
    return _CLEANER.clean(content)


def escaped(value: object) -> object:
    """Escape all texts within a value of front matter, which themes write into pages as they are."""
    if isinstance(value, str):
        return html.escape(html.unescape(value))
    if isinstance(value, list):
        return [escaped(one) for one in value]
    if isinstance(value, dict):
        return {str(escaped(str(key))): escaped(one) for key, one in value.items()}
    return value


def _kept(_element: str, name: str, value: str) -> str | None:
    """Give an attribute's value as it may stay; None when the attribute goes."""
    judge = _JUDGES.get(name)
    return judge(value) if judge else value


def _own_file(address: str) -> str | None:
    """Keep the address of a picture of the site's own: a page loads nothing from elsewhere."""
    return None if _ELSEWHERE.match(_IGNORED.sub("", address)) else address


def _own_name(name: str) -> str | None:
    return None if _THEMES_ID.match(name) else name


def _own_classes(classes: str) -> str | None:
    return " ".join(one for one in classes.split() if not _THEMES_CLASS.match(one)) or None


_JUDGES: dict[str, Callable[[str], str | None]] = {
    "class": _own_classes,
    "for": _own_name,
    "id": _own_name,
    "name": _own_name,
    "poster": _own_file,
    "src": _own_file,
}

_CLEANER = nh3.Cleaner(
    tags={*_TEXT.split(), *_DRAWN.split()},
    clean_content_tags={*_DROPPED.split()},
    attributes=_ATTRIBUTES,
    attribute_filter=_kept,
    strip_comments=True,
    link_rel=None,
    tag_attribute_values=_VALUES,
    url_schemes=set(_SCHEMES),
)
