"""A second opinion on the figures of a page of statistics, by SQL over the deployments flattened to tables.

It shares no code with what it checks: neither order nor sums, medians, chains or the wording of lengths.
"""

# ruff: noqa: S608  (methods are named for sections; the queries are put together from words of this file)

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from deploylog.model import Activity, Deployment, Instant, Result
from deploylog.pages.statistics import Scope

HERE = Path(__file__).parent

Row = tuple[str, str, str, list[list[str]]]
"""Section, first cell, other cells as text, and the ids that each number of them leads to."""

NIGHT = "SELECT id, nr, {} AS x, {} AS r FROM p JOIN night USING (id) WHERE executed"
ACTIVITY = (
    "SELECT e.id, nr, sum(until - at) AS x, max(at_rough OR until_rough) AS r FROM e JOIN p USING (id) "
    "WHERE executed AND until IS NOT NULL AND {} GROUP BY e.id"
)


def flattened(logs: Sequence[Deployment]) -> sqlite3.Connection:
    """Write deployments to tables as they are."""
    database = sqlite3.connect(":memory:")
    database.executescript((HERE / "statistics_tables.sql").read_text(encoding="utf-8"))
    for one in logs:
        first = one.steps[0].at.at if one.steps else one.window.start.at if one.window else None
        midnight = datetime.combine(one.date, time(), ZoneInfo(one.timezone))
        window, deferral = one.window, one.deferral
        database.execute(
            f"INSERT INTO d VALUES ({', '.join('?' * 19)})",
            (
                *(
                    one.id,
                    (first or midnight).timestamp(),
                    one.date.isoformat(),
                    one.title,
                    one.outcome.value,
                ),
                *(one.kind.value, one.environment.strip().lower(), one.release, one.remedies or None),
                *_at(window and window.start),
                *_at(window and window.end),
                *_at(window and window.extended_to),
                *(window and window.granted_by, deferral is not None),
                *(deferral and deferral.cause, deferral and deferral.blocked_by),
            ),
        )
        for number, step in enumerate(one.steps):
            row = (step.activity and step.activity.value, step.result is Result.FAILED)
            times = _at(step.at) + _at(step.until) + _at(step.plan)
            start = f"{step.at.at:%A, %H:00 to %H:59}"
            values = (one.id, number, *row, *times, start)
            database.execute(f"INSERT INTO s VALUES ({', '.join('?' * 11)})", values)
        names = {system.name for system in one.systems}
        database.executemany("INSERT INTO systems VALUES (?, ?)", [(one.id, name) for name in names])
        found = [(one.id, issue.found_in and issue.found_in.value) for issue in one.issues]
        database.executemany("INSERT INTO issues VALUES (?, ?)", found)
        changes = [(one.id, number, *_at(change.committed_at)) for number, change in enumerate(one.changes)]
        database.executemany("INSERT INTO changes VALUES (?, ?, ?, ?)", changes)
    database.executescript((HERE / "statistics_views.sql").read_text(encoding="utf-8"))
    return database


def _at(instant: Instant | None) -> tuple[float | None, bool | None]:
    return (instant.at.timestamp(), instant.approximate) if instant else (None, None)


class Oracle:
    """What a page of statistics has to say of one part of a history."""

    def __init__(self, database: sqlite3.Connection, scope: Scope, as_of: date) -> None:
        self.database = database
        self.as_of = as_of
        self.scope = scope
        where = {
            "": "1",
            "year": "substr(day, 1, 4) = :name",
            "system": "id IN (SELECT id FROM systems WHERE name = :name)",
            "environment": "place = lower(:name)",
            "kind": "kind = :name",
            "release": "release = :name",
        }[scope.part]
        self.within(where, scope.name)

    def within(self, where: str, name: str) -> None:
        """Look at one part from now on."""
        self.database.execute("DELETE FROM part")
        self.database.execute(f"INSERT INTO part SELECT id FROM p WHERE {where}", {"name": name})

    def all(self, query: str) -> list[tuple]:  # type: ignore[type-arg]
        return self.database.execute(query).fetchall()

    def ids(self, condition: str, tables: str = "") -> list[str]:
        """Give the deployments of the part for which something holds, in time order."""
        query = f"SELECT DISTINCT p.id, nr FROM p JOIN part USING (id) {tables} WHERE {condition} ORDER BY nr"
        return [row[0] for row in self.all(query)]

    def table(self) -> Iterator[Row]:
        """Give every row of every table but those of the parts."""
        yield from self.headline()
        yield from self.outcomes()
        yield from self.nights()
        yield from self.windows()
        yield from self.activities()
        yield from self.deferrals()
        yield from self.releases()

    def headline(self) -> Iterator[Row]:
        logs, executed, deferred = self.ids("1"), self.ids("executed"), self.ids("outcome = 'deferred'")
        slots = self.ids("executed OR outcome = 'deferred'")
        failed = self.ids("p.id IN (SELECT id FROM failed)")
        rework = self.ids("executed AND kind = 'emergency'")
        known = self.ids("executed AND back IS NOT NULL AND shut IS NOT NULL", "JOIN night USING (id)")
        overran = self.ids("executed AND back > shut", "JOIN night USING (id)")
        deliveries = self.ids("p.id IN (SELECT id FROM delivery)")
        at_once = self.ids("p.id IN (SELECT id FROM delivery WHERE attempts = 1)")
        run = self.longest_run()
        often = self.often(len(executed))
        yield "figures", "Deployment logs", str(len(logs)), _lists(logs)
        yield "figures", "Executed", str(len(executed)), _lists(executed)
        yield "figures", "Deferred", str(len(deferred)), _lists(deferred)
        yield (
            "figures",
            "Deployment frequency",
            often + f", from {len(executed)}" * bool(executed),
            _lists(executed),
        )
        yield "figures", "Change lead time", *self.lead_time()
        yield "figures", "Change fail rate", *_share(failed, executed)
        found = self.measured(
            "SELECT id, nr, CASE WHEN ended >= began THEN ended - began END, began_rough OR ended_rough "
            "FROM recovery"
        )
        yield (
            "figures",
            "Failed deployment recovery time",
            *(found if failed else ("nothing to recover from", [])),
        )
        yield "figures", "Deployment rework rate", *_share(rework, executed)
        yield (
            "figures",
            "Duration",
            *self.measured(NIGHT.format("ended - began", "began_rough OR ended_rough")),
        )
        yield "figures", "Overran their windows", *_share(overran, known)
        yield "figures", "Deferral rate", *_share(deferred, slots)
        yield "figures", "Delivered at the first attempt", *_share(at_once, deliveries)
        yield "figures", "Longest run without a rollback", str(len(run)), _lists(run)

    def often(self, count: int) -> str:
        days = self.all(
            "SELECT min(day), max(day), (SELECT max(day) FROM d WHERE outcome <> 'scheduled'), "
            "(SELECT min(day) FROM d WHERE outcome <> 'scheduled') FROM d JOIN part USING (id) "
            "WHERE outcome <> 'scheduled'"
        )[0]
        if days[0] is None:
            return "unknown"
        first, _, end, begin = map(date.fromisoformat, days)
        last = max(end, self.as_of)
        if self.scope.part == "year":
            first = max(begin, date(int(self.scope.name), 1, 1))
            last = min(last, date(int(self.scope.name), 12, 31))
        length = (last - first).days + 1
        if length < 7:
            return "unknown"
        if not count:
            return "none"
        return (
            f"{7 * count / length:.1f} a week"
            if 7 * count >= length
            else f"one every {round(length / count)} days"
        )

    def longest_run(self) -> list[str]:
        found = self.all(
            "SELECT group_concat(id, ' ') FROM (SELECT id, nr, outcome, sum(outcome = 'rolled-back') "
            "OVER (ORDER BY nr) AS island FROM p JOIN part USING (id) WHERE executed ORDER BY nr) "
            "WHERE outcome <> 'rolled-back' GROUP BY island ORDER BY count(*) DESC, island LIMIT 1"
        )
        return found[0][0].split() if found else []

    def lead_time(self) -> tuple[str, list[list[str]]]:
        told = self.all(
            "SELECT p.id, ended - changes.at, rough OR end_rough FROM changes JOIN p USING (id) "
            "JOIN part USING (id) JOIN night USING (id) WHERE delivered ORDER BY nr, n"
        )
        silent = self.ids("delivered AND p.id NOT IN (SELECT id FROM changes)")
        exact = [seconds for _, seconds, rough in told if not rough]
        text = self.middle(exact, [seconds for _, seconds, _ in told])
        posts = list(dict.fromkeys(id_ for id_, _, _ in told))
        if told:
            text += f", from {len(told)} {'change' if len(told) == 1 else 'changes'} in {len(posts)}"
        if silent:
            text += ("; unknown" if told else "") + f" for {len(silent)}"
        return text, _lists(posts, silent)

    def middle(self, exact: list[float], every: list[float], more: str = "", less: str = "") -> str:
        """Word the middle of some lengths, found by SQL."""

        def told(seconds: float) -> str:
            return span(seconds) + (f" {more if seconds >= 0 else less}" if more else "")

        if not every:
            return "unknown"
        if not exact:
            return f"about {told(self.median(every))}"
        if len(exact) <= 2:
            return " and ".join(map(told, sorted(exact)))
        return f"median {told(self.median(exact))}"

    def median(self, values: list[float]) -> float:
        rows = ", ".join(f"({value!r})" for value in values)
        return self.all(
            f"WITH v(x) AS (VALUES {rows}), r AS (SELECT x, row_number() OVER (ORDER BY x) AS n, "
            "count(*) OVER () AS c FROM v) SELECT avg(x) FROM r WHERE n IN ((c + 1) / 2, (c + 2) / 2)"
        )[0][0]

    def measured(self, query: str, more: str = "", less: str = "") -> tuple[str, list[list[str]]]:
        """Word the lengths that a query gives as (id, nr, seconds or NULL, whether approximate)."""
        found = self.all(f"SELECT q.* FROM ({query}) AS q JOIN part USING (id) ORDER BY nr")
        exact = [row for row in found if row[2] is not None and not row[3]]
        rough = [row for row in found if row[2] is not None and row[3]]
        silent = [row for row in found if row[2] is None]
        text = self.middle([row[2] for row in exact], [row[2] for row in exact + rough], more, less)
        if exact:
            text += f", from {len(exact)}" + f"; {len(rough)} more by approximate times" * bool(rough)
        elif rough:
            text += f", from {len(rough)}"
        if silent:
            text += ("; unknown" if exact or rough else "") + f" for {len(silent)}"
        return text, _lists(*([row[0] for row in group] for group in (exact, rough, silent)))

    def outcomes(self) -> Iterator[Row]:
        always = ("successful", "successful-with-issues", "rolled-back", "failed", "deferred")
        for outcome in (*always, "cancelled", "in-progress", "scheduled"):
            found = self.ids(f"outcome = '{outcome}'")
            if found or outcome in always:
                yield "executed", outcome.replace("-", " ").capitalize(), str(len(found)), _lists(found)
        yield "executed", "Together", str(len(self.ids("1"))), _lists(self.ids("1"))

    def nights(self) -> Iterator[Row]:
        found: dict[str, list[str]] = {}
        query = (
            "SELECT start, p.id FROM p JOIN part USING (id) JOIN s ON s.id = p.id AND n = 0 "
            "WHERE executed ORDER BY nr"
        )
        for start, id_ in self.all(query):
            found.setdefault(start, []).append(id_)
        for start, ids in found.items():
            yield "starts", start, str(len(ids)), [ids]
        every = (
            "SELECT found_in, count(*), count(DISTINCT id) FROM issues JOIN part USING (id) GROUP BY found_in"
        )
        for finder, count, posts in self.all(every):
            ids = self.ids(f"found_in IS {_quoted(finder)}", "JOIN issues USING (id)")
            name = finder.replace("-", " ").capitalize() if finder else "Not said"
            yield "issues", name, f"{count} issue{'s' * (count != 1)} in {posts}", [ids]

    def sum(self, query: str) -> str:
        total, rough = self.all(
            f"SELECT sum(q.x), max(q.r) FROM ({query}) AS q JOIN part USING (id) WHERE q.x IS NOT NULL"
        )[0]
        return ("about " if rough else "") + span(total or 0)

    def windows(self) -> Iterator[Row]:
        if not self.ids("executed AND back IS NOT NULL AND shut IS NOT NULL", "JOIN night USING (id)"):
            return
        planned = NIGHT.format("p.closes - opens", "opens_rough OR closes_rough")
        used = NIGHT.format(
            "max(min(shut, back) - max(opens, began), 0)",
            "(CASE WHEN began > opens THEN began_rough ELSE opens_rough END) "
            "OR (CASE WHEN back < shut THEN back_rough ELSE shut_rough END)",
        )
        back = NIGHT.format("back - shut", "back_rough OR shut_rough")
        extended = (
            NIGHT.format("extended - p.closes", "extended_rough OR closes_rough")
            + " AND extended IS NOT NULL"
        )
        text, lists = self.measured(planned)
        yield "window", "Planned, without extensions", f"{text} | {self.sum(planned)}", lists
        text, lists = self.measured(used)
        yield "window", "Used", f"{text} | {self.sum(used)}", lists
        text, lists = self.measured(back, "after", "before")
        yield "window", "Service back, seen from the end", f"{text} | –", lists
        text, lists = self.measured(extended)
        text = f"{text} | {self.sum(extended)}" if lists else "none was | –"
        yield "window", "Extended by", text, lists
        yield from self.words("window", "granted", "executed AND extended IS NOT NULL")

    def words(self, section: str, column: str, condition: str) -> Iterator[Row]:
        query = f"SELECT {column}, p.id FROM p JOIN part USING (id) WHERE {condition} ORDER BY nr"
        found: dict[str, tuple[str, list[str]]] = {}
        for word, id_ in self.all(query):
            written = " ".join(word.split())
            found.setdefault(written.lower(), (written, []))[1].append(id_)
        for written, ids in found.values():
            yield section, written or "not said", str(len(ids)), [ids]

    def activities(self) -> Iterator[Row]:
        for activity in _words(Activity):
            planned = (
                "SELECT id, nr, plan - at AS x, at_rough OR plan_rough AS r FROM (SELECT e.*, nr, "
                "row_number() OVER (PARTITION BY e.id ORDER BY n DESC) AS last FROM e JOIN p USING (id) "
                f"WHERE executed AND plan IS NOT NULL AND activity = '{activity}') WHERE last = 1"
            )
            text, lists = self.measured(planned, "ahead", "behind")
            if lists:
                yield "ahead", activity.replace("-", " ").capitalize(), text, lists
        whole = self.sum(ACTIVITY.format("1"))
        for activity in (*_words(Activity), None):
            query = ACTIVITY.format(f"activity IS {_quoted(activity)}")
            text, lists = self.measured(query)
            if lists:
                name = activity.replace("-", " ").capitalize() if activity else "Activity not said"
                yield "activities", name, f"{self.sum(query)} of {whole} | {text}", lists

    def deferrals(self) -> Iterator[Row]:
        yield from self.words("causes", "cause", "deferred")
        yield from self.words("blocked-by", "blocked", "deferred")
        here = {*self.ids("1")}
        for release, first, length, ids, outcome, ended in self.all(
            "SELECT chain.release, one.day, length, ids, p.outcome, p.day FROM chain "
            "JOIN p AS one USING (nr) LEFT JOIN p ON p.id = next"
        ):
            if here & {*ids.split()}:
                days = (date.fromisoformat(ended) - date.fromisoformat(first)).days if ended else "–"
                then = outcome.replace("-", " ") if ended else "not yet"
                text = f"{length} | {day(first)} | {days} | {then}"
                yield "chains", release or "none", text, [ids.split()]

    def releases(self) -> Iterator[Row]:
        for attempts in sorted(
            {row[0] for row in self.all("SELECT attempts FROM delivery JOIN part USING (id)")}
        ):
            ids = self.ids(f"p.id IN (SELECT id FROM delivery WHERE attempts = {attempts})")
            yield "attempts", str(attempts), str(len(ids)), [ids]
        for name, entries, attempts, deferrals, first, delivered in self.all(
            "SELECT name, entries, attempts, deferrals, first_slot, p.day FROM release "
            "LEFT JOIN p ON p.id = release.by WHERE name IN (SELECT release FROM p JOIN part USING (id))"
        ):
            slots = f"{day(first)} | {day(delivered) if delivered else 'not yet'}"
            days = (date.fromisoformat(delivered) - date.fromisoformat(first)).days if delivered else "–"
            yield "each-release", name, f"{entries} | {attempts} | {deferrals} | {slots} | {days}", []

    def outage(self) -> str:
        down = "(SELECT at FROM e WHERE e.id = p.id AND activity = 'shutdown' ORDER BY n LIMIT 1)"
        rough = down.replace("SELECT at", "SELECT at_rough")
        return self.measured(NIGHT.format(f"back - {down}", f"back_rough OR {rough}"))[0]

    def waiting(self) -> str:
        text, lists = self.measured(ACTIVITY.format("activity = 'wait'"))
        return text if lists else "no log has waiting time"

    def parts(self) -> Iterator[tuple[str, str, str]]:
        """Give the rows of the tables of parts; their numbers lead to other pages."""
        for part, name, where in (
            ("years", "substr(day, 1, 4)", "substr(day, 1, 4) = :name"),
            ("systems", "name", "id IN (SELECT id FROM systems WHERE name = :name)"),
            ("environments", "place", "place = :name"),
            ("kinds", "kind", "kind = :name"),
        ):
            tables = "p JOIN systems USING (id)" if part == "systems" else "p"
            for (key,) in self.all(f"SELECT DISTINCT {name} FROM {tables}"):
                self.within(where, key)
                texts = {row[1]: row[2] for row in self.headline()}
                counts = [texts[figure] for figure in ("Deployment logs", "Executed", "Deferred")]
                shares = [texts[figure] for figure in ("Change fail rate", "Deployment rework rate")]
                duration = texts["Duration"].partition("; ")[0].partition(" for ")[0]
                duration = duration.partition(", from")[0] if duration.startswith("about") else duration
                yield part, key, " | ".join([*counts, *shares, duration])


def _lists(*groups: list[str]) -> list[list[str]]:
    return [ids for ids in groups if ids]


def _share(ids: list[str], whole: list[str]) -> tuple[str, list[list[str]]]:
    return (f"{len(ids)} of {len(whole)}", _lists(ids, whole)) if whole else ("unknown", [])


def _quoted(word: str | None) -> str:
    return "NULL" if word is None else f"'{word}'"


def _words(of: type[Activity]) -> list[str]:
    return [member.value for member in of]


def day(written: str) -> str:
    """Write a day in words."""
    found = date.fromisoformat(written)
    return f"{found.day} {found:%B %Y}"


def span(seconds: float) -> str:
    """Write a length in words."""
    seconds = abs(seconds)
    if seconds >= 2 * 86400:
        hours = int(seconds % 86400 // 3600)
        return f"{int(seconds // 86400)} days" + f" {hours} h" * bool(hours)
    hours, minutes = divmod(seconds / 60, 60)
    if minutes != int(minutes):
        return f"{int(hours)} h " * bool(hours) + f"{round(minutes, 1)} min"
    return " ".join([f"{int(hours)} h"] * bool(hours) + [f"{int(minutes)} min"] * bool(minutes or not hours))
