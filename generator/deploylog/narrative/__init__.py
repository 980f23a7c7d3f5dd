"""Telling a deployment: its facts in order as a `Story`, and the choice among the templates' wordings."""

from deploylog.narrative.beats import Beat, Clause
from deploylog.narrative.story import Story, story

__all__ = ["Beat", "Clause", "Story", "story"]
