"""The words that tell what a step was for, how it went and how the night ended."""

from pathlib import Path

import pytest

from deploylog.importers.vocabulary import STANDARD, activity_of, outcome_of, result_of
from deploylog.model import Activity

ACTIVITIES = {
    "We all logged onto the conference bridge": "assemble",
    "We backed up the database for the front-end app": "backup",
    "We shut down the two applications": "shutdown",
    "the DBA began executing the new database scripts": "database",
    "We deploy the app": "deploy",
    "The Sanity Tests passed": "sanity-test",
    "The client did their Landing Tests": "landing-test",
    "go/no-go call": "decision",
    "We continued troubleshooting": "troubleshoot",
    "We rolled each of the three systems back": "rollback",
    "The power went off": "interruption",
    "waiting for the testers": "wait",
    "Tweet announcing the release": "announce",
    "The application was back up": "restore",
    "The app was back up, and our sanity test of it passed": "sanity-test",
    "It came back up and the scripts finished. We did the sanity test": "restore",
    "In case of rollback, wait": "wait",
    "More movie": "",
    "After the quickest backup in history, we begin the database changes": "database",
    "After the backup": "backup",
    "We're ready to begin the deployment, and they are asleep": "wait",
    "Another successful deployment": "announce",
    "We sit around on the bridge": "wait",
    "I log back on. The backup is done. We shut down the app": "shutdown",
    "I log back on. I could shut it down now": "assemble",
    "I log back on the bridge. They wait for us to shut down": "assemble",
}


@pytest.mark.parametrize("text", ACTIVITIES)
def test_the_first_phrase_of_a_step_names_its_activity(text):
    """What comes first is what the step was for; a mere possibility is no activity."""
    assert (activity_of(text) or "") == ACTIVITIES[text]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("passed", "passed"),
        ("failed on two", "failed"),
        ("passed, two minor defects", "passed-with-issues"),
        ("ran", None),
    ],
)
def test_a_test_tells_how_it_went(text, result):
    """Worse news is listened to first."""
    assert result_of(text, Activity.SANITY_TEST) == result


def test_an_apostrophe_may_be_a_word_processors():
    """Phones and Word write `didn’t` for didn't."""
    assert result_of("the smoke test didn’t work") == "failed"


def test_phrases_are_found_whatever_letters_begin_them():
    """Phrases are looked up by first letters; those that are too short or no letters are found too."""
    own = STANDARD.extended({"deploy": ["änder*", "2nd push", "go*", "ok"], "wait": ["*zzz"]})
    texts = ["Wir ÄNDERN es", "the 2nd push", "going", "ok", "buzzz"]

    assert [own.activity_of(text) for text in texts] == ["deploy"] * 4 + ["wait"]


def test_a_wait_has_no_result():
    """`Waited until the backup finished` passed nothing."""
    assert result_of("waited until it finished", Activity.WAIT) is None


@pytest.mark.parametrize(
    ("texts", "outcome"),
    [
        (["deployed", "tests passed"], "successful"),
        (["deployed", "rolled back", "service restored"], "rolled-back"),
        (["deployed", "rolled back", "fixed version deployed successfully"], "successful"),
        (["deployed", "Rollback fails", "service restored"], "successful-with-issues"),
        (["rollback attempted", "rollback of the shop timed out", "restored"], "successful-with-issues"),
        (["the deployment failed, so it was rolled back"], "rolled-back"),
        (["rolled back after the smoke tests failed", "service restored"], "rolled-back"),
        (["node rollover started, the runtime swapped back", "resolved"], "successful"),
        (["tests passed, two minor defects", "all done"], "successful-with-issues"),
        (["it crashed, so we are deferred"], "deferred"),
        (["deployed"], None),
    ],
)
def test_the_last_word_tells_how_the_night_ended(texts, outcome):
    """Service comes back after a rollback too, which is no success."""
    assert outcome_of(texts) == outcome


def test_a_site_adds_phrases_of_its_own():
    """Every team has a word for it."""
    own = STANDARD.extended({"deploy": ["pull* the lever"], "cancelled": ["sent home"]})

    assert own.activity_of("we pulled the lever") is Activity.DEPLOY
    assert activity_of("we pulled the lever") is None
    assert own.outcome_of(["everybody was sent home"]) == "cancelled"


def test_a_word_that_the_log_does_not_have_is_refused():
    """A typo in the extension must not vanish."""
    with pytest.raises(ValueError, match="'deploys' is no activity, result or outcome"):
        STANDARD.extended({"deploys": ["x"]})


def test_the_documented_words_are_those_in_use():
    """A table that goes stale is worse than none."""
    page = (Path(__file__).parent.parent.parent / "docs" / "importing.md").read_text("utf-8")
    tables = (STANDARD.activities, STANDARD.results, STANDARD.outcomes)

    for table in tables:
        for word, phrases in table.items():
            assert f"| `{word.value}` | {', '.join(phrases)} |" in page
