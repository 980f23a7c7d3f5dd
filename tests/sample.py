"""The eight nights of 2007 as values, as far as history and statistics look at them."""

from builders import deployment
from deploylog.model import Activity, Deferral, Deployment, Kind

SEPTEMBER, NOVEMBER = "september-2007", "november-2007"
FIRST, SECOND = "2007-09-15-database-split", "2007-09-22-database-split-again"
WINTER, EMERGENCY = "2007-12-02-front-end", "2007-12-23-emergency"
PUT_OFF = ["2007-11-21-autumn", "2007-11-28-autumn", "2007-11-29-autumn", "2007-11-30-autumn"]


def nights() -> list[Deployment]:
    """Build the eight, in order."""
    return [
        deployment(
            FIRST,
            "rolled-back",
            [
                ("22:00", "00:00", Activity.BACKUP),
                ("00:00", "00:05", Activity.SHUTDOWN),
                ("00:05", "01:30", Activity.DATABASE),
                ("01:30", "02:00", Activity.DEPLOY),
                ("02:00", None, Activity.INTERRUPTION),
                ("02:30", "03:00", Activity.DEPLOY),
                ("03:00", "06:00", Activity.TROUBLESHOOT),
                ("06:00", "06:50", Activity.DECISION),
                ("07:00", "08:15", Activity.ROLLBACK),
            ],
            release=SEPTEMBER,
            window=("00:00", "07:00", "08:00"),
            systems=["application 1", "application 2", "database"],
        ),
        deployment(
            SECOND,
            steps=[
                ("22:00", None, Activity.INTERRUPTION),
                ("00:45", "00:55", Activity.WAIT),
                ("01:10", "01:35", Activity.DEPLOY),
                ("01:35", "01:40", Activity.SANITY_TEST),
                ("01:45", "02:05", Activity.DEPLOY),
                ("02:25", "03:40", Activity.LANDING_TEST),
                ("03:45", None, Activity.ANNOUNCE),
            ],
            release=SEPTEMBER,
            kind=Kind.RETRY,
            remedies=FIRST,
            systems=["application 1", "application 2", "database"],
        ),
        *(
            deployment(id_, "deferred", release=NOVEMBER, deferral=Deferral(reason="no", cause=cause))
            for id_, cause in zip(PUT_OFF, ["repository", "crash", "crash", "crash"], strict=True)
        ),
        deployment(
            WINTER,
            "successful-with-issues",
            [
                ("01:30", "01:35", Activity.ASSEMBLE),
                ("01:40", "01:50", Activity.DEPLOY),
                ("01:50", "02:00", Activity.SANITY_TEST),
                ("02:20", "05:00", Activity.LANDING_TEST),
            ],
            release=NOVEMBER,
            window=("01:30", "07:00"),
            systems=["front-end", "back-end"],
        ),
        deployment(
            EMERGENCY,
            steps=[
                ("01:30", "01:35", Activity.ASSEMBLE),
                ("01:35", "01:40", Activity.DEPLOY),
                ("01:40", "01:50", Activity.SANITY_TEST),
                ("01:50", "02:05", Activity.LANDING_TEST),
            ],
            kind=Kind.EMERGENCY,
            remedies=WINTER,
            window=("01:30", "07:00"),
            systems=["front-end", "back-end"],
        ),
    ]
