"""Nights to draw: built by hand, so that a drawing is tested apart from the reader."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deploylog.model import (
    Activity,
    Decision,
    Deferral,
    Deployment,
    Instant,
    Kind,
    Outcome,
    Result,
    Slot,
    Step,
    System,
    Window,
)

ZONE = "America/Toronto"
HOSTILE = "<img src=x onerror=alert(1)> *bold* _it_ [x](y) {: .c }\n\n# new & <b>"


def instant(written: str, zone: str = ZONE, approximate: bool = False) -> Instant:
    """Place `2007-12-02 01:30` in a zone, with the fixed offset it had then."""
    aware = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))
    return Instant(at=datetime.fromisoformat(aware.isoformat()), approximate=approximate)


def step(at: str, until: str = "", text: str = "", **fields: object) -> Step:
    """Make a step of the night of 2007-09-15: clocks from 12:00 on are the evening's."""
    times = {"at": at, "until": until, "plan": str(fields.pop("plan", ""))}
    placed = {key: _on_the_night(clock) for key, clock in times.items() if clock}
    return Step(**placed, text=text, **fields)  # type: ignore[arg-type]


def _on_the_night(clock: str) -> Instant:
    about, plain = clock.startswith("~"), clock.lstrip("~")
    day = "2007-09-15" if plain >= "12:00" else "2007-09-16"
    return instant(f"{day} {plain}", approximate=about)


DATABASE, FRONT, BACK = "database", "Application 1", "Application 2"

ROLLED_BACK = Deployment(
    id="2007-09-15-database-split",
    title="Splitting the database",
    date=instant("2007-09-15 22:00").at.date(),
    timezone=ZONE,
    outcome=Outcome.ROLLED_BACK,
    release="September 2007",
    window=Window(
        start=_on_the_night("00:00"),
        end=_on_the_night("07:00"),
        extended_to=_on_the_night("08:00"),
        granted_by="the client",
    ),
    systems=(System(name=DATABASE), System(name=BACK), System(name=FRONT, depends_on=(BACK,))),
    steps=(
        step("22:00", "00:00", "the database team backed up", activity=Activity.BACKUP, systems=(DATABASE,)),
        step(
            "00:00",
            "00:05",
            "our application was taken down",
            activity=Activity.SHUTDOWN,
            systems=(FRONT,),
            plan="01:30",
        ),
        step(
            "00:05",
            "01:30",
            "the database was split in two",
            activity=Activity.DATABASE,
            systems=(DATABASE,),
            plan="01:40",
        ),
        step("01:30", "01:50", "deployed", activity=Activity.DEPLOY, systems=(BACK,)),
        step(
            "01:50",
            "02:00",
            "minor issues",
            activity=Activity.SANITY_TEST,
            systems=(BACK,),
            result=Result.PASSED_WITH_ISSUES,
        ),
        step("02:00", text="the power in the building went out", activity=Activity.INTERRUPTION),
        step("02:15", text="the outage was scheduled until 05:00", activity=Activity.ANNOUNCE),
        step("02:30", "~03:00", "on the bridge by cell, driving home", activity=Activity.WAIT),
        step("02:30", "02:50", "deployed meanwhile", activity=Activity.DEPLOY, systems=(FRONT,)),
        step(
            "02:50",
            "03:00",
            "fine except for its link",
            activity=Activity.SANITY_TEST,
            systems=(FRONT,),
            result=Result.FAILED,
        ),
        step(
            "03:00",
            "06:00",
            "the link would not come up",
            activity=Activity.TROUBLESHOOT,
            systems=(FRONT, BACK),
        ),
        step(
            "~03:30",
            "05:00",
            "the client confirmed it",
            activity=Activity.LANDING_TEST,
            systems=(FRONT,),
            result=Result.FAILED,
        ),
        step(
            "06:00",
            activity=Activity.DECISION,
            decision=Decision(question="back out now?", decided="ask for an hour"),
        ),
        step("06:00", "06:50", "out of ideas", activity=Activity.TROUBLESHOOT, systems=(FRONT, BACK)),
        step(
            "06:50",
            activity=Activity.DECISION,
            decision=Decision(question="take a further hour?", options=("yes", "no"), decided="roll back"),
        ),
        step(
            "07:00",
            "08:15",
            "all three were rolled back",
            activity=Activity.ROLLBACK,
            systems=(DATABASE, BACK, FRONT),
        ),
    ),
)

EMERGENCY = Deployment(
    id="2007-12-23-front-end",
    title="Taking a feature out",
    date=instant("2007-12-23 01:30").at.date(),
    timezone=ZONE,
    outcome=Outcome.SUCCESSFUL,
    kind=Kind.EMERGENCY,
    window=Window(start=instant("2007-12-23 01:30"), end=instant("2007-12-23 07:00")),
    systems=(System(name="front-end app"),),
    steps=tuple(
        Step(
            at=instant(f"2007-12-23 {at}"),
            until=instant(f"2007-12-23 {until}") if until else None,
            activity=activity,
            systems=systems,
            text="it went well",
        )
        for at, until, activity, systems in (
            ("01:30", "", Activity.ASSEMBLE, ()),
            ("01:35", "01:40", Activity.DEPLOY, ("front-end app",)),
            ("01:40", "01:50", Activity.SANITY_TEST, ("front-end app",)),
            ("01:50", "02:05", Activity.LANDING_TEST, ("front-end app",)),
        )
    ),
)

PUT_OFF = (
    *(
        Deployment(
            id=f"2007-11-{day:02}-front-end",
            title=f"Put off on the {day}th",
            date=date(2007, 11, day),
            timezone=ZONE,
            outcome=Outcome.DEFERRED,
            release="November 2007",
            deferral=Deferral(reason=f"the {cause} came first", cause=cause),
            next_slots=(Slot(day=date(2007, 12, 8), tentative=True),),
        )
        for day, cause in (
            (21, "source code repository crashed"),
            (28, "back-end system crashed"),
            (29, "investigation inconclusive"),
            (30, "load balancer"),
        )
    ),
    Deployment(
        id="2007-12-02-front-end",
        title="Delivered at last",
        date=date(2007, 12, 2),
        timezone=ZONE,
        outcome=Outcome.SUCCESSFUL_WITH_ISSUES,
        release="November 2007",
        steps=EMERGENCY.steps,
    ),
)


def crowded(steps: int) -> Deployment:
    """Make a night of many steps on five systems, with overlaps, long names and hostile text."""
    names = ("web", "billing-and-invoicing service", HOSTILE, "mobile gateway", "queue")
    start = instant("2007-11-03 22:00").at
    activities = tuple(Activity)
    made = []
    for number in range(steps):
        at = start + timedelta(minutes=14 * number)
        until = at + timedelta(minutes=(number * 7) % 45)
        activity = activities[number % len(activities)]
        made.append(
            Step(
                at=Instant(at=at, approximate=number % 9 == 0),
                until=Instant(at=until, approximate=number % 5 == 0) if number % 3 else None,
                plan=Instant(at=at + timedelta(minutes=20)) if number % 6 == 0 else None,
                activity=None if activity is Activity.DECISION else activity,
                systems=(names[number % 5], names[(number * 3) % 5]) if number % 4 else (),
                result=tuple(Result)[number % 3] if number % 4 == 1 else None,
                text=HOSTILE,
            )
        )
    return Deployment(
        id="2007/crowded.night_1",
        title=HOSTILE,
        date=start.date(),
        timezone=ZONE,
        outcome=Outcome.FAILED,
        window=Window(start=Instant(at=start), end=Instant(at=start + timedelta(hours=8))),
        systems=tuple(System(name=name) for name in dict.fromkeys(names)),
        steps=tuple(made),
    )
