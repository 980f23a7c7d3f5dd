"""An author's clauses, fitted into sentences without changing a word that carries a fact."""

import re
from functools import lru_cache

from deploylog.model import Voice
from deploylog.narrative import vocabulary

_ABBREVIATION = re.compile(r"\b(?:etc|[ap]\.m|e\.g|i\.e|vs|approx|Inc|Ltd|Co|Dr|Mr|Mrs|Ms|No|St|Jr)\.$")
_TERMINAL = re.compile(r"(?:[?!\u2026]|\.\.|\.(?=[\"')\]\u201d\u2019]))[\"')\]\u201d\u2019]*$")
_BREAK = re.compile(r"[.?!\u2026][\"')\]\u201d\u2019]*\s+(?=[^a-z\s])")
_JOINT = re.compile(
    r"[,;:()\u2013\u2014]|\b(?:after|although|because|before|but|except|if|once|since|so|than|that|then|though|"
    r"unless|until|when|where|which|while|who)\b"
)
_DONE = re.compile(
    r"\b(?:passed|finished|done|completed?|succeeded|successful|came (?:back|through)|"
    r"(?:was|were) (?:back|up|down|over|ready))\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"^\w+ (?:an?|the|our|its|their|his|her|my|it|them|him|us|all|both|each|every|everything|some|any|no|one|"
    r"two|three|this|that|these|those|up|down|out|off|on|in|into|back|over|to|for|from|with|at|until|through|and|"
    r"looking|\d+)\b"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|had|has|have|would|could|can|must|might|may|will|did|does|do|should|needs?|takes?|took|"
    r"depends|depended|came|went|got)\b|n['\u2019]t\b"
)


def words(text: str) -> int:
    """Count the words."""
    return len(text.split())


def single(text: str) -> bool:
    """Whether a text is one clause or sentence, so that others may be joined to it."""
    return not _BREAK.search(text) and not _TERMINAL.search(text.rstrip())


def ends(text: str) -> bool:
    """Whether a text ends as a sentence does, so that another may follow in the same paragraph."""
    return text.rstrip("\"')]\u201d\u2019 \n").endswith((".", "?", "!", "\u2026"))


def passive(text: str) -> bool:
    """Whether `by the DBA` may follow: `the backup was taken`."""
    return (
        short(text)
        and " by " not in text
        and re.search(r"\b(?:was|were) \w+(?:ed|en|wn|ut|id|lt|de)\b", text) is not None
    )


def plain(text: str) -> bool:
    """Whether a reason after the text would be understood to belong to all of it."""
    return single(text) and not _JOINT.search(text)


def short(text: str) -> bool:
    """Whether a phrase of time after the text would be understood to belong to all of it."""
    return plain(text) and words(text) <= 9


def done(text: str) -> bool:
    """Whether a text tells that something came to its end, so that its time is the end's."""
    return single(text) and not _JOINT.search(text) and _DONE.search(text) is not None


def sentence(text: str) -> tuple[str, bool]:
    """Begin a sentence with a text.

    Returns:
        The text without its full stop and with a capital; whether it brings an end mark of its own.
    """
    body, ended = _unended(text)
    return (body[0].upper() + body[1:] if "a" <= body[:1] <= "z" else body), ended


def clause(text: str) -> tuple[str, bool]:
    """Continue a sentence with a text: without its full stop, common words in lower case."""
    body, ended = _unended(text)
    return (body[0].lower() + body[1:] if _common(body) else body), ended


def _common(text: str) -> bool:
    """Tell whether a text begins with a word that has no capital elsewhere: `The`, `Users` of `Users saw`."""
    first = re.match(r"[A-Za-z]+(?:-[a-z]+)?(?![\w'\u2019-])", text)
    if first is None:
        return False
    if first[0] in vocabulary.FUNCTION_WORDS:
        return True
    named = re.match(r"\s+[A-Z0-9]", text[first.end() :])
    capital = first[0][1:].islower() and not named
    return capital and first[0].lower() in vocabulary.FIRST_WORDS


def leads(text: str) -> bool:
    """Whether a text may follow a clock time without a comma."""
    return re.match(r"[^\W\d_]", text.strip()) is not None


def _unended(text: str) -> tuple[str, bool]:
    body = " ".join(text.split())
    if _ABBREVIATION.search(body) or _TERMINAL.search(body):
        return body, True
    return body.rstrip(".,;: ") or body, False


def mentions(text: str, name: str) -> bool:
    """Whether a text names something already, in full or by all of its words that are not common nouns."""
    said, wanted = _plain(text), _plain(name)
    if f" {wanted} " in f" {said} ":
        return True
    telling = {word for word in wanted.split() if not word.isdigit()} - vocabulary.COMMON
    return bool(telling) and telling <= set(said.split())


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Give the words of a text without case, possessive, plural and hyphens."""
    bare = re.sub(r"['\u2019]s\b|['\u2019]", "", text.casefold())
    return " ".join(re.sub(r"(?<=\w{3})s$", "", word) for word in re.findall(r"\w+", bare))


def role(who: str) -> str:
    """Write a role inside a sentence: `the DBA`, `the database team`, `everyone`, `Priya`."""
    first = who.split()[0] if who.split() else ""
    if first in vocabulary.FUNCTION_WORDS:
        return clause(who)[0]
    named = not first.islower() and not (first in vocabulary.ROLES_WITH_ARTICLE and len(who.split()) == 1)
    return who if named or first.casefold() in vocabulary.NO_ARTICLE else f"the {who}"


def named(system: str) -> str:
    """Write a system's name inside a sentence: `the back-end app`, `checkout`, `Application 1`."""
    parts = system.split()
    common = len(parts) > 1 and (parts[0].islower() or parts[-1] in vocabulary.COMMON)
    return f"the {system}" if common and parts[0].casefold() not in vocabulary.NO_ARTICLE else system


def subject(text: str, who: str, voice: Voice) -> str:
    """Give what to put before a text that begins with its verb; empty when it has a subject."""
    first = re.match(r"[A-Za-z]+", text)
    verb = first[0].lower() if first else ""
    if not (verb in vocabulary.PAST or re.fullmatch(r"\w{3,}ed", verb)) or not _OBJECT.match(text):
        return ""
    return role(who) if who else "we" if voice is Voice.WE else "the team"


def reason(text: str) -> str:
    """Say how a reason joins its sentence: empty when it brings its own word, `:` when it cannot."""
    start = clause(text)[0].casefold()
    if not single(text):
        return ":"
    if start.startswith(vocabulary.CONNECTIVES):
        return ""
    return "because" if _FINITE.search(text) else ":"


def joins(text: str) -> bool:
    """Whether a note brings the word by which it joins a sentence: `if all goes well`."""
    return single(text) and clause(text)[0].casefold().startswith(
        (*vocabulary.CONNECTIVES, "if ", "when ", "unless ", "after ")
    )


def stands(text: str) -> bool:
    """Whether a reason is a sentence by itself."""
    return not single(text) or reason(text) == "because"


def infinitive(text: str) -> bool:
    """Whether a decision is told by its verb: `roll back`."""
    first = re.match(r"(?:not )?(?:to )?([a-z-]+)", text)
    return single(text) and first is not None and first[1] in vocabulary.BASE_VERBS


def bare(text: str) -> str:
    """Give what was decided without its `to`, for after one of ours."""
    return re.sub(r"^to (?=[a-z])", "", text.strip())


def finite(text: str) -> bool:
    """Whether a text surely is a clause with a subject and a verb, not a name for something."""
    return (
        single(text) and _FINITE.search(re.split(r"[:;]|\b(?:that|which|who|where)\b", text)[0]) is not None
    )
