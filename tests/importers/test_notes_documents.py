"""Documentation names times in passing; it is told apart from notes, and refused with its line."""

from datetime import date
from pathlib import Path

import pytest

from deploylog.importers import Wishes, detect, from_bytes
from deploylog.importers.detecting import unclear
from deploylog.importers.notes import IMPORTER
from deploylog.problems import LogError

ASCIIDOC = """\
= Clock plugin
:toc:

== Introduction

The plugin adds times to the output of jobs. For example:

....
21:51:15  Started by user anonymous
21:51:15  Building on my-agent
21:51:17  Finished: SUCCESS
....

== Configuration

Set the option in the settings.

[source,yaml]
----
at: 10:00
10:00 deployed
10:05 tested
----
"""
RESTRUCTURED = """\
Clock
=====

What it prints looks like this::

    10:00:01 deployed the shop
    10:00:05 smoke test passed

Options are described in the manual, all of them with examples that can be copied.
The output goes to the file that is named in the settings, or to standard output.
"""
CHANGELOG = """\
shop (1.4-2) unstable; urgency=medium

  * Deploy to the new host, roll back the cache.

 -- Ann Example <ann@example.org>  Mon, 14 Nov 2031 17:05:00 +0100

shop (1.4-1) unstable; urgency=medium

  * New release.

 -- Ann Example <ann@example.org>  Fri, 11 Nov 2031 09:12:00 +0100
"""
LICENCE = """\
1. Definitions

1.10. "Modifications" means anything that is added to or deleted from the files.

1.11. "Original Code" means the source code that is described in the notice.

1.12. "You" means an individual or a legal entity that exercises rights under this licence.
"""
VERSIONS = """\
History of changes

4.10 2031-10-09
    - a new option for the format of dates

4.09 2031-07-24
    - the parser was released

4.08 2031-07-23
    - fixed the tests
"""
MANUAL = """\
# The scheduler

Jobs are named by the times at which they run. The format is that of a clock.

| written | read as |
|---|---|
| `1:30` | half past one, for logs without a window |
| `22:00-23:00` | a span of an hour |

## Options

The window is given by its start and its end. Both are times of day.
A window may span midnight. It is then two days long.
The zone is that of the site. It can be given for each job.
Jobs without a window are run at any time. They wait for those before them.
Their order is that of the list. Names are sorted without case.
A job that fails is tried again. The number of tries is an option.
What a job prints is kept. The number of days is an option.
Every job has an owner. The owner is told when it fails.
The list of jobs is a file. It is read when the scheduler starts.
A change of the file is seen at once. Faults are printed with their line.
The scheduler has a page. It shows the jobs and when they run.
The page is made anew each minute.
"""
HABITS = """\
The backup of the database runs every night at 02:00. It is usually finished at 02:40.
Reports must be ready at 06:00.
"""
DESK = """\
# Backup manual

Backups run at 02:00 every night. The operator checks them at 07:30.

- 08:00 the DBA is in
- 17:00 the DBA leaves
"""
HOURS = """\
Monday to Friday, 9:00 - 17:00, call the desk.
On Saturdays it is open from 10:00 to 14:00.
"""
GUIDES = {
    "README.adoc": ASCIIDOC,
    "usage.rst": RESTRUCTURED,
    "changelog.txt": CHANGELOG,
    "LICENSE.txt": LICENCE,
    "CHANGES.txt": VERSIONS,
    "manual.md": MANUAL,
    "backups.md": HABITS,
    "desk.md": DESK,
    "hours.txt": HOURS,
}


@pytest.mark.parametrize(("name", "text"), GUIDES.items(), ids=GUIDES)
def test_documentation_is_no_log_whatever_times_it_names(name, text):
    """An invented night would be published beside those that happened."""
    assert detect(text, name) == []


def test_the_refusal_shows_the_first_time_that_the_text_quotes():
    """The reader may want the excerpt, and learns where it is and how to get it in."""
    text = from_bytes(ASCIIDOC.encode(), file="README.adoc")

    assert str(LogError([unclear(text, [], ["jenkins", "notes"])])) == (
        "README.adoc:9:1: unknown-format: no importer recognises this file: it names times in passing or in "
        "examples, as a manual does\n"
        "  help: to import a log that it quotes, cut that into a file of its own; else choose with --format: "
        "jenkins, notes"
    )


@pytest.mark.parametrize("name", [path.name for path in (Path(__file__).parent / "timelines").glob("*[a-z]")])
def test_notes_stay_notes(name):
    """What keeps manuals out must not keep a team's timeline out."""
    path = Path(__file__).parent / "timelines" / name
    if path.suffix != ".tsv":
        assert detect(path.read_text("utf-8"), name) == ["notes"]


def test_few_times_in_a_long_text_count_when_they_tell_of_something_done():
    """A postmortem may have a page of causes, and three lines of what happened."""
    text = "# Postmortem\n\n" + "\n".join(f"Cause {number} is known by now." for number in range(40))
    text += "\n\n- 22:00 deployed the shop\n- 22:30 rolled back\n- 22:40 all was well\n"

    assert detect(text, "postmortem.md") == ["notes"]


@pytest.mark.parametrize(
    ("text", "line"), [(DESK, 5), (HOURS, 1), (HABITS, 1)], ids=["desk", "hours", "habits"]
)
def test_a_manual_named_as_notes_is_refused_by_its_line(text, line):
    """`--format notes` says how to read a file, not that a night stands in it."""
    with pytest.raises(LogError) as caught:
        IMPORTER.read(from_bytes(text.encode(), file="a.md"), Wishes(date="2031-12-02"))

    assert str(caught.value) == (
        f"a.md:{line}:1: nothing-found: the file names times in passing or in examples, as a manual does\n"
        "  help: cut the log that it quotes into a file of its own, or put a heading `Timeline` above the "
        "lines that tell of the night"
    )


def test_a_long_text_without_a_day_puts_nothing_off():
    """A changelog that speaks of deferrals, named as notes, is no deferral of today."""
    text = (
        "".join(f"- Change {number} is in.\n" for number in range(12))
        + "- A release that is put off moves.\n"
    )

    with pytest.raises(LogError, match="no-times"):
        IMPORTER.read(from_bytes(text.encode(), file="a.md"), Wishes(as_of=date(2031, 12, 2)))


def test_a_console_in_a_fence_is_no_timeline_even_below_that_heading():
    """What a person fenced to keep its columns is told apart from what a program wrote."""
    text = "## Timeline\n\n```\n07:34:22 ERROR deployed twice\n07:34:23 INFO rolled back\n```\n"

    with pytest.raises(LogError, match="no-times"):
        IMPORTER.read(from_bytes(text.encode(), file="a.md"), Wishes(date="2031-12-02"))
