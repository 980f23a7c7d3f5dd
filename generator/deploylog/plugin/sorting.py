"""Which files MkDocs is to publish, and which folders it is to watch."""

from collections.abc import Sequence
from pathlib import Path

from mkdocs.structure.files import File

from deploylog import site, templates
from deploylog.logs import LOG_SUFFIXES
from deploylog.settings import Settings


def is_source(file: File, sources: site.Sources) -> bool:
    """Tell whether a file is one that pages are made from; no log is ever published."""
    if file.abs_src_path is None or file.src_uri.endswith(LOG_SUFFIXES):
        return file.abs_src_path is not None
    path = Path(file.abs_src_path).resolve()
    own = sources.settings.templates
    return path in sources.paths or bool(own and path.is_relative_to(own.resolve()))


def leads_out(file: File, folder: str) -> bool:
    """Tell whether a file is a link to elsewhere, or no file at all, as a pipe is none."""
    if file.abs_src_path is None:
        return False
    path = Path(file.abs_src_path).resolve()
    return not path.is_relative_to(Path(folder).resolve()) or (path.exists() and not path.is_file())


def watched(settings: Settings, docs_dir: str) -> Sequence[str]:
    """Give the folders of sources that are not in MkDocs' own, which it watches anyway."""
    folders = (settings.posts, settings.glossary, settings.templates, templates.folder())
    found = dict.fromkeys(folder.resolve() for folder in folders if folder and folder.is_dir())
    return [str(folder) for folder in found if not folder.is_relative_to(Path(docs_dir).resolve())]
