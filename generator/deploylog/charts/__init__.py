"""Scales and layout of the pictures; the marks themselves are drawn by templates.

`timeline` and `chain` take what a page shows, `rows` and `grid` plain numbers and labels. All give
places, rounded to one decimal, which `parts/timeline.md.j2`, `parts/chain.md.j2` and the macros of
`charts/figures.j2` draw.
"""

from deploylog.charts.chain import Chain, chain
from deploylog.charts.grid import Cell, Grid, grid
from deploylog.charts.rows import Bar, Row, Rows, rows, stacked
from deploylog.charts.timeline import Timeline, timeline

__all__ = [
    "Bar",
    "Cell",
    "Chain",
    "Grid",
    "Row",
    "Rows",
    "Timeline",
    "chain",
    "grid",
    "rows",
    "stacked",
    "timeline",
]
