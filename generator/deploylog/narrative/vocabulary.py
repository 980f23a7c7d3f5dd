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
