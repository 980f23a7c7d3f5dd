"""The page of one post: front matter, fact box, prose, drawings, and the way to its neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploylog import addresses, charts, linking, narrative, sanitizing
from deploylog.history import Release
from deploylog.model import Deployment
from deploylog.pages import body, facts
from deploylog.pages.edition import Article, Edition, Page
from deploylog.similarity import Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """What a post tells, before it has a page around it."""

    heading: str
    """The author's own heading, as a line of Markdown; empty when the title is the heading."""
    text: str
    """Markdown with the places of the live parts still marked."""
    lede: str
    """Its first sentences, as Markdown seen from the post's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A post's page, and what other pages say of it."""

    page: Page
    lede: str
    """Its first sentences, as Markdown seen from its address."""
    mentions: Mapping[str, int]
    """How often each glossary term stands in it, by slug."""


def prose(article: Article, edition: Edition) -> Prose:
    """Give what a post tells: the author's text, else what the log tells."""
    heading, text = body.heading_apart(
        body.authored(article.told.body) if article.told else narrated(article.deployment, edition)
    )
    return Prose(heading=heading, text=text, lede=body.lede(text))


def narrated(deployment: Deployment | None, edition: Edition) -> str:
    """Tell a deployment from its log alone."""
    if deployment is None:
        return ""
    chosen = edition.settings
    story = narrative.story(deployment, edition.history, voice=chosen.voice, clock=chosen.clock)
    return edition.render(story.template, addresses.post(deployment.id), deployment=deployment, story=story)


def page(
    article: Article,
    text: Prose,
    newer: Article | None,
    older: Article | None,
    similar: Sequence[Likeness],
    edition: Edition,
) -> Told:
    """Make the page of a post.

    Args:
        article: Whose page it is.
        text: What it tells, from `prose`.
        newer: The post after it on the front page's list; None on the newest.
        older: The post before it; None on the oldest.
        similar: Nights like the one that it tells of; none for a plain post.
        edition: All that the post is made of; of the history, what it may speak of is enough.
    """
    linked = linking.link_terms(text.text, edition.glossary, article.uri)
    parts = _parts(article.deployment, edition)
    placed = body.placed(linked.markdown, parts)
    made = edition.page(
        "post.md.j2",
        article.uri,
        authored=article.told is not None,
        article=article,
        heading=text.heading,
        body=placed,
        headings=placed.count("\n## "),
        meta=sanitizing.escaped(article.told.meta) if article.told else {},
        description=(article.told and article.told.description) or body.plain(text.lede),
        similar=similar,
        newer=newer,
        older=older,
    )
    return Told(page=made, lede=text.lede, mentions=linked.mentions)


def _parts(deployment: Deployment | None, edition: Edition) -> Mapping[str, str]:
    """Render the live parts; a plain post has none, so their places stay empty."""
    if deployment is None:
        return dict.fromkeys(body.PARTS, "")
    clock, release = edition.settings.clock, edition.history.release_of(deployment)
    variables: Mapping[str, Mapping[str, object]] = {
        "facts": {"facts": facts.of(deployment, edition.history)},
        "timeline": {"timeline": charts.timeline(deployment, clock)},
        "chain": {"release": release, "chain": _chain(release, deployment)},
        "links": {},
    }
    uri = addresses.post(deployment.id)
    return {
        part: edition.render(f"parts/{part}.md.j2", uri, deployment=deployment, **variables[part])
        for part in body.PARTS
    }


def _chain(release: Release | None, deployment: Deployment) -> charts.Chain | None:
    return charts.chain(release, deployment) if release and len(release.deployments) > 1 else None
