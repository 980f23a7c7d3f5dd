"""Notes as people write them, whole files of them: every entry at its time, every line in its place."""

import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench.score_timelines import score
from deploylog.importers import Ambiguous, Guess, Sketch, Wishes, from_bytes, from_path, write
from deploylog.importers.notes import IMPORTER
from deploylog.logs import read_log_text
from deploylog.problems import LogError
from importers.accounting import assert_accounted
from importers.random_notes import random_notes
from thorough import share

TIMELINES = Path(__file__).parent / "timelines"
TEXTS = sorted(path for path in TIMELINES.iterdir() if path.suffix != ".tsv")
THAT_DAY = Wishes(as_of=date(2031, 12, 2))


def read(text: str, wishes: Wishes = THAT_DAY) -> Sketch:
    [sketch] = IMPORTER.read(from_bytes(text.encode()), wishes)
    return sketch


def times(text: str, wishes: Wishes = THAT_DAY) -> list[str]:
    """Give the entries' times, as day, start and end."""
    return [
        f"{entry.at:%d %H:%M}" + (f"-{entry.until:%H:%M}" if entry.until else "")
        for entry in read(text, wishes).entries
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_entry_of_a_labelled_text_is_right_and_none_is_invented(path):
    """The labels were made by reading, before the importer was."""
    result = score(path, path.with_name(path.name + ".tsv"))

    assert result.faults == ()
    assert result.right == result.labels


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_labelled_texts_are_recognised_and_accounted_for(path):
    """What is not recognised is never read, and what is lost is never missed."""
    text = from_path(path)

    assert IMPORTER.recognises(text.head(), path.name)
    assert_accounted(path.read_bytes(), IMPORTER.read(text, THAT_DAY))


def test_each_incident_of_a_page_is_a_log_of_its_own():
    """They have nothing to do with each other, however close; the heading with the day is the title."""
    sketches = IMPORTER.read(from_path(TIMELINES / "incidents-of-a-year.md"), THAT_DAY)

    assert [(sketch.date, sketch.title, len(sketch.entries), sketch.release) for sketch in sketches] == [
        (date(2031, 3, 14), "search was slow (severity: low)", 3, ""),
        (date(2031, 2, 3), "Loans were not booked (2031-02-03)", 3, ""),
        (date(2030, 11, 4), "new logins failed", 4, ""),
    ]


def test_on_a_page_with_the_newest_on_top_days_are_counted_from_the_bottom():
    """Each update is put above the last, and few name their day; one written late changes no direction."""
    below = "00:40 up\n\n00:10 repaired\n\n23:50 on site\n\n22:30 on the way\n\n21:15 down"
    late = "00:40 up\n00:10 repaired\n23:50 on site\n22:30 on the way\n22:35 called\n21:15 down"

    assert times("Outage of 17 January 2031\n\n" + below) == [
        "18 00:40",
        "18 00:10",
        "17 23:50",
        "17 22:30",
        "17 21:15",
    ]
    assert times("Outage of 17 January 2031\n\n" + late)[:2] == ["18 00:40", "18 00:10"]


def test_a_stamp_alone_on_its_line_has_its_words_below_it():
    """Also the last, which no other entry ends; what a line parts from it is no longer its own."""
    night = "Night of 17 January 2031\n\n21:15\n\nThe pump failed.\n\n"
    night += "21:40\n\nThe pump runs.\n\nAll is well.\n\n---\nBye\n"

    sketch = read(night)

    assert [entry.text for entry in sketch.entries] == ["The pump failed.", "The pump runs. All is well."]
    assert [raw for _, raw in sketch.unparsed] == ["---", "Bye"]


REPORT = """\
# Kiln report

{writer}
{dated}

## Summary

{sentence}

## Timeline

22:10 kilns cold
22:40 kilns warm
"""


@pytest.mark.parametrize(
    ("writer", "dated", "sentence", "day"),
    [
        ("_Compiled by_: **Ines**", "_Date_: 2031-03-22", "On **20 March 2031**, all kilns went cold.", "20"),
        ("Author: Ines", "Date: 22 March 2031", "Late on Thursday 20 March the kilns went cold.", "20"),
        ("Author: Ines", "Date: 22 March 2031", "They were bought on 2 March 2031.", "22"),
        ("Author: Ines", "Date: 22 March 2031", "On 1 April 2031 new ones will come.", "22"),
        ("Author: Ines", "Date: 22 March 2031", "On 2 March 2030 the same happened.", "22"),
        ("Severity: 2", "Date: 22 March 2031", "On 20 March 2031 the kilns were serviced.", "22"),
    ],
)
def test_a_date_beside_the_author_may_be_that_of_the_report(writer, dated, sentence, day):
    """A report is written a day or two later; its first sentence says when the night was."""
    sketch = read(REPORT.format(writer=writer, dated=dated, sentence=sentence))

    assert [f"{entry.at:%d %H:%M}" for entry in sketch.entries] == [f"{day} 22:10", f"{day} 22:40"]
    because = "a sentence says it; the line `Date:` is of who wrote"
    assert [guess.because for guess in sketch.guesses if guess.key == "date"] == [because] * (day == "20")


@pytest.mark.parametrize(
    ("written", "placed"),
    [
        ("1:03, 5:00, 5:05, 5:10 AM", "02 01:03, 02 05:00, 02 05:05, 02 05:10"),
        ("10:00, 11:30, 12:15, 1:05 AM", "02 22:00, 02 23:30, 03 00:15, 03 01:05"),
        ("9:30, 11:00, 2:15 PM", "02 09:30, 02 11:00, 02 14:15"),
        ("5:07, 5:05, 5:10 AM", "02 05:07, 02 05:05, 02 05:10"),
    ],
)
def test_the_next_clock_with_am_or_pm_settles_those_above_it(written, placed):
    """Whoever notices that the half is missing writes it from then on; a night in the title says less."""
    text = "Night of 2 December 2031\n" + "".join(f"- {clock} - step\n" for clock in written.split(", "))

    assert times(text) == placed.split(", ")
    assert [entry.guesses for entry in read(text).entries] == [()] * len(placed.split(", "))


@pytest.mark.parametrize(
    ("written", "placed", "said"),
    [
        ("09:27, 12:39, 1:50, 4:50", "09:27, 12:39, 13:50, 16:50", ["1:50", "4:50"]),
        ("09:27, 12:39, 7:00", "09:27, 12:39, 19:00", ["7:00"]),
        ("9:27, 12:39, 1:50, 4:50", "09:27, 12:39, 13:50, 16:50", ["1:50", "4:50"]),
        ("09:27, 12:39, 01:50", "09:27, 12:39, 01:50", []),
        ("09:27, 9:12", "09:27, 09:12", []),
        ("09:27, 14:10, 1:50", "09:27, 14:10, 13:50", ["1:50"]),
        ("9:27, 14:10, 1:50", "09:27, 14:10, 01:50", []),
        ("09:27, 18:10, 1:50", "09:27, 18:10, 01:50", []),
    ],
)
def test_a_clock_below_noon_on_the_same_written_day_is_of_the_afternoon(written, placed, said):
    """Who writes mornings with a leading zero leaves it out after lunch; the reader is told of it."""
    text = "".join(f"* 2031-02-27 {clock} step\n" for clock in written.split(", "))
    entries = read(text).entries
    noon = placed.split(", ")[1]

    assert [f"{entry.at:%H:%M}" for entry in entries] == placed.split(", ")
    assert [guess.because for entry in entries for guess in entry.guesses] == [
        f"it says {clock}, without AM or PM, below {noon}" for clock in said
    ]


@pytest.mark.parametrize(
    ("written", "placed", "said"),
    [
        ("10:58pm, 9:45am, 10:25pm, 10:40am", "02 22:58, 03 09:45, 03 10:25, 03 10:40", ["it says 10:25pm"]),
        ("2:05pm, 2:10am, 2:20pm", "02 14:05, 02 14:10, 02 14:20", ["it says 2:10am"]),
        ("8:45am, 10:25pm, 2:40am", "02 08:45, 02 22:25, 03 02:40", []),
        ("9:45am, 10:25pm, 9:50am", "02 09:45, 02 22:25, 03 09:50", []),
    ],
)
def test_a_half_that_neither_neighbour_has_is_a_slip_if_the_other_puts_it_between_them(written, placed, said):
    """Else the rest of the night is a day late."""
    text = "".join(f"- {clock} step\n" for clock in written.split(", "))

    assert times(text) == placed.split(", ")
    assert [guess.because for entry in read(text).entries for guess in entry.guesses] == said


@pytest.mark.parametrize(
    "line", ["- {} - step", "{}: step", "[{}] step", "**{}** step", "**{}:** step", "({}) step"]
)
def test_clocks_of_four_digits_lead_lines_between_any_marks(line):
    """Military time needs no colon, and people set it apart as they do any other."""
    clocks = ("2250-2310", "2330", "0010", "0040")
    text = "# Night of 3 March 2031\n\n" + "\n\n".join(map(line.format, clocks)) + "\n"

    assert times(text) == ["03 22:50-23:10", "03 23:30", "04 00:10", "04 00:40"]


def test_the_top_entry_alone_may_name_the_day_of_a_page():
    """What is below it was before."""
    page = "# Outage\n\n2031-03-04 00:50\nup\n\n00:20\nrepaired\n\n23:55\non site\n\n23:10\ncalled\n"

    assert times(page) == ["04 00:50", "04 00:20", "03 23:55", "03 23:10"]


def settled(text: str) -> list[Sketch]:
    """Read a text; what is asked is answered with the first choice."""
    try:
        return list(IMPORTER.read(from_bytes(text.encode()), THAT_DAY))
    except Ambiguous as question:
        wishes = replace(THAT_DAY, date=question.choices[0].value)
        return list(IMPORTER.read(from_bytes(text.encode()), wishes))


@pytest.mark.unmeasured
@pytest.mark.parametrize("batch", range(10))
def test_every_line_of_random_texts_is_accounted_for(batch):
    """Nothing lost, no crash, the same again, and the reader of logs takes the result."""
    refused = 0
    for seed in range(batch * 1000, batch * 1000 + share(1000)):
        text = random_notes(random.Random(seed))
        try:
            sketches = settled(text)
        except LogError as error:
            assert {problem.rule for problem in error.problems} <= {"no-times", "nothing-found"}  # noqa: PT017
            refused += 1
            continue

        assert_accounted(text, sketches)
        if seed % 25 == 0:
            assert settled(text) == sketches
            for sketch in sketches:
                read_log_text(write(sketch), file="x.yml", id="x")
    assert refused < share(1000) / 5


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    "line",
    [
        "12:07 deployed, DBA: all fine\n",
        "| 12:07 | rolled back |\n",
        "para\n\n",
        "- a [b](c) `d` **e**\n",
        "[",
        "`a``b",
    ],
)
def test_time_grows_with_the_text_and_no_faster(line):
    """A pasted console must not hang the import; twice the text takes about twice the time."""

    def seconds(size: int) -> float:
        text = "10:00 begin\n" + line * (size // len(line)) + "\n11:00 end\n"
        began = time.process_time()
        IMPORTER.read(from_bytes(text.encode()), THAT_DAY)
        return time.process_time() - began

    length = 20_000
    small = max(min(seconds(length), seconds(length)), 0.01)

    assert seconds(8 * length) < 8 * small * 4


def test_a_twelve_hour_clock_crosses_midnight_in_order():
    """The night of a deployment, as the bridge writes it: only some clocks say AM or PM."""
    night = (
        "10:00PM: start\n10:00-12:00: wait\n12:00: back\n12:00-12:05: stop\n12:05-1:30: split\n"
        "1:30AM: deploy\n2:30-3:00: drive\n7:00-8:15AM: roll back\nAnd, at 8:45AM, home\n"
    )

    assert times(night, Wishes(date="2031-09-15")) == [
        "15 22:00", "15 22:00-00:00", "16 00:00", "16 00:00-00:05", "16 00:05-01:30",
        "16 01:30", "16 02:30-03:00", "16 07:00-08:15", "16 08:45",
    ]  # fmt: skip


def test_entries_out_of_order_stay_on_their_day():
    """A row that was written late is no step of the next day."""
    assert times("- 11:01 a\n- 11:08 b\n- 11:07 c\n- 23:58 d\n- 00:40 e\n") == [
        "02 11:01", "02 11:08", "02 11:07", "02 23:58", "03 00:40",
    ]  # fmt: skip


def test_a_year_that_only_one_entry_has_is_mended_and_said():
    """Copied from last year's template: one slip, and the night would last a year."""
    sketch = read("- 2031-01-11 14:34 a\n- 2030-01-11 14:40 b\n- 2031-01-11 14:51 c\n")

    assert [f"{entry.at:%Y-%m-%d %H:%M}" for entry in sketch.entries] == [
        "2031-01-11 14:34", "2031-01-11 14:40", "2031-01-11 14:51",
    ]  # fmt: skip
    assert [guess.because for guess in sketch.entries[1].guesses] == [
        "it says 2030-01-11, between entries of 2031"
    ]


@pytest.mark.parametrize(
    ("written", "placed", "said"),
    [
        ("11:00 AM, 12:00 AM, 1:00 PM", "02 11:00, 02 12:00, 02 13:00", ["it says 12:00am"]),
        ("11:00 PM, 12:30 PM, 1:00 AM", "02 23:00, 03 00:30, 03 01:00", ["it says 12:30pm"]),
        ("11:00 PM, 12:00 AM, 1:00 AM", "02 23:00, 03 00:00, 03 01:00", []),
        (
            "11:30 AM, 12:00 PM, 12:15 AM, 12:29 AM",
            "02 11:30, 02 12:00, 02 12:15, 02 12:29",
            ["it says 12:15am", "it says 12:29am"],
        ),
        ("11:30 AM, 12:00 PM, 12:15 AM", "02 11:30, 02 12:00, 03 00:15", []),
        (
            "11:30 AM, 12:00 PM, 12:15 AM, 12:29 AM, 1:00 AM",
            "02 11:30, 02 12:00, 03 00:15, 03 00:29, 03 01:00",
            [],
        ),
        ("10:00PM, 10:30, 12:00 AM, 12:45", "02 22:00, 02 22:30, 03 00:00, 03 00:45", []),
    ],
)
def test_noon_that_is_called_midnight_is_known_by_its_neighbours(written, placed, said):
    """Who writes 12 AM for noon would have the rest of the day on the next."""
    text = "".join(f"- {clock} - step\n" for clock in written.split(", "))

    assert times(text) == placed.split(", ")
    assert [guess.because for entry in read(text).entries for guess in entry.guesses] == said


def test_an_update_of_a_post_is_an_entry_without_the_paragraph_above_it():
    """What the post first said was not said at the time of its first update."""
    sketch = read(
        "**ISSUE:** This morning the power failed.\n"
        "**UPDATE 12:35:** Two data centers lost power. Servers came up again.\n"
        "**UPDATE 13:23:** The cause is not known yet.\n"
    )

    assert [f"{entry.at:%H:%M} {entry.text}" for entry in sketch.entries] == [
        "12:35 UPDATE 12:35: Two data centers lost power. Servers came up again.",
        "13:23 UPDATE 13:23: The cause is not known yet.",
    ]


def test_the_zone_of_a_time_in_the_head_is_that_of_the_entries_and_guessed():
    """`Start: 10:02 PDT` is as near as some timelines come to naming their zone; the reader should know."""
    sketch = read("Start: 2031-10-12 10:02 PDT\n\n- 10:02 deployed\n- 10:40 rolled back\n")

    assert sketch.timezone == "America/Los_Angeles"
    assert [guess for guess in sketch.guesses if guess.key == "timezone"] == [
        Guess(key="timezone", because="a time above the entries names it", settle="--timezone")
    ]


def test_times_above_the_entries_that_differ_in_zone_name_none():
    """Two zones in the head are two offices: which of them wrote the entries, nobody can tell."""
    sketch = read("On 2031-10-12, 10:02 PDT or 19:02 CEST.\n\n- 10:02 deployed\n- 10:40 rolled back\n")

    assert sketch.timezone == "UTC"


def test_a_first_clock_that_may_be_morning_or_evening_is_guessed_and_said():
    """Nothing in these notes tells; the reader of the log has to know."""
    sketch = read("9:10 begin\n10:20 deploy\n12:30 test\n1:15 done\n")

    assert [guess.because for guess in sketch.entries[0].guesses] == ["the notes say 9:10 without AM or PM"]


def test_words_above_the_entries_settle_morning_or_evening():
    """The window is written with AM or PM even where the steps are not."""
    assert times("Window from 9 PM.\n\n9:10 begin\n10:20 deploy\n12:30 test\n1:15 done\n") == [
        "02 21:10", "02 22:20", "03 00:30", "03 01:15",
    ]  # fmt: skip


def test_a_time_in_two_zones_may_be_a_span_in_both():
    """The second zone repeats the first, and is no part of what happened."""
    sketch = read("22:10-22:25 CEST (20:10-20:25 UTC) DBA: backed up\n22:30 CEST / 16:30 EDT deployed\n")

    assert [(entry.who, entry.text) for entry in sketch.entries] == [("DBA", "backed up"), ("", "deployed")]


def test_a_line_with_a_day_and_an_attempt_begins_another_night():
    """Plain text has no headings; two nights of one release become two logs."""
    text = "Portal\n\nFri 7 Nov 2031\n22:00 begin\n\nSat 8 Nov 2031 - second attempt\n22:00 begin\n"

    sketches = IMPORTER.read(from_bytes(text.encode()), THAT_DAY)

    assert [(str(sketch.date), sketch.title, sketch.kind) for sketch in sketches] == [
        ("2031-11-07", "Portal", "planned"),
        ("2031-11-08", "second attempt", "retry"),
    ]


def test_notes_without_a_year_are_of_the_last_one():
    """Notes tell of what was; in November, 4 May is not next year's."""
    assert (
        str(read("4 May, 22:00 begin\n4 May, 22:10 done\n", Wishes(as_of=date(2031, 11, 26))).date)
        == "2031-05-04"
    )
    assert (
        str(read("4 Dec, 22:00 begin\n4 Dec, 22:10 done\n", Wishes(as_of=date(2031, 11, 26))).date)
        == "2030-12-04"
    )


def test_a_clock_that_goes_back_in_the_repeated_hour_is_in_its_second_pass():
    """Deployments run at 01:30 on Sundays, when the clocks change; order is what tells the passes apart."""
    sketch = read(
        "1:00 begin\n1:45 deploy\n1:15 test\n1:50 test\n2:10 done\n",
        Wishes(date="2031-11-02", timezone="America/New_York"),
    )

    assert [entry.at.fold for entry in sketch.entries] == [0, 0, 1, 1, 0]
    stamps = [line.split('"')[1] for line in write(sketch).splitlines() if line.startswith("  - at:")]
    assert stamps[1:4] == ["2031-11-02T01:45-04:00", "2031-11-02T01:15-05:00", "2031-11-02T01:50-05:00"]


def test_lines_with_seconds_are_notes_where_they_tell_what_people_did():
    """`date -Is` stamps notes too; a program's lines tell of nobody."""
    told = "2031-05-04T20:00:00Z bridge opened\n2031-05-04T20:10:00Z DBA started the backup\n"

    assert IMPORTER.recognises(told, "night.txt")
    assert not IMPORTER.recognises(
        told.replace("bridge opened", "heap 42").replace("DBA started the backup", "heap 43"), "night.txt"
    )


def test_notes_without_a_day_ask_for_one():
    """The day changes the story, and no clock is asked."""
    with pytest.raises(Ambiguous) as caught:
        IMPORTER.read(from_bytes(b"1:30 begin\n1:40 done\n", file="notes.txt"), Wishes())

    assert caught.value.key == "date"
    assert str(caught.value.problem) == (
        "notes.txt:1:1: which-day: the notes say at what time it was, but not on which day\n"
        "  help: name the day of the first entry: --date 2007-12-02"
    )


def test_a_text_without_times_is_refused_with_the_way_to_mend_it():
    """A file of another kind, given by mistake."""
    with pytest.raises(LogError) as caught:
        IMPORTER.read(from_bytes(b"hello\n", file="notes.txt"), THAT_DAY)

    assert str(caught.value) == (
        "notes.txt:1:1: no-times: no line of the notes tells of a time of day\n"
        "  help: lead each step with its time, e.g. `1:35-1:40: both applications were shut down`"
    )


def test_notes_of_a_night_put_off_become_a_deferral():
    """Four of the first eight posts of a deployment blog are of this kind; they have no times."""
    sketch = read("# Deployment: November 30, 2031\n\nThe repository crashed, so we were deferred.\n")

    assert (sketch.outcome.value, str(sketch.date)) == ("deferred", "2031-11-30")
    assert sketch.reason == "The repository crashed, so we were deferred."


NEXT = {
    "We'll go in Saturday night/Sunday morning, meaning December 7th.": "12-07",
    "We're hoping for Saturday, and hope to go in on Monday night.": "12-06? 12-08?",
    "Maybe it\u2019ll happen Tuesday night/Wednesday morning, but otherwise Saturday night.": "12-03? 12-06?",
    "We\u2019d go in the next day.": "12-03",
    "Postponed to Tuesday.": "12-09",
    "It is rescheduled for 5 January.": "2032-01-05",
    "We were scheduled to go in Monday night.": "",
    "They restart it on Wednesday.": "",
    "The go/no-go call is at 5:00 PM on Saturday.": "12-06 17:00!",
    "The go/no-go call will be at 09:30.": "12-02 09:30!",
}


@pytest.mark.parametrize("said", NEXT)
def test_notes_of_a_night_put_off_tell_when_it_is_tried_next(said):
    """The release page tells by it what comes; `?` marks what is not firm, `!` the call that decides."""
    sketch = read(f"# Deployment: December 2, 2031\n\nWe were deferred: it crashed.\n{said}\n")

    told = [f"{slot.day}{'?' * slot.tentative}" for slot in sketch.next_slots]
    told += [f"{sketch.next_decision_at:%Y-%m-%d %H:%M}!"] if sketch.next_decision_at else []
    assert " ".join(told).replace("2031-", "") == NEXT[said]
    read_log_text(write(sketch), file="x.yml", id="x")


def test_a_system_is_known_with_quotes_and_without():
    """Who writes of the “front-end” app once means the front-end app all night."""
    sketch = read("1:35 shut down the \u201cfront-end\u201d app\n1:40 deployed the front-end app\n")

    assert [entry.systems for entry in sketch.entries] == [("front-end app",), ("front-end app",)]


def test_a_slot_named_by_two_days_is_of_the_second_and_keeps_its_words():
    """The night that follows "Deployment: November 30" is not of November 30 once more."""
    sketch = read(
        "# Deployment: December 5, 2031\n\nA no-go. Maybe it\u2019ll be Friday night/Saturday morning, "
        "otherwise on Sunday. The go/no-go call is at 5:00 PM on Friday.\n"
    )

    assert [(f"{slot.day}", slot.note) for slot in sketch.next_slots] == [
        ("2031-12-06", "Friday night/Saturday morning"),
        ("2031-12-07", ""),
    ]
    assert {guess.key: guess.because for guess in sketch.guesses if guess.key.startswith("next")} == {
        "next_slots": 'the notes say "Friday night/Saturday morning", "Sunday"',
        "next_decision_at": 'the notes say "Friday"',
    }
    assert '{date: 2031-12-06, tentative: true, note: "Friday night/Saturday morning"}' in write(sketch)


def test_a_night_put_off_is_the_one_that_was_scheduled_not_the_day_of_its_post():
    """A blog tells of it afterwards, under the day on which it was written."""
    sketch = read(
        "Friday, November 21, 2031\nThe release, almost\nIt was scheduled for a Wednesday night.\n"
        "It crashed, so we were deferred.\n"
    )

    assert str(sketch.date) == "2031-11-19"
    assert [guess.because for guess in sketch.guesses if guess.key == "date"] == [
        'the notes say "Wednesday night", and that is the last before 2031-11-21'
    ]


def test_the_day_of_a_title_goes_before_the_day_on_which_it_was_posted():
    """A blog writes the day of a post above it; several nights may be posted on one day."""
    posted = "Saturday, December 6, 2031\nDeployment: December 2, 2031\n"

    assert str(read(f"{posted}It crashed, so we are deferred.\n").date) == "2031-12-02"
    assert times(f"{posted}\n1:30 begin\n1:40 done\n") == ["02 01:30", "02 01:40"]


def test_a_day_above_a_title_without_one_is_a_guess():
    """It may be that of the post."""
    sketch = read("Saturday, December 6, 2031\nThe release\n\n1:30 begin\n1:40 done\n")

    assert [guess.because for guess in sketch.guesses if guess.key == "date"] == [
        "a line above the title names it"
    ]


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        ("# Billing 4.2 (take two)", "retry"),
        ("# Billing\n\nIt was decided to do an “emergency deployment”.", "emergency"),
        ("# Billing 4.2", "planned"),
    ],
)
def test_the_words_above_the_entries_tell_what_led_to_the_night(above, kind):
    """Statistics count retries and emergencies."""
    assert read(f"{above}\n\n1:30 begin\n1:40 done\n").kind == kind


def test_a_settled_day_and_outcome_of_a_deferral_are_no_guesses():
    """What the author said need not be marked."""
    wishes = Wishes(date="2031-11-29", outcome="deferred", timezone="UTC")

    sketch = read("Their deployment was deferred, and so is ours.\n", wishes)

    assert (str(sketch.date), sketch.guesses) == ("2031-11-29", [])


def test_a_pasted_log_is_no_entry_and_is_kept_word_for_word():
    """Its times are the machine's, often of another zone."""
    sketch = read("1:30 it broke\n```\n[E 310220 15:32:35] no\n```\n1:40 it works\n")

    assert [entry.text for entry in sketch.entries] == ["it broke", "it works"]
    assert sketch.unparsed == [(2, "```"), (3, "[E 310220 15:32:35] no"), (4, "```")]


def test_who_what_and_how_it_ended_come_from_the_words():
    """The rest of a step, told by a documented vocabulary."""
    sketch = read(
        "1:30 DBA: backed up the billing database\n1:40 AC: deployed the billing app\n"
        "1:50 (network team) power went off\n"
        "2:00 sanity test of the billing app failed\n2:20 rolled it back\n"
    )

    told = [(e.who, e.activity and e.activity.value, e.result and e.result.value) for e in sketch.entries]
    assert told == [
        ("DBA", "backup", None),
        ("AC", "deploy", None),
        ("network team", "interruption", None),
        ("", "sanity-test", "failed"),
        ("", "rollback", None),
    ]
    assert sketch.outcome.value == "rolled-back"
    assert sketch.entries[1].systems == ("billing app",)


def test_two_zones_on_one_entry_are_one_instant_and_a_zone_of_its_own_is_kept():
    """`09:00 (03:00 EDT)` is no range, and `12:05 EDT` is not 12:05 in Paris."""
    sketch = read("# 2 Aug 2031, all times in CEST\n\n- 09:00 (03:00 EDT): asked\n- 12:05 EDT: answered\n")

    assert sketch.timezone == "Europe/Berlin"
    assert [entry.at.isoformat() for entry in sketch.entries] == [
        "2031-08-02T09:00:00", "2031-08-02T12:05:00-04:00",
    ]  # fmt: skip
    assert [entry.until for entry in sketch.entries] == [None, None]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ansible.log", "2015-04-21 11:06:50,424 p=264 u=ks |  PLAY [all] ****\n" * 5),
        ("cap.log", "  INFO [1a2b3c4d] Running /usr/bin/env mkdir\n DEBUG [1a2b3c4d] Command: mkdir\n"),
        ("revisions.log", "Branch master (at 0a1b2c3) deployed as release 20310630194504 by deploy\n" * 3),
        ("chat.txt", "[1:04 PM]Hix: let's coordinate\n[1:05 PM]Greg (g): fine\n[1:37 PM]Hix: ok\n"),
        ("app.log", "2031-05-01 01:30:00,123 INFO  go\n2031-05-01 01:31:00,123 ERROR stop\n"),
        ("plain.txt", "01:30:00 INFO go\n01:31:00 ERROR stop\n01:32:00 INFO end\n"),
        ("run.json", '{"started_at": "2031-05-01T01:30:00Z"}'),
        (
            "console.txt",
            "Started by user Ann\n01:30:00 [Pipeline] stage\n01:31:00 [Pipeline] end\n",
        ),
        ("times.csv", "time,event\n01:30,go\n01:40,stop\n"),
        ("readme.md", "# Shop\n\nVersion 1.10 fixes two bugs.\n\n- see issue 12\n"),
        ("empty.txt", ""),
    ],
)
def test_what_others_read_better_is_left_to_them(name, text):
    """A file is imported without a question only when exactly one importer recognises it."""
    assert not IMPORTER.recognises(text, name)


EITHER_WAY = "03/04/2024 22:00 deployed the shop\n{second} smoke test passed\n"


def test_a_date_that_may_be_of_two_months_is_asked_for():
    """A night in the wrong month is another story."""
    text = from_bytes(EITHER_WAY.format(second="22:30").encode(), file="notes.txt")

    with pytest.raises(Ambiguous) as asked:
        IMPORTER.read(text, THAT_DAY)

    assert asked.value.problem.concise() == (
        "notes.txt:1:1: which-day: the day may stand first in the dates of the notes, or the month"
    )
    assert [(choice.value, choice.about) for choice in asked.value.choices] == [
        ("2024-04-03", "the day stands first"),
        ("2024-03-04", "the month stands first"),
    ]


@pytest.mark.parametrize(
    ("second", "wishes", "day"),
    [
        ("22:30", Wishes(date="2024-03-04"), date(2024, 3, 4)),
        ("22:30", Wishes(date="2024-04-03"), date(2024, 4, 3)),
        ("03/05/2024 00:30", THAT_DAY, date(2024, 3, 4)),
        ("04/04/2024 00:30", THAT_DAY, date(2024, 4, 3)),
        ("13/04/2024 00:30", THAT_DAY, date(2024, 4, 3)),
        ("03/14/2024 00:30", THAT_DAY, date(2024, 3, 4)),
        ("22:30 CEST", THAT_DAY, date(2024, 4, 3)),
        ("22:30 PST", THAT_DAY, date(2024, 3, 4)),
    ],
)
def test_a_wish_another_date_or_a_zone_tells_which_month_it_was(second, wishes, day):
    """Nobody is asked what the notes show."""
    text = f"All times in {second[6:]}\n" if second[6:].isalpha() else ""
    [sketch, *_] = IMPORTER.read(from_bytes((text + EITHER_WAY.format(second=second)).encode()), wishes)

    assert min(entry.at for entry in sketch.entries).date() == day


def test_a_day_that_stands_below_the_steps_is_taken_as_a_guess():
    """A post copied from a blog may end with its date."""
    sketch = read("22:00 deployed the shop\n23:00 smoke test passed\n\nDeployment: May 4, 2024\n")

    assert [f"{entry.at:%Y-%m-%d}" for entry in sketch.entries] == ["2024-05-04", "2024-05-04"]
    assert [guess.because for guess in sketch.guesses if guess.key == "date"] == [
        "the day stands below the steps"
    ]


def test_a_number_in_a_wrapped_sentence_begins_no_entry():
    """`over 8:16 and` goes on in the next line, whatever that looks like."""
    text = "# 2031-05-04\n- 21:20 the disks were seen as 8:16 and\n  8:48). Both were freed.\n- 21:54 done\n"

    assert times(text) == ["04 21:20", "04 21:54"]


def test_a_sentence_that_was_wrapped_before_a_name_is_one_sentence():
    """`to` at the end of a line, `Vienna` at the beginning of the next: no full stop belongs between them."""
    text = (
        "# 2031-05-04\n"
        "- 21:20 the servers were moved from the cellar of the old office to\n  Vienna\n"
        "- 21:54 they\n  Went up\n"
    )

    assert [entry.text for entry in read(text).entries] == [
        "the servers were moved from the cellar of the old office to Vienna",
        "they. Went up",
    ]


def test_a_zone_out_of_season_is_taken_by_its_offset():
    """Whoever writes CET in July may mean it; in their own site it is a slip for its other half."""
    text = "# 2031-07-04\nAll times in CET\n22:00 the till was shut down\n"
    [abroad], [winter] = IMPORTER.read(from_bytes(text.encode()), THAT_DAY), [read(text.replace("07", "01"))]
    [home] = IMPORTER.read(from_bytes(text.encode()), replace(THAT_DAY, site_timezone="Europe/Berlin"))

    assert (abroad.timezone, home.timezone, winter.timezone) == (
        "Etc/GMT-1",
        "Europe/Berlin",
        "Europe/Berlin",
    )
    assert '  - at: "22:00"' in write(abroad)
    assert (
        Guess(
            key="timezone",
            because="CET was not in force in Europe/Berlin then, its offset is taken",
            settle="--timezone",
        )
        in abroad.guesses
    )
