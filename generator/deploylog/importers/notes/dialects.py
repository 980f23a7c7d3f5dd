"""Org mode, AsciiDoc and mail, line by line as Markdown; text without their marks stays as it is.

The translation has as many lines as the text: who keeps a line, keeps the original.
"""

import re
from collections.abc import Callable, Sequence

_FEW_MARKS = 2
"""Lines that show a text to be AsciiDoc."""
_LOOKED = 200
_ASIDE = "<!-- -->"

_ORG = re.compile(
    r"(?i)^#\+(?:title|author|date|begin_\w+|startup|options|filetags|todo)\b|^:PROPERTIES:\s*$"
)
_ORG_KEYWORD = re.compile(r"(?i)^\s*#\+(?P<key>\w+):?\s*(?P<value>.*)$")
_ORG_HEADING = re.compile(
    r"^(?P<stars>\*{1,5})\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED)\s+)?(?:\[#[A-C]\]\s+)?(?P<words>.*?)"
    r"(?:\s+:[\w@:]+:)?\s*$"
)
_ORG_PLANNING = re.compile(r"^\s*(?:(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):|:[A-Za-z_-]+:(?:\s|$))")
_ORG_WRITTEN = ("quote", "verse", "center")
"""Blocks that hold words of the author."""

_ASCIIDOC = re.compile(
    r"^(?:=\s+\S|:[\w-]+!?:|\[(?:source|listing|cols|NOTE|TIP)\b.*\]$|ifdef::|toc::|include::)"
)
_ASCIIDOC_HEADING = re.compile(r"^(={1,5})\s+(\S.*?)\s*$")
_ASCIIDOC_TITLE = re.compile(r"^\.(?=[A-Z\d])(.*)$")
_ASCIIDOC_BLOCK = re.compile(r"^\[[^\]]*\]\s*$")

_HEADER = re.compile(
    r"^(?P<key>From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Message-ID|Importance)\s*:\s*(?P<value>.*)$"
)
_HEADERS = 3
"""Lines that make the head of a mail."""
_FROM = re.compile(r"^From\s*:\s*(?P<who>[^<>]*\w)")
_THREAD = 3
"""Mails in one file that make a thread, whose times are those of sending."""
_REPLY = re.compile(r"(?i)^(?:(?:re|fwd?|aw|wg)\s*:\s*|\[[^\]]*\]\s*)+")
_ATTRIBUTION = re.compile(r"^\s*>*\s*On\s.{6,80}\swrote:\s*$")
_SEPARATOR = re.compile(
    r"^-+\s*(?:Original Message|Forwarded message|Urspr\w+ Nachricht)\s*-+$", re.IGNORECASE
)


def is_asciidoc(raws: Sequence[str]) -> bool:
    """Tell whether a text is AsciiDoc, by marks that no other markup has."""
    return sum(bool(_ASCIIDOC.match(raw)) for raw in raws[:_LOOKED]) >= _FEW_MARKS


def as_markdown(raws: Sequence[str]) -> list[str]:
    """Translate a text, line by line."""
    translate: Callable[[Sequence[str]], list[str]] = list
    if any(_ORG.match(raw) for raw in raws[:_LOOKED]):
        translate = _from_org
    elif is_asciidoc(raws):
        translate = _from_asciidoc
    elif mail_head(raws):
        translate = _from_mail
    return translate(raws)


def _from_org(raws: Sequence[str]) -> list[str]:
    told = []
    for raw in raws:
        if keyword := _ORG_KEYWORD.match(raw):
            told.append(_keyword(keyword["key"].lower(), keyword["value"]))
        elif heading := _ORG_HEADING.match(raw):
            told.append(f"#{'#' * len(heading['stars'])} {heading['words']}")
        else:
            told.append(_ASIDE if _ORG_PLANNING.match(raw) else raw)
    return told


def _keyword(key: str, value: str) -> str:
    if key == "title":
        return f"# {value}"
    if key == "date":
        return "Date: " + value.strip("<>[] ")
    if key.startswith(("begin_", "end_")) and key.partition("_")[2] not in _ORG_WRITTEN:
        return "```"
    return _ASIDE


def _from_asciidoc(raws: Sequence[str]) -> list[str]:
    told = []
    for raw in raws:
        if heading := _ASCIIDOC_HEADING.match(raw):
            told.append(f"{'#' * len(heading[1])} {heading[2]}")
        elif title := _ASCIIDOC_TITLE.match(raw):
            told.append(title[1])
        else:
            told.append(_ASIDE if _ASCIIDOC_BLOCK.match(raw) else raw)
    return told


def mail_head(raws: Sequence[str]) -> dict[str, str]:
    """Give the head of a mail that a text begins with; empty for any other text."""
    head: dict[str, str] = {}
    for raw in raws[:_LOOKED]:
        found = _HEADER.match(raw)
        if found is None and (raw.strip() or head) and raw[:1] not in (" ", "\t"):
            break
        if found:
            head[found["key"].lower()] = found["value"]
    return head if len(head) >= _HEADERS and "from" in head else {}


def _from_mail(raws: Sequence[str]) -> list[str]:
    """Keep what a mail itself says: what it quotes is another mail's; a thread is told by who wrote when."""
    thread = sum(bool(_FROM.match(raw)) for raw in raws) >= _THREAD
    told: list[str] = []
    who, head, quoting = "", False, False
    for raw in raws:
        if sender := _FROM.match(raw):
            who, head, quoting = sender["who"].strip(' "'), True, False
        found = _HEADER.match(raw) if head else None
        head = head and (found is not None or raw[:1] in (" ", "\t"))
        quoting = quoting or bool(_ATTRIBUTION.match(raw) or _SEPARATOR.match(raw))
        if found and found["key"] == "Subject" and not any(line.startswith("# ") for line in told):
            told.append(f"# {_REPLY.sub('', found['value'])}")
        elif found and found["key"] in ("Date", "Sent") and thread:
            told.append(f"{who} wrote on {found['value']}")
        elif found or _ATTRIBUTION.match(raw) or (quoting and raw.startswith(">")):
            told.append(_ASIDE)
        else:
            told.append(raw)
    return told
