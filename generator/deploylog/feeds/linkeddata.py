"""What a page is, for machines that read pages: posts, deployments as events, terms.

Source:
    schema.org: BlogPosting, Event, EventStatusType, DefinedTerm, DefinedTermSet, Blog.
"""

from collections.abc import Sequence
from datetime import date as Day  # noqa: N812

from deploylog import addresses
from deploylog.feeds import aims, cards
from deploylog.feeds.published import Published, text, utc
from deploylog.model import Deployment, Outcome, Term
from deploylog.pages import Article

Thing = dict[str, object]

_CONTEXT = "https://schema.org"


def of(uri: str, published: Published) -> Thing | None:
    """Say what the page at an address is; None of a page that only lists others."""
    article = published.at(uri)
    if article is not None:
        graph: list[Thing] = [_posting(article, published)]
        if article.deployment is not None:
            graph.append(_event(article, article.deployment, published))
        return {"@context": _CONTEXT, "@graph": graph}
    if uri == addresses.INDEX:
        return {"@context": _CONTEXT, **_blog(published)}
    if uri == addresses.GLOSSARY:
        terms = [_named(term, published) for term in published.terms]
        return {"@context": _CONTEXT, **_glossary(published), "hasDefinedTerm": terms}
    term = published.term(uri)
    return None if term is None else {"@context": _CONTEXT, **_term(term, published)}


def _posting(article: Article, published: Published) -> Thing:
    posting: Thing = {
        "@type": "BlogPosting",
        "headline": text(article.title),
        "datePublished": utc(published.published_at(article)),
        "dateModified": utc(published.updated_at(article)),
        "author": [{"@type": "Person", "name": text(author)} for author in article.authors]
        or [_organization(published)],
        "publisher": _organization(published),
        "isPartOf": _blog(published),
        **_where(article.uri, published),
    }
    summary, keywords = published.summaries[article.id], [text(tag) for tag in article.tags]
    if summary:
        posting["description"] = summary
    if keywords:
        posting["keywords"] = keywords
    if article.deployment is not None:
        posting["about"] = {"@id": _event_id(article, published)}
    if cards.drawn(published):
        posting["image"] = published.url(addresses.card(article.id))
    return posting


def _event(article: Article, deployment: Deployment, published: Published) -> Thing:
    """Say when the deployment was to take place and whether it does."""
    status, start, end, previous = _course(deployment)
    event: Thing = {
        "@type": "Event",
        "@id": _event_id(article, published),
        "name": text(deployment.title),
        "eventStatus": f"{_CONTEXT}/{status}",
        "eventAttendanceMode": f"{_CONTEXT}/OnlineEventAttendanceMode",
        "startDate": start.isoformat(),
        "organizer": _organization(published),
    }
    if end is not None:
        event["endDate"] = end.isoformat()
    if previous is not None:
        event["previousStartDate"] = previous.isoformat()
    if published.settings.site_url:
        event["location"] = {"@type": "VirtualLocation", "url": published.url(article.uri)}
    return event


def _course(deployment: Deployment) -> tuple[str, Day, Day | None, Day | None]:
    """Give a deployment's status as an event, its beginning, its end, and its beginning before that."""
    start, end = aims.taken(deployment)
    if deployment.outcome is Outcome.CANCELLED:
        return "EventCancelled", start, end, None
    if deployment.outcome is not Outcome.DEFERRED:
        return "EventScheduled", start, end, None
    if not deployment.next_slots:
        return "EventPostponed", start, None, None
    slot = aims.in_slot(deployment.next_slots[0], deployment)
    return "EventRescheduled", slot[0], slot[1], start


def _event_id(article: Article, published: Published) -> str:
    return f"{published.url(article.uri)}#deployment" if published.settings.site_url else "#deployment"


def _term(term: Term, published: Published) -> Thing:
    said: Thing = {**_named(term, published), "inDefinedTermSet": _glossary(published)}
    others: Sequence[str] = [*term.aliases, *([term.plural] if term.plural else [])]
    if others:
        said["alternateName"] = [text(other) for other in others]
    if term.source.startswith(("http://", "https://")):
        said["isBasedOn"] = text(term.source)
    return said


def _named(term: Term, published: Published) -> Thing:
    named: Thing = {"@type": "DefinedTerm", "name": text(term.term)}
    if term.short:
        named["description"] = text(term.short)
    return named | _where(addresses.term(term.slug), published)


def _glossary(published: Published) -> Thing:
    return {"@type": "DefinedTermSet", "name": published.name, **_where(addresses.GLOSSARY, published)}


def _blog(published: Published) -> Thing:
    return {"@type": "Blog", "name": published.name, **_where(addresses.INDEX, published)}


def _organization(published: Published) -> Thing:
    return {"@type": "Organization", "name": published.name}


def _where(uri: str, published: Published) -> Thing:
    """Give a thing's address, which only a site has that says where it is published."""
    return {"url": published.url(uri)} if published.settings.site_url else {}
