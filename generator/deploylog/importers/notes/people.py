"""Who did a step, and to which system, from the words of the notes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

ROLES = tuple(
    role.strip()
    for role in [
        "dba",
        " dbas",
        " dev",
        " devs",
        " qa",
        " ops",
        " sre",
        " noc",
        " client",
        " clients",
        " customer",
        " network team",
        " network",
        " release manager",
        " release team",
        " app team",
        " application team",
        " database team",
        " infrastructure team",
        " infra",
        " on-call",
        " oncall",
        " on call",
        " security",
        " support",
        " help desk",
        " helpdesk",
        " sysadmin",
        " storage team",
        " incident commander",
        " ic",
        " vendor",
        " business",
        " project manager",
        " pm",
        " tech lead",
        " testers",
        " test team",
        " middleware team",
        " operations",
        " platform team",
        " web team",
        " call centre",
        " call center",
    ]
)
"""Words that stand for a person or a team."""
_NO_NAME = re.compile(
    r"(?:"
    r"UTC|GMT|DOWN|UP|API|APIS|PR|PRS|CI|CD|DB|DBS|NB|PS|TODO|NOTE|FYI|OK|URL|SQL|CPU|"
    r"OOM|DNS|TLS|SSL|AWS|GCP|VPN|HTTP|ALL|NEW|THE|WE|IT|HUB|JSON|YAML|EC2|RDS|ECS|K8S|"
    r"LB|ALB|AMI|ETA|FIX|WIP|END|START|INFO|WARN|ERROR|DEBUG|FATAL|RCA|SEV|SEV1|SEV2|P0|"
    r"P1|P2|UI|UX|ID|IP|OS|VM|VMS|PM|AM|GO|NO|STOP|DONE|LIVE|Update|Updates|Note|Notes|"
    r"Problem|Problems|Recovery|Down|Up|Result|Results|Issue|Issues|Action|Actions|Impact|"
    r"Coincidence|Discovery|Stabilized|Fix|Decision|Question|Answer|Outcome|Status|Incident|"
    r"Alert|Root|Warning|Summary|Detection|Resolution|Mitigation|Deploy|Deployment|Rollback|"
    r"Start|End|Started|Finished|Step|Morning|Evening|Afternoon|Night|Reason|Cause|Conclusion|"
    r"Observation|Symptom|Symptoms|Run|Test|Tests|Testing|Backup|Experience|Images|Error|"
    r"Errors|Next|Then|Also|Later|Finally"
    r")"
)
"""Words before a colon that are nobody."""
_ROLE = "|".join(sorted((re.escape(role) for role in ROLES), key=len, reverse=True))
_INITIALS = r"[A-Z]{2,4}(?:[/&, ]+[A-Z]{2,4}){0,3}"
_NAME = r"[A-Z][\w.'\u2019-]+(?: (?:[A-Z][\w.'\u2019-]*|\([\w ]+\))){0,2}"
_COLON = re.compile(
    rf"^\s*(?:\[)?(?P<who>@[\w.-]+|(?i:the )?(?i:{_ROLE})|{_INITIALS}|{_NAME})(?:\])?:\s+(?=\S)"
)
_PAREN = re.compile(
    rf"^\s*\((?P<who>@[\w.-]+|(?i:{_ROLE})|[A-Z]{{2,4}}|[A-Z][\w.'-]+ [A-Z][\w.'-]+)\)\s*:?\s*(?=\S)"
)
_BEHIND = re.compile(
    rf"\s*\((?P<who>@[\w.-]+|(?i:{_ROLE})|[A-Z]{{2,4}}|[A-Z][\w.'-]+ [A-Z][\w.'-]+)\)\s*[.]?$"
)
_BARE = re.compile(r"^(?P<who>[A-Z]{2,3}(?:/[A-Z]{2,3}){0,2}) (?=[A-Za-z])")
_QUOTED = re.compile(r"[\u201c\"\u2018']([A-Z][\w-]*(?: [\w-]+){0,2})[\u201d\"\u2019']")
_THING = re.compile(
    r"(?i)\b(?:the |our )?("
    r"(?:(?:[a-z][\w]*-[\w-]+|billing|web|main|search|payment|order|user|auth|mobile|admin|front|back|reporting|"
    r"content|catalogue|catalog|checkout|inventory|customer|core|public|internal|legacy)\s+){1,2}"
    r"(?:app|application|service|api|database|db|server|cluster|site|system|gateway|portal))\b"
)


def who_of(text: str, initials: frozenset[str]) -> tuple[str, str]:
    """Split a text into who did it and the rest; `initials` are those that a file uses without a colon."""
    for pattern in (_PAREN, _COLON):
        if (found := pattern.match(text)) and _is_name(found["who"], initials, pattern is _PAREN):
            return _tidy(found["who"]), text[found.end() :]
    if (found := _BARE.match(text)) and found["who"].split("/")[0] in initials:
        return found["who"], text[found.end() :]
    if (found := _BEHIND.search(text[-60:])) and _is_name(found["who"], initials, bracketed=True):
        return _tidy(found["who"]), text
    return "", text


def _is_name(who: str, initials: frozenset[str], bracketed: bool) -> bool:
    if who.startswith("@") or re.fullmatch(f"(?i:(?:the )?(?:{_ROLE}))", who):
        return True
    words = re.split(r"[/&, ]+", who)
    if any(map(_NO_NAME.fullmatch, words)):
        return False
    if re.fullmatch(_INITIALS, who):
        return True
    return bracketed or words[0] in initials


def _tidy(who: str) -> str:
    return re.sub(r"(?i)^the ", "", who).strip()


def initials_in(texts: Iterable[str]) -> frozenset[str]:
    """Find the initials and first names by which a file's entries begin, twice or more."""
    counted: Counter[str] = Counter()
    for text in texts:
        found = _BARE.match(text) or _COLON.match(text)
        if found:
            counted.update(word for word in re.split(r"[/&, ]+", found["who"])[:1])
    return frozenset(name for name, count in counted.items() if count > 1 and not _NO_NAME.fullmatch(name))


def systems_in(texts: Sequence[str]) -> dict[str, str]:
    """Find the systems that two entries or more name, by their lower-case spelling."""
    counted: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for text in texts:
        for name in {*_QUOTED.findall(text[:3000]), *_THING.findall(_unquoted(text[:3000]))}:
            counted[name.lower()] += 1
            spelt.setdefault(name.lower(), re.sub(r"\s+", " ", name))
    return {name: spelt[name] for name, count in sorted(counted.items()) if count > 1}


def systems_of(text: str, systems: dict[str, str]) -> tuple[str, ...]:
    """Give the known systems that an entry's first sentence or two name, in the order of the text."""
    told = _unquoted(text[:240]).lower()
    placed = sorted((told.index(name), spelt) for name, spelt in systems.items() if name in told)
    return tuple(spelt for _, spelt in placed)


def _unquoted(text: str) -> str:
    """Leave out quotes: `the “front-end” app` is the front-end app."""
    return re.sub('["\u201c\u201d]', "", text)
