"""Pelican with its default theme, feeds and tags; what it has read is kept for the next build."""

SITENAME = "Nights on the bridge"
SITEURL = "https://example.com/deployments"
PATH = "content"
ARTICLE_PATHS = ["posts"]
TIMEZONE = "America/Toronto"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 10
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_MAX_ITEMS = 20
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "reader"
