"""From sources to pages: the pipeline on one screen. Reads files, writes none, never asks the time."""

from deploylog.feeds import cdevents
from deploylog.site.auditing import audit
from deploylog.site.making import Made, TemplateFault, fault_pages, make, pages, problem_pages
from deploylog.site.memory import Memory
from deploylog.site.saved import make_saved, saved
from deploylog.site.sources import Sources, read
from deploylog.site.vocabulary import Vocabulary, vocabulary

__all__ = [
    "Made",
    "Memory",
    "Sources",
    "TemplateFault",
    "Vocabulary",
    "audit",
    "cdevents",
    "fault_pages",
    "make",
    "make_saved",
    "pages",
    "problem_pages",
    "read",
    "saved",
    "vocabulary",
]
