"""Looking for secrets in lines, saying where they are, and taking them out."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from deploylog.problems import Problem
from deploylog.secrets.patterns import (
    ASSIGNED,
    ASSIGNED_HINTS,
    BEGIN,
    END,
    FORMS,
    FORMS_BY_OPTION,
    NAMES,
    PROSE,
    STANDS_FOR,
    Form,
)

RULE = "secret"
IN_LOG, IN_MARKDOWN = "# not a secret", "<!-- not a secret -->"
"""At the end of a line: what looks like a secret there is none."""
BY_OPTION = ("email", "ip")
"""Kinds that are looked for only where somebody asks."""
_HELP = (
    "write [redacted: {{kind}}] in its place, and change the secret: whoever saw this file knows it; "
    "if it is none, end the line with `{accepted}`"
)


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret in a line."""

    kind: str
    """As shown: `GitHub token`."""
    start: int
    end: int
    """From 0, the characters that are taken out."""


Found = Sequence[Secret]


_BREAK = re.compile(r"\r\n?|\n")
_URL = "://"
"""The hint of a URL's password: so many lines have one that it counts only with an `@` behind it."""
_KEY_LINES = 300
"""A private key that is longer has lost its end."""


class Scanner:
    """Looks through the lines of one text, in order.

    Args:
        also: Of `BY_OPTION`.
    """

    def __init__(self, also: Collection[str] = ()) -> None:
        self._forms = [*FORMS, *(FORMS_BY_OPTION[name] for name in also)]
        hints = dict.fromkeys(hint for form in self._forms for hint in form.hints)
        hints.pop(_URL)
        self._words, self._endings = _gates([*hints, *ASSIGNED_HINTS, "private key"])
        self._key_lines = 0
        """How many lines of a private key may still come."""

    @property
    def inside(self) -> bool:
        """Whether the next line is part of a private key that began above."""
        return self._key_lines > 0

    def suspicious(self, text: str) -> Iterator[tuple[int, str]]:
        """Give the lines of a text, with their numbers, that are worth a closer look."""
        lower = text.lower()
        found = {match.start() for pattern in self._endings for match in pattern.finditer(lower)}
        for word in self._words:
            at = lower.find(word)
            while at >= 0:
                found.add(at)
                at = lower.find(word, at + 1)
        found.update(_signed_on(lower))
        if found and len(lower) != len(text):
            yield from enumerate(_BREAK.split(text), start=1)
            return
        number, begin = 1, 0
        for at in sorted(found):
            if at < begin:
                continue
            breaks = [*_BREAK.finditer(text, begin, at)]
            number, start = number + len(breaks), breaks[-1].end() if breaks else begin
            end = _BREAK.search(text, at)
            yield number, text[start : end.start() if end else len(text)]
            number, begin = number + 1, end.end() if end else len(text)

    def find(self, line: str) -> Found:
        """Give the secrets of the next line, in order, none within another."""
        if self._key_lines:
            return self._within_key(line)
        lower = line.lower()
        for pattern in self._endings:
            if pattern.search(lower):
                return self._find(line, lower)
        for word in self._words:
            if word in lower:
                return self._find(line, lower)
        url = lower.find(_URL)
        return self._find(line, lower) if url >= 0 and lower.find("@", url) >= 0 else ()

    def _find(self, line: str, lower: str) -> Found:
        found = [*self._private_key(line)]
        has = lower.__contains__
        for form in self._forms:
            if any(map(has, form.hints)):
                found += _matches(form, line)
        if any(map(has, ASSIGNED_HINTS)):
            found += _assigned(line)
        return _apart(found)

    def _private_key(self, line: str) -> Iterator[Secret]:
        begin = BEGIN.search(line)
        while begin:
            end = END.search(line, begin.end())
            yield Secret("private key", begin.start(), end.end() if end else len(line))
            self._key_lines = 0 if end else _KEY_LINES
            begin = BEGIN.search(line, end.end()) if end else None

    def _within_key(self, line: str) -> Found:
        end = END.search(line)
        self._key_lines = 0 if end else self._key_lines - 1
        return [Secret("private key", 0, end.end() if end else len(line))] if line.strip() else ()


def _signed_on(text: str) -> Iterator[int]:
    """Give where the URLs are that have an `@` behind them on their line; each character is passed once."""
    sign = end = -1
    at = text.find(_URL)
    while at >= 0:
        sign = sign if sign > at else text.find("@", at)
        if sign < 0:
            return
        if end < at:
            found = _BREAK.search(text, at)
            end = found.start() if found else len(text)
        if sign < end:
            yield at
        at = text.find(_URL, at + 1)


def _gates(hints: Sequence[str]) -> tuple[list[str], list[re.Pattern[str]]]:
    """Sort hints into words, and searches for those that end in one sign: looking for a sign is quick."""
    groups: dict[str, list[str]] = {}
    for hint in dict.fromkeys(hints):
        groups.setdefault(hint[-1] if hint[-1] in "_-.=" else "", []).append(hint)
    words = groups.pop("", [])
    kept = [word for word in words if not any(other != word and other in word for other in words)]
    searches = [
        re.compile(re.escape(sign) + "(?:" + "|".join(f"(?<={re.escape(hint)})" for hint in group) + ")")
        for sign, group in groups.items()
    ]
    return kept, searches


def redacted(line: str, found: Found) -> str:
    """Put `[redacted: kind]` in the place of each secret of a line."""
    for secret in reversed(found):
        line = f"{line[: secret.start]}[redacted: {secret.kind}]{line[secret.end :]}"
    return line


def redact(text: str, also: Collection[str] = ()) -> str:
    """Redact a text of one or several lines."""
    scanner = Scanner(also)
    return "\n".join(redacted(line, scanner.find(line)) for line in text.split("\n"))


def problem(secret: Secret, *, file: str, line: int, help_: str) -> Problem:
    """Say where a secret is, without repeating it."""
    return Problem(
        file=file,
        line=line,
        column=secret.start + 1,
        rule=RULE,
        message=f"this looks like a secret: {secret.kind}, {secret.end - secret.start} characters",
        help=help_.format(kind=secret.kind),
    )


def problems(text: str, *, file: str, accepted: str = IN_LOG) -> list[Problem]:
    """Find every secret of a log or post; of a private key, the line where it begins.

    Args:
        text: The whole file.
        file: What problems call it.
        accepted: How an author says that there is none.
    """
    help_ = _HELP.format(accepted=accepted)
    scanner, found = Scanner(), list[Problem]()
    for number, line in scanner.suspicious(text):
        if not line.rstrip().endswith((IN_LOG, IN_MARKDOWN)):
            secrets = Scanner().find(line)
            found += [problem(secret, file=file, line=number, help_=help_) for secret in secrets]
    return found


def _matches(form: Form, line: str) -> Iterator[Secret]:
    for match in form.pattern.finditer(line):
        named = [name for name, value in match.groupdict().items() if value]
        start, end = match.span(named[0] if named else 0)
        if not STANDS_FOR.fullmatch(line[start:end]):
            yield Secret(form.kind, start, end)


def _assigned(line: str) -> Iterator[Secret]:
    """Find values given to a name that says that they are secret."""
    at = 0
    while match := ASSIGNED.search(line, at):
        at = match.end("name")
        group = "quoted" if match["quoted"] is not None else "plain"
        value = match[group]
        if _is_value(value, match, line):
            yield Secret(NAMES.get(match["name"][:4].lower(), "token"), *match.span(group))
            at = match.end()


def _is_value(value: str, match: re.Match[str], line: str) -> bool:
    """Tell a secret from what stands in its place, and from prose: `password: everybody got a new one`."""
    before = line[: match.start()][-1:]
    if before.isalpha() and before.islower() and match["name"][0].islower():
        return False  # The name is the end of another word: `compass: ...`.
    if len(value) < 3 or STANDS_FOR.fullmatch(value) or PROSE.fullmatch(value.rstrip(".!")):
        return False
    if value.isdigit() and match["name_quote"]:
        return False  # A number in JSON: what takes its place there has to be one too.
    strong = bool(re.search(r"[0-9]|[^\w\s.,:;!?'()/-]", value)) and not re.search(r"\s", value)
    if match["sign"] in ("=", ":=", "=>") or match["quoted"] is not None:
        return match["sign"] is not None and (strong or not re.search(r"\s", value) or match["sign"] != ":")
    if match["sign"] is None:
        return strong and len(value) >= 6
    ends = not line[match.end() :].strip(" \t\"'`,;})]\\")
    return strong or (ends and len(value) >= 6)


def _apart(found: list[Secret]) -> list[Secret]:
    """Sort, and keep of those that overlap the one that begins first, or is longer."""
    kept: list[Secret] = []
    for secret in sorted(found, key=lambda secret: (secret.start, -secret.end)):
        if not kept or secret.start >= kept[-1].end:
            kept.append(secret)
    return kept
