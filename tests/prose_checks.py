"""What must hold for the prose of any deployment, checked from outside: on the text and the log alone."""

import calendar
import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from deploylog.history import History
from deploylog.model import Decision, Deployment, Instant, Outcome, Voice

_BREAK = re.compile(r"(?<=[.?!…])[\"')\]”’]*\s+(?=[^a-z\s])|\n+")
_ENDED = ("?", "!", "…", '."', " etc.")
_UNTOUCHED = ("intro", "closing", "aside")
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            *("two second twice", "three third", "four fourth", "five fifth", "six sixth", "seven seventh"),
            *("eight eighth", "nine ninth", "ten tenth", "eleven eleventh", "twelve twelfth"),
        ),
        start=2,
    )
    for word in words.split()
}
_CALENDAR = {*calendar.day_name, *calendar.month_name, "AM", "PM"}
_MALFORMED = (
    (r"  ", "two spaces"),
    (r" [,.;:?!](?!\.)", "a space before punctuation"),
    (r"[,;:][,;:.?!]|\.\.|[?!]\.", "doubled punctuation"),
    (r"\bNone\b|\bUndefined\b|\{\{|\}\}|\{%|[\x00-\x08\x0e-\x1f]", "something of the template's"),
    (r"\(\s*\)", "an empty bracket"),
    (
        r"\b(?:one|an?|1) (?!half)(?:\w+ )?(?:minutes|hours|days|issues|deferrals|systems|slots)\b",
        "a plural after one",
    ),
    (r"\b(?:two|three|\d\d+) (?:\w+ )?(?:minute|hour|day|issue|deferral|slot)\b", "a singular after many"),
)


def reader(markdown: str) -> str:
    """Give the text as a reader sees it, one paragraph a line."""
    visible = re.sub(r"<!--.*?-->", "", markdown, flags=re.DOTALL)
    linked = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", visible)
    return "\n".join(line for line in html.unescape(linked).split("\n") if line.strip())


def core(text: str) -> str:
    """Give the part of an author's text that must be told as it is."""
    flat = " ".join(text.split())
    kept = flat if flat.endswith(("..", *_ENDED)) else flat.rstrip(".,;: ")
    return kept or flat


def once(deployment: Deployment) -> dict[str, str]:
    """Give by its place in the log each text that a post tells exactly once."""
    texts = {"why": deployment.why, "intro": deployment.intro, "closing": deployment.closing}
    if deployment.window:
        texts["window.note"] = deployment.window.note
    for number, step in enumerate(deployment.steps):
        texts |= {f"steps[{number}].{key}": getattr(step, key) for key in ("text", "why", "aside")}
        texts |= _decision(f"steps[{number}]", step.decision)
    for number, decision in enumerate(deployment.decisions):
        texts |= _decision(f"decisions[{number}]", decision)
    for number, risk in enumerate(deployment.risks):
        texts |= {f"risks[{number}].text": risk.text, f"risks[{number}].note": risk.note}
    texts |= {f"issues[{number}]": issue.text for number, issue in enumerate(deployment.issues)}
    texts |= {f"next_slots[{number}].note": slot.note for number, slot in enumerate(deployment.next_slots)}
    texts |= {f"lessons[{number}]": text for number, text in enumerate(deployment.lessons)}
    texts |= {f"follow_up[{number}]": text for number, text in enumerate(deployment.follow_up)}
    if deployment.deferral:
        texts["deferral.reason"] = deployment.deferral.reason
    return {place: text for place, text in texts.items() if text.strip()}


def _decision(place: str, decision: Decision | None) -> dict[str, str]:
    if decision is None:
        return {}
    options = {f"{place}.options[{number}]": option for number, option in enumerate(decision.options)}
    return (
        options
        | {f"{place}.{key}": getattr(decision, key) for key in ("question", "decided")}
        | {f"{place}.decision.why": decision.why}
    )


def complaints(
    markdown: str, deployment: Deployment, history: History, clock: int, voice: Voice
) -> list[str]:
    """Give everything that is wrong with a post; empty when all is well."""
    text = reader(markdown)
    ours = _masked(text, deployment, history)
    return [
        *_missing(text, deployment),
        *_malformed(ours),
        *_invented_times(ours, deployment, clock),
        *_invented_numbers(ours, deployment, history),
        *_invented_names(ours),
        *_invented_outcomes(ours, deployment, history),
        *_wrong_voice(ours, voice),
        *_alike(text, deployment),
    ]


def _missing(text: str, deployment: Deployment) -> Iterator[str]:
    for place, written in once(deployment).items():
        told = len(re.findall(re.escape(core(written)[1:]), text, re.IGNORECASE))
        if told != 1:
            yield f"{place} is told {told} times: {written!r}"


def _masked(text: str, deployment: Deployment, history: History) -> str:
    """Replace what authors wrote by a mark, so that only our own words are left."""
    for place, words in once(deployment).items():
        if place.endswith(_UNTOUCHED):
            text = text.replace(" ".join(words.split()), "⟦⟧.")
    written = list(once(deployment).values())
    written += [system.role for system in deployment.systems]
    for other in history.deployments:
        written += [issue.text for issue in other.issues]
        written += [other.deferral.cause] if other.deferral else []
    names = [system.name for system in deployment.systems] + [step.who for step in deployment.steps]
    names += [step.decision.by for step in deployment.steps if step.decision]
    names += [decision.by for decision in deployment.decisions]
    names += [deployment.window.granted_by] if deployment.window else []
    names += [deployment.deferral.blocked_by] if deployment.deferral else []
    for one in sorted({core(one) for one in [*written, *names] if one.strip()}, key=len, reverse=True):
        mark = "⟦⟧!" if one.endswith(("..", *_ENDED)) else "⟦⟧"
        text = re.sub(re.escape(one), mark, text, flags=re.IGNORECASE)
    return text


def _malformed(ours: str) -> Iterator[str]:
    for pattern, what in _MALFORMED:
        for found in re.finditer(pattern, ours):
            yield f"{what}: …{ours[max(0, found.start() - 40) : found.end() + 20]}…"
    for paragraph in ours.split("\n"):
        if not re.search(r"(?:[.?!…]|⟦⟧)[\"')\]”’]*$", paragraph):
            yield f"a paragraph that does not end: …{paragraph[-60:]}"
        for sentence in _BREAK.split(paragraph):
            if not re.search(r"\w|⟦", sentence) or re.match(r"[a-z]", sentence):
                yield f"no sentence: {sentence!r}"


def _instants(deployment: Deployment) -> Iterator[Instant]:
    for step in deployment.steps:
        yield from (time for time in (step.at, step.until, step.plan) if time)
        yield from (step.decision.deadline,) if step.decision and step.decision.deadline else ()
    yield from (one.deadline for one in deployment.decisions if one.deadline)
    if deployment.window:
        window = deployment.window
        yield from (time for time in (window.start, window.end, window.extended_to) if time)
    yield from (slot.start for slot in deployment.next_slots if slot.start)
    yield from (deployment.next_decision_at,) if deployment.next_decision_at else ()
    if deployment.deferral and deployment.deferral.decided_at:
        yield deployment.deferral.decided_at


def clocks(deployment: Deployment, clock: int) -> set[str]:
    """Give every clock time of the log as it may be told."""
    told = set()
    for instant in _instants(deployment):
        at = instant.at
        told.add(
            f"{at:%H:%M}" if clock == 24 else f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"
        )
    return told


def _invented_times(ours: str, deployment: Deployment, clock: int) -> Iterator[str]:
    pattern = r"\d{1,2}:\d\d(?: [AP]M)?" if clock == 12 else r"\d{1,2}:\d\d"
    for time in set(re.findall(pattern, ours)) - clocks(deployment, clock):
        yield f"a time that is not in the log: {time}"
    for word, told in (("noon", "12:00 PM"), ("midnight", "12:00 AM")):
        if word in ours and (clock == 24 or told not in clocks(deployment, clock)):
            yield f"{word} is not in the log"


def _numbers(deployment: Deployment, history: History) -> set[int]:
    times = [instant.at for instant in _instants(deployment)]
    allowed = set()
    for first, second in combinations(sorted(set(times)), 2):
        allowed |= _parts(second - first)
    for step in deployment.steps:
        allowed |= _parts(step.ends_at - step.at.at)
    counted = (
        deployment.systems,
        deployment.risks,
        deployment.issues,
        deployment.next_slots,
        history.deployments,
    )
    for parts in counted:
        allowed |= set(range(len(parts) + 1))
    first = min(other.date for other in history.deployments)
    allowed |= {(deployment.date - first).days}
    return allowed | {number for day in _days(deployment, history) for number in (day.day, day.year)}


def _parts(length: timedelta) -> set[int]:
    minutes = round(abs(length).total_seconds() / 60)
    near = {minutes, round(minutes / 30) * 30}
    return {part for one in near for part in (one, one % 60, one // 60 % 24, one // 60, one // 1440)}


def _days(deployment: Deployment, history: History) -> Iterator[date]:
    yield from (other.date for other in history.deployments)
    yield from (slot.day for slot in deployment.next_slots)
    yield from (instant.at.date() for instant in _instants(deployment))


def _invented_numbers(ours: str, deployment: Deployment, history: History) -> Iterator[str]:
    allowed = _numbers(deployment, history)
    untimed = re.sub(r"\d{1,2}:\d\d", "", ours)
    said = {int(digits) for digits in re.findall(r"\d+", untimed)}
    said |= {_NUMBERS[word] for word in re.findall(r"[a-z]+", untimed.lower()) if word in _NUMBERS}
    yield from (f"a number that is not in the log: {number}" for number in sorted(said - allowed))


def _invented_names(ours: str) -> Iterator[str]:
    for sentence in _BREAK.split(ours):
        for word in re.findall(r"(?<=[\w,;:)⟧] )[A-Z][\w-]*", sentence):
            if word not in _CALENDAR:
                yield f"a name that is not in the log: {word} in {sentence!r}"


def _invented_outcomes(ours: str, deployment: Deployment, history: History) -> Iterator[str]:
    outcomes = {other.outcome for other in history.deployments}
    results = {step.result for step in deployment.steps}
    zone = ZoneInfo(deployment.timezone)
    times = [at for step in deployment.steps for at in (step.at.at, step.ends_at)]
    claims = (
        ("rolled back", Outcome.ROLLED_BACK in outcomes),
        ("put off", Outcome.DEFERRED in outcomes),
        ("cancelled", deployment.outcome is Outcome.CANCELLED),
        ("under way", deployment.outcome is Outcome.IN_PROGRESS),
        (
            "planned for",
            deployment.outcome in (Outcome.CANCELLED, Outcome.SCHEDULED) or Outcome.DEFERRED in outcomes,
        ),
        ("without an issue", deployment.outcome is Outcome.SUCCESSFUL and not deployment.issues),
        ("failed", Outcome.FAILED in outcomes or "failed" in results),
        ("passed", bool(results & {"passed", "passed-with-issues"})),
        ("clocks went", len({at.astimezone(zone).utcoffset() for at in times}) > 1),
        ("emergency", deployment.kind == "emergency"),
    )
    yield from (
        f"the log does not say {words!r}" for words, true in claims if words in ours.lower() and not true
    )
    needed = {
        Outcome.SUCCESSFUL: "in",
        Outcome.SUCCESSFUL_WITH_ISSUES: "issue",
        Outcome.ROLLED_BACK: "rolled back",
        Outcome.FAILED: "failed",
        Outcome.DEFERRED: "put off",
        Outcome.CANCELLED: "cancelled",
        Outcome.IN_PROGRESS: "under way|going on",
        Outcome.SCHEDULED: "plan",
    }
    if not re.search(needed[deployment.outcome], ours.lower()):
        yield f"the outcome is not told: {deployment.outcome}"


def _wrong_voice(ours: str, voice: Voice) -> Iterator[str]:
    if voice is Voice.REPORT and (found := re.search(r"\b(?:we|us|our)\b", ours, re.IGNORECASE)):
        yield f"a report that says {found[0]!r}: …{ours[max(0, found.start() - 30) : found.end() + 30]}…"


def _alike(text: str, deployment: Deployment) -> Iterator[str]:
    """Find sentences in a row that begin alike, unless within an author's text or both untouched."""
    spans = [
        (*found.span(), place.endswith(_UNTOUCHED))
        for place, written in once(deployment).items()
        for found in re.finditer(re.escape(core(written)[1:]), text, re.IGNORECASE)
    ]
    before, before_untouched = "", False
    for start, sentence in _sentences(text):
        word = re.search(r"\w+(?:[-'’]\w+)*", sentence)
        if word is None:
            continue
        opening, at = word[0].casefold(), start + word.start()
        within = any(first + 2 < at < last for first, last, _ in spans)
        untouched = any(first - 2 <= at < last for first, last, untouched in spans if untouched)
        if opening == before and not within and not (untouched and before_untouched):
            yield f"two sentences in a row begin with {opening!r}: {sentence!r}"
        before, before_untouched = opening, untouched


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for found in _BREAK.finditer(text):
        yield start, text[start : found.start()]
        start = found.end()
    yield start, text[start:]
