"""One night in the markups in which people keep their tables: a row is a row, on however many lines."""

from datetime import date

import pytest

from deploylog.importers import Wishes, from_bytes
from deploylog.importers.notes import IMPORTER
from deploylog.importers.notes.coloned import coloned_table
from importers.accounting import assert_accounted

WIKI = """
{| class="wikitable"
! Time !! Who !! What
|-
| 17:02
| NOC
| style="color:red" | Alarm on ns3
|-
| 17:25 || Farid || ns3 restarted
|}
"""
HTML = """
<table>
<tr>
<th>Time</th>
<th>Who</th>
<th>What</th>
</tr>
<tr>
<td>17:02</td>
<td>NOC</td>
<td>
<p>Alarm on ns3</p>
</td>
</tr>
<tr><td>17:25</td>
<td>Farid</td><td>ns3 restarted</td></tr>
</table>
"""
ASCIIDOC = """
|===
|Time |Who |What

|17:02
|NOC
|Alarm on ns3

|17:25
|Farid |ns3 restarted
|===
"""
CONFLUENCE = """
||Time||Who||What||
|17:02|NOC|Alarm on ns3|
|17:25|Farid|ns3 restarted|
"""


@pytest.mark.parametrize(
    "table", [WIKI, HTML, ASCIIDOC, CONFLUENCE], ids=["wiki", "html", "adoc", "confluence"]
)
def test_rows_are_read_in_any_markup(table):
    """A wiki's export puts each cell on a line of its own."""
    raw = ("Night of 17 January 2031\n" + table).encode()
    [sketch] = IMPORTER.read(from_bytes(raw), Wishes(as_of=date(2031, 12, 2)))

    assert [(f"{entry.at:%d %H:%M}", entry.who, entry.text) for entry in sketch.entries] == [
        ("17 17:02", "NOC", "Alarm on ns3"),
        ("17 17:25", "Farid", "ns3 restarted"),
    ]
    assert_accounted(raw, [sketch])


@pytest.mark.parametrize(
    ("name", "cells", "told"),
    [
        ("Time", ["0730", "", "1000"], ["07:30", "", "10:00"]),
        ("Time (UTC)", ["4 Feb 2031 0730", "0740-0755Z"], ["4 Feb 2031 07:30", "07:40-07:55Z"]),
        ("Zeit", ["0730", "0741", "0802", "1000"], ["07:30", "07:41", "08:02", "10:00"]),
    ],
)
def test_four_digits_are_clocks_in_a_column_of_times(name, cells, told):
    """Whoever is used to military time writes no colons; a table sets the times apart as well as they do."""
    rows = coloned_table([[name, "Event"], *([cell, "x"] for cell in cells)])

    assert rows == [[name, "Event"], *([cell, "x"] for cell in told)]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Time (ms)", ["0730", "1000", "1200", "1315"]),
        ("Response time", ["0730", "1000"]),
        ("Start", ["0730", "1275"]),
        ("Users", ["0730", "0741", "0802", "1000", "800"]),
        ("Version", ["2019", "2020", "2021", "2022"]),
        ("Orders", ["1200", "0930", "1115", "0810", "1000"]),
        ("Order", ["0730", "0740", "0750"]),
    ],
)
def test_four_digits_stay_numbers_in_other_columns(name, cells):
    """Counts, spans and years have four digits as well."""
    rows = [[name, "Event"], *([cell, "x"] for cell in cells)]

    assert coloned_table(rows) == rows
