"""HTML elements inside Markdown: which hold prose, and where one ends."""

import re
from functools import lru_cache

_TRANSPARENT = "b big br del em font i ins mark s small span strike strong sub sup u wbr"
_VOID = "area base br col embed hr img input link meta param source track wbr"
_MAY_STAY_OPEN = "dd dt li option p rp rt tbody td tfoot th thead tr"
_BLOCK = (
    "address article aside blockquote body canvas center details dialog dir div dl fieldset figure footer "
    "form frameset h1 h2 h3 h4 h5 h6 head header html iframe main math menu nav noscript object ol pre "
    "script section select style summary svg table template textarea title ul video"
)

TRANSPARENT = frozenset(_TRANSPARENT.split())
"""Elements whose content is prose like that around them; that of all others is left alone."""

VOID = frozenset(_VOID.split())
"""Elements without an end tag."""

MAY_STAY_OPEN = frozenset(_MAY_STAY_OPEN.split())
"""Elements whose end tag may be left out; a blank line ends them then."""

BLOCK = frozenset(_BLOCK.split())
"""Elements that, when they are never closed, hold the rest of the text."""

OPENING = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")


def end(text: str, start: int, name: str, limit: int, unclosed: set[str]) -> int:
    """Find where an element ends: after its end tag, those of the same name within it counted.

    Args:
        text: The Markdown.
        start: Where the element's start tag begins.
        name: The element, in lower case.
        limit: Where to stop looking.
        unclosed: Names already known not to be closed before the limit; added to. It keeps a text of many
            open tags from being searched to its end for each.

    Returns:
        -1 when it is not closed before the limit.
    """
    depth = 0
    if name not in unclosed:
        for tag in _tags(name).finditer(text, start, limit):
            depth += -1 if tag[1] else 0 if tag[0].endswith("/>") else 1
            if depth <= 0:
                return tag.end()
        unclosed.add(name)
    return -1


@lru_cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?=[\s/>])(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>", re.I)
