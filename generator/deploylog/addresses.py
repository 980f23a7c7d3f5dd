"""Where each page lives: one address per thing, the same in preview, site and export."""

import hashlib
import posixpath
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

INDEX = "index.md"
ARCHIVE = "archive/index.md"
GLOSSARY = "glossary/index.md"
RELEASES = "releases/index.md"
SCHEDULED = "scheduled/index.md"
STATISTICS = "statistics/index.md"
SYSTEMS = "systems/index.md"
TAGS = "tags/index.md"

FEED = "feed.xml"
JSON_FEED = "feed.json"
CALENDAR = "deployments.ics"
METRICS = "metrics.txt"
HEADERS = "_headers"
HEADERS_OF_SERVERS = "assets/headers"
POLICY = "assets/headers/policy.txt"
DATA = "data/deployments.json"
DATA_SCHEMA = "data/deployments.schema.json"
DATA_CSV = "data/deployments.csv"
DATA_PARQUET = "data/deployments.parquet"


def slug(name: str) -> str:
    """Make a name into one part of an address: lower-case ASCII letters, digits and `-`.

    Names that lose more than case and separators gain a short digest, so that `C++` and `C#`
    stay apart.
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")
    if plain and re.fullmatch(r"[A-Za-z0-9 ._/&-]+", name):
        return plain[:80].rstrip("-")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{plain[:80].rstrip('-')}-{digest}".lstrip("-")


def post(id_: str) -> str:
    """Give the address of a log's or plain post's page."""
    return f"{id_}.md"


def front(page: int) -> str:
    """Give the address of a page of newest posts, counted from 1."""
    return INDEX if page == 1 else f"page/{page}.md"


def year(number: int) -> str:
    """Give the address of one year of the archive."""
    return f"archive/{number:04}.md"


def system(name: str) -> str:
    """Give the address of a system's page."""
    return f"systems/{slug(name)}.md"


def release(name: str) -> str:
    """Give the address of a release's page."""
    return f"releases/{slug(name)}.md"


def outcome(value: str) -> str:
    """Give the address of the page that lists one outcome."""
    return f"outcomes/{value}.md"


def tag(name: str) -> str:
    """Give the address of a tag's page."""
    return f"tags/{slug(name)}.md"


def statistics(part: str, name: str) -> str:
    """Give the address of the statistics of a `year`, `system`, `environment`, `kind` or `release`."""
    return f"statistics/{part}/{slug(name)}.md"


def evidence(uri: str, posts: int) -> str:
    """Give the address of the posts behind the numbers of a page of statistics: its own, unless many."""
    folder = uri.removesuffix(".md").removesuffix("/index")
    return f"{folder}/posts.md" if posts > 50 else uri


def term(slug_: str) -> str:
    """Give the address of a glossary term's page."""
    return f"glossary/{slug_}.md"


def system_feed(name: str, feed: str = FEED) -> str:
    """Give the address of a system's own feed; `feed` is the file's name."""
    return f"systems/{slug(name)}/{feed}"


def table(part: str) -> str:
    """Give the address of a table of parts of all deployments: `data/steps.csv`."""
    return f"data/{part}.csv"


def badge(measure: str) -> str:
    """Give the address of a badge's numbers."""
    return f"data/badges/{measure}.json"


def card(id_: str) -> str:
    """Give the address of the picture that goes with a post where it is shared."""
    return f"assets/social/{id_}.png"


def published(uri: str, *, directories: bool = True) -> str:
    """Give where a page is on the published site, below its root: `archive/2007/`; empty for the front page.

    Args:
        uri: A page, or a file that is published as it is.
        directories: Whether pages are folders with an index, as they are unless a site says otherwise.
    """
    folder, name = posixpath.split(uri)
    stem, suffix = posixpath.splitext(name)
    if suffix != ".md":
        return uri
    if stem.casefold() in ("index", "readme"):
        path = f"{folder}/" if folder else ""
        return path if directories else path + "index.html"
    path = posixpath.join(folder, stem)
    return f"{path}/" if directories else f"{path}.html"


def relative(target: str, base: str) -> str:
    """Give `target` as seen from the page at `base`; a `#fragment` is kept."""
    path, mark, fragment = target.partition("#")
    return _seen_from(posixpath.dirname(base), path) + mark + fragment


@lru_cache(maxsize=1 << 14)
def _seen_from(folder: str, path: str) -> str:
    return posixpath.relpath(path, folder or ".")


def absolute(link: str, base: str) -> str:
    """Give the address that a relative link on the page at `base` leads to; a `#fragment` is cut off."""
    path = unquote(link.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
