"""What stands under a label above the steps is no riddle: the log has a key for it."""

from datetime import date

import pytest

from deploylog.importers import Sketch, Wishes, from_bytes, listed_guesses, write
from deploylog.importers.notes import IMPORTER
from deploylog.importers.notes.labelled import release_of
from deploylog.logs import read_log_text
from importers.accounting import assert_accounted

STEPS = "\nSunday, 5 May 2024\n0:10: the till was shut down\n0:20: prices was deployed\n"


def read(text: str, wishes: Wishes | None = None) -> Sketch:
    """Read notes of one night, every line of which has its place."""
    wishes = wishes or Wishes(timezone="Europe/Vienna", as_of=date(2031, 12, 2))
    [sketch] = IMPORTER.read(from_bytes(text.encode()), wishes)
    assert_accounted(text, [sketch])
    return sketch


def head_of(text: str, wishes: Wishes | None = None) -> list[str]:
    """Give what is written above the steps, which the reader of logs takes."""
    log = write(read(text, wishes))
    read_log_text(log, file="x.yml", id="x")
    return log.split("\n\nsteps:")[0].split("\n")


def test_labels_above_the_steps_are_keys_of_the_log() -> None:
    """The window opens on the evening before the first step, and the night is of that day."""
    labels = (
        "**Release:** till 2.4\n- Window: 23:00-3:00, extended to 4:00\n"
        "Systems: till, prices and web shop\nEnvironment: staging\n"
    )

    assert head_of("The till\n" + labels + STEPS) == [
        "title: The till",
        "release: till 2.4",
        "environment: staging",
        "timezone: Europe/Vienna",
        "date: 2024-05-04",
        "outcome: successful  # guessed: the entries do not say how it ended",
        "window:",
        '  start: "2024-05-04 23:00"',
        '  end: "03:00"',
        '  extended_to: "04:00"',
        "systems:",
        "  - name: till",
        "  - name: prices",
        "  - name: web shop",
    ]


def test_a_step_names_the_systems_that_the_head_lists() -> None:
    """Once is enough: the list says that the word is a system."""
    [stopped, deployed] = read("The till\nSystems: till, prices\n" + STEPS).entries

    assert (stopped.systems, deployed.systems) == (("till",), ("prices",))


@pytest.mark.parametrize(
    ("window", "start", "end"),
    [
        ("Window: 11:00-3:00", "2024-05-04 23:00", "03:00"),
        ("Maintenance window: 11 PM to 3 AM", "2024-05-04 23:00", "03:00"),
        ("Change window: 00:00 - 06:00", "2024-05-05 00:00", "06:00"),
        ("Outage window: 22:00-21:00", "2024-05-04 22:00", "2024-05-05 21:00"),
    ],
)
def test_a_window_is_the_one_around_the_first_step(window: str, start: str, end: str) -> None:
    """The bridge writes its window as it speaks; eleven in the morning is not near midnight."""
    head = head_of(f"The till\n{window}\n{STEPS}")

    assert [line.strip() for line in head if line.startswith("  ")] == [f'start: "{start}"', f'end: "{end}"']


def test_a_window_is_told_in_the_zone_of_the_log() -> None:
    """Notes in Berlin's time, for a site in New York's."""
    head = head_of("The till\nAll times in CEST\nWindow: 23:00-03:00\n" + STEPS, Wishes(timezone=""))
    zoned = head_of(
        "The till\nAll times in UTC+2\nWindow: 23:00-03:00\n" + STEPS,
        Wishes(site_timezone="America/New_York"),
    )

    assert '  start: "2024-05-04 23:00"' in head
    assert '  start: "2024-05-04 17:00"' in zoned


@pytest.mark.parametrize("line", ["Window: to be told", "Window: 23:00"])
def test_a_label_without_its_value_is_kept_as_it_is(line: str) -> None:
    """Nothing lost: it may be what somebody has to look at."""
    assert [text.strip() for _, text in read(f"The till\n{line}\n{STEPS}").unparsed] == [line.strip()]


def test_of_two_lines_with_one_label_the_first_counts() -> None:
    """A second window is somebody else's; both are in the log."""
    sketch = read("The till\nRelease: 2.4\nRelease: 2.5\n" + STEPS)

    assert sketch.release == "2.4"
    assert [text for _, text in sketch.unparsed] == ["Release: 2.5"]


@pytest.mark.parametrize(
    ("title", "release"),
    [
        ("Deployment: May 2024", "May 2024"),
        ("Deployment: May 2024 (Take Two)", "May 2024"),
        ("Release: till 2.4 - second attempt", "till 2.4"),
        ("Deployment: May 4, 2024", ""),
        ("Postmortem: the till went down", ""),
        ("A night in May", ""),
    ],
)
def test_a_title_names_a_release_unless_it_names_the_day(title: str, release: str) -> None:
    """Attempts at one release are told as one story, if its name is the same."""
    assert release_of(title) == release


def test_a_release_from_the_title_is_a_guess() -> None:
    """Two teams may call their releases alike."""
    assert "release: May 2024  # guessed: the title names it" in head_of("Deployment: May 2024\n" + STEPS)
    deferral = "Deployment: May 2024\nSystems: till\n\nPut off on 4 May 2024.\n"
    assert write(read(deferral)).split("\n")[:7] == [
        'title: "Deployment: May 2024"',
        "release: May 2024  # guessed: the title names it",
        "timezone: Europe/Vienna",
        "date: 2024-05-04  # guessed: a line above the first entry names it",
        "outcome: deferred  # guessed: from the words of the notes",
        "systems:",
        "  - name: till",
    ]


LONGER = (
    "Night of 4 May 2024\n22:00 the till was shut down\n"
    "6:10 the client granted us an hour, until 8:00 AM\n8:15 done\n"
)


def test_more_time_that_a_step_tells_of_extends_the_window_of_the_site() -> None:
    """The site knows its usual window; the night knows that it was longer, and how late it was then."""
    sketch = read(LONGER)
    log = write(sketch, window="01:30-07:00")
    read_log_text(log, file="x.yml", id="x", window="01:30-07:00")

    assert (
        "window:  # guessed: the site's; a step says until when it was extended\n"
        '  start: "2024-05-05 01:30"\n'
        '  end: "07:00"\n'
        '  extended_to: "08:00"\n'
    ) in log
    assert [guess.key for guess in listed_guesses(sketch, "01:30-07:00")] == ["outcome", "window"]


@pytest.mark.parametrize(
    ("text", "window"),
    [
        (LONGER, ""),
        (LONGER, "20:00-21:00"),
        (LONGER.replace("granted us an hour, until", "began to test at"), "01:30-07:00"),
        ("Night of 4 May 2024\n10:00 there was time until 11:00\n", "01:30-07:00"),
    ],
)
def test_no_window_is_made_up_where_none_was_extended(text: str, window: str) -> None:
    """Eleven hours more are no extension, and a site without a window has none to extend."""
    assert "window" not in write(read(text), window=window)
