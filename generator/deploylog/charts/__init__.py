"""Scales and layout of the pictures; the marks themselves are drawn by templates.

`timeline` and `chain` take what a page shows and give places, rounded to one decimal; the templates
`parts/timeline.md.j2` and `parts/chain.md.j2` draw them. `scale` serves any further chart.
"""

from deploylog.charts.chain import Chain, chain
from deploylog.charts.timeline import Timeline, timeline

__all__ = ["Chain", "Timeline", "chain", "timeline"]
