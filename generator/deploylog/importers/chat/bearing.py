"""What a message bears on: the work of the night, perhaps the work, or nothing but talk.

A chat is full of words that notes use too: a picture is posted, somebody joins a club, a joke fails. So a
message counts by itself only where it speaks of a deployment; where its words are of work in general, the
talk around it decides.
"""

import re
from collections.abc import Sequence
from enum import IntEnum

from deploylog.importers.vocabulary import STANDARD, Vocabulary, activity_of, outcome_of, result_of
from deploylog.model import Activity


class Bearing(IntEnum):
    """How surely a message tells of the work."""

    TALK = 0
    WORK = 1
    """Of some work; a step where a deployment is talked about."""
    DEPLOYMENT = 2


def _any(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


_THING = (
    r"(?:front ?end|back ?end|site|servers?|service|app|application|api|database|db|cluster|nodes?|pods?|"
    r"web\d+|shop|portal|login|checkout|system|everything)"
)
_DEPLOYMENT = re.compile(
    r"(?i)\b"
    + _any(
        r"(?:un|re-?)?deploy\w*",
        r"roll(?:ed|ing|s)?[ -](?:it |this |that |\S+ )?back",
        r"rollbacks?",
        r"roll(?:ed|ing|s)?[ -]out",
        r"rollouts?",
        r"revert(?:ed|ing|s)?",
        r"back(?:ed|ing)? (?:it |this )?out",
        r"(?:go|goes|going|went|gone) live",
        r"cut-?over",
        r"(?:taking|took|taken) (?:\S+ ){0,4}down",
        r"switch(?:ed|ing) over",
        r"hot-?fix\w*",
        r"(?:smoke|sanity|landing|acceptance|regression)[ -](?:tests?|checks?)",
        r"uat",
        r"maintenance (?:mode|page|window)",
        r"(?:in|to|on|into|from) (?:prod|production|staging)",
        r"fail-?over|failed over",
        r"outage",
        r"incident (?:declared|resolved|closed)",
        r"migrations?|migrat(?:ed|ing)|schema changes?",
        r"canary",
        r"released (?:v?\d|the |to )\S*|releasing|the release|new release|release [v\d]\S*",
        r"back(?:ed)?[ -]?ups? (?:of|is|was|are|done|taken|finished|complete\w*|started|running|restored)",
        r"backed up|(?:taking|took) a (?:backup|snapshot)",
        _THING
        + r"\b.{0,30}?\b(?:restarted|rebooted|stopped|drained|restored|recovered|healthy|online|offline)",
        r"(?:restart|reboot|stopp|drain|restor|scal)(?:ed|ing) (?:the |all |our )?\S+",
        r"error rates?",
        r"(?:build|pipeline|job) (?:\S+ )?(?:failed|passed|succeeded|is (?:green|red))",
        r"merged (?:in)?to (?:main|master|release\S*|prod\S*)",
        r"status page",
        r"bridge",
    )
    + r"\b"
)
"""Words of a deployment; a message that has them and tells of something done is a step."""
_STATES: Sequence[tuple[Activity, re.Pattern[str]]] = (
    (
        Activity.INTERRUPTION,
        re.compile(
            rf"(?i)\b{_THING} (?:is|are|was|were|went|goes) (?:completely |all )?(?:down|offline|dead)\b"
        ),
    ),
    (
        Activity.RESTORE,
        re.compile(rf"(?i)\b{_THING} (?:is|are|came|comes) (?:all )?(?:back|up|online|healthy)\b"),
    ),
    (
        Activity.DEPLOY,
        re.compile(
            r"(?i)\b(?:(?:we|it)(?:'re|'s| is| are)|(?:hotfix|fix|release|version|build)(?: \S+)? "
            r"(?:is|are)) (?:now )?(?:live|out|in prod\w*)\b"
        ),
    ),
)
"""What states how things are, without a verb of the work."""
_DECIDES = re.compile(
    r"(?i)\blet'?s (?:\w+ )?(?:roll (?:it |this )?back|revert|abort|back (?:it |this )?out|go ahead|proceed|"
    r"go live|postpone|call it off)\b|\bwe(?:'re| are) (?:a )?(?:go|no[- ]go)\b"
    r"|^(?:ok(?:ay)?,? )?(?:it'?s )?(?:a )?(?:go|no[- ]go)(?: (?:from|for) .{1,30})?[.! ]*$"
)
_UNDONE = re.compile(
    r"(?i)(?:'ll|\b(?:will|would|should|could|can|might|may|shall|let'?s|let me know|needs? to|have to|"
    r"want to|going to|gonna|wanna|plan\w* to|supposed to|try(?:ing)? to|if|whether|how to|how do|hope|wish|"
    r"imagine|don'?t|do not|please|reminder|(?:great|good|nice) (?:job|work)|well done|congrat\w*|"
    r"thanks? (?:\w+ )?for|afraid|worried|about|book|movie))\b[^.,;!\u2014]*$"
)
"""Before the words of the work in the same clause: they are not told as done."""
_NOW = re.compile(r"(?i)\b(?:now|right away|starting)\b")
_REFUSED = re.compile(r"(?i)\b(?:don'?t|do not|please|not)\b")
_OTHER_TIME = re.compile(
    r"(?i)\b(?:tomorrow|yesterday|(?:last|next) (?:week|night|month|time|year|sprint|\w+day)|"
    r"on (?:mon|tues|wednes|thurs|fri)days?|(?:days|weeks|months|years) ago|remember|used to|"
    r"every (?:day|week|time)|always|usually|never|(?:in|since) (?:19|20)\d\d)\b"
)
_JEST = re.compile(
    r"(?i)\b(?:lol|rofl|lmao|ha(?:ha)+|he(?:he)+|jk|xd)\b|:(?:joy|laughing|stuck_out_tongue\w*):"
    r"|[;:]-?[)DP](?:\s|$)"
)
_SHORTEST = 4
"""Characters of a message that says anything."""
_ASKS = re.compile(r"\?\W*$")
_ADDRESSED = re.compile(
    r"(?i)\b(?:status page|customers?|clients?|users|stakeholders?|support|everyone|everybody|all hands|"
    r"bridge|call|war room|team|business|management)\b"
)
"""Who is told, or where people gather, when that is part of the work."""
_DONE = re.compile(
    r"(?i)\b(?:i|we|they)(?:'ve| have)? (?:just |now |already |also |finally |both )?(?:figured out|found|"
    r"checked|confirmed|fixed|changed|updated|disabled|enabled|applied|pushed|removed|added|tested|verified|uploaded|"
    r"cleared|increased|lowered|switched|ran|reproduced)\b|\brul(?:e|ed|ing) out\b"
)
_CHECKED = re.compile(r"(?i)\b(?:tests?|builds?|logins?|checks?|jobs?|scripts?|queries|pages?)\b")
_CHANNEL = re.compile(
    r"(?i)(?:^|[-_ .#])(?:incidents?|inc-?\d+|deploy\w*|releas\w*|roll-?outs?|go-?live|bridge|war-?room|"
    r"outages?|(?:dev)?ops|sre|prod\w*|on-?call|changes?|maintenance|infra\w*)(?:$|[-_ .])"
)


def _beginnings(vocabulary: Vocabulary) -> tuple[frozenset[str], frozenset[str]]:
    """Give the first letters, four and three, of a word without which no phrase is found."""
    tables = (vocabulary.activities.values(), vocabulary.outcomes.values())
    firsts = [re.split(r"[\s/-]", phrase)[0] for table in tables for phrases in table for phrase in phrases]
    four, three = set(_OTHER_BEGINNINGS.split()), set[str]()
    for first in firsts:
        written = first.rstrip("*")
        (three if len(written) < 4 and first.endswith("*") else four).add(written[:4])
    return frozenset(four), frozenset(beginning[:3] for beginning in three)


_OTHER_BEGINNINGS = (
    "depl unde rede roll reve back go goes goin went gone live cut cuto swit hot hotf smok sani land "
    "acce regr uat main prod stag fail outa inci migr sche cana rele taki took take rest rebo stop drai "
    "scal erro buil pipe job jobs merg stat brid fron site serv app appl api data db clus node pods pod "
    "web shop port logi chec syst ever fix vers let lets no figu foun conf fixe chan upda disa enab "
    "push remo adde test veri uplo clea incr lowe ran repr rule ruli scri quer page "
)
"""Of the words of this module."""
_FOUR, _THREE = _beginnings(STANDARD)
_WORD = re.compile(r"[a-z]+")


def _may_bear(text: str) -> bool:
    """Tell in a fraction of the time whether any word of the work can be in a message."""
    words = _WORD.findall(text.lower())
    return not _FOUR.isdisjoint(word[:4] for word in words) or not _THREE.isdisjoint(
        word[:3] for word in words
    )


def bearing_of(text: str) -> tuple[Bearing, Activity | None]:
    """Tell what a message bears on, and what was done, if it says so."""
    if len(text) < _SHORTEST or not _may_bear(text) or _ASKS.search(text):
        return Bearing.TALK, None
    if _DECIDES.search(text):
        return Bearing.DEPLOYMENT, Activity.DECISION
    if _OTHER_TIME.search(text) or _JEST.search(text):
        return Bearing.TALK, None
    for activity, pattern in _STATES:
        if (found := pattern.search(text)) and not _UNDONE.search(text[: found.start()]):
            return Bearing.DEPLOYMENT, _activity(text) or activity
    return _by_words(text)


def _by_words(text: str) -> tuple[Bearing, Activity | None]:
    activity = _activity(text)
    found = _DEPLOYMENT.search(text)
    if found and (activity or result_of(text)):
        begun = bool(_NOW.search(text)) and not _REFUSED.search(text)
        told = begun or not _UNDONE.search(text[: found.start()])
        return (Bearing.DEPLOYMENT, activity) if told else (Bearing.TALK, None)
    if activity in (Activity.ASSEMBLE, Activity.ANNOUNCE) and not _ADDRESSED.search(text):
        return Bearing.TALK, None
    checked = result_of(text) is not None and bool(_CHECKED.search(text))
    if (activity or checked) and not _UNDONE.search(text):
        return Bearing.WORK, activity
    return (Bearing.WORK, None) if _DONE.search(text) else (Bearing.TALK, None)


def _activity(text: str) -> Activity | None:
    activity = activity_of(text)
    if (
        activity is None
        and outcome_of([text]) is not None
        and result_of(text) is not None
        and len(text) >= 12
    ):
        return Activity.SANITY_TEST if "test" in text.lower() else Activity.ANNOUNCE
    return activity


def of_the_work(channel: str) -> bool:
    """Tell by the name of a channel whether all talk in it is about the work: `incident-42`, `deploys`."""
    return bool(_CHANNEL.search(channel))
