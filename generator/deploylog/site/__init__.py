"""From sources to pages: the pipeline on one screen. Reads files, writes none, never asks the time."""

from deploylog.site.making import TemplateFault, fault_pages, pages, problem_pages
from deploylog.site.sources import LOG_SUFFIXES, Sources, read

__all__ = ["LOG_SUFFIXES", "Sources", "TemplateFault", "fault_pages", "pages", "problem_pages", "read"]
