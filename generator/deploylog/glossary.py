"""The glossary: terms read from Markdown files, and the forms in which each may be met."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploylog.frontmatter import FrontMatter, read_front_matter
from deploylog.model import Term
from deploylog.options import did_you_mean
from deploylog.problems import LogError, Problem
from deploylog.yamltree import Scalar, quote

KEYS = ("term", "short", "aliases", "plural", "see", "source")

RULE = "bad-term"

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_JOINTS = re.compile(r"[\s\u00a0\u2010\u2011-]+")
_FORM = re.compile(r"(?=.*[^\W_].*).{2,100}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFile:
    """A term, and where its parts stand in its file."""

    term: Term
    file: str
    """As problems call it."""
    places: Mapping[str, tuple[int, int]]
    """Line and column of `term`, `plural`, `aliases[0]`, `see[0]` and so on, as far as they are given."""

    def problem(self, part: str, rule: str, message: str, help_: str) -> Problem:
        """Locate a problem at a part of the term."""
        line, column = self.places.get(part, (1, 1))
        return Problem(file=self.file, line=line, column=column, rule=rule, message=message, help=help_)


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """All terms of a site; made by `glossary_of`."""

    terms: Sequence[Term] = ()
    """In alphabetical order of the words."""
    by_slug: Mapping[str, Term] = field(default_factory=dict)
    by_form: Mapping[str, Term] = field(default_factory=dict)
    """By form as `folded` writes it: the term, its plurals, its aliases and theirs."""
    forms: Sequence[str] = ()
    """All of these forms as their authors wrote them; plurals as they follow."""


def read_term(path: Path, *, file: str | None = None) -> TermFile:
    """Read one term; its slug is the file's stem.

    Raises:
        LogError: With every problem of the file.
    """
    matter = read_front_matter(path.read_bytes(), file or path.as_posix())
    _check_name(path.stem, matter)
    for key in [key for key in matter.keys if key not in KEYS]:
        matter.report(matter.keys[key], RULE, f"{quote(key)} is no key of a term", did_you_mean(key, KEYS))
    term = Term(
        slug=path.stem,
        term=_required(matter, "term", "the word or phrase that is explained"),
        short=_required(matter, "short", "one plain sentence, shown as the tooltip"),
        plural=matter.text("plural"),
        aliases=tuple(_words(alias) for alias in matter.texts("aliases")),
        see=tuple(see.text for see in matter.texts("see")),
        source=matter.text("source"),
        body=matter.body,
    )
    places = dict(_places(matter))
    _check_forms(term, matter)
    matter.finish()
    return TermFile(term=term, file=matter.file, places=places)


def glossary_of(files: Iterable[TermFile]) -> Glossary:
    """Bring terms together.

    Raises:
        LogError: Terms clash, or `see` names none.
    """
    ordered = sorted(files, key=lambda one: (one.term.term.casefold(), one.file))
    owners: dict[str, tuple[TermFile, str]] = {}
    problems = [*_same_names(ordered), *_clashes(ordered, owners), *_unknown_terms(ordered)]
    if problems:
        raise LogError(problems)
    forms = {key: form for key, (_, form) in owners.items()}
    by_form = {key: owner.term for key, (owner, _) in owners.items()}
    for term in (one.term for one in ordered):
        for plural in _regular_plurals(term):
            if by_form.setdefault(folded(plural), term) is term:
                forms.setdefault(folded(plural), plural)
    terms = [one.term for one in ordered]
    return Glossary(terms, {term.slug: term for term in terms}, by_form, tuple(forms.values()))


def unheard(glossary: Glossary) -> Sequence[tuple[str, Term, Term]]:
    """Give the plurals that are found as another term's, each with its own term and that other."""
    return [
        (plural, term, owner)
        for term in glossary.terms
        for plural in _regular_plurals(term)
        if (owner := glossary.by_form[folded(plural)]) is not term
    ]


def folded(form: str) -> str:
    """Write a form so that all spellings that mean the same are one: case, spaces, hyphens."""
    return _JOINTS.sub(" ", form.casefold()).strip()


def plural_of(noun: str) -> str:
    """Give the regular English plural: `rollbacks`, `switches`, `recoveries`."""
    if re.search(r"[^aeiou\W\d]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:s|x|z|ch|sh)$", noun) else "s")


def _regular_plurals(term: Term) -> list[str]:
    return [plural_of(noun) for noun in ([] if term.plural else [term.term]) + list(term.aliases)]


def _written_forms(term: Term) -> Iterator[tuple[str, str]]:
    """Give the forms that the author wrote, each with the name of its part."""
    yield "term", term.term
    if term.plural:
        yield "plural", term.plural
    for number, alias in enumerate(term.aliases):
        yield f"aliases[{number}]", alias


def _clashes(files: Sequence[TermFile], owners: dict[str, tuple[TermFile, str]]) -> Iterator[Problem]:
    """Give each form its owner, terms before plurals and aliases; who comes second has the problem."""
    claims = [(one, part, form) for one in files for part, form in _written_forms(one.term)]
    for one, part, form in sorted(claims, key=lambda claim: claim[1] != "term"):
        owner, _ = owners.setdefault(folded(form), (one, form))
        if owner.term.slug != one.term.slug:
            message = f"{quote(form)} is a form of {quote(owner.term.term)} in {owner.file} already"
            yield one.problem(part, "duplicate-term", message, "keep it in one of the two files")


def _same_names(files: Sequence[TermFile]) -> Iterator[Problem]:
    first: dict[str, TermFile] = {}
    for one in files:
        other = first.setdefault(one.term.slug, one)
        if other is not one:
            message = f"{other.file} has the same name, so both terms would have one page"
            yield one.problem("", "duplicate-term", message, "rename one of the two files")


def _unknown_terms(files: Sequence[TermFile]) -> Iterator[Problem]:
    slugs = sorted({one.term.slug for one in files})
    for one in files:
        for number, slug in enumerate(one.term.see):
            if slug not in slugs:
                near = difflib.get_close_matches(slug, slugs, n=1)
                mean = f"did you mean {near[0]}? " if near else ""
                help_ = f"{mean}name a term by its file, without .md"
                yield one.problem(
                    f"see[{number}]", "unknown-term", f"see names {quote(slug)}, no term", help_
                )


def _check_name(stem: str, matter: FrontMatter) -> None:
    if stem == "index" or not _SLUG.fullmatch(stem):
        help_ = "name it in lower-case letters, digits and '-', e.g. landing-test.md"
        taken = "is the glossary's own page" if stem == "index" else "cannot be part of an address"
        matter.report(None, RULE, f"the file's name {quote(stem + '.md')} {taken}", help_)


def _check_forms(term: Term, matter: FrontMatter) -> None:
    places = dict(_places(matter))
    for part, form in _written_forms(term):
        if part in places and not _FORM.fullmatch(form):
            line, column = places[part]
            message = f"{part} is {quote(form)}, which cannot be found in a text"
            help_ = "write a word or phrase of 2 to 100 characters, one of them a letter or digit"
            matter.report(Scalar("", line, column), RULE, message, help_)


def _required(matter: FrontMatter, key: str, what: str) -> str:
    if matter.given(key) is None:
        matter.report(None, RULE, f"{key} is missing", f"add a line `{key}:` with {what}")
    return matter.text(key)


def _places(matter: FrontMatter) -> Iterator[tuple[str, tuple[int, int]]]:
    for key in ("term", "plural", "short", "source"):
        node = matter.given(key)
        if node is not None:
            yield key, (node.line, node.column)
    for key in ("aliases", "see"):
        for number, text in enumerate(matter.listed(key)):
            yield f"{key}[{number}]", (text.line, text.column)


def _words(text: Scalar) -> str:
    return " ".join(text.text.split())
