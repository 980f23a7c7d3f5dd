"""The Markdown that our own templates write most of, as HTML at once.

Markdown in general is read by Python-Markdown, which goes over each text with a score of patterns. Lists,
tables and paragraphs of our templates hold nothing but words, links to pages and marked words, so that what
they become is plain to see. What is not is left to Python-Markdown, block by block; the bytes are the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

Resolve = Callable[[str], str | None]
"""Gives the address of a link's target as seen from the page; None where that is not plain to see."""

_MARKED = "span|time|code|strong|em|small|abbr|br|a"
_TEXT = r"[^\\`*_\[\]<>&{}!\n\t]++|(?<! )\n|&(?:#\d{1,7}|[a-z]{2,8});"
_WORDS = rf'(?:{_TEXT}|</?(?:{_MARKED})(?: [a-z-]+="[^"<>\n]*")*>)++'
_INLINE = re.compile(
    rf"(?P<words>{_WORDS})"
    r"|(?<!`)`(?P<code>[\w-]+)`(?!`)"
    rf'|\[(?P<text>{_WORDS})\]\((?P<target>[^\s()"<>\\&]+)(?: "(?P<title>[^"<>\\\n]*)")?\)'
    r"(?:\{ (?P<attributes>(?:\.[\w-]+|[a-z]+=[\w-]+)(?: (?:\.[\w-]+|[a-z]+=[\w-]+))*) \})?"
)
_SPECIAL = re.compile(r" {0,3}(?:[-+*>#|:=~]|\d+[.)]|\s)")
"""How what is plain to see does not begin."""
_OPENS = re.compile(r'<(?P<tag>div|nav)(?P<named>(?: [a-z-]+="[^"<>\n]*")*) markdown>')
_ATTRIBUTE = re.compile(r' [a-z-]+="[^"]*"')
_WHOLE = re.compile(
    rf"{_OPENS.pattern}|</(?:div|nav)>|<!--(?:(?!-->).)*-->$"
    r"|<(?P<whole>\w+)[ >](?:(?!</?(?P=whole)\b).)*</(?P=whole)>$",
    re.DOTALL,
)
"""A block of HTML after which Markdown goes on."""
_BLANK = re.compile(r"(?m)^[ \t]+$")
"""What ends a block, too, but is not written by us."""
_BEGIN, _END = re.compile(r"<(?:div|nav)\b"), re.compile(r"</(?:div|nav)>")
_ITEM = re.compile(r" {0,3}(?:[-+*]|\d+\.)\s")
_BULLET, _NUMBER = re.compile(r"- (?=\S)"), re.compile(r"1\. (?=\S)")
_RULE = re.compile(r"\|(?:-{3,}\|)+")
_DEFINITION = re.compile(r"(?P<term>[^\n]+)\n:   (?P<text>\S[^\n]*)")


def converted(markdown: str, resolve: Resolve, place: Callable[[str], str]) -> str:
    """Give Markdown with something in the place of all that is plain to see.

    Args:
        markdown: Of a page that our templates have written.
        resolve: Looks up the targets of links.
        place: Takes the HTML of neighbouring blocks, and gives what is to stand for it.
    """
    blocks = [block for block in re.split(r"\n{2,}", markdown.strip("\n")) if block]
    if _unlike_ours(markdown) or any(map(_reaches_on, blocks)):
        return markdown
    pieces: list[str] = []
    for plain, run in groupby(_done(blocks, resolve), key=lambda one: one[1]):
        texts = [text for text, _ in run]
        pieces += [place("\n".join(texts))] if plain else texts
    return "\n\n".join(pieces) + "\n"


def put_back(html: str, place: str, block: str) -> str:
    """Put the HTML of blocks where Python-Markdown has left what stands for it."""
    return html.replace(f"{place}\n\n", f"{block}\n", 1).replace(place, block, 1)


def _unlike_ours(markdown: str) -> bool:
    """Tell whether blocks end in other ways than in our templates, or elements not at all."""
    return bool(_BLANK.search(markdown)) or len(_BEGIN.findall(markdown)) != len(_END.findall(markdown))


def _reaches_on(block: str) -> bool:
    """Tell whether something begins in a block that may end in another."""
    return (
        block[0] in " \t" or "```" in block or "~~~" in block or (block[0] == "<" and not _WHOLE.match(block))
    )


def _done(blocks: Sequence[str], resolve: Resolve) -> Iterator[tuple[str, bool]]:
    """Give each block as HTML and True, or as it was and False."""
    at = 0
    while at < len(blocks):
        inside = _inside(blocks, at)
        if inside:
            html = _wrapped(blocks[at], blocks[at + 1 : at + inside], resolve)
            yield from [(html, True)] if html else ((block, False) for block in blocks[at : at + inside + 1])
            at += inside + 1
        else:
            html = _block(blocks[at], resolve) if _apart(blocks, at) else ""
            yield (html, True) if html else (blocks[at], False)
            at += 1


def _apart(blocks: Sequence[str], at: int) -> bool:
    """Tell whether a block is what it is whatever stands before and after it."""
    before, after = (blocks[n : n + 1] for n in (at - 1, at + 1)) if at else ([], blocks[1:2])
    if after and after[0][0] == ":":
        return False
    return not (_ITEM.match(blocks[at]) and any(_ITEM.match(block) for block in (*before, *after)))


def _inside(blocks: Sequence[str], at: int) -> int:
    """Tell how far after a block that opens an element the one follows that closes it; 0 for any other."""
    opens = _OPENS.match(blocks[at])
    if not opens:
        return 0
    ends = f"</{opens['tag']}>"
    return next((n for n, block in enumerate(blocks[at:]) if block.endswith(ends)), 0)


def _wrapped(opens: str, inner: Sequence[str], resolve: Resolve) -> str:
    found = _OPENS.fullmatch(opens)
    if not found:
        return ""
    html = _definitions(inner, resolve) or _blocks(inner, resolve)
    named = "".join(sorted(_ATTRIBUTE.findall(found["named"])))
    return f"<{found['tag']}{named}>\n{html}\n</{found['tag']}>" if html else ""


def _blocks(blocks: Sequence[str], resolve: Resolve) -> str:
    found = [_block(block, resolve) if _apart(blocks, at) else "" for at, block in enumerate(blocks)]
    return "\n".join(found) if all(found) else ""


def _block(block: str, resolve: Resolve) -> str:
    """Give a block's HTML; empty when it has to be read by Python-Markdown."""
    lines = block.split("\n")
    if block[0] == "|":
        return _table(lines, resolve)
    for begins, tag in ((_BULLET, "ul"), (_NUMBER, "ol")):
        if begins.match(block):
            return _list(lines, begins, tag, resolve)
    return "" if any(map(_SPECIAL.match, lines)) else _element("p", block, resolve)


def _list(lines: Sequence[str], begins: re.Pattern[str], tag: str, resolve: Resolve) -> str:
    if not all(begins.match(line) for line in lines):
        return ""
    items = [_element("li", begins.sub("", line, count=1), resolve) for line in lines]
    return "\n".join([f"<{tag}>", *items, f"</{tag}>"]) if all(items) else ""


def _table(lines: Sequence[str], resolve: Resolve) -> str:
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]):
        return ""
    columns = lines[1].count("|") - 1
    rows = [_row(line, "td" if n else "th", columns, resolve) for n, line in enumerate(lines) if n != 1]
    if not all(rows):
        return ""
    body = ["<tbody>", *rows[1:], "</tbody>"]
    return "\n".join(["<table>", "<thead>", rows[0], "</thead>", *body, "</table>"])


def _row(line: str, tag: str, columns: int, resolve: Resolve) -> str:
    if not (line.startswith("| ") and line.endswith(" |")):
        return ""
    cells = [_element(tag, cell.strip(), resolve) for cell in line[1:-1].split("|")]
    return "\n".join(["<tr>", *cells, "</tr>"]) if len(cells) == columns and all(cells) else ""


def _definitions(blocks: Sequence[str], resolve: Resolve) -> str:
    found = [_DEFINITION.fullmatch(block) for block in blocks]
    items = [
        element
        for one in found
        if one
        for element in (_element("dt", one["term"], resolve), _element("dd", one["text"], resolve))
    ]
    return "\n".join(["<dl>", *items, "</dl>"]) if items and all(found) and all(items) else ""


def _element(tag: str, text: str, resolve: Resolve) -> str:
    """Give an element with a text inside; empty when the text is not plain to see."""
    if _SPECIAL.match(text) or "  \n" in text:
        return ""
    pieces, at = [f"<{tag}>"], 0
    for found in _INLINE.finditer(text):
        if found.start() != at:
            return ""
        piece = found["words"] or _code(found["code"]) or _link(found, resolve)
        if not piece:
            return ""
        pieces.append(piece)
        at = found.end()
    return "".join([*pieces, f"</{tag}>"]) if at == len(text) else ""


def _code(text: str | None) -> str:
    return f"<code>{text}</code>" if text else ""


def _link(found: re.Match[str], resolve: Resolve) -> str:
    address = resolve(found["target"])
    if address is None:
        return ""
    attributes = _attributes(found["attributes"] or "")
    if found["title"] is not None:
        attributes["title"] = found["title"]
    attributes["href"] = address
    return "<a{}>{}</a>".format("".join(f' {k}="{v}"' for k, v in sorted(attributes.items())), found["text"])


def _attributes(written: str) -> dict[str, str]:
    classes = " ".join(one[1:] for one in written.split() if one[0] == ".")
    named = dict(one.split("=") for one in written.split() if one[0] != ".")
    return named | ({"class": classes} if classes else {})
