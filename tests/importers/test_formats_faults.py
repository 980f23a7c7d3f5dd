"""Files that are not quite what an importer expects: each fault has a place, and no text loses a line."""

import random
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from accounting import assert_accounted
from hypothesis import given
from hypothesis import strategies as st

from deploylog import importers
from deploylog.importers import Ambiguous, Wishes, detect, from_bytes
from deploylog.importers.documents import glimpse, read
from deploylog.importers.instants import instant
from deploylog.importers.spans import Spans
from deploylog.problems import LogError
from thorough import share

FIXTURES = Path(__file__).parent / "fixtures"
WISHES = Wishes(as_of=date(2024, 6, 1))
FORMATS = ("ansible", "argocd", "capistrano", "cdevents", "chat", "github", "gitlab", "helm", "jenkins")
WRONG = ("null", "7", '"x"', "[]", "{}", "true", "-1e400", '[{"a": 1}]', '"\\ud800"')
LINES = sorted(
    {
        line
        for path in FIXTURES.glob("*/*")
        if path.suffix in (".txt", ".log")
        for line in path.read_text().split("\n")
    }
)


def refusal(name: str, text: str, wishes: Wishes = WISHES) -> str:
    with pytest.raises(LogError) as caught:
        importers.read([from_bytes(text.encode(), file="export")], importers.importers()[name], wishes)
    return str(caught.value)


def test_half_a_document_is_told_with_its_place() -> None:
    """A download that broke off is the most usual fault of all."""
    assert refusal("helm", '[{"revision": 1,\n "updated": "2024-05-01T10:00') == (
        "export:2:13: syntax: the JSON ends in the middle\n"
        "  help: export it once more: it looks cut off or edited by hand"
    )


@pytest.mark.parametrize("head", ["[" * 65_536, '{"a":' * 13_107], ids=["lists", "objects"])
def test_brackets_without_end_cost_no_patience(head: str) -> None:
    """Every file is looked at before it is told from others, and a walk of their square took minutes."""
    began = time.process_time()

    glimpse(head)

    assert time.process_time() - began < 1


def test_every_time_that_is_none_is_told_at_once() -> None:
    """The author mends all of them before trying again."""
    text = (
        '[{"revision": 1, "status": "deployed", "chart": "shop-1.0", "updated": "yesterday"},\n'
        ' {"revision": 2, "status": "deployed", "chart": "shop-1.1", "updated": "1015-01-11T19:01:08Z"}]'
    )

    assert refusal("helm", text) == (
        "export:1:72: no-time: `yesterday` is no time\n"
        "  help: correct it, or leave the record out\n"
        "export:2:72: no-time: `1015-01-11T19:01:08Z` is in the year 1015, "
        "and a log holds the years 1970 to 2199\n"
        "  help: correct it, or leave the record out"
    )


@pytest.mark.parametrize("name", ["argocd", "cdevents", "github", "gitlab", "helm", "jenkins"])
@pytest.mark.parametrize("text", ["[]", "{}", "[[[]]]", '{"a": [{"b": null}]}'])
def test_a_document_of_something_else_is_refused(name: str, text: str) -> None:
    """It may have been named by `--format`."""
    assert "nothing-found" in refusal(name, text)


MANUAL = (
    "# The tool\n\nIt ships things.\n\n## Install\n\nTake it.\n\n## Use\n\nA clock is `10:00`.\n"
    "The second line.\n\n## More\n\n- 10:05 is a time\n- and so on\n- and on\n- and on\n- and on\n- and on\n"
)
FORCED = {
    "notes, a manual": (
        "notes",
        MANUAL,
        "16:1",
        "the file names times in passing or in examples, as a manual does",
    ),
    "notes, data": ("notes", '{"at": "2031-05-01T10:00:00Z"}', "1:1", "the file is data, and no notes"),
    "notes, a log": (
        "notes",
        'title: x\noutcome: failed\n- at: "10:00"\n',
        "1:1",
        "the file is a log already",
    ),
    "generic, a manual": ("generic", MANUAL, "1:1", "no line of the file begins with a time"),
    "generic, one line": (
        "generic",
        "It writes lines such as\n2031-05-01 10:00:00 INFO go\n" + "where\n" * 20,
        "2:1",
        "hardly a line of the file begins with a time",
    ),
    "jenkins, a log": (
        "jenkins",
        "2031-05-01 10:00:00 INFO go\n2031-05-01 10:01:00 INFO gone\n",
        "1:1",
        "the file has times, and no line that Jenkins writes",
    ),
}


@pytest.mark.parametrize("case", FORCED)
def test_a_file_of_another_kind_is_refused_whatever_format_is_named(case: str) -> None:
    """`--format` settles what is unclear; it makes no log of what has none."""
    name, text, place, message = FORCED[case]

    with pytest.raises(LogError) as caught:
        importers.read([from_bytes(text.encode(), file="x")], importers.importers()[name], WISHES)

    assert str(caught.value).partition("\n")[0] == f"x:{place}: nothing-found: {message}"


def test_notes_that_look_like_a_manual_are_read_below_a_heading_that_says_so() -> None:
    """The remedy of the message works."""
    text = MANUAL.replace("## More", "## Timeline")

    [sketch] = importers.read([from_bytes(text.encode())], importers.importers()["notes"], WISHES)

    assert [entry.text for entry in sketch.entries] == ["is a time"]


def test_a_value_where_a_record_belongs_is_told() -> None:
    """`records` of a list are objects."""
    assert refusal("helm", "[\n 7]") == (
        "export:2:2: wrong-type: `7` stands where a record is expected\n"
        "  help: a record is an object: `{...}`"
    )


def test_a_document_that_is_nested_without_end_is_refused() -> None:
    """Python's own reader would give up with a traceback."""
    assert "too-deep" in refusal("github", "[" * 200_000)


def test_the_users_of_a_workspace_are_no_messages() -> None:
    """An export has lists besides; whoever names one learns what to import."""
    text = '[{"id": "U0ANNANN1", "name": "ann"}]'

    assert refusal("chat", text) == (
        "export:1:1: nothing-found: the file lists the users of a Slack workspace; "
        "there are no messages in it\n"
        "  help: import the days of a channel: `deploylog import ops/2024-05-01.json`; "
        "names come from the `users.json` beside the channel's folder"
    )
    assert detect(text, "users.json") == ["chat"]


def test_a_console_without_times_is_refused() -> None:
    """When something happened cannot be made up."""
    assert refusal("jenkins", "Started by user Ann\n[Pipeline] stage\nFinished: SUCCESS\n") == (
        "export:1:1: no-time: the console has no times\n"
        "  help: let the Timestamper plugin add them, or export the stages: `wfapi/describe`"
    )


def test_clocks_without_a_day_need_one() -> None:
    """Nothing is invented where nothing can be guessed."""
    text = from_bytes(b"10:00:00  Started by user Ann\n10:01:00  Finished: SUCCESS\n")

    with pytest.raises(Ambiguous) as caught:
        importers.importers()["jenkins"].read(text, Wishes())

    assert caught.value.key == "date"


def test_names_come_from_the_list_beside_the_channels_folder(tmp_path: Path) -> None:
    """That is where an export has it."""
    day = tmp_path / "ops" / "2024-05-01.json"
    day.parent.mkdir()
    day.write_text('[{"type": "message", "user": "U0ANNANN1", "text": "deployed 1.4", "ts": "1714599000.0"}]')
    (tmp_path / "users.json").write_text('[{"id": "U0ANNANN1", "name": "ann", "profile": {}}]')

    [sketch] = importers.importers()["chat"].read(importers.from_path(day), WISHES)

    assert (sketch.title, sketch.entries[0].who) == ("Talk in #ops", "ann")


def test_a_run_and_its_jobs_may_come_in_two_files() -> None:
    """`gh api` gives them one after the other."""
    run = b'{"id": 5, "run_number": 9, "head_sha": "abcdef0123", "head_branch": "main", "name": "Deploy",' + (
        b'"status": "completed", "conclusion": "success", "created_at": "2024-05-01T10:00:00Z"}'
    )
    jobs = b'{"jobs": [{"id": 1, "run_id": 5, "run_url": "", "name": "deploy", "status": "completed",' + (
        b'"conclusion": "success", "started_at": "2024-05-01T10:01:00Z"}]}'
    )

    [sketch] = importers.read([from_bytes(run), from_bytes(jobs)], importers.importers()["github"], WISHES)

    assert [entry.text for entry in sketch.entries] == ['the job "deploy" passed']


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00+00:00"),
        ("2024-05-01T10:00:00.123456789+02:00", "2024-05-01T10:00:00.123456+02:00"),
        ("2016-08-12 15:23:28 UTC", "2016-08-12T15:23:28+00:00"),
        ("2021-04-28 21:50:00 +0200", "2021-04-28T21:50:00+02:00"),
        ("2021-04-28 21:50:00.12 +0200 CEST", "2021-04-28T21:50:00.120000+02:00"),
        ("2021-04-28 21:50:00,123", "2021-04-28T21:50:00.123000"),
        ("Mon Oct  3 10:15:13 2016", "2016-10-03T10:15:13"),
        (1439033466.000002, "2015-08-08T11:31:06.000002+00:00"),
        ("1439033466.000002", "2015-08-08T11:31:06.000002+00:00"),
        (1714525200000, "2024-05-01T01:00:00+00:00"),
        (1714525200000000000, "2024-05-01T01:00:00+00:00"),
    ],
)
def test_a_time_is_read_however_a_machine_writes_it(written: object, read_as: str) -> None:
    """Each system has its own way."""
    found = instant(written)

    assert not isinstance(found, str)
    assert found.isoformat() == read_as


@pytest.mark.parametrize("written", ["", "soon", "2024-13-01T10:00:00Z", True, None, [], 1e300, "9" * 400])
def test_what_is_no_time_is_said_to_be_none(written: object) -> None:
    """The clause goes into the message."""
    assert isinstance(instant(written), str)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_any_value_is_a_time_or_is_none(written: object) -> None:
    """Never a traceback."""
    instant(written)


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(share(60)))
@pytest.mark.parametrize("name", ["ansible", "capistrano", "chat", "jenkins"])
def test_no_line_is_lost_in_whatever_order_lines_come(name: str, seed: int) -> None:
    """Lines of all kinds of consoles, mixed, are still each in one place."""
    random_ = random.Random(seed)
    text = "\n".join(random_.choices(LINES, k=random_.randrange(1, 60)))
    try:
        sketches = importers.read([from_bytes(text.encode())], importers.importers()[name], WISHES)
    except LogError:
        return
    assert_accounted(text, sketches)
    for sketch in sketches:
        importers.write(sketch)


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("seed", range(share(40)))
def test_a_document_with_anything_in_it_gives_logs_or_problems(name: str, seed: int) -> None:
    """Values of the wrong kind come from other versions, and from hands."""
    random_ = random.Random(seed)
    for path in sorted(FIXTURES.glob(f"{name}/*.json*")):
        text = path.read_text()
        for _ in range(3):
            at = random_.choice([place for place, letter in enumerate(text) if letter == ":"])
            end = min(place for mark in ",}\n" if (place := text.find(mark, at)) > 0)
            wrong = random_.choice(WRONG)
            text = f"{text[:at]}: {wrong}{text[end:]}"
        importer = importers.importers()[name]
        with suppress(LogError):
            for sketch in importers.read([from_bytes(text.encode())], importer, WISHES):
                importers.write(sketch)


@given(st.lists(st.integers(0, 200), unique=True).map(sorted), st.lists(st.integers(0, 200), unique=True))
def test_spans_hold_numbers_as_a_list_does(first: list[int], second: list[int]) -> None:
    """They take less room, and are the same otherwise."""
    rest = sorted(set(second) - set(first))
    one, other = Spans(), Spans()
    for number in first:
        one.add(number)
    for number in rest:
        other.add(number)

    one.take(other)

    assert list(one) == sorted([*first, *rest])
    assert [one[place] for place in range(len(one))] == list(one)


def test_values_that_follow_each_other_are_read_one_by_one() -> None:
    """JSON lines, and what `gh api --paginate` prints."""
    roots = read(from_bytes(b'{"a": 1}\n{"a": 2}[3]'))

    assert [root.value for root in roots] == [{"a": 1}, {"a": 2}, [3]]


HELM_TABLE = """\
$ helm history orders -n shop
REVISION\tUPDATED                 \tSTATUS    \tCHART       \tAPP VERSION\tDESCRIPTION
1       \tMon Oct  3 10:15:13 2016\tsuperseded\torders-0.1.0\t1.0        \tInstall complete
2       \tMon Oct  3 11:15:13 2016\tfailed    \torders-0.2.0\t1.1        \tUpgrade "orders" failed: timed out
3       \tMon Oct  3 12:15:13 2016\tdeployed  \torders-0.1.0\t           \tRollback to 1
that is all
"""


def test_the_table_that_helm_prints_is_read_like_its_json() -> None:
    """It is what people paste; the year stands at the end of its times, and no line of it is lost."""
    assert "helm" in detect(HELM_TABLE)
    text = from_bytes(HELM_TABLE.encode(), file="history.txt")
    first, second = importers.read([text], importers.importers()["helm"], WISHES)

    assert [(entry.at.isoformat(), entry.text) for entry in (*first.entries, *second.entries)] == [
        (
            "2016-10-03T10:15:13+00:00",
            "the installation of 0.1.0, application 1.0 (revision 1) succeeded",
        ),
        (
            "2016-10-03T11:15:13+00:00",
            "the upgrade to 0.2.0, application 1.1 (revision 2) failed: timed out",
        ),
        ("2016-10-03T12:15:13+00:00", "the rollback to revision 1 (revision 3) succeeded"),
    ]
    assert (second.outcome, second.systems, first.unparsed) == (
        "rolled-back",
        ["orders"],
        [(6, "that is all")],
    )
    assert [guess.key for guess in first.guesses] == ["timezone", "environment"]
    assert_accounted(HELM_TABLE.encode(), [first, second])


@pytest.mark.parametrize("stray", ["7", '"x"', "null", "[]"])
def test_what_is_no_message_among_messages_is_passed_over(stray: str) -> None:
    """Tools that thin out an export leave such things behind."""
    text = (
        '{"ok": true, "messages": [' + stray + ', {"type": "message", "user": "U1", "text": "deployed",'
        ' "ts": "1614888000.0001"},'
        ' {"type": "message", "user": "U1", "text": "rolled back", "ts": "1614888600.1"}]}'
    )
    [sketch] = importers.read(
        [from_bytes(text.encode(), file="export")], importers.importers()["chat"], WISHES
    )

    assert [entry.text for entry in sketch.entries] == ["deployed", "rolled back"]


@pytest.mark.parametrize("environment", ["null", '""', "true"])
def test_a_deployment_to_nowhere_is_told_all_the_same(environment: str) -> None:
    """The environment is then a guess, as in every file that names none."""
    text = (
        '{"statuses_url": "https://api.github.com/repos/a/shop/deployments/1/statuses", "id": 1,'
        ' "ref": "main",'
        ' "repository_url": "https://api.github.com/repos/a/shop", "created_at": "2024-05-02T20:30:00Z",'
        ' "environment": ' + environment + "}"
    )
    [sketch] = importers.read(
        [from_bytes(text.encode(), file="export")], importers.importers()["github"], WISHES
    )

    assert (sketch.title, sketch.environment) == ("Deployment of shop main", "production")
    assert "environment" in [guess.key for guess in sketch.guesses]


def test_a_pipeline_that_nobody_took_up_is_not_told_as_running() -> None:
    """It waits for a runner, perhaps for ever."""
    text = (
        '{"id": 47, "iid": 12, "project_id": 1, "status": "pending", "ref": "main", "sha": "a91957a858320c",'
        ' "web_url": "https://git.example.org/a/shop/-/pipelines/47",'
        ' "created_at": "2016-08-11T11:28:34.085Z",'
        ' "updated_at": "2016-08-11T11:32:35.169Z"}'
    )
    [sketch] = importers.read(
        [from_bytes(text.encode(), file="export")], importers.importers()["gitlab"], WISHES
    )

    assert [entry.text for entry in sketch.entries] == ["the pipeline was still waiting to begin"]
    assert sketch.outcome == "in-progress"
