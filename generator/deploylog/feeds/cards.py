"""A picture for each post, shown where the post is shared; needs Pillow, which the extra `social` brings.

Drawn from Pillow's own font, so that no file and no network is needed; the same post gives the same bytes
under one version of Pillow.
"""

import base64
import io
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from deploylog import addresses, store, templates
from deploylog.feeds.published import Asset, Published, text
from deploylog.model import Outcome
from deploylog.pages import Article
from deploylog.store import Kept

SIZE = (800, 420)
"""Width and height in pixels: the shape that networks ask for, at a third of the cost of 1200 by 630."""

_MARGIN, _BAR = 54, 16
_SMALL, _LARGE = 24, 48
_LINES, _LETTERS = 4, 200
"""As much of a title as a picture has room for."""
_GROUND, _INK = (250, 250, 250), (26, 28, 33)
_RAMP = 15
"""Shades from ground to ink, by which letters get smooth edges; the colour of the bar comes after them."""
_BARS = {
    Outcome.SUCCESSFUL: (46, 125, 50),
    Outcome.SUCCESSFUL_WITH_ISSUES: (104, 132, 18),
    Outcome.ROLLED_BACK: (199, 81, 0),
    Outcome.FAILED: (183, 28, 28),
    Outcome.DEFERRED: (84, 84, 160),
    Outcome.CANCELLED: (97, 97, 97),
    Outcome.IN_PROGRESS: (2, 119, 189),
    Outcome.SCHEDULED: (2, 119, 189),
}
_NO_OUTCOME = (63, 81, 181)


def drawn(published: Published) -> bool:
    """Tell whether posts have pictures: Pillow is there, and so is an address to name them by."""
    return bool(published.settings.site_url) and installed()


def assets(published: Published, kept: Kept | None = None) -> Iterator[Asset]:
    """Draw the picture of each post; none where they cannot be drawn or named.

    Args:
        published: All that is published.
        kept: What earlier builds have drawn; None to draw all anew.
    """
    if drawn(published):
        for article in published.articles:
            yield Asset(uri=addresses.card(article.id), content=_card(article, published.name, kept))


def _card(article: Article, site: str, kept: Kept | None) -> bytes:
    outcome = article.outcome
    about = f"{outcome.label}, {templates.day(article.date)}" if outcome else templates.day(article.date)
    said = (text(article.title), about, site, _BARS[outcome] if outcome else _NO_OUTCOME)
    if kept is None:
        return _drawn_before(*said)
    key = store.key("card", said, _hand())
    before = kept.get(key)
    if before is None:
        drawn_now = draw(*said)
        kept.put(key, base64.b64encode(drawn_now).decode())
        return drawn_now
    return base64.b64decode(before)


def draw(title: str, about: str, site: str, bar: tuple[int, int, int]) -> bytes:
    """Draw a picture, as PNG. A title in letters that the font lacks is left out: boxes say nothing.

    Args:
        title: Broken into lines, and cut where it is too long: after so many letters, after so many lines.
        about: A line below it.
        site: A line above it.
        bar: The colour at the left edge.
    """
    image = import_module("PIL.Image")
    picture = image.new("L", SIZE, 0)
    pen = import_module("PIL.ImageDraw").Draw(picture)
    pen.rectangle((0, 0, _BAR, SIZE[1]), fill=_RAMP)
    small, large = _font(_SMALL), _font(_LARGE)
    if _known(site, _SMALL):
        pen.text((_MARGIN, _MARGIN), site[:60], font=small, fill=_RAMP - 1)
    if _known(title, _LARGE):
        for number, line in enumerate(_broken(title[:_LETTERS], large, SIZE[0] - 2 * _MARGIN)):
            pen.text((_MARGIN, 110 + 59 * number), line, font=large, fill=_RAMP - 1)
    pen.text((_MARGIN, SIZE[1] - _MARGIN - _SMALL), about, font=small, fill=_RAMP - 1)
    coloured = image.frombytes("P", SIZE, picture.tobytes())
    coloured.putpalette([*_shades(), *bar])
    written = io.BytesIO()
    coloured.save(written, "PNG", compress_level=3)
    return written.getvalue()


@lru_cache(maxsize=10_000)
def _drawn_before(title: str, about: str, site: str, bar: tuple[int, int, int]) -> bytes:
    """Draw a picture once for all builds of a preview that keeps nothing on disk."""
    return draw(title, about, site, bar)


@cache
def _hand() -> str:
    """Tell how pictures are drawn: by this code, with that Pillow."""
    return f"{version('pillow')} {store.contents(Path(__file__).parent, 'cards.py')}"


def _shades() -> Iterator[int]:
    for step in range(_RAMP):
        for ground, ink in zip(_GROUND, _INK, strict=True):
            yield ground + (ink - ground) * step // (_RAMP - 1)


def _broken(title: str, font: Any, width: int) -> Sequence[str]:
    """Break a title into lines between words; a word that is too long is broken, too."""
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = word
        while font.getlength(lines[-1]) > width:
            fits = next(n for n in range(len(lines[-1]), 0, -1) if font.getlength(lines[-1][:n]) <= width)
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], lines[_LINES - 1] + "..."]


def _known(written: str, size: int) -> bool:
    return all(_has(character, size) for character in set(written) if not character.isspace())


@cache
def _has(character: str, size: int) -> bool:
    """Tell whether the font has a character: what it lacks all looks the same."""
    font = _font(size)
    lacking, mask = font.getmask("\uffff"), font.getmask(character)
    return bool(mask.size != lacking.size or bytes(mask) != bytes(lacking))


@cache
def _font(size: int) -> Any:
    return import_module("PIL.ImageFont").load_default(size)


@cache
def installed() -> bool:
    """Tell whether Pillow is there and can draw letters of any size."""
    return bool(find_spec("PIL")) and bool(import_module("PIL.features").check("freetype2"))
