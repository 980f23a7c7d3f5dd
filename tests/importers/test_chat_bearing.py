"""What is said in a chat is a step only where it bears on the deployment; all else is kept aside."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylog.importers import Sketch, Wishes, from_bytes
from deploylog.importers.chat import IMPORTER, bearing
from deploylog.importers.chat.bearing import Bearing, Sighted, bearing_of
from deploylog.importers.chat.telling import Message, tell
from deploylog.importers.generic import IMPORTER as GENERIC
from deploylog.importers.localtimes import LocalTimes
from deploylog.importers.phrases import folded
from deploylog.problems import LogError

TEN = datetime(2031, 5, 1, 22, 0, tzinfo=UTC)
STEPS = """\
deploying web-shop 2.3 to production now
smoke tests passed
starting the DB migration
we rolled it back
seeing a lot of 500s on checkout since the deploy
error rate is back to normal
web1 is down
web1 is back up
put the site in maintenance mode
taking the front end down now
we're live
hotfix is out in prod
it's out
we’re out now
2.4 deploy didn’t work
ok, let's roll back
no-go from the client
release 4.1 is out
posted an update on the status page
everyone is on the bridge"""
WORK = """\
merged
still failing
investigating
tests are green
I fixed the config
waiting for the DBA
seeing a lot of 502s on checkout
error rate above 5%"""
TALK = """\
lol
lunch?
"joined" is for meetup group
beat me to it!
thanks for the deploy everyone :joy:
did anybody deploy yesterday?
we should deploy more often
the deploy is scheduled for tomorrow at 10
will deploy after lunch
if it fails we roll back
yesterday's rollback was painful
I posted the pictures from the party
my coffee machine crashed lol
don't deploy on Fridays
please don't deploy right now
are we ready to go live?
let me know when the deploy is done
great job on the rollout
the movie was released in 1999
I joined the gym
we're out of milk
I’ll deploy after lunch"""


@pytest.mark.parametrize("said", STEPS.split("\n"))
def test_what_tells_of_the_deployment_is_a_step_by_itself(said):
    """Nobody writes these words about anything else."""
    assert bearing_of(said)[0] is Bearing.DEPLOYMENT


@pytest.mark.parametrize("said", WORK.split("\n"))
def test_what_tells_of_some_work_waits_for_the_talk_around_it(said):
    """`merged` is a step in the night of a deployment, and nothing on another day."""
    assert bearing_of(said)[0] is Bearing.WORK


@pytest.mark.parametrize("said", TALK.split("\n"))
def test_questions_plans_memories_and_jokes_are_talk(said):
    """A step that never happened is worse than one that is missing."""
    assert bearing_of(said)[0] is Bearing.TALK


SIGHTED = [
    *(value for value in vars(bearing).values() if isinstance(value, Sighted)),
    *(sighted for _, sighted in bearing._STATES),
]


@settings(max_examples=60)
@given(st.data())
@pytest.mark.parametrize("sighted", SIGHTED)
def test_no_word_of_the_work_is_overlooked_for_its_first_letters(sighted, data):
    """The letters are there to be fast; a pattern that they hide would never be found."""
    text = folded(data.draw(st.from_regex(sighted.pattern)))

    assert bool(sighted.search(text)) == bool(sighted.pattern.search(text))


def told(*talk: tuple[int, str], file: str = "general.json") -> Sketch:
    """Tell a chat of messages by their minute after ten."""
    messages = [
        Message(at=TEN + timedelta(minutes=minute), who="ann", text=text, lines=[(number, text)])
        for number, (minute, text) in enumerate(talk, start=1)
    ]
    [sketch] = tell(messages, LocalTimes(Wishes(), file, "chat"), file)
    return sketch


def test_work_is_a_step_within_an_hour_of_a_deployment_before_it_or_after_it():
    """The talk decides what a word means."""
    sketch = told((0, "merged"), (90, "tests are green"), (120, "deployed 2.3"), (150, "still failing"))

    assert [entry.text for entry in sketch.entries] == ["tests are green", "deployed 2.3", "still failing"]
    assert list(sketch.unparsed) == [(1, "merged")]


def test_in_a_channel_for_the_work_a_deployment_need_not_be_named():
    """`#incident-42` says what all of its talk is about."""
    sketch = told((0, "investigating"), (5, "nice weather"), file="incident-42.txt")

    assert [entry.text for entry in sketch.entries] == ["investigating"]
    assert list(sketch.unparsed) == [(2, "nice weather")]


def test_what_somebody_does_in_a_channel_is_said_by_nobody_else():
    """IRC writes actions with a star; they went into the message above, in somebody else's name."""
    talk = (
        b"22:00 <ann> deploying the shop now\n22:05 < bob> backup is done\n22:06 * ann takes the shop down\n"
    )

    [sketch] = IMPORTER.read(from_bytes(talk), Wishes(date="2031-05-01", timezone="UTC"))

    told = [(entry.who, entry.activity, entry.text) for entry in sketch.entries]
    assert told[1:] == [("bob", "backup", "backup is done"), ("ann", "shutdown", "takes the shop down")]


def test_a_day_of_talk_about_other_things_is_refused():
    """There is no night in it to publish."""
    with pytest.raises(LogError) as caught:
        told((0, "merged"), (1, "formatting fail"), (2, "haha"))

    assert str(caught.value) == (
        "general.json:1:1: nothing-found: none of the 3 messages tells of a step of a deployment\n"
        "  help: steps are recognised by words such as `deployed`, `rolled back`, `smoke test passed`"
    )


def test_lines_that_only_look_like_talk_can_be_read_as_notes():
    """Who has written notes with a name on each line learns what to do when nothing looks like a step."""
    talk = b"[10/12/2019 22:04:11] S.Patel: hello\n[10/12/2019 22:09:11] M.Jones: lunch was fine\n"

    with pytest.raises(LogError) as caught:
        list(IMPORTER.read(from_bytes(talk), Wishes(timezone="UTC")))

    assert str(caught.value).splitlines()[1] == (
        "  help: steps are recognised by words such as `deployed`, `rolled back`, `smoke test passed`;"
        " where each line is a step, add `--format notes`"
    )


@pytest.mark.parametrize("importer", [IMPORTER, GENERIC], ids=["chat", "generic"])
@pytest.mark.parametrize("day", ["2031-10-12", "2031-12-10"])
def test_the_wished_day_settles_whether_the_month_stands_first(importer, day):
    """The guess says that `--date` settles it."""
    lines = "[10/12/2031 22:04:11] Ann: deployed 2.3\n[10/12/2031 22:09:11] Ann: rolled back\n"
    text = lines if importer is IMPORTER else lines.translate(str.maketrans("", "", "[]"))

    [sketch] = importer.read(from_bytes(text.encode()), Wishes(date=day, timezone="UTC"))

    assert f"{sketch.entries[0].at:%Y-%m-%d}" == day
    assert [guess for guess in sketch.guesses if guess.key == "date"] == []


def test_a_chat_is_kept_word_for_word_as_far_as_a_log_holds_it():
    """Two hundred megabytes of talk about one deployment are read in little memory, and no line is lost."""
    talk = [(number // 100, "nice weather") for number in range(2_500)]
    sketch = told((0, "deployed 2.3"), *talk)

    assert [number for number, _ in sketch.unparsed] == list(range(2, 2_502))
    assert sketch.unparsed[1_999] == (2_001, "nice weather")
    assert sketch.unparsed[-1] == (2_501, "")
