"""The style sheet of the site, which a site may change as it may every template."""

from deploylog import templates
from deploylog.settings import Settings

ADDRESS = "assets/deploylog.css"
_PARTS = ("deploylog.css", "charts.css", "statistics.css")


def sheet(settings: Settings) -> str:
    """Put the style sheet together from its templates."""
    jinja = templates.environment(settings.templates)
    return "\n".join(jinja.get_template(part).render() for part in _PARTS)
