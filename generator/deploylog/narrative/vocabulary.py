"""Lists of English words by which an author's clauses are understood."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS = _set("""
    A All Almost Although An And Another Any As At Because Before Both But By During Each Either Even
    Every Everybody Everyone Everything First For From Half He Here His How If In It Its Just Many More
    Most Much My Neither No Nobody None Nothing On One Only Our She Since So Some Somebody Someone
    Something Still Such That The Their Then There These They This Those Three Through To Two Under
    Until We What When Where Which While Who Why With Without
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
    abandon abort accept add agree allow apply ask back begin bring buy call cancel carry change check
    clear close come continue cut declare decline defer delay delete deploy disable do drain drop enable
    end extend fail finish fix flip get give go grant halt hand have hold hotfix ignore install
    investigate keep leave let limit live look lower make merge migrate move notify open patch pause
    phone postpone press proceed promote pull push put quit raise re-run reboot rebuild redeploy reduce
    release reload remove rename repair repeat replace request reschedule restart restore resume retry
    return revert rework roll run scale send set ship shut skip split start stay stop stretch switch
    take tell test throttle trust try turn undo update upgrade use wait wake warn work
""")

ASKING = _set("""
    are can could did do does had has have how is may might must shall should was were what when where
    which who why will would
""")

CONNECTIVES = ("because ", "since ", "as ", "so that ", "in case ", "in order ", "to ", "for ", "so ")

COMMON = _set("""
    and app application database for main new old our server service system team the
""")
