"""The systems of a team, and what it says about its nights: the words that `corpus` makes logs of."""

from typing import NamedTuple


class System(NamedTuple):
    """A system, and those that it needs."""

    name: str
    role: str
    depends_on: tuple[str, ...] = ()


SYSTEMS = [
    System("customer database", "database"),
    System("order database", "database"),
    System("message broker", "back-end system"),
    System("login service", "back-end system", ("customer database",)),
    System("payments", "back-end system", ("order database", "message broker")),
    System("shop", "web application", ("payments", "login service")),
    System("main application", "web application", ("customer database", "login service")),
    System("search index", "back-end system", ("order database",)),
    System("mail gateway", "back-end system", ("message broker",)),
    System("reporting", "batch", ("order database",)),
    System("billing", "batch", ("order database", "payments")),
    System("call centre desktop", "desktop application", ("main application",)),
    System("partner interface", "back-end system", ("message broker",)),
    System("price engine", "back-end system", ("order database",)),
    System("stock keeping", "back-end system", ("order database",)),
    System("warehouse scanner", "mobile application", ("stock keeping",)),
    System("address check", "back-end system"),
    System("fraud check", "back-end system", ("payments",)),
    System("document store", "back-end system"),
    System("print service", "back-end system", ("document store",)),
    System("content pages", "web application"),
    System("image service", "back-end system"),
    System("audit trail", "database"),
    System("data warehouse", "database", ("reporting",)),
    System("appointment book", "web application", ("main application",)),
    System("text messages", "back-end system", ("mail gateway",)),
    System("currency rates", "batch", ("price engine",)),
    System("night batch", "batch", ("billing",)),
    System("load balancer", "network"),
    System("monitoring", "operations"),
]
PROJECTS = [
    "spring",
    "summer",
    "autumn",
    "winter",
    "ledger",
    "harbour",
    "lantern",
    "compass",
    "granite",
    "willow",
]
TAGS = [
    "back-end",
    "batch",
    "database",
    "front-end",
    "hardware",
    "interface",
    "network",
    "performance",
    "security",
    "upgrade",
]
TEAMS = [
    "DBA",
    "application team",
    "database team",
    "deployer",
    "network team",
    "on-call engineer",
    "release manager",
]
TITLES = {
    "successful": [
        "The {system} goes in",
        "A quiet night for the {system}",
        "{project}, done before midnight",
        "In and out: the {system}",
    ],
    "successful-with-issues": [
        "The {system} is in, with a scratch or two",
        "{project} goes in, not quite clean",
        "Good enough for the {system}",
    ],
    "rolled-back": ["The {system} goes in and comes out again", "{project}, taken back", "A long way back"],
    "failed": ["The {system} stays broken", "{project} ends badly", "A night without a good end"],
    "deferred": ["The {system} has to wait", "{project}, not tonight", "Everyone goes home early"],
    "cancelled": ["{project} is called off", "No more of the {system}"],
}
WORKS = [
    "a new way to sort the list of orders",
    "one more field for the customer's second address",
    "the move to the new certificate",
    "a faster report for the end of the month",
    "the repair of a slow query",
    "the removal of a table that nobody reads",
    "a page on which clients change their own appointment",
    "the new limits for large payments",
    "an index over the last two years",
    "the upgrade of the runtime",
]
REASONS = [
    "The {system} was to get {work}, which the client had been waiting for since the summer.",
    "It was about {work}. The {system} had carried the old way for six years, and nobody will miss it.",
    "Two teams had worked on {work}; the {system} was the last place where it was missing.",
    "The {system} had to be ready for the end of the month, and {work} could not be left out.",
]
RISKS = [
    "a permission that is missing in production and not in test",
    "the conversion may take longer than in the rehearsal, because there are ten times as many rows",
    "old sessions may stay open and hold the table",
    "another release goes in on the same night, and both need the same people",
    "the way back is long once the clients have begun to work",
    "the new version is slow to come up when its cache is cold",
]
CAUSES = [
    ("missing approval", "the go/no-go meeting ended without an approval for the {system}"),
    (
        "failed test",
        "the last test of the {system} failed in the afternoon, and there was no time to find out why",
    ),
    ("system crash", "the {system} crashed at noon, and nothing could go in before that was understood"),
    ("vendor late", "the vendor's patch for the {system} came too late to be tested"),
    ("freeze", "a freeze was called for the {system} because of the figures of the quarter"),
    ("illness", "the only two people who know the {system} were both ill"),
]
NOTES = ["if all goes well", "the client has agreed", "tentative until the meeting", "same people, same plan"]
ASSEMBLED = [
    "everybody reported in on the bridge, ready to begin",
    "the conference bridge opened; roll call took two minutes, one team was missing and then was not",
    "the deployers, the DBA and the client's contact met on the bridge",
    "everybody joined the bridge, some from home and some from the office",
]
ANNOUNCED = [
    "the Help Desk was told that the {system} would be away for the night",
    "a banner on the {system} announced the outage",
    "the call centre confirmed that nobody was working on the {system} any more",
]
STEPS = {
    "shutdown": [
        "the {system} was shut down",
        "the {system} was taken out of service, node by node,",
        "the last users left the {system}, which was then stopped",
    ],
    "backup": [
        "the {system} was backed up",
        "a snapshot of the {system} was taken and read back",
        "the backup of the {system} ran and was verified",
    ],
    "database": [
        "the new scripts were run for the {system}",
        "the tables of the {system} were converted, all forty of them,",
        "the schema of the {system} was brought up to date",
    ],
    "deploy": [
        "the new {system} went in",
        "the {system} was deployed on both nodes",
        "the new build of the {system} was copied, unpacked and started",
    ],
    "sanity-test": [
        "the sanity test of the {system} was run",
        "the {system} came up, and its first pages were looked at",
        "the team checked the {system} against its list",
    ],
    "landing-test": [
        "the client's landing test of the {system} was run",
        "the clients went through their landing test of the {system}",
    ],
    "interruption": [
        "the {system} stopped answering",
        "an alarm for the {system} went off",
        "the {system} filled its disk",
    ],
    "troubleshoot": [
        "the logs of the {system} were read line by line",
        "everybody looked for the fault in the {system}",
        "the connections of the {system} were counted and closed",
    ],
    "rollback": [
        "the old {system} was put back",
        "the {system} was rolled back to what it had been at ten",
        "the backup of the {system} was restored",
    ],
}
MANNERS = [
    "as planned",
    "without a word of complaint",
    "a little slower than in the rehearsal",
    "in good time",
    "at the second try, the first having met a wrong password",
    "while the others waited",
    "with one warning that everybody had seen before",
    "as the plan has it on its third page",
    "and the monitoring agreed",
    "from the script, which was new and had been reviewed twice",
]
WHYS = [
    "the next step needs the {system}",
    "there had to be something to go back to",
    "the clients wanted to see the {system} first",
    "the rehearsal had shown that this order is the quicker one",
    "nobody wanted two changes to the {system} at once",
]
ASIDES = [
    "I had brought a film, and saw twenty minutes of it.",
    "The coffee machine was out of order, which is the real incident of this night.",
    "Nobody spoke for a while. On a bridge that is a good sign.",
    "Somebody's dog had an opinion about the plan.",
    "I have learned to distrust nights that begin this well.",
    "The building turns its lights off at eleven; one waves one's arms, and they come back.",
    "We counted the people on the bridge: nineteen, of whom four were working.",
]
QUESTIONS = [
    "Could the {system} be mended before six, or was it time to go back?",
    "Was the {system} good enough for the morning?",
]
ISSUES = [
    "a label is cut off on narrow screens",
    "the export takes twice as long as before",
    "one report shows yesterday's figures until its job has run",
    "a message about a wrong date is shown in the wrong language",
    "the new page cannot be reached from the old menu",
]
LESSONS = [
    "Read the permissions of production out of production, and out of nothing else.",
    "Rehearse with as many rows as there are.",
    "Put the name of the person who can say yes into the plan, and the telephone number too.",
    "A step that takes two minutes in test deserves ten in the plan.",
    "Tell the Help Desk before the clients tell the Help Desk.",
]
