"""What may stand in a log: the one table that the reader, the JSON Schema and the docs agree on."""

from deploylog.logs.kinds import (
    Day,
    Flag,
    Form,
    Key,
    Many,
    Needs,
    NotBoth,
    Only,
    Shape,
    Text,
    Time,
    When,
    Word,
    Zone,
)
from deploylog.model import (
    Activity,
    FoundIn,
    Happened,
    IssueStatus,
    Kind,
    Outcome,
    Result,
    Severity,
    Voice,
)

LINE = Text(line=True)
TEXT = Text()
NARRATOR = Text(untouched=True)
TEXTS = Many(TEXT)
NAMES = Many(LINE, or_one=True)

ID = Form(
    r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*",
    "bad-name",
    "no id of a log",
    "an id is the file's path below the posts folder without its suffix, e.g. 2007-12-02-front-end",
)
URL = Form(
    r"https?://[^\s/?#<>\"\\^`{|}\[\]]+(?:[/?#][^\s<>\"\\^`{|}]*)?|mailto:[^\s@<>\"\\?]+@[^\s@<>\"\\?]+",
    "bad-url",
    "no address to link to",
    "write a full address that begins with https://, http:// or mailto:",
)
TAG = Form(
    r"[a-z0-9][a-z0-9 ._-]*",
    "bad-tag",
    "no tag",
    "a tag is lower-case letters, digits, spaces, `.`, `_` and `-`, and begins with a letter or digit",
)
LINES = Form(
    r"[0-9]+(?:-[0-9]+)?",
    "bad-line",
    "no line number",
    "write the number of a line of the input, or the first and the last: 40-120",
)

EXECUTED = frozenset(outcome for outcome in Outcome if outcome.executed)
DECISION_KEYS = ("question", "options", "deadline", "decided", "by")
PRIVATE = Key("private", Flag(), "`true` keeps it in the log and out of the site")


def _decision(deadline: Time) -> tuple[Key, ...]:
    return (
        Key("question", TEXT, "What had to be decided"),
        Key("options", TEXTS, "What could have been done"),
        Key("deadline", deadline, "When the decision had to be made at the latest"),
        Key("decided", TEXT, "What was chosen; left out while it is open"),
        Key("by", LINE, "Who decided: a role or a team"),
    )


WINDOW = Shape(
    "a window",
    (
        Key("start", Time(), "When the window opens", required=True),
        Key("end", Time(), "When the window closes", required=True),
        Key("extended_to", Time(), "Until when it was extended"),
        Key("granted_by", LINE, "Who granted the extension or, without one, the window"),
        Key("note", TEXT, "What is unusual about the window"),
    ),
    "The time granted for the deployment; in short `01:30-07:00`",
    form="range",
)

SYSTEM = Shape(
    "a system",
    (
        Key("name", LINE, "What the team calls it", required=True),
        Key("role", LINE, "What it is: `application`, `database`"),
        Key("depends_on", NAMES, "Systems of this log that must be up before it"),
    ),
    "Something that is deployed or touched; in short its name",
    short="name",
)

STEP = Shape(
    "a step",
    (
        Key("at", Time(ranged=True), "When it began; `01:40-01:45` says when it ended too", required=True),
        Key("until", Time(), "When it ended"),
        Key("plan", Time(), "When it was planned to begin"),
        Key("activity", Word(Activity), "What it was for"),
        Key("system", NAMES, "The system it touched, or a list of them"),
        Key("who", LINE, "Who did it: a role or a team, e.g. `DBA`"),
        Key("text", TEXT, "What happened, in the past tense: `the backup finished`"),
        Key("why", TEXT, "Why it was done, or done then"),
        Key("result", Word(Result), "How it ended"),
        *_decision(Time()),
        Key("approximate", Flag(), "`true`: all times of the step are approximate"),
        Key("aside", NARRATOR, "The narrator's own words, placed after the step, untouched"),
    ),
    "One thing that happened, at one time",
    rules=(
        Needs(("text",), When("activity", frozenset({"decision"}), negated=True), help="say what happened"),
        Needs(
            ("question", "decided"), When("activity", frozenset({"decision"})), help="say what was decided"
        ),
        Only(
            DECISION_KEYS,
            When("activity", frozenset({"decision"})),
            "write `activity: decision`, or leave the key out",
        ),
    ),
)

DECISION = Shape(
    "a decision",
    (*_decision(Time(dated=True)), Key("why", TEXT, "Why it was decided so")),
    "A choice outside the timeline: made before or after the night",
    rules=(Needs(("question", "decided"), help="say what was decided"),),
)

RISK = Shape(
    "a risk",
    (
        Key("text", TEXT, "What the team worried about", required=True),
        Key("system", LINE, "The system it concerns"),
        Key("happened", Word(Happened), "Whether it came true"),
        Key("note", TEXT, "What came of it"),
    ),
    "Something the team worried about beforehand; in short a text",
    short="text",
)

ISSUE = Shape(
    "an issue",
    (
        Key("text", TEXT, "What is wrong", required=True),
        Key("severity", Word(Severity), "How bad it is for its users"),
        Key("system", LINE, "The system that has it"),
        Key("found_in", Word(FoundIn), "What brought it to light"),
        Key("status", Word(IssueStatus), "What became of it"),
    ),
    "A fault that the deployment brought or met; in short a text",
    short="text",
)

SLOT = Shape(
    "a slot",
    (
        Key("date", Day(), "The local day", required=True),
        Key("start", Time(), "The clock on that day"),
        Key("system", LINE, "What would go in then, when it is not the whole deployment"),
        Key("tentative", Flag(), "`true`: only if all goes well"),
        Key("note", TEXT, "What it hangs on"),
    ),
    "A time at which it is tried next; in short a day, or a day with its time",
    form="moment",
)

_NEXT = (
    Key("next_slots", Many(SLOT), "When it is tried next"),
    Key("next_decision_at", Time(dated=True), "The go/no-go call for the next slot, with its day"),
)

DEFERRAL = Shape(
    "a deferral",
    (
        Key("reason", TEXT, "Why it was put off", required=True),
        Key(
            "cause", LINE, "What kind of thing stood in the way, in a few words; deferrals are counted by it"
        ),
        Key("blocked_by", LINE, "The system or team in the way"),
        Key("decided_at", Time(dated=True), "When it was put off, with its day"),
        *_NEXT,
    ),
    "Why a deployment was put off, and until when",
)

LINK = Shape(
    "a link",
    (
        Key("text", LINE, "What the reader sees"),
        Key("url", URL, "An http, https or mailto address"),
        Key("log", ID, "The id of another log or post"),
    ),
    "A reference for the reader",
    rules=(
        Needs(("url", "log"), help="add `url`, an address, or `log`, the id of another log"),
        Needs(("text",), with_key="url", help="say what the reader sees in place of the address"),
        NotBoth(("url", "log"), "keep one of the two; a link leads to one place"),
    ),
)

CHANGE = Shape(
    "a change",
    (
        Key("text", LINE, "What was changed", required=True),
        Key("committed_at", Time(dated=True), "When it was committed, with its day", required=True),
        Key("url", URL, "An http, https or mailto address of the change"),
    ),
    "Something that was changed in the source; its lead time begins when it was committed",
)

UNPARSED = Shape(
    "a leftover",
    (
        Key("line", LINES, "Its number in the input, or the first and last of many", required=True),
        Key("text", NARRATOR, "What stands there"),
    ),
    "A line of an imported file that is no part of the story; never on the site",
)

LOG = Shape(
    "a log",
    (
        Key("title", LINE, "The post's title", required=True),
        Key(
            "date",
            Day(),
            "The local day of the first clock time; if deferred, the day planned",
            required=True,
        ),
        Key("outcome", Word(Outcome), "How it ended", required=True),
        Key("timezone", Zone(), "IANA time zone of the log's clocks; may be left to the site"),
        Key("posted", Day(), "The day the post carries; without it, `date`"),
        Key("release", LINE, "Shared by all attempts and deferrals at the same change"),
        Key("kind", Word(Kind), "What led to it; `planned` when left out"),
        Key("environment", LINE, "Where it was deployed; `production` when left out"),
        Key("window", WINDOW, WINDOW.about),
        Key("systems", Many(SYSTEM), "What was deployed or touched"),
        Key("why", TEXT, "What the deployment is for, or what is unusual about it"),
        Key("risks", Many(RISK), "What the team worried about beforehand"),
        Key("steps", Many(STEP), "What happened, in the order of `at`"),
        Key("decisions", Many(DECISION), "Choices outside the timeline"),
        Key("issues", Many(ISSUE), "Faults that the deployment brought or met"),
        Key("deferral", DEFERRAL, DEFERRAL.about),
        *_NEXT,
        Key("remedies", ID, "The id of the log that this deployment repairs"),
        Key("lessons", TEXTS, "What the team learned"),
        Key("follow_up", TEXTS, "What is still to be done"),
        Key(
            "changes",
            Many(CHANGE),
            "What was to be delivered; lead times are counted by it",
        ),
        Key("links", Many(LINK), "References for the reader"),
        Key("tags", Many(TAG), "Words under which the post is listed"),
        Key("authors", Many(LINE), "Who wrote the log"),
        Key("intro", NARRATOR, "The narrator's own opening, untouched"),
        Key("closing", NARRATOR, "The narrator's own ending, untouched"),
        Key("voice", Word(Voice), "Who tells the post: the team, or nobody"),
        Key("draft", Flag(), "`true`: shown in preview only"),
        Key("unparsed", Many(UNPARSED), "Lines of an imported file that are no part of the story"),
    ),
    "One attempt to deliver a release, or one slot at which it was put off",
    rules=(
        Needs(("steps",), When("outcome", EXECUTED), help="say what happened, step by step"),
        Needs(
            ("deferral",), When("outcome", frozenset({"deferred"})), help="say why: `deferral: {reason: ...}`"
        ),
        Only(
            ("deferral",),
            When("outcome", frozenset({"deferred"})),
            "write `outcome: deferred`, or leave the key out",
        ),
    ),
)
