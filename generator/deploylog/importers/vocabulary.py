"""The words by which importers tell what a step was for, how it went, and how the night ended.

A vocabulary maps the words of the log to phrases, which `phrases` finds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from deploylog.importers.phrases import Phrases, folded
from deploylog.model import Activity, Outcome, Result


def _phrases(told: str) -> Sequence[str]:
    return tuple(phrase.strip() for phrase in told.split(","))


_ACTIVITIES: Mapping[Activity, Sequence[str]] = {
    Activity.ROLLBACK: _phrases(
        "roll* back, roll ... back, rolls ... back, rolled ... back, rolling ... back, rollback*, "
        "backout, back* out, back* our changes out, revert*, undid, undo*, downgrad*, previous version, "
        "last known good, re-joined the two databases"
    ),
    Activity.DECISION: _phrases("go no go, no go, decision, decid*, agreed to, voted, go ahead given"),
    Activity.SANITY_TEST: _phrases(
        "sanity test*, sanity check*, smoke test*, functional test*, health check*, verif*, validat*, "
        "technical test*, e2e*, end to end test*"
    ),
    Activity.LANDING_TEST: _phrases(
        "landing test*, acceptance test*, user test*, uat, regression test*, client test*, business "
        "test*, customer test*"
    ),
    Activity.BACKUP: _phrases(
        "backup*, backed up, backing up, back up the, back up our, snapshot*, database dump, db dump"
    ),
    Activity.DATABASE: _phrases(
        "database change*, database script*, db script*, db change*, sql script*, migration*, migrat*, "
        "schema*, scripts running, scripts ran, database split*, splitting the database*, split* the "
        "database*, database upgrade*, executing the scripts, ran the scripts, reindex*"
    ),
    Activity.SHUTDOWN: _phrases(
        "shut* down, shutdown*, stopped, took down, taken down, take down, takes down, taking down, "
        "taking ... down, takes ... down, took ... down, stopped the, stopping the, maintenance mode, "
        "maintenance page, scaled to zero, scaled down to 0, drained, taken offline, took offline"
    ),
    Activity.DEPLOY: _phrases(
        "deploy*, redeploy*, roll* out, rollout*, released, release of, upgrad*, install*, went live, go "
        "live, going live, cutover, cut over, pushed to production, pushed to prod, promoted, bump*, "
        "switched over, merged"
    ),
    Activity.RESTORE: _phrases(
        "restor*, recover*, back online, back to normal, back up and running, came back up, brought back "
        "up, back up, operational, resolved, outage ends, end of outage, restart*, reboot*, healthy "
        "again, working again"
    ),
    Activity.TROUBLESHOOT: _phrases(
        "troubleshoot*, investigat*, debug*, diagnos*, root cause*, looked into, looking into, analys*, "
        "analyz*, identified, dig* into, tracked down, narrowed down, ran out of ideas"
    ),
    Activity.INTERRUPTION: _phrases(
        "power went off, power went out, power cut, power failure, power outage, lost power, power off, "
        "outage begins, start of outage, outage*, network down, network failure, went down, went dark, "
        "crash*, lost connection, accident, fire alarm, alert*, incident declared, fail*, timed out"
    ),
    Activity.WAIT: _phrases(
        "wait*, idle, on hold, paus*, nothing to do, kill* time, break for, asleep, sleep*, sit around, sat "
        "around, sitting around"
    ),
    Activity.ANNOUNCE: _phrases(
        "announc*, informed, notif*, status page, statuspage*, mail* sent, email*, e mail*, posted, "
        "tweet*, communicat*, reported, told, escalat*, paged, another successful"
    ),
    Activity.ASSEMBLE: _phrases(
        "bridge, joined, join the, dialled in, dialed in, dial in, logged on, log on, logged back on, log "
        "back on, roll call, kick off, kickoff, assembl*, everyone on, everybody on, on the call, called "
        "in, ready to go, good to go, signed on, signs off"
    ),
}
_RESULTS: Mapping[Result, Sequence[str]] = {
    Result.PASSED_WITH_ISSUES: _phrases(
        "minor issue*, minor defect*, minor fault*, except for, except that, with issues, some issues, "
        "with some problems, passed with, partial success, partially, mostly, defect*"
    ),
    Result.FAILED: _phrases(
        "fail*, unsuccessful*, did not work, didn't work, does not work, doesn't work, not working, "
        "broken, errored, aborted, timed out, times out"
    ),
    Result.PASSED: _phrases(
        "pass, passed, passes, succe*, went well, goes well, all good, all fine, looks fine, looks good, "
        "is working, was working, works fine, working fine, testing is positive, no issues, no problems, "
        "finished, complete*, green, ok"
    ),
}
_OUTCOMES: Mapping[Outcome, Sequence[str]] = {
    Outcome.ROLLED_BACK: _phrases(
        "roll* back, roll ... back, rolls ... back, rolled ... back, rolling ... back, rollback*, "
        "rolled each, backed out, back* our changes out, revert*"
    ),
    Outcome.DEFERRED: _phrases(
        "deferred, postponed, put off, rescheduled, re scheduled, had to cancel, a no go, no go for"
    ),
    Outcome.CANCELLED: _phrases("cancelled, canceled, called off, abandoned"),
    Outcome.FAILED: _phrases(
        "deployment failed, release failed, failed deployment, gave up, given up, aborted"
    ),
    Outcome.SUCCESSFUL_WITH_ISSUES: _phrases(
        "successful with issues, success with issues, minor defect*, minor issues, two defects, known issue*"
    ),
    Outcome.SUCCESSFUL: _phrases(
        "success*, succeed*, went live, live in production, all done, deployment complete*, completed, "
        "tests passed, test passed, we're done, we are done, everything is working, everything is fine, "
        "verified working, resolved, restored, back to normal, fully recovered, closed, operational"
    ),
}
_TESTED = frozenset(
    {
        Activity.SANITY_TEST, Activity.LANDING_TEST, Activity.DEPLOY, Activity.ROLLBACK, Activity.BACKUP,
        Activity.DATABASE, Activity.SHUTDOWN, Activity.RESTORE,
    }
)  # fmt: skip
_TESTS = (Activity.SANITY_TEST, Activity.LANDING_TEST)
_WELL = (Outcome.SUCCESSFUL, Outcome.SUCCESSFUL_WITH_ISSUES)
_FAILED_BACK = re.compile(
    r"\b(?:rollbacks?|roll-back|rolling back|reverting|back-?out|(?:a|the|our) revert)"
    r"(?:\s+(?!(?:because|after|as|since|when|due|and|but|once|following)\b)\S+){0,5}?"
    r"\s+(?:fail(?:s|ed|ing)?|did(?: not|n't) work|unsuccessful|aborted|timed out)\b"
    r"|\b(?:fail(?:s|ed|ing)?|unable) to (?:roll|revert|back)\b"
)
"""A rollback that did not go through: nothing was rolled back."""
_AFTER = re.compile(r"^(?i:after|once)\s[^,.!?]{3,60},\s+(?=\w)")
"""What was before a step: `After the backup, we change the database`."""
_WE = re.compile(r"[.!?]\s+(?:We|I)\s+([^.!?]{3,80})")
"""What follows in a further sentence of a step that begins with people who join."""
_NEAR = 4
"""Letters of that before the phrase of an activity: it is what they do, not what they talk of."""
_WORK = (Activity.SHUTDOWN, Activity.BACKUP, Activity.DATABASE, Activity.DEPLOY, Activity.ROLLBACK)
_TOLD = 240
"""Characters, from the start of a step's text, that say what the step was for."""
_READ = 2000
"""Characters that say how it went."""


@dataclass(frozen=True)
class Vocabulary:
    """The phrases of every activity, result and outcome, in the order in which they are tried."""

    activities: Mapping[Activity, Sequence[str]]
    results: Mapping[Result, Sequence[str]]
    outcomes: Mapping[Outcome, Sequence[str]]

    def extended(self, words: Mapping[str, Iterable[str]]) -> "Vocabulary":
        """Add phrases of a site's own, by the log's words: `{"deploy": ["cut the ribbon"]}`.

        Raises:
            ValueError: A key is no activity, result or outcome; the message names it.
        """
        activities, results, outcomes = dict(self.activities), dict(self.results), dict(self.outcomes)
        for key, phrases in words.items():
            more = tuple(phrases)
            if key in {activity.value for activity in Activity}:
                activities[Activity(key)] = (*activities.get(Activity(key), ()), *more)
            elif key in {result.value for result in Result}:
                results[Result(key)] = (*results.get(Result(key), ()), *more)
            elif key in {outcome.value for outcome in Outcome}:
                outcomes[Outcome(key)] = (*outcomes.get(Outcome(key), ()), *more)
            else:
                raise ValueError(f"'{key}' is no activity, result or outcome")
        return replace(self, activities=activities, results=results, outcomes=outcomes)

    @cached_property
    def _activity_phrases(self) -> Phrases[Activity]:
        return Phrases(self.activities)

    @cached_property
    def _result_phrases(self) -> Phrases[Result]:
        return Phrases(self.results)

    @cached_property
    def _outcome_phrases(self) -> Phrases[Outcome]:
        return Phrases(self.outcomes)

    def activity_of(self, text: str) -> Activity | None:
        """Tell what a step was for by the first phrase in its text; None when no phrase is there.

        A service that is back up and passes its test was tested: that is what the step was for.
        """
        told = text[:_TOLD]
        first = self._activity_phrases.earliest(_AFTER.sub("", told)) or self._activity_phrases.earliest(told)
        if first is Activity.ASSEMBLE:
            first = next(filter(None, map(self._begun, _WE.findall(told))), first)
        for test in _TESTS if first is Activity.RESTORE else ():
            place = self._activity_phrases.place_of(told, test)
            if place is not None and self.result_of(text[place:]):
                return test
        return first

    def _begun(self, clause: str) -> Activity | None:
        """Tell what those do who have come together, from what follows `we`."""
        found = self._activity_phrases.earliest(clause)
        near = found is not None and (self._activity_phrases.place_of(clause, found) or 0) <= _NEAR
        return found if near and found in _WORK else None

    def result_of(self, text: str, activity: Activity | None = None) -> Result | None:
        """Tell how a step ended; None when the text does not say, or such a step has no result."""
        if activity is not None and activity not in _TESTED:
            return None
        return self._result_phrases.first_of(text[:_READ])

    def outcome_of(self, texts: Iterable[str]) -> Outcome | None:
        """Tell how a night ended from the texts of its steps, in order; None when they do not say.

        What is said last wins; a rollback stands unless a later step deploys, or it fails itself: a
        success after that has issues.
        """
        ended: Outcome | None = None
        before: Outcome | None = None
        minor = False
        for text in texts:
            said = self._outcome_phrases.first_of(text[:_READ])
            minor = minor or said is Outcome.SUCCESSFUL_WITH_ISSUES
            if said is Outcome.ROLLED_BACK:
                before = before if ended is said else ended
                failed = bool(_FAILED_BACK.search(folded(text[:_READ])))
                ended, minor = before if failed else said, minor or failed
            elif ended is Outcome.ROLLED_BACK and said in _WELL:
                ended = said if self.activity_of(text) is Activity.DEPLOY else ended
            elif said is not None:
                ended = said
        return Outcome.SUCCESSFUL_WITH_ISSUES if minor and ended is Outcome.SUCCESSFUL else ended


STANDARD = Vocabulary(_ACTIVITIES, _RESULTS, _OUTCOMES)


def activity_of(text: str, vocabulary: Vocabulary = STANDARD) -> Activity | None:
    """Tell what a step was for; see `Vocabulary.activity_of`."""
    return vocabulary.activity_of(text)


def result_of(
    text: str, activity: Activity | None = None, vocabulary: Vocabulary = STANDARD
) -> Result | None:
    """Tell how a step ended; see `Vocabulary.result_of`."""
    return vocabulary.result_of(text, activity)


def outcome_of(texts: Iterable[str], vocabulary: Vocabulary = STANDARD) -> Outcome | None:
    """Tell how a night ended; see `Vocabulary.outcome_of`."""
    return vocabulary.outcome_of(texts)
