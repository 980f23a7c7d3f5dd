"""Chats: exports of Slack, Discord and Telegram, and transcripts; talk is folded into steps."""

from collections.abc import Sequence

from deploylog.importers.chat.exports import SIDE_FILES, is_message, read_export, side_file
from deploylog.importers.chat.telling import tell
from deploylog.importers.chat.transcripts import is_transcript, read_transcript
from deploylog.importers.documents import Node, begins_json, glimpse, read
from deploylog.importers.localtimes import LocalTimes
from deploylog.importers.sketch import Sketch, Text, Wishes

__all__ = ["IMPORTER", "SIDE_FILES", "ChatImporter"]


class ChatImporter:
    """Makes a log of each night that was talked about."""

    name = "chat"
    summary = "chats: Slack, Discord and Telegram exports, transcripts `[time] name: text`, IRC"

    def recognises(self, head: str, filename: str) -> bool:  # noqa: ARG002
        """Tell whether messages are in the head."""
        values = glimpse(head)
        found = any(is_message(one) for value in values for one in (value, *_messages(value)))
        return found or bool(side_file(values)) or (not values and is_transcript(head))

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file; names come from `users.json` beside it, or beside its folder."""
        return self.read_together([text], wishes)

    def read_together(self, texts: Sequence[Text], wishes: Wishes) -> Sequence[Sketch]:
        """Read files that belong together: the days of a channel, and who is who."""
        roots: list[tuple[Text, Sequence[Node]]] = []
        sketches: list[Sketch] = []
        for text in texts:
            if begins_json(text):
                roots.append((text, read(text, wishes.timezone)))
                continue
            times = LocalTimes(wishes, text.file, "chat")
            messages, heads = read_transcript(text, times)
            sketches += tell(messages, times, text.file, heads)
        if roots:
            exported = read_export(roots)
            for _, nodes in roots:
                for node in nodes:
                    node.document.check()
            file = roots[0][0].file
            channel = next((name for _, nodes in roots for node in nodes if (name := _channel(node))), "")
            sketches += tell(exported, LocalTimes(wishes, file, "chat"), file, channel=channel)
        return sketches


def _channel(root: Node) -> str:
    """Give the channel that an export names above its messages, as those of Discord and Telegram do."""
    if not isinstance(root.value, dict) or not root["messages"].nodes():
        return ""
    return root.text("channel.name") or (root.text("name") if root.text("type") else "")


def _messages(value: object) -> list[dict[str, object]]:
    inner = value.get("messages") if isinstance(value, dict) else None
    return [one for one in inner[:5] if isinstance(one, dict)] if isinstance(inner, list) else []


IMPORTER = ChatImporter()
