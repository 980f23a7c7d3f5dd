"""Any valid log is told truthfully, completely and in whole sentences."""

import html
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markdown import Markdown

import narrative_nights as nights
from deploylog import history, narrative, templates
from deploylog.history import History
from deploylog.model import Deployment, Instant, Outcome, Step, Voice
from deploylog.site.drafting import editable
from prose_checks import complaints
from thorough import share

COMMON = settings(
    deadline=None,
    derandomize=True,  # the same thousand logs on every machine
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a whole night shrinks for minutes
)


@cache
def environment() -> Environment:
    """Give the built-in templates."""
    return templates.environment()


def shown(markdown: str) -> str:
    """Give what a browser shows of a post, without its markup."""
    page = Markdown(extensions=EXTENSIONS).convert(markdown)
    return " ".join(html.unescape(re.sub(r"<!--.*?-->|<[^>]*>", " ", page, flags=re.DOTALL)).split())


EXTENSIONS = ["attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"]
NIGHT = Deployment(
    id="2024-05-01-queue",
    title="A new queue",
    date=date(2024, 5, 1),
    timezone="UTC",
    outcome=Outcome.SUCCESSFUL,
    why="the old queue had run full",
    steps=[
        Step(at=Instant(at=datetime(2024, 5, 1, 22, 0, tzinfo=UTC)), text="the queue was drained"),
        Step(
            at=Instant(at=datetime(2024, 5, 1, 22, 30, tzinfo=UTC)),
            text="its successor, already warm, took over",
        ),
    ],
)


def tell(
    deployment: Deployment, past: History, voice: Voice, clock: int, jinja: Environment | None = None
) -> str:
    """Tell a deployment as its post does."""
    story = narrative.story(deployment, past, voice=voice, clock=clock)
    template = (jinja or environment()).get_template(story.template)
    return template.render(story=story, deployment=deployment, uri=f"{deployment.id}.md")


@given(st.tuples(nights.deployments(), nights.deployments(number=1)), nights.CLOCKS)
@settings(COMMON, max_examples=share(500))
def test_every_log_is_told_truthfully_and_well(pair: tuple[Deployment, Deployment], clock: int) -> None:
    """A reader must be able to trust each time, number, name and outcome, and never stumble."""
    past = history.of(pair)

    for deployment in pair:
        for voice in Voice:
            text = tell(deployment, past, voice, clock)
            assert complaints(text, deployment, past, clock, voice) == [], text


@given(nights.deployments(), nights.VOICES, nights.CLOCKS)
@settings(COMMON, max_examples=share(50))
def test_the_same_log_always_gives_the_same_words(deployment: Deployment, voice: Voice, clock: int) -> None:
    """A post that changes from build to build cannot be reviewed, merged or cached."""
    told = tell(deployment, history.of([deployment]), voice, clock)

    assert (
        tell(deployment, history.of([deployment]), voice, clock, templates.environment(Path("none"))) == told
    )


@given(nights.deployments(), nights.VOICES)
@settings(COMMON, max_examples=share(100))
def test_a_draft_reads_as_the_page_does(deployment: Deployment, voice: Voice) -> None:
    """Only the escaping differs: the author edits plain Markdown and sees the same words on the site."""
    past = history.of([deployment])

    page = tell(deployment, past, voice, 24)
    draft = editable(page)

    assert shown(draft) == shown(page)
    assert "&#" not in draft


BROKEN = {
    "a plural after one": "{% block worries %}It took 1 minutes.{% endblock %}",
    "two spaces": "{% block worries %}<p>It took  long.</p>{% endblock %}",
    "an unresolved value": "{% block worries %}It was {{ deployment.window and None }}.{% endblock %}",
    "a time that is not in the log": "{% block worries %}It was 03:59 by then.{% endblock %}",
    "a number that is not in the log": "{% block worries %}There were 987 of them.{% endblock %}",
    "a name that is not in the log": "{% block worries %}It was up to Ernestine.{% endblock %}",
    "an outcome that is not the log's": "{% block worries %}In the end it was cancelled.{% endblock %}",
    "an opening used twice": "{% block worries %}Still it went on. Still it ended.{% endblock %}",
    "doubled punctuation": "{% block worries %}So it was..{% endblock %}",
    "a sentence without an end": "{% block worries %}So it was{% endblock %}",
    "a sentence in lower case": "{% block worries %}so it was.{% endblock %}",
    "a missing step": "{% block step %}{% endblock %}",
    "a fact told twice": "{% block closing %}{{ deployment.why | sentence }}.{% endblock %}",
    "another voice": "{% block worries %}Then we went home.{% endblock %}",
}


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_wording_is_noticed(fault: str, tmp_path: Path) -> None:
    """A check that nothing can fail would prove nothing about the templates."""
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / "base.md.j2").write_text('{% extends "builtin/post/base.md.j2" %}' + BROKEN[fault])
    past = history.of([NIGHT])

    assert complaints(tell(NIGHT, past, Voice.REPORT, 24), NIGHT, past, 24, Voice.REPORT) == []
    text = tell(NIGHT, past, Voice.REPORT, 24, templates.environment(tmp_path))
    assert complaints(text, NIGHT, past, 24, Voice.REPORT), text
