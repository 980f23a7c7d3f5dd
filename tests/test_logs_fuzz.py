"""Whatever a file holds, the reader ends in a log or in problems: no traceback, no crash, no hang.

Seeded, so that a failure comes back; hypothesis looks for smaller ones besides.
"""

import random
import re
import string
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from deploylog.logs import Log, read_log_bytes, read_log_text
from deploylog.logs.kinds import Key, Many, Shape, Word
from deploylog.logs.shapes import LOG
from deploylog.problems import LogError
from thorough import share

HERE = Path(__file__).parent
SEEDS = [
    path.read_text(encoding="utf-8")
    for folder in ("golden-logs", "golden-broken")
    for path in sorted((HERE / folder).glob("*/log.yaml"))
    if path.parent.name != "a-hundred-faults"
]
FRAGMENTS = (
    "title: a\n", "date: 2007-11-04\n", "date: 2199-12-31\n", "date: 1970-01-01\n",
    "outcome: deferred\n", "outcome: successful\n", "timezone: America/Toronto\n", "steps:\n",
    "  - at: 01:30\n", "    until: 00:30\n", "    text: x\n", "- ", "  ", "{", "}", "[", "]", ": ",
    ", ", "'", "\"", "|\n", ">\n", "&a ", "*a", "!t ", "?", "#", "---\n", "...\n", "%YAML 1.2\n",
    "\t", "\r\n", "\u2028", "\u0085", "\ufeff", "\u0000", "\ud800", "\u00e9", "~",
    "private: true\n", "window: 23:59-00:01\n", "deferral: {reason: r}\n",
    "next_slots: [2007-11-04 01:30]\n", "systems: [a, {name: b}]\n",
)  # fmt: skip
VALUES = (
    "", "~", "x", "true", "01:30", "24:00", "~22:00", "noon", "2007-11-04 01:30",
    "2007-11-04T01:30:00Z", "2008-03-09", "1970-01-01 00:00", "2199-12-31 23:59",
    "2199-12-31T23:59:59-14:00", "1970-01-01T00:00:00+14:00", "01:30-07:00", "[]", "{}", "[a]",
    "{text: a}", "{text: {text: a, private: true}, private: true}", "UTC", "Africa/Monrovia",
    "Antarctica/Troll", "Australia/Lord_Howe", "Pacific/Apia", "2011-12-30", "2011-12-30 12:00",
    "-1", "1e999", "x" * 300,
)  # fmt: skip


SECRET = re.compile(r"(?<=text: )[a-z ]+(?=[,}])|(?<=why: )[a-z ]+|(?<=, )text: [a-z ]+(?=})")
"""Texts of the golden logs that may be made private."""
HIDING = ("{text: secret-word, private: true}", "secret-word, private: true")


def outcome_of(content: bytes | str) -> Log | LogError:
    """Read, and give what came of it; any other exception is a failure of the test."""
    try:
        if isinstance(content, bytes):
            return read_log_bytes(content, file="f", id="n", timezone="UTC", window="01:30-07:00")
        return read_log_text(content, file="f", id="n", timezone="UTC", window="01:30-07:00")
    except LogError as error:
        told = error
    assert told.problems
    assert all(problem.line > 0 and problem.column > 0 and problem.message for problem in told.problems)
    return told


def mutated(text: str, chance: random.Random) -> str:
    """Delete, double, swap or replace some lines and characters of a log."""
    lines = text.splitlines(keepends=True)
    for _ in range(chance.randint(1, 4)):
        index = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                lines[index] = ""
            case 1:
                lines.insert(index, lines[index])
            case 2:
                lines[index] = lines[index].replace(": ", f": {chance.choice(VALUES)} ", 1)
            case 3:
                head, colon, _ = lines[index].partition(": ")
                lines[index] = f"{head}{colon}{chance.choice(VALUES)}\n"
            case 4:
                place = chance.randrange(len(lines[index]) + 1)
                lines[index] = lines[index][:place] + chance.choice(FRAGMENTS) + lines[index][place:]
            case _:
                other = chance.randrange(len(lines))
                lines[index], lines[other] = lines[other], lines[index]
    return "".join(lines)


def document(shape: Shape, chance: random.Random, depth: int = 0) -> str:
    """Write a random log: mostly the right keys, mostly with the right kind of value."""
    wealth = chance.choice((0.1, 0.4))
    keys = [key for key in shape.keys if key.required or chance.random() < wealth]
    if chance.random() < 0.02:
        keys.append(chance.choice(LOG.keys))
    pairs = ", ".join(f"{key.name}: {value(key, chance, depth)}" for key in keys)
    return f"{{{pairs}{', private: true' if chance.random() < 0.05 else ''}}}"


def value(key: Key, chance: random.Random, depth: int) -> str:
    kind = key.value
    many = isinstance(kind, Many)
    inner = kind.of if isinstance(kind, Many) else kind
    count = chance.randint(0, 4) if many else 1
    made = [one(inner, key.name, chance, depth) for _ in range(count)]
    return f"[{', '.join(made)}]" if many else made[0]


def one(kind: object, name: str, chance: random.Random, depth: int) -> str:
    if chance.random() < 0.01:
        return quoted(chance.choice(VALUES))
    if isinstance(kind, Shape):
        return document(kind, chance, depth + 1) if depth < 4 else "x"
    if isinstance(kind, Word):
        return chance.choice(list(kind.words))
    if name in ("date", "posted"):
        return chance.choice(("2007-11-03", "2007-11-04", "2008-03-09", "2011-12-30"))
    if name == "timezone":
        return chance.choice(("America/Toronto", "UTC", "Pacific/Apia", "Australia/Lord_Howe"))
    clock = f"{chance.randint(0, 23):02}:{chance.choice((0, 15, 30, 59)):02}"
    return quoted(
        chance.choice((clock, clock, clock, f"2007-11-04 {clock}", f"2007-11-04T{clock}Z", "a", "b"))
    )


def quoted(text: str) -> str:
    return text if text[:1] in ("[", "{", "") else "'" + text + "'"


@pytest.mark.unmeasured
def test_five_thousand_random_byte_strings() -> None:
    """A log may be a picture, a truncated download, or another encoding."""
    chance = random.Random(20071202)

    for _ in range(share(2500)):
        outcome_of(chance.randbytes(chance.randint(0, 300)))
        printable = chance.choices(string.printable, k=chance.randint(0, 200))
        outcome_of("".join(printable).encode())


@pytest.mark.unmeasured
def test_five_thousand_random_documents() -> None:
    """Mutations of real logs, soups of YAML, and logs with random values of the right kind."""
    chance = random.Random(20070915)
    read = 0

    for _ in range(share(1700)):
        read += isinstance(outcome_of(mutated(chance.choice(SEEDS), chance)), Log)
        outcome_of("".join(chance.choices(FRAGMENTS, k=chance.randint(1, 30))))
        read += isinstance(outcome_of(document(LOG, chance)), Log)

    assert read > share(100), read  # Some of the random logs are sound, so that building them is tried too.


@given(some.binary(max_size=400))
@settings(max_examples=share(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes(content: bytes) -> None:
    """Hypothesis finds what chance does not."""
    outcome_of(content)


@given(some.text(max_size=300))
@settings(max_examples=share(200), deadline=None)
def test_any_text(content: str) -> None:
    """Text of any language, lone surrogates included."""
    outcome_of(content)


@given(some.randoms(use_true_random=False))
@settings(max_examples=share(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_log(chance: random.Random) -> None:
    """Logs by the table of shapes, shrunk by hypothesis when one fails."""
    outcome_of(document(LOG, chance))


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    "text",
    [
        "steps:\n" + "  - {at: '01:30', text: x}\n" * 20_000,
        "".join(f"k{number}: v\n" for number in range(24_000)),
        "systems: [" + ", ".join(f"{{name: s{n}, depends_on: s{n + 1}}}" for n in range(5_000)) + "]",
        "systems: ["
        + ", ".join(f"{{name: s{n}, depends_on: s{(n + 1) % 4000}}}" for n in range(4_000))
        + "]",
        "steps: ["
        + ", ".join(f"{{at: '01:30', text: x, system: s{n}}}" for n in range(5_000))
        + "]\nsystems: [a]",
        "tags: [" + "A, " * 24_000 + "]",
        "title: " + "x" * 900_000,
        "links: [{url: 'https://" + "a" * 400_000 + " '}]",
        "title: '" + "[" * 500_000 + "'",
    ],
    ids=[
        "steps",
        "keys",
        "a chain",
        "a circle",
        "unknown systems",
        "tags",
        "a title",
        "an address",
        "brackets",
    ],
)
def test_the_largest_files_are_read_or_refused_in_time(text: str) -> None:
    """Nothing grows with the square of the file."""
    began = time.process_time()
    outcome_of("title: a\ndate: 2007-12-02\noutcome: successful\n" + text)

    assert time.process_time() - began < 5


def sound_logs(seed: int, count: int) -> list[Log]:
    """Give random logs that hold no fault."""
    chance = random.Random(seed)
    found = (outcome_of(mutated(chance.choice(SEEDS), chance)) for _ in range(count))
    return [log for log in found if isinstance(log, Log)]


@pytest.mark.unmeasured
def test_whatever_is_read_is_in_order() -> None:
    """The model promises that steps ascend, ends follow starts, and offsets are those of the zone."""
    for log in sound_logs(seed=1, count=800):
        steps = log.deployment.steps
        starts = [step.at.at for step in steps]

        assert starts == sorted(starts)
        assert all(step.until is None or step.until.at >= step.at.at for step in steps)
        assert all(start.utcoffset() == there(start, log).utcoffset() for start in starts)
        assert all((step.decision is not None) == (step.activity == "decision") for step in steps)
        assert (log.deployment.deferral is not None) == (log.deployment.outcome == "deferred") or log.private


def there(instant: datetime, log: Log) -> datetime:
    return instant.astimezone(UTC).astimezone(ZoneInfo(log.deployment.timezone))


@pytest.mark.unmeasured
def test_no_private_word_gets_into_a_deployment() -> None:
    """A site is public; what was marked must not come out by any way."""
    chance = random.Random(11)
    shown = 0

    for _ in range(800):
        lines = chance.choice(SEEDS).splitlines(keepends=True)
        index = chance.randrange(len(lines))
        lines[index] = SECRET.sub(chance.choice(HIDING), lines[index], count=1)
        log = outcome_of("".join(lines))
        if isinstance(log, Log) and "secret-word" in lines[index]:
            shown += 1
            assert "secret-word" not in repr(log.deployment)

    assert shown > 20, shown
