"""Jenkins: the stages of Pipeline runs, builds, and consoles with the times of the Timestamper plugin."""

from collections.abc import Sequence

from deploylog.importers.documents import Node, begins_json, glimpse, read, within
from deploylog.importers.jenkins.builds import build_sketches, kind_of
from deploylog.importers.jenkins.console import is_console, read_console
from deploylog.importers.sketch import Sketch, Text, Wishes


class JenkinsImporter:
    """Makes one log of each build."""

    name = "jenkins"
    summary = "Jenkins: stages (`wfapi`), builds (JSON), consoles with times (Timestamper)"

    def recognises(self, head: str, filename: str) -> bool:  # noqa: ARG002
        """Tell whether there is a build in the head, or lines of a console."""
        return any(kind_of(inner) for value in glimpse(head) for inner in within(value)) or is_console(head)

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file."""
        return self.read_together([text], wishes)

    def read_together(self, texts: Sequence[Text], wishes: Wishes) -> Sequence[Sketch]:
        """Read files that belong together: builds and their stages."""
        roots: list[Node] = []
        sketches: list[Sketch] = []
        for text in texts:
            if begins_json(text):
                roots += read(text, wishes.timezone)
            else:
                sketches += read_console(text, wishes)
        sketches += build_sketches(roots, wishes)
        for root in roots:
            root.document.check()
        return sketches


IMPORTER = JenkinsImporter()
