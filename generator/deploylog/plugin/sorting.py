"""Which files MkDocs is to publish, and which folders it is to watch."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files

from deploylog import site, templates
from deploylog.feeds import Asset
from deploylog.logs import LOG_SUFFIXES
from deploylog.plugin.pagefiles import published
from deploylog.settings import Settings

log = get_plugin_logger("deploylog")


def take_out(files: Files, made: AbstractSet[str], sources: site.Sources, config: MkDocsConfig) -> None:
    """Take out sources, what we make ourselves, and what is not to be published."""
    for file in list(files):
        if file.src_uri in made or is_source(file, sources):
            files.remove(file)
        elif file.src_dir == config.docs_dir and leads_out(file, config.docs_dir):
            log.warning(
                f"'{file.src_uri}' is no file, or a link that leads out of '{config.docs_dir}';"
                " it is not published"
            )
            files.remove(file)


def put_in(files: Files, assets: Iterable[Asset], config: MkDocsConfig) -> None:
    """Put in what is published beside the pages, where an author has written nothing at its address."""
    taken = {file.src_uri for file in files}
    for asset in assets:
        if asset.uri not in taken:
            files.append(published(asset, config))


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
