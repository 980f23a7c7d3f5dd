"""Random notes: every way of writing a time, mixed with marks, pasted logs and broken things."""

import random

_TIMES = (
    "1:35-1:40:", "10:00PM", "14.44", "ca. 18:30", "14:30ish", "[11:53](https://x.example/z)",
    "**16:58 UTC** -", "noon", "2031-03-14 22:00", "2031-03-14T22:00:00Z", "Sep 27 2031 13:06", "25:61",
    "17:14pm", "20312-01-16 12:00", "24:00", "09/27/2031 11:30 PM", "2:30–3:00: while", "12:00–12:05",
    "22:30 UTC (Oct 29)", "14:??", "??:??", "0130 hrs", "(15:00-16:00 break)", "10–11PM",
    "19. April, 11:00", "Feb 21, 13:00", "from 10:00 to 11:00", "At 15:10 we", "16:9", "by 3:45AM",
    "T+5", "1.10.2", "10.0.0.1", "Feb 30 10:00", "29 February 12:00", "9:15 AM PST / 17:15 UTC",
)  # fmt: skip
_DAYS = (
    "2031-12-02", "Saturday night", "Day 2", "Next day", "Monday", "the following day", "31 Dec",
    "2031-02-30", "Incident from: 2031-05-05", "All times in CEST", "(UTC)", "20/06/2031", "03/04/2031",
)  # fmt: skip
_MARKS = (
    "### ", "## Timeline", "# Notes", "- ", "  - ", "* ", "1. ", "> ", "**Timeline:**", "| ", "|",
    "---", "+++", "===", "<br>", '<img src="x">', "[a]: http://x.example", "![](x.png)", "\t", "    ",
    "[[", "**", "__", "~", ":---", "--- | ---", "<td>12:00</td><td>x</td>", "&lt;START&gt;",
    "`code 12:00`", "\u2028", "’", "é",
)  # fmt: skip
_PASTED = (
    "``` ", "```python", '{"a": "13:00"}', "Traceback (most recent call last):",
    '  File "x.py", line 3, in y', "2031-03-14 13:00:00,123 ERROR no",
    "[W 2031-03-14 13:00:00.123 app:1] no",
)  # fmt: skip
_WORDS = (
    "AC:", "(DBA)", "rolled back", "sanity test passed", "go/no-go", "power went off",
    "Window: 22:00-3:00", "Window: 12 PM to 1:30 PM, extended to 4:00", "Systems: till, “x”, ", "Release:",
    "deployed the “App 1”", "title: x", "the backup finished.", "Everybody waits", "and then",
)  # fmt: skip
_PARTS = (*_TIMES, *_TIMES, *_DAYS, *_MARKS, *_PASTED, *_WORDS, *_WORDS)


def random_notes(chance: random.Random) -> str:
    """Make up to 25 lines."""
    lines: list[str] = []
    for _ in range(chance.randint(1, 25)):
        kind = chance.random()
        if kind < 0.15:
            lines.append("")
        elif kind < 0.3 and lines:
            lines.append(chance.choice(lines))
        else:
            start = chance.choice(["", "", "  ", "- ", "| "])
            lines.append(start + " ".join(chance.choice(_PARTS) for _ in range(chance.randint(1, 6))))
    return "\n".join(lines)
