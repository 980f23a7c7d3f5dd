"""Markdown, HTML and wiki marks taken off a line, with all its words kept."""

import html
import re

_IMAGE = re.compile(r"!\[([^\[\]]*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?((?:[^()\s<>]|\([^()\s]*\))*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]|\[(?=[A-Za-z@#])([\w@#.\- ]{2,40})\](?![\(:])")
_AUTO = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_BREAK = re.compile(r"<br\s*/?>|\\$", re.IGNORECASE)
_SHORTCODE = re.compile(r"\{\{[<%]\s*[\w-]+\s+\"([^\"{}]*)\"\s*/?[%>]\}\}")
"""Hugo's: `{{< track "2031-11-14 06:52:00" >}}` at the end of an update."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->")
_STARS = re.compile(r"\*+(?=\S)|(?<=\S)\*+|~~|'{3,}")
_SCORES = re.compile(r"(?<![\w])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\w])")
_CODE = re.compile(r"(`+)(.*?)\1")
_SPACES = re.compile(r"\s+")
_LONGEST = 20_000
"""Characters; a line beyond has no marks worth the search."""


def _prose(text: str) -> str:
    text = _IMAGE.sub(r"\1", text)
    for _ in range(2):
        text = _LINK.sub(r"\1", text)
    text = _REFERENCE.sub(lambda found: found[1] or found[2], text)
    text = _AUTO.sub(r"\1", text)
    text = _SHORTCODE.sub(r"(\1)", text) if "{{" in text else text
    text = _TAG.sub("", _BREAK.sub(" ", text))
    return _SCORES.sub("", _STARS.sub("", text))


def plain(text: str) -> str:
    """Give a line's words: links by their text, entities as characters, no emphasis, no tags."""
    if len(text) > _LONGEST:
        return _SPACES.sub(" ", text).strip()
    parts, end = [], 0
    for code in _CODE.finditer(text) if "`" in text else ():
        parts += [_prose(text[end : code.start()]), code[2]]
        end = code.end()
    parts.append(_prose(text[end:]))
    joined = "".join(parts)
    if "&" in joined:
        joined = html.unescape(joined)
    return _SPACES.sub(" ", joined).strip()


def links_in(text: str) -> list[tuple[str, str]]:
    """Find the web links of a line, as text and address; a text without a letter is left out."""
    if "](" not in text or len(text) > _LONGEST:
        return []
    pairs = ((plain(found[1]), found[2]) for found in _LINK.finditer(text))
    return [
        (name, url)
        for name, url in pairs
        if url.startswith(("http://", "https://")) and re.search("[A-Za-z]", name)
    ]
