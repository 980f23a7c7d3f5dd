"""What a message bears on: the work of the night, perhaps the work, or nothing but talk.

A chat is full of words that notes use too: a picture is posted, somebody joins a club, a joke fails. So a
message counts by itself only where it speaks of a deployment; where its words are of work in general, the
talk around it decides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from deploylog.importers.phrases import beginnings, folded
from deploylog.importers.vocabulary import activity_of, outcome_of, result_of
from deploylog.model import Activity, Result


class Bearing(IntEnum):
    """How surely a message tells of the work."""

    TALK = 0
    WORK = 1
    """Of some work; a step where a deployment is talked about."""
    DEPLOYMENT = 2


@dataclass(frozen=True, slots=True)
class Sighted:
    """A pattern that is tried only where a word begins with letters without which it finds nothing."""

    pattern: re.Pattern[str]
    letters: frozenset[str]

    def search(self, text: str) -> re.Match[str] | None:
        """Find it in a text that is `folded`."""
        return None if self.letters.isdisjoint(beginnings(text)) else self.pattern.search(text)


def _sighted(letters: str, pattern: str) -> Sighted:
    return Sighted(re.compile(pattern), frozenset(letters.split()))


def _any(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


_THING = (
    r"(?:front ?end|back ?end|site|servers?|service|app|application|api|database|db|cluster|nodes?|pods?|"
    r"web\d+|shop|portal|login|checkout|system|everything)"
)
_DEPLOYMENT = _sighted(
    "dep und red rol rev bac liv cut dow swi hot smo san lan acc reg uat mai pro sta fai out inc mig sch can "
    "rel res reb sto dra rec hea onl off sca err bui pip job mer bri sna",
    r"\b"
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
        r"(?:takes?|taking|took|taken) (?:\S+ ){0,4}down",
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
    + r"\b",
)
"""Words of a deployment; a message that has them and tells of something done is a step."""
_STATES: Sequence[tuple[Activity, Sighted]] = (
    (
        Activity.INTERRUPTION,
        _sighted(
            "dow off dea",
            rf"\b{_THING} (?:is|are|was|were|went|goes) (?:completely |all )?(?:down|offline|dead)\b",
        ),
    ),
    (
        Activity.RESTORE,
        _sighted(
            "bac up onl hea",
            rf"\b{_THING} (?:is|are|came|comes) (?:all )?(?:back|up|online|healthy)\b",
        ),
    ),
    (
        Activity.DEPLOY,
        _sighted(
            "liv out pro",
            r"\b(?:(?:we|it)(?:'re|'s| is| are)|(?:hotfix|fix|release|version|build)(?: \S+)? "
            r"(?:is|are)) (?:now )?(?:live|out(?! (?:of|for|to|sick|there)\b)|in prod\w*)\b",
        ),
    ),
)
"""What states how things are, without a verb of the work."""
_DECIDES = _sighted(
    "let go no",
    r"\blet'?s (?:\w+ )?(?:roll (?:it |this )?back|revert|abort|back (?:it |this )?out|go ahead|proceed|"
    r"go live|postpone|call it off)\b|\bwe(?:'re| are) (?:a )?(?:go|no[- ]go)\b"
    r"|^(?:ok(?:ay)?,? )?(?:it'?s )?(?:a )?(?:go|no[- ]go)(?: (?:from|for) .{1,30})?[.! ]*$",
)
_UNDONE = re.compile(
    r"(?:'ll|\b(?:will|would|should|could|can|might|may|shall|let'?s|let me know|needs? to|have to|"
    r"want to|going to|gonna|wanna|plan\w* to|supposed to|try(?:ing)? to|if|whether|how to|how do|hope|wish|"
    r"imagine|don'?t|do not|please|reminder|(?:great|good|nice) (?:job|work)|well done|congrat\w*|"
    r"thanks? (?:\w+ )?for|afraid|worried|about|book|movie))\b"
)
"""Before the words of the work in the same clause: they are not told as done."""
_CLAUSE_ENDS = ".,;!\u2014"
_NOW = re.compile(r"\b(?:now|right away|starting)\b")
_REFUSED = re.compile(r"\b(?:don'?t|do not|please|not)\b")
_OTHER_TIME = _sighted(
    "tom yes las nex mon tue wed thu fri ago rem use eve alw usu nev in sin",
    r"\b(?:tomorrow|yesterday|(?:last|next) (?:week|night|month|time|year|sprint|\w+day)|"
    r"on (?:mon|tues|wednes|thurs|fri)days?|(?:days|weeks|months|years) ago|remember|used to|"
    r"every (?:day|week|time)|always|usually|never|(?:in|since) (?:19|20)\d\d)\b",
)
_JEST = _sighted(
    "lol rof lma hah heh jk xd joy lau stu",
    r"\b(?:lol|rofl|lmao|ha(?:ha)+|he(?:he)+|jk|xd)\b|:(?:joy|laughing|stuck_out_tongue\w*):",
)
_SMILE = re.compile(r"[;:]-?[)dp](?:\s|$)")
_SHORTEST = 4
"""Characters of a message that says anything."""
_TOLD = 12
"""Characters of one that tells how the night ended."""
_ASKS = re.compile(r"\?\W*$")
_ADDRESSED = re.compile(
    r"\b(?:status page|customers?|clients?|users|stakeholders?|support|everyone|everybody|all hands|"
    r"bridge|call|war room|team|business|management)\b"
)
"""Who is told, or where people gather, when that is part of the work."""
_DONE = _sighted(
    "fig fou che con fix cha upd dis ena app pus rem add tes ver upl cle inc low swi ran rep rul",
    r"\b(?:i|we|they)(?:'ve| have)? (?:just |now |already |also |finally |both )?(?:figured out|found|"
    r"checked|confirmed|fixed|changed|updated|disabled|enabled|applied|pushed|removed|added|tested|verified|uploaded|"
    r"cleared|increased|lowered|switched|ran|reproduced)\b|\brul(?:e|ed|ing) out\b",
)
_SYMPTOM = _sighted(
    "see get thr the err lat",
    r"\b(?:seeing|getting|throwing|there are) .{0,30}\b(?:[45]\d\ds?|errors?|exceptions?|timeouts?)\b"
    r"|\berror rates? (?:is |are )?(?:now )?(?:above|over|up|rising|climbing|spiking|high)\b"
    r"|\blatency (?:is )?(?:up|high|rising|climbing)\b",
)
"""What shows that something is wrong; of some work, as nobody says of which."""
_CHECKED = re.compile(r"\b(?:tests?|builds?|logins?|checks?|jobs?|scripts?|queries|pages?)\b")
_CHANNEL = re.compile(
    r"(?i)(?:^|[-_ .#])(?:incidents?|inc-?\d+|deploy\w*|releas\w*|roll-?outs?|go-?live|bridge|war-?room|"
    r"outages?|(?:dev)?ops|sre|prod\w*|on-?call|changes?|maintenance|infra\w*)(?:$|[-_ .])"
)


def _undone(text: str) -> bool:
    """Tell whether the last clause of a text puts what follows it off, or asks for it."""
    cut = max(map(text.rfind, _CLAUSE_ENDS))
    return bool(_UNDONE.search(text, cut + 1))


def bearing_of(text: str) -> tuple[Bearing, Activity | None]:
    """Tell what a message bears on, and what was done, if it says so."""
    text = folded(text)
    if len(text) < _SHORTEST or _ASKS.search(text):
        return Bearing.TALK, None
    if _DECIDES.search(text):
        return Bearing.DEPLOYMENT, Activity.DECISION
    if _OTHER_TIME.search(text) or _in_jest(text):
        return Bearing.TALK, None
    for activity, pattern in _STATES:
        if (found := pattern.search(text)) and not _undone(text[: found.start()]):
            return Bearing.DEPLOYMENT, _activity(text, result_of(text)) or activity
    return _by_words(text)


def _in_jest(text: str) -> bool:
    return _JEST.search(text) is not None or ((":" in text or ";" in text) and bool(_SMILE.search(text)))


def _by_words(text: str) -> tuple[Bearing, Activity | None]:
    result = result_of(text)
    activity = _activity(text, result)
    found = _DEPLOYMENT.search(text) if activity or result else None
    if found:
        begun = bool(_NOW.search(text)) and not _REFUSED.search(text)
        told = begun or not _undone(text[: found.start()])
        return (Bearing.DEPLOYMENT, activity) if told else (Bearing.TALK, None)
    if activity in (Activity.ASSEMBLE, Activity.ANNOUNCE) and not _ADDRESSED.search(text):
        return Bearing.TALK, None
    checked = result is not None and bool(_CHECKED.search(text))
    if (activity or checked) and not _undone(text):
        return Bearing.WORK, activity
    if _SYMPTOM.search(text):
        return Bearing.WORK, Activity.INTERRUPTION
    return (Bearing.WORK, None) if _DONE.search(text) else (Bearing.TALK, None)


def _activity(text: str, result: Result | None) -> Activity | None:
    activity = activity_of(text)
    if activity is None and result is not None and len(text) >= _TOLD and outcome_of([text]) is not None:
        return Activity.SANITY_TEST if "test" in text else Activity.ANNOUNCE
    return activity


def of_the_work(channel: str) -> bool:
    """Tell by the name of a channel whether all talk in it is about the work: `incident-42`, `deploys`."""
    return bool(_CHANNEL.search(channel))
