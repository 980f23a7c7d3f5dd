"""Exports of Slack, by day and channel or from its API, of Discord, and of Telegram."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from deploylog.importers.chat.telling import Message
from deploylog.importers.documents import Node
from deploylog.importers.sketch import Text
from deploylog.problems import LogError, Problem

SIDE_FILES = ("users", "channels")
_AGREES = (
    "+1",
    "thumbsup",
    "white_check_mark",
    "heavy_check_mark",
    "shipit",
    "rocket",
    "ok_hand",
    "✅",
    "👍",
)
_TALK = ("", "bot_message", "thread_broadcast", "file_share", "me_message", "file_comment", "reply_broadcast")
"""Kinds of messages that somebody said; the others are joins, topics, names of channels."""
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")
_LINK = re.compile(r"<(?:#[A-Z0-9]+\|([^>]*)|!(?:subteam\^\w+\|)?(@?[\w-]+)[^>]*|([^|>\s]+)(?:\|([^>]*))?)>")
_USER = re.compile(r"[UW][A-Z0-9]{6,}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{6,}")
_MAX_PLACED = 4 << 20
"""Characters of a document up to which each message's line is looked up."""
_MAX_USERS = 16 << 20


def is_message(value: Mapping[str, Any]) -> bool:
    """Tell whether a record is a message of Slack's, Discord's or Telegram's."""
    if value.get("type") == "message" and "text" in value and "from" in value and "date" in value:
        return True
    slack = "ts" in value and ("text" in value or "subtype" in value) and value.get("type") == "message"
    author = value.get("author")
    return slack or ("content" in value and "timestamp" in value and isinstance(author, dict))


def side_file(values: Sequence[Mapping[str, Any]]) -> str:
    """Tell which list of an export a file is, one without messages: `users`, `channels`, or empty."""
    found = [value for value in values[:5] if isinstance(value, dict)]
    ids = [str(value.get("id", "")) for value in found if "name" in value and "ts" not in value]
    if not ids or len(ids) < len(found):
        return ""
    for name, pattern in zip(SIDE_FILES, (_USER, _CHANNEL), strict=True):
        if all(pattern.fullmatch(one) for one in ids):
            return name
    return ""


def read_export(roots: Sequence[tuple[Text, Sequence[Node]]]) -> list[Message]:
    """Read the messages of all files, in the order in which they were said.

    Raises:
        LogError: There are no messages, only the lists that an export has besides.
    """
    names: dict[str, str] = {}
    found: dict[tuple[str, str], Message] = {}
    sides: list[Problem] = []
    for text, nodes in roots:
        names |= _names_beside(text.file)
        records = list(_records(nodes))
        if side := side_file([record.value for record in records]):
            names |= {record.text("id"): _called(record) for record in records}
            sides.append(_no_messages(text.file, side))
            continue
        names |= _names_in(records)
    for text, nodes in roots:
        for message, key in _messages(list(_records(nodes)), names):
            found[text.file, key] = message
    if not found and sides:
        raise LogError(sides)
    return sorted(found.values(), key=lambda message: message.at)


def _records(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node["messages"].nodes():
            yield from node["messages"].nodes()
        elif isinstance(node.value, list):
            yield from _records(node.nodes())
        elif isinstance(node.value, dict):
            yield node


def _messages(records: Sequence[Node], names: Mapping[str, str]) -> Iterator[tuple[Message, str]]:
    """Give each message that somebody said, with what names it; an edit takes the place of what was said."""
    places: Mapping[Any, tuple[int, int]] = {}
    if records and len(records[0].document.text) <= _MAX_PLACED:
        places = records[0].document.places({record.path for record in records})
    for record in records:
        message = record["message"] if record.text("subtype") == "message_changed" else record
        value = message.value if isinstance(message.value, dict) else {}
        if not is_message({**value, "type": message.text("type") or "message"}):
            continue
        at = message.at("ts", "timestamp", "date_unixtime", "date")
        said = _said(message, names)
        if at is None or not said or message.text("subtype") not in _TALK:
            continue
        who = _who(message, names)
        line = places.get(record.path, (1, 1))[0]
        yield (
            Message(
                at=at,
                who=who,
                text=said,
                lines=[(line, f"{at:%H:%M} {who}: {said}")],
                thread=message.text("thread_ts"),
                agreed=_agreed(message),
                exported=True,
            ),
            message.text("ts", "id", "timestamp"),
        )


def _who(message: Node, names: Mapping[str, str]) -> str:
    user = message.text("user", "bot_id")
    return (
        names.get(user, "")
        or _called(message["user_profile"])
        or message.text("author.nickname", "author.name", "author.username")
        or names.get(_MENTION.sub(r"\1", message.text("username")), "")
        or message.text("username", "bot_profile.name", "from")
        or user
    )


def _said(message: Node, names: Mapping[str, str]) -> str:
    parts = [message.text("text", "content") or _pieced(message["text"].value)]
    if not parts[0] or message.text("subtype") == "bot_message":
        attachments = message["attachments"].nodes()
        parts += [attachment.text("text", "fallback", "title", "pretext") for attachment in attachments]
    text = " ".join(filter(None, dict.fromkeys(parts)))
    text = _MENTION.sub(lambda found: "@" + (found[2] or names.get(found[1], found[1])), text)
    text = _LINK.sub(lambda found: next(filter(None, (found[4], found[1], found[2], found[3])), ""), text)
    return " ".join(html.unescape(text).replace("`", "").split())


def _pieced(value: object) -> str:
    """Put together what Telegram takes apart where there are links and names."""
    parts = value if isinstance(value, list) else []
    texts = (part.get("text", "") if isinstance(part, dict) else part for part in parts)
    return "".join(text for text in texts if isinstance(text, str))


def _agreed(message: Node) -> int:
    return sum(
        int(min(max(reaction.number("count"), 1), 1000))
        for reaction in message["reactions"].nodes()
        if reaction.text("name", "emoji.name").partition("::")[0] in _AGREES
    )


def _names_in(records: Sequence[Node]) -> dict[str, str]:
    """Give the names that the messages themselves tell: of who speaks, and in mentions."""
    found: dict[str, str] = {}
    for record in records:
        for user, name in _MENTION.findall(record.text("text")):
            found |= {user: name} if name else {}
        if record["user_profile"] and _called(record["user_profile"]):
            found[record.text("user")] = _called(record["user_profile"])
    return found


def _called(user: Node) -> str:
    return user.text(
        "profile.display_name", "display_name", "profile.real_name", "real_name", "name", "first_name"
    )


def _names_beside(file: str) -> dict[str, str]:
    """Give the names in the list of users that the export has beside the channel's folder."""
    path = Path(file)
    for folder in (path.parent, path.parent.parent):
        beside = folder / "users.json"
        try:
            if not path.is_file() or not beside.is_file() or beside.stat().st_size > _MAX_USERS:
                continue
            listed = json.loads(beside.read_text(encoding="utf-8", errors="replace"))
        except (OSError, ValueError, RecursionError):
            continue
        users = [user for user in listed if isinstance(user, dict)] if isinstance(listed, list) else []
        return {str(user.get("id")): _called_in(user) for user in users}
    return {}


def _called_in(user: Mapping[str, Any]) -> str:
    profile = user.get("profile")
    inner = profile if isinstance(profile, dict) else {}
    names = (inner.get("display_name"), inner.get("real_name"), user.get("name"))
    return next((name for name in names if isinstance(name, str) and name), "")


def _no_messages(file: str, side: str) -> Problem:
    return Problem(
        file=file,
        line=1,
        column=1,
        rule="nothing-found",
        message=f"the file lists the {side} of a Slack workspace; there are no messages in it",
        help="import the days of a channel: `deploylog import ops/2024-05-01.json`; "
        "names come from the `users.json` beside the channel's folder",
    )
