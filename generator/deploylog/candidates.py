"""Words that texts use as if everybody knew them: capitalised or quoted phrases that no term explains."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from string import whitespace

from deploylog.glossary import Glossary, folded, plural_of
from deploylog.linking import mentions_in
from deploylog.model import Term
from deploylog.prose import GAP

_TOKEN = re.compile(r"[^\W_]+(?:[&'’./+-][^\W_]+)*")
_OWNER = re.compile(r"['’]s?$")
_SPACE = re.compile(r"[ \t\u00a0]+(?:\r?\n[ \t]*)?|\r?\n[ \t]*")
_LONGEST = 60
"""Characters of a phrase; what is longer is a sentence."""
_QUOTED = re.compile(rf'"([^"{GAP}]{{2,{_LONGEST}}})"|[“„]([^“”„{GAP}]{{2,{_LONGEST}}})[”“]')
_PHRASE = re.compile(r"[^\W_]+(?:[ \n&'’./+-]+[^\W_]+){0,4}")
"""What is quoted as a phrase, of five words at most, rather than as somebody's sentence."""
_START = re.compile(rf"(?:^|[.!?:;…{GAP}])[\s\"'“”„‘’(\[*–—-]*\Z")
_REACH = 8
"""Characters before a word by which it is known to begin a sentence."""
_ORDINARY = frozenset(
    re.findall(
        r"\S+",
        """
        a about after again all also although always am an and another any anybody anyone anything
        are as at back be because before both but by came can could did do done each either est et
        even every everybody everyone everything few finally first for from gmt good had has have he
        hence her here him his how however i i'd i'll i'm i've if in instead into is it it's its
        just last later like many maybe me meanwhile more most much my neither never next no nobody
        none nor not nothing now of off ok on once one only or other others our out over own perhaps
        pm same second several she should since so some somebody someone something soon still such
        that that's the their them then there there's therefore these they third this those though
        three through thus to today together tomorrow tonight too twice two under until up us utc
        very was we were what when where whether which while who whose why will with without would
        yes yesterday yet you your monday tuesday wednesday thursday friday saturday sunday january
        february march april may june july august september october november december mondays
        tuesdays wednesdays thursdays fridays saturdays sundays christmas easter mr mrs ms dr
        """,
    )
)
"""Words that are capitalised for other reasons than being a name, in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to look through."""

    post: str
    """The id of the post that it belongs to; a log and the post told from it have the same."""
    file: str
    text: str
    """Flat prose, as `prose` makes it: a `GAP` is no word."""
    line: Callable[[int], int]
    """Gives the line of the file for a position in `text`."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """Where a phrase stands."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A phrase that recurs and that no term explains."""

    phrase: str
    """As it is written most often."""
    count: int
    """How often; what a log and the post told from it both say counts once."""
    posts: Sequence[str]
    """Ids of those that say it, in order."""
    places: Sequence[Place]
    """All of them, in order."""


@dataclass(frozen=True, slots=True)
class _Use:
    passage: Passage
    start: int
    end: int
    phrase: str
    sure: bool
    """Whether it is written so for its own sake, and not only because a sentence begins."""


def of(
    passages: Sequence[Passage], glossary: Glossary, names: AbstractSet[str] = frozenset()
) -> Sequence[Candidate]:
    """Find the candidates, those that most posts say first.

    Args:
        passages: All texts.
        glossary: The terms, which are no candidates in any of their forms.
        names: Of systems and the like, which have pages of their own.
    """
    known = _with_names(glossary, names)
    explained = [list(mentions_in(passage.text, known)) for passage in passages]
    plain = {word for passage in passages for word in _TOKEN.findall(passage.text) if word.islower()}
    found = [
        use
        for passage, spans in zip(passages, explained, strict=True)
        for use in _uses(passage, plain)
        if not any(start <= use.start and use.end <= end for start, end, _ in spans)
    ]
    sure = {folded(use.phrase) for use in found if use.sure}
    grouped: dict[str, list[_Use]] = defaultdict(list)
    for use in found:
        if folded(use.phrase) in sure:
            grouped[folded(use.phrase)].append(use)
    made = [_candidate(uses) for uses in _with_plurals(grouped)]
    recurring = (candidate for candidate in made if candidate.count > 1)
    return sorted(recurring, key=lambda one: (-len(one.posts), -one.count, folded(one.phrase)))


def _uses(passage: Passage, plain: AbstractSet[str]) -> Iterator[_Use]:
    """Find every phrase of a text that is quoted or capitalised; of two that overlap, the quoted one."""
    quoted = list(_quoted(passage))
    yield from quoted
    for use in _capitalised(passage, plain):
        if not any(use.start < other.end and other.start < use.end for other in quoted):
            yield use


def _quoted(passage: Passage) -> Iterator[_Use]:
    for found in _QUOTED.finditer(passage.text):
        within = found[1] or found[2]
        bare = within.strip(f"{whitespace}\u00a0,")
        phrase = " ".join(bare.split())
        words = [word.casefold() for word in _TOKEN.findall(phrase)]
        named = any(word not in _ORDINARY and not word.isdigit() for word in words)
        if named and _PHRASE.fullmatch(phrase):
            start = found.start() + 1 + within.index(bare)
            yield _Use(passage, start, start + len(bare), phrase, sure=True)


def _capitalised(passage: Passage, plain: AbstractSet[str]) -> Iterator[_Use]:
    """Find runs of capitalised words, without the ordinary word that a sentence may begin with."""
    text = passage.text
    for run in _runs(text):
        words = list(run)
        begins = _begins(text, words[0].start())
        while words and _ordinary(words[0], plain if begins else frozenset()):
            words.pop(0)
            begins = False
        while words and _ordinary(words[-1], frozenset()):
            words.pop()
        if words:
            start, end = words[0].start(), words[-1].end()
            phrase = _OWNER.sub("", " ".join(text[start:end].split()))
            sure = not begins or (len(words) == 1 and _marked(words[0][0]))
            if len(phrase) > 1:
                yield _Use(passage, start, start + len(phrase), phrase, sure)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Give the words that stand side by side, each capitalised; a number may follow such a word."""
    run: list[re.Match[str]] = []
    for word in _TOKEN.finditer(text):
        beside = bool(run) and _SPACE.fullmatch(text, run[-1].end(), word.start()) is not None
        if run and not beside:
            yield run
            run = []
        if word[0][0].isupper() or _marked(word[0]) or (run and word[0].isdigit()):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _begins(text: str, position: int) -> bool:
    """Tell whether a word begins a sentence, or may."""
    return _START.search(text[max(0, position - _REACH) : position]) is not None


def _ordinary(word: re.Match[str], plain: AbstractSet[str]) -> bool:
    """Tell whether a capitalised word is no name; `plain` are words that texts write small, too."""
    bare = word[0].casefold().replace("’", "'")
    return (
        bare in _ORDINARY
        or _OWNER.sub("", bare) in _ORDINARY
        or (bare in plain and not _marked(word[0]))
        or bare.isdigit()
    )


def _marked(word: str) -> bool:
    """Tell whether a word has a capital that no sentence gives it: `CAB`, `MySQL`."""
    return any(letter.isupper() for letter in word[1:])


def _with_names(glossary: Glossary, names: Iterable[str]) -> Glossary:
    """Add names to the forms of a glossary, so that they are found as terms are."""
    found = {folded(name): Term(slug="", term=name) for name in names if re.search(r"[^\W_]", name)}
    forms = tuple(term.term for key, term in found.items() if key not in glossary.by_form)
    return Glossary(
        glossary.terms, glossary.by_slug, {**found, **glossary.by_form}, (*glossary.forms, *forms)
    )


def _with_plurals(grouped: Mapping[str, list[_Use]]) -> Iterator[list[_Use]]:
    """Give the uses of each phrase, those in the plural with those in the singular."""
    plurals = {folded(plural_of(key)) for key in grouped} & grouped.keys()
    for key, uses in grouped.items():
        if key not in plurals:
            yield [*uses, *grouped.get(folded(plural_of(key)), ())]


def _candidate(uses: Sequence[_Use]) -> Candidate:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for use in uses:
        counts[use.passage.post][use.passage.file] += 1
    spellings = Counter(use.phrase for use in uses)
    most = max(spellings.values())
    return Candidate(
        phrase=min(phrase for phrase, count in spellings.items() if count == most),
        count=sum(max(files.values()) for files in counts.values()),
        posts=sorted(counts),
        places=sorted(Place(file=use.passage.file, line=use.passage.line(use.start)) for use in uses),
    )
