"""`deploylog export`: the same pages as files, for any engine."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dev
import sites
from deploylog import cli, settings, site

LOG = "posts/2007-12-02-front-end.yml"
PLAIN = """\
site_name: Exported
docs_dir: out
theme: {name: material, font: false}
plugins: [search]
extra_css: [assets/deploylog.css]
markdown_extensions: [attr_list, def_list, footnotes, md_in_html, tables, toc]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a site with a picture and a page that is no post, and go there."""
    files = {
        LOG: sites.LOG.format(title="The front end goes in"),
        "posts/about.md": "# About\n\nWho we are.\n",
        "posts/pictures/bridge.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
        "posts/.hidden": "not for readers",
    }
    monkeypatch.chdir(sites.write(tmp_path / "site", files))
    return tmp_path / "site"


def export(folder: str = "out") -> Result:
    return CliRunner().invoke(cli.main, ["export", folder])


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_an_export_holds_every_page_and_what_stands_beside_them(folder):
    """The pages are the very bytes that MkDocs gets; logs and hidden files stay at home."""
    done = export()

    chosen = settings.find_settings(folder)
    made = site.make(site.read(chosen), as_of=chosen.as_of)
    pages, assets = made.pages, {asset.uri: asset.octets for asset in made.assets}
    written = tree(folder / "out")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"{len(pages)} pages written to out\n"
    assert {page.uri: page.content.encode() for page in pages}.items() <= written.items()
    beside = {"about.md", "pictures/bridge.svg", "assets/deploylog.css", ".deploylog-export"}
    assert assets.items() <= written.items()
    assert set(written) - {page.uri for page in pages} - {*assets} == beside


@pytest.mark.unmeasured
def test_an_export_of_the_sample_site_builds_without_the_plugin(tmp_path, monkeypatch):
    """Every link holds in an engine that knows nothing of deploylog."""
    monkeypatch.chdir(dev.ROOT)
    done = export(str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    (tmp_path / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")

    built = sites.build(tmp_path, tmp_path / "site")

    assert (built / "2007-12-02-november-release" / "index.html").is_file()
    assert "NO_MKDOCS" not in (built / "index.html").read_text(encoding="utf-8")


def test_the_next_export_replaces_the_last(folder):
    """Pages of a log that is gone are gone too."""
    export()
    (folder / LOG).rename(folder / "posts/2007-12-09-back-end.yml")
    (folder / "posts/2007-12-09-back-end.yml").write_text(
        sites.LOG.format(title="The back end").replace("2007-12-02", "2007-12-09"), encoding="utf-8"
    )

    done = export()

    assert done.exit_code == 0, done.output

    assert (folder / "out/2007-12-09-back-end.md").is_file()
    assert not (folder / "out/2007-12-02-front-end.md").exists()
    assert sorted(path.name for path in folder.iterdir()) == ["mkdocs.yml", "out", "posts"]


@pytest.mark.parametrize("first", [False, True], ids=["foreign folder", "exported folder with a stranger"])
def test_what_no_export_wrote_is_left_alone(folder, first):
    """A folder named by mistake keeps what it holds."""
    if first:
        export()
    (folder / "out").mkdir(exist_ok=True)
    (folder / "out/thesis.md").write_text("three years of work")
    before = tree(folder / "out")

    done = export()

    refused = "Error: out holds thesis.md, which no export wrote; it is left as it is\n"
    assert (done.exit_code, done.output) == (1, refused)
    assert tree(folder / "out") == before


def test_an_export_into_an_empty_folder_fills_it(folder):
    """Somebody may have made it beforehand."""
    (folder / "out").mkdir()

    done = export()

    assert done.exit_code == 0, done.output

    assert (folder / "out/index.md").is_file()


def test_an_export_of_a_broken_log_leaves_the_last_one_as_it_was(folder):
    """Half a site is worse than yesterday's."""
    export()
    before = tree(folder / "out")
    (folder / LOG).write_text("title: [", encoding="utf-8")

    done = export()

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{LOG}:2:1: syntax: ")
    assert tree(folder / "out") == before


def test_an_export_cannot_go_where_a_file_is(folder):
    """One message, not a traceback."""
    done = export(str(folder / "mkdocs.yml"))

    assert done.exit_code == 2
    assert f"Directory '{folder}/mkdocs.yml' is a file." in done.stderr


def test_a_link_that_leads_out_of_the_posts_is_not_exported(folder, tmp_path):
    """What lies elsewhere was not meant for readers."""
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "posts/secret.txt").symlink_to(tmp_path / "secret.txt")

    done = export()

    place = f"posts/secret.txt:1:1: leads-out: 'secret.txt' is a link to {tmp_path}/secret.txt"
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{place}, outside of the folder that it stands in\n")
    assert not (folder / "out").exists()
