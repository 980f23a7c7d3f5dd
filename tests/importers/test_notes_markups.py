"""One night in the markups in which people keep their tables: a row is a row, on however many lines."""

from datetime import date

import pytest

from deploylog.importers import Wishes, from_bytes
from deploylog.importers.notes import IMPORTER
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
