"""What MkDocs is to build: the pages of a site, or those that say why there are none."""

from collections.abc import Callable, Sequence
from datetime import date as Day  # noqa: N812

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from deploylog import site
from deploylog.feeds import Asset
from deploylog.pages import Page
from deploylog.store import Store

log = get_plugin_logger("deploylog")


def made(
    sources: site.Sources, *, as_of: Day, serving: bool, kept: Store | None, heed: Callable[[], None]
) -> tuple[site.Made | None, list[Page], Sequence[Asset]]:
    """Make the pages of a site, and what is published beside them.

    Args:
        sources: All of the site.
        as_of: The day on which the site is seen.
        serving: Whether this is a preview, which shows drafts, and problems as pages.
        kept: What earlier builds have kept.
        heed: Called from page to page; raises what ends the build.

    Returns:
        None first when a template cannot be rendered; then the pages say so.

    Raises:
        PluginError: A template cannot be rendered, and this is no preview.
    """
    try:
        made = site.make(sources, as_of=as_of, drafts=serving, kept=kept, heed=heed)
        assets = made.assets
    except site.TemplateFault as fault:
        if not serving:
            raise PluginError(str(fault)) from fault
        log.error(str(fault))
        return None, site.fault_pages(sources, fault), []
    replaced = {page.uri: page for page in [*made.pages, *site.problem_pages(sources)]}
    return made, [replaced[uri] for uri in sorted(replaced)], assets
