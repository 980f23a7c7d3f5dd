"""Secrets in a text: found by the form that their makers gave them, or by the name that they go under.

Digests, hashes, identifiers and pictures have no such form, so they raise no alarm. Each pattern is tried
on a line only when a few letters that it cannot do without are there.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from deploylog.problems import Problem

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


@dataclass(frozen=True, slots=True)
class _Form:
    """A kind of secret; the group `s` of the pattern is what is taken out, without one the whole."""

    kind: str
    hints: Sequence[str]
    """One of these, in lower case, is in every line that the pattern can match."""
    pattern: re.Pattern[str]


def _form(kind: str, hints: str, pattern: str) -> _Form:
    return _Form(kind, hints.split(), re.compile(pattern))


_WORD = r"(?<![A-Za-z0-9_+/-])"
"""No letter of a longer run stands before: a token inside of base64 is none."""
_FORMS = (
    _form("AWS key", "akia asia abia acca a3t", _WORD + r"(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}\b"),
    _form("Google key", "aiza", _WORD + r"AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
    _form("Google token", "ya29. gocspx-", _WORD + r"(?:ya29\.[0-9A-Za-z_-]{20,}|GOCSPX-[0-9A-Za-z_-]{20,})"),
    _form(
        "Azure key",
        "accountkey= sharedaccesskey= sig= q~",
        r"(?:AccountKey|SharedAccessKey)=(?P<k>[A-Za-z0-9+/]{40,}={0,2})|[?&;]sig=(?P<u>[A-Za-z0-9%+/]{40,}=?)"
        r"|(?<![A-Za-z0-9_~.-])(?P<c>[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])",
    ),
    _form(
        "GitHub token",
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
        r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,})",
    ),
    _form(
        "GitLab token",
        "glpat- gloas- gldt- glrt- glcbt- glptt- glft- glimt- glagent- glsoat- glffct- gr1348941",
        r"(?<![A-Za-z0-9])(?:gl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[A-Za-z0-9_.-]{20,}|GR1348941[\w-]{20,})",
    ),
    _form(
        "Slack token",
        "xox xapp- hooks.slack.com",
        r"(?<![A-Za-z0-9])(?:xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}|xapp-[0-9]-[A-Za-z0-9-]{10,})"
        r"|hooks\.slack\.com/(?:services|workflows|triggers)/(?P<s>[A-Za-z0-9/+_-]{20,})",
    ),
    _form("npm token", "npm_", r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,}"),
    _form("PyPI token", "pypi-", r"(?<![A-Za-z0-9])pypi-(?:AgE[A-Za-z0-9_-]{16,}|[A-Za-z0-9_-]{60,})"),
    _form(
        "Stripe key",
        "sk_live_ sk_test_ rk_live_ rk_test_ whsec_",
        r"(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_[0-9A-Za-z]{10,}|whsec_[0-9A-Za-z+/=]{20,})",
    ),
    _form(
        "API key",
        "sk- sg. hf_ dop_v1_ dckr_pat_ hvs. hvb.",
        _WORD + r"(?:sk-(?:ant|proj|svcacct|or)-[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9]{40,}|hf_[A-Za-z0-9]{30,}"
        r"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|dop_v1_[a-f0-9]{40,}|dckr_pat_[A-Za-z0-9_-]{20,}"
        r"|hv[sb]\.[A-Za-z0-9_-]{20,})",
    ),
    _form("JWT", "eyj", _WORD + r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*"),
    _form(
        "URL password",
        "://",
        r"://(?:[^\s/:@\"'<>?#]*:(?P<s>[^\s/@\"'<>]+)|(?P<t>[A-Za-z0-9_-]{20,}))@",
    ),
    _form(
        "bearer token",
        "bearer",
        r"(?i:\bbearer\b['\"]?:?\s+['\"]?)(?P<s>(?=[A-Za-z._~+/=-]*[0-9])[A-Za-z0-9._~+/=-]{12,})",
    ),
    _form(
        "credentials",
        "basic authorization",
        r"(?i:\bbasic\s+)(?P<s>(?=[A-Za-z+/]*[0-9A-Z])[A-Za-z0-9+/]{12,}={0,2})(?![A-Za-z0-9+/=])"
        r"|(?i:authorization['\"]?\s*[:=]\s*['\"]?(?:basic|token|bearer|digest)\s+)(?P<t>[^\s'\"]{6,})",
    ),
)
_ASSIGNED = re.compile(
    r"""(?ix)
    (?P<name> pass(?:word|wd|phrase|code)? | pwd | secret(?:[_-]?(?:access)?[_-]?key)? | client[_-]?secret
      | api[_-]?key | (?:access|account|auth|private|signing|encryption|license)[_-]?key
      | (?:auth)?token | credentials? )
    (?P<name_quote> ["'] \s* )?
    (?: \s* (?P<sign> := | => | = | : ) \s* | (?<=\bpassword) \s+ (?=\S) (?P<bare>) )
    (?: (?P<quote> \\?["'`] ) (?P<quoted> (?: (?! (?P=quote) ) [^\r\n] ){1,300} ) (?P=quote)
      | (?P<plain> [^\s"'`,;&)\}\]]{1,500} ) )
    """
)
_ASSIGNED_HINTS = (
    "passw",
    "passp",
    "passc",
    "pass=",
    "pass:",
    'pass"',
    "pass'",
    "pwd",
    "secret",
    "key",
    "token",
    "credential",
)
_NAMES = {"pass": "password", "pwd": "password", "secr": "secret", "clie": "secret", "cred": "credentials"}
_STANDS_FOR = re.compile(
    r"""(?ix)
    [*•.?#]{2,} .* | [x_-]{2,} | [<$%\{\[\#@&(|] .* | .*\.\.\.
    | (?:null|none|nil|undefined|true|false|empty|yes|no|on|off)
    | (?: redacted | masked | hidden | filtered | removed | your | example | placeholder | prompt
      | (?: secrets? | password | string ) $ ) .*
    | (?: os\.environ | process\.env | env | secrets | vars? | vault | ref | arn | data | local | module
      | file | self | this | config | settings ) [.:+\[] .*
    | (?: ~? / | \./ ) [\w.-]+ (?: / [\w.-]* )+
    | [a-z_] [\w.]* \( .*
    """
)
_PROSE = re.compile(
    r"(?i)above|accepted|authentication|below|confirmed|correct|denied|disabled|enabled|everyone|everybody"
    r"|exchanged|expired|failed|forgotten|incorrect|invalid|missing|needed|nobody|nothing|refused|rejected"
    r"|required|restored|revoked|rotated|rotation|succeeded|success|support|unchanged|unknown|valid|verified"
    r"|working|(?:creat|chang|delet|generat|renew|updat)ed|(?:re)?set|wrong"
)
_BY_OPTION = {
    "email": _form("e-mail", "@", r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"),
    "ip": _form(
        "IP address",
        ". :",
        r"(?<![\w.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?![\w.]\w|\w)"
        r"|(?<![\w:.])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])"
        r"|(?<![\w:.])(?=[0-9a-fA-F:]*[0-9a-fA-F]{3})[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,5}"
        r"::(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,5})?(?![\w:])",
    ),
}
_BREAK = re.compile(r"\r\n?|\n")
_BEGIN = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
_END = re.compile(r"-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
_KEY_LINES = 300
"""A private key that is longer has lost its end."""


class Scanner:
    """Looks through the lines of one text, in order.

    Args:
        also: Of `BY_OPTION`.
    """

    def __init__(self, also: Collection[str] = ()) -> None:
        self._forms = [*_FORMS, *(_BY_OPTION[name] for name in also)]
        hints = dict.fromkeys(hint for form in self._forms for hint in form.hints)
        self._words, self._endings = _gates([*hints, *_ASSIGNED_HINTS, "private key"])
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
        return ()

    def _find(self, line: str, lower: str) -> Found:
        found = [*self._private_key(line)]
        for form in self._forms:
            if any(hint in lower for hint in form.hints):
                found += _matches(form, line)
        if any(hint in lower for hint in _ASSIGNED_HINTS):
            found += _assigned(line)
        return _apart(found)

    def _private_key(self, line: str) -> Iterator[Secret]:
        begin = _BEGIN.search(line)
        while begin:
            end = _END.search(line, begin.end())
            yield Secret("private key", begin.start(), end.end() if end else len(line))
            self._key_lines = 0 if end else _KEY_LINES
            begin = _BEGIN.search(line, end.end()) if end else None

    def _within_key(self, line: str) -> Found:
        end = _END.search(line)
        self._key_lines = 0 if end else self._key_lines - 1
        return [Secret("private key", 0, end.end() if end else len(line))] if line.strip() else ()


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


def _matches(form: _Form, line: str) -> Iterator[Secret]:
    for match in form.pattern.finditer(line):
        named = [name for name, value in match.groupdict().items() if value]
        start, end = match.span(named[0] if named else 0)
        if not _STANDS_FOR.fullmatch(line[start:end]):
            yield Secret(form.kind, start, end)


def _assigned(line: str) -> Iterator[Secret]:
    """Find values given to a name that says that they are secret."""
    at = 0
    while match := _ASSIGNED.search(line, at):
        at = match.end("name")
        group = "quoted" if match["quoted"] is not None else "plain"
        value = match[group]
        if _is_value(value, match, line):
            yield Secret(_NAMES.get(match["name"][:4].lower(), "token"), *match.span(group))
            at = match.end()


def _is_value(value: str, match: re.Match[str], line: str) -> bool:
    """Tell a secret from what stands in its place, and from prose: `password: everybody got a new one`."""
    before = line[: match.start()][-1:]
    if before.isalpha() and before.islower() and match["name"][0].islower():
        return False  # The name is the end of another word: `compass: ...`.
    if len(value) < 3 or _STANDS_FOR.fullmatch(value) or _PROSE.fullmatch(value.rstrip(".!")):
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
