"""The pages of the site, as Markdown: each builder takes the edition and gives pages."""

from deploylog.pages.edition import Article, Edition, Page
from deploylog.pages.glossary import Use
from deploylog.pages.glossary import pages as glossary
from deploylog.pages.lists import archive, front, outcomes, tags
from deploylog.pages.post import Prose, Told, narrated, prose
from deploylog.pages.post import page as post
from deploylog.pages.releases import pages as releases
from deploylog.pages.scheduled import pages as scheduled
from deploylog.pages.systems import pages as systems

__all__ = [
    "Article",
    "Edition",
    "Page",
    "Prose",
    "Told",
    "Use",
    "archive",
    "front",
    "glossary",
    "narrated",
    "outcomes",
    "post",
    "prose",
    "releases",
    "scheduled",
    "systems",
    "tags",
]
