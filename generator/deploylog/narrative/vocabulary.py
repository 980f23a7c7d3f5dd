"""Lists of English words by which an author's clauses are understood."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS = _set("""
    A All Almost Although An And Another Any As At Because Before Both But By During Each Either
    Even Every Everybody Everyone Everything First For Fortunately From Half He Here His How However
    If In It Its Just Luckily Many More Most Much My Neither No Nobody None Nothing On One Only Our
    She Since So Some Somebody Someone Something Still Such That The Their Then There These They
    This Those Three Through To Two Under Unfortunately Until We What When Where Which While Who Why
    With Without
""")

PAST = _set("""
    added agreed applied asked backed began brought called changed checked cleared closed completed
    confirmed copied cut decided declared declined deployed did disabled discovered drained dropped
    enabled finished fixed flipped found gave got handed held installed joined kept learned let logged
    made merged met migrated moved notified opened paused phoned promoted pulled pushed put ran rebooted
    rebuilt redeployed reloaded removed renamed restarted restored resumed reverted rolled saw scaled
    sent set shut split started stopped switched tested told took tried turned upgraded validated
    verified waited warned watched went woke wrote
""")

ROLES_WITH_ARTICLE = _set("""
    CIO CTO DBA DRI EM PM PO SME SRE TL
""")

NO_ARTICLE = _set("""
    a all an both each everybody everyone four he her his i it my nobody our she somebody someone the
    their they three two we
""")

BASE_VERBS = _set("""
    abandon abort accept add agree alert allow announce apply arrange ask automate back begin book bring
    build buy call cancel carry change check clear close come compare continue copy correct create cut
    declare decline defer delay delete deploy describe disable discuss do document drain drop enable
    encrypt end estimate explain extend fail file find finish fix flip gather get give go grant halt
    hand harden have hold hotfix ignore inform install introduce investigate isolate keep learn leave
    let limit live log look lower make measure merge migrate monitor move notify open order patch pause
    phone plan postpone practise prepare press prevent proceed promote protect pull purge push put quit
    raise re-run read reboot rebuild redeploy reduce rehearse release reload remind remove rename repair
    repeat replace report request rerun reschedule resize restart restore resume retry return revert
    review rework rewrite roll rotate run scale schedule script search secure send set ship shrink shut
    simplify skip speed split start stay stop store stretch switch sync take teach tell test throttle
    tidy time trace train trim trust try tune turn undo update upgrade use verify wait wake walk warn
    watch wire work write
""")

ASKING = _set("""
    are can could did do does had has have how is may might must shall should was were what when where
    which who why will would
""")

CONNECTIVES = ("because ", "since ", "as ", "so that ", "in case ", "in order ", "to ", "for ", "so ")

COMMON = _set("""
    and app application database for main new old our server service system team the
""")

FIRST_WORDS = _set("""
    access accounts additional affected agent alert alerting alerts analysis another app application
    applications applying attempt attempts automated automatic backup backups bad bug build builds
    cache certificate certificates change changes checking checks cleanup client clients cluster
    clusters code communication config configuration connection connections connectivity contacting
    container containers continuing customer customers dashboard dashboards data database databases
    decision degraded deploy deploying deployment deployments deploys detection developers digging
    disk downtime early emergency engineer engineering engineers error errors event events failover
    false feature final fix fixes follow-up full further getting health high host hotfix image
    images impact incident incidents increasing infrastructure initial internal investigating
    investigation issue issues jobs last latency latest load logs long looking maintenance major
    management manual memory message messages metrics migration migrations minor monitoring multiple
    network next node nodes normal noticing notification off-schedule old on-call operator operators
    other outage packages page pages partial patch people performance pipeline pods power
    preparation preparations previous problem problems process production public queries query queue
    queues rate recovery release releases replication report reports request requests response
    restart restarting restarts result results reverting review rollback rolling rollout root rules
    running same sanity scaling scheduled script scripts seeing server servers service services
    several similar site slow smoke staff staging starting status stopping storage support switching
    symptoms system systems team teams temporary test testers testing tests ticket tickets time
    total traffic troubleshooting trying unable update updates upgrade upgrades upgrading upstream
    user users various verification version volume waiting warning warnings website window work
    workers working
""")
"""Words that have a capital because they begin a sentence, and are in no name if a small letter follows."""
