"""Secrets are found by their form, and nothing else is: a false alarm teaches people to ignore alarms.

Every secret here is made at run time from parts and a seed, so that no file of the project holds one.
"""

import base64
import hashlib
import random
import string
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from deploylog import secrets
from deploylog.importers import Mask, from_bytes
from deploylog.logs import read_log_text
from deploylog.posts import read_post
from deploylog.problems import LogError

UPPER, WORD = string.ascii_uppercase + string.digits, string.ascii_letters + string.digits
KEY = "PRIVATE " + "KEY"


def run(chance: random.Random, length: int, letters: str = WORD) -> str:
    return "".join(chance.choice(letters) for _ in range(length))


def jwt(chance: random.Random) -> str:
    parts = (base64.urlsafe_b64encode(b'{"%s":"' % name + chance.randbytes(24)) for name in (b"alg", b"sub"))
    return ".".join([*(part.decode().rstrip("=") for part in parts), run(chance, 43)])


def azure(chance: random.Random) -> str:
    key = base64.b64encode(chance.randbytes(64)).decode()
    return f"DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={key}"


KINDS: dict[str, Callable[[random.Random], tuple[str, str]]] = {
    "AWS key": lambda c: (f"{c.choice(('AKIA', 'ASIA'))}{run(c, 16, UPPER)}", "using {} for the bucket"),
    "Google key": lambda c: ("AI" + "za" + run(c, 35), "curl https://maps.example/api?q=1&k={} -s"),
    "Azure key": lambda c: (azure(c), "connecting with {}"),
    "GitHub token": lambda c: (f"gh{c.choice('pousr')}_{run(c, 36)}", "remote: {}"),
    "GitLab token": lambda c: ("gl" + "pat-" + run(c, 20), "git push with {} ok"),
    "Slack token": lambda c: (
        f"xo{c.choice(('xb', 'xp'))}-{run(c, 12, '0123456789')}-{run(c, 24)}",
        "bot {}",
    ),
    "npm token": lambda c: ("np" + "m_" + run(c, 36), "//registry.example/:_auth {}"),
    "PyPI token": lambda c: ("py" + "pi-AgEIcHlwaS5vcmc" + run(c, 70), "twine says {}"),
    "Stripe key": lambda c: (
        f"{c.choice('sr')}k_{c.choice(('live', 'test'))}_{run(c, 24)}",
        "charge with {}.",
    ),
    "JWT": lambda c: (jwt(c), "session={}; path=/"),
    "URL password": lambda c: (run(c, 12), "postgres://shop:{}@db.example:5432/shop"),
    "bearer token": lambda c: (run(c, 30) + "7", "Authorization: Bearer {}"),
    "credentials": lambda c: (
        base64.b64encode(f"shop:{run(c, 9)}".encode()).decode(),
        "authorization: Basic {}",
    ),
    "password": lambda c: (
        run(c, 10) + "!7",
        c.choice(("password={}", "DB_PASSWORD: {}", '"password": "{}"')),
    ),
    "secret": lambda c: (run(c, 24) + "9", c.choice(("client_secret={}", "SECRET_KEY = '{}'", "secret: {}"))),
    "token": lambda c: (
        run(c, 24) + "9",
        c.choice(("api_key={}", "apiKey: {}", '--token="{}"', "X-Api-Key: {}")),
    ),
}


def planted(count: int) -> list[tuple[str, str, str]]:
    """Give kind, secret and the line it stands in."""
    chance = random.Random(2007)
    found = []
    for number in range(count):
        kind = [*KINDS][number % len(KINDS)]
        secret, line = KINDS[kind](chance)
        found.append((kind, secret, "01:30 " + line.replace("{}", secret)))
    return found


def harmless(count: int) -> list[str]:
    """Give lines of digests, hashes, identifiers, pictures and links, as builds write them."""
    chance = random.Random(2007)
    forms: list[Callable[[], str]] = [
        lambda: f"commit {chance.randbytes(20).hex()} Merge branch 'main'",
        lambda: f"Digest: sha256:{chance.randbytes(32).hex()}",
        lambda: f"image registry.example/shop@sha256:{chance.randbytes(32).hex()}",
        lambda: f'"integrity": "sha512-{base64.b64encode(chance.randbytes(64)).decode()}"',
        lambda: f"data:image/png;base64,{base64.b64encode(chance.randbytes(600)).decode()}",
        lambda: base64.b64encode(chance.randbytes(57)).decode(),
        lambda: f"trace id {uuid.UUID(bytes=chance.randbytes(16))} finished",
        lambda: f"Cache restored from key: linux-npm-{hashlib.sha256(chance.randbytes(8)).hexdigest()}",
        lambda: (
            f"  md5sum {hashlib.md5(chance.randbytes(8), usedforsecurity=False).hexdigest()}  shop.tar.gz"
        ),
        lambda: f"HEAD is now at {chance.randbytes(4).hex()} Rotate the secret of the shop",
        lambda: f"https://git.example/shop/commit/{chance.randbytes(20).hex()}#L{chance.randrange(99)}",
        lambda: f'etag W/"{chance.randbytes(16).hex()}", {chance.randrange(999)} tests passed',
        lambda: f"ssh-ed25519 {base64.b64encode(chance.randbytes(51)).decode()} deploy@bastion",
        lambda: f"password: *** token=${{TOKEN_{chance.randrange(9)}}} secret: [redacted: secret]",
        lambda: f"go.sum h1:{base64.b64encode(chance.randbytes(32)).decode()}",
    ]
    return [forms[number % len(forms)]() for number in range(count)]


def test_two_hundred_planted_secrets_are_all_caught() -> None:
    """Whatever slips through is public for good."""
    missed = []
    for kind, secret, line in planted(208):
        found = secrets.Scanner().find(line)
        if not found or any(part in secrets.redacted(line, found) for part in (secret, secret[3:-3])):
            missed.append((kind, line, found))

    assert missed == []


@pytest.mark.unmeasured
def test_two_thousand_lines_of_hashes_digests_and_pictures_raise_no_alarm() -> None:
    """They stand in every build's log."""
    raised = [(line, found) for line in harmless(2000) if (found := secrets.Scanner().find(line))]

    assert raised == []


@pytest.mark.parametrize(
    "line",
    [
        "the password was changed, and the token: expired",
        "secret: rotated",
        "password: everyone got a new one by mail",
        "DBA reset the password; passwords: none are kept",
        "api_key=$API_KEY password={{ vault.password }} secret=%(secret)s token=<token>",
        "token = os.environ['TOKEN']; password=get_password()",
        "password=/run/secrets/database",
        "compass: north",
        "Unexpected token: }",
        "basic checks passed; bearer of bad news",
        "https://example.org/login?next=/home:8080/@team",
        "ssh://git@git.example:22/shop.git",
        "monkey: banana42, keyboard=us",
    ],
)
def test_prose_and_references_to_secrets_raise_no_alarm(line: str) -> None:
    """A team may write about secrets."""
    assert not secrets.Scanner().find(line)


@pytest.mark.parametrize(
    ("option", "line", "redacted"),
    [
        ("email", "ask ann.lee+ops@mail.example.org now", "ask [redacted: e-mail] now"),
        (
            "ip",
            "from 10.20.30.40:8080 to fe80::1ff:fe23:4567:890a",
            "from [redacted: IP address]:8080 to [redacted: IP address]",
        ),
        ("ip", "version 1.2.3.4.5 at 01:30:15 of sha 1::", "version 1.2.3.4.5 at 01:30:15 of sha 1::"),
    ],
)
def test_addresses_are_secrets_only_where_somebody_asks(option: str, line: str, redacted: str) -> None:
    """Most teams publish the names of their machines; some must not."""
    assert secrets.redact(line) == line
    assert secrets.redact(line, [option]) == redacted


def test_a_private_key_is_taken_out_with_all_its_lines() -> None:
    """Its lines are plain base64: only where it begins tells what they are."""
    lines = [f"-----BEGIN RSA {KEY}-----", "TUlJRX", "abc=", f"-----END RSA {KEY}-----"]
    text = "\n".join(["before", *lines, "after"])

    mask = Mask("notes.txt", redact=True)
    read = [line for _, line in from_bytes(text.encode(), mask=mask).lines()]

    assert read == ["before", *["[redacted: private key]"] * 4, "after"]
    assert [(problem.line, problem.column) for problem in mask.problems] == [(2, 1)]
    assert mask.count == 1


def test_a_private_key_that_a_document_escaped_is_taken_out_too() -> None:
    """JSON holds it on one line."""
    line = f'{{"key": "-----BEGIN {KEY}-----\\nabc\\n-----END {KEY}-----\\n", "id": 3}}'

    assert secrets.redact(line) == '{"key": "[redacted: private key]\\n", "id": 3}'


def test_a_secret_in_a_log_is_refused_where_it_stands() -> None:
    """A log is the way to the site; the message does not repeat the secret."""
    value = "hunter" + "2hunter"
    text = f"title: A night\ndate: 2007-12-02\noutcome: scheduled\ntimezone: UTC\nwhy: password={value}\n"

    with pytest.raises(LogError) as caught:
        read_log_text(text, file="posts/night.yml", id="night")

    assert str(caught.value) == (
        "posts/night.yml:5:15: secret: this looks like a secret: password, 13 characters\n"
        "  help: write [redacted: password] in its place, and change the secret: "
        "whoever saw this file knows it; if it is none, end the line with `# not a secret`"
    )
    assert read_log_text(text.replace(value, f"{value}  # not a secret"), file="x", id="night")


@pytest.mark.unmeasured
def test_the_lines_of_secrets_in_a_long_text_are_counted_right() -> None:
    """Only lines that are worth it are looked at; the place has to be right all the same."""
    chance = random.Random(1)
    pairs = zip(harmless(200), (line for _, _, line in planted(200)), strict=True)
    ends = ["\n", "\r\n", "\r", "\n\n"]
    text = "".join(f"{line}{chance.choice(ends)}" for pair in pairs for line in pair)
    expected = [number for number, line in enumerate(text.splitlines(), 1) if secrets.Scanner().find(line)]

    assert [problem.line for problem in secrets.problems(text, file="x")] == expected
    assert [problem.line for problem in secrets.problems(f"\u0130{text}", file="x")] == expected
    assert len(expected) == 200


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_url_has_a_password_only_on_its_own_line(end: str) -> None:
    """Consoles are full of URLs: those without a sign behind them are passed over, not those before one."""
    lines = [
        "GET https://a.example/b",
        "ask ops@a.example",
        "https://a.example https://bob:s3cret9@b.example",
    ]

    [problem] = secrets.problems(end.join(lines), file="console.log")

    assert (problem.line, problem.column) == (3, 31)
    assert problem.message == "this looks like a secret: URL password, 7 characters"


def test_a_secret_in_a_post_or_a_term_is_refused_where_it_stands(tmp_path: Path) -> None:
    """What an author pastes into a post is published as it is."""
    value = "hunter" + "2hunter"
    path = tmp_path / "night.md"
    path.write_text(f"---\ntitle: A night\n---\n\nWe ran it with password={value}.\n", encoding="utf-8")

    with pytest.raises(LogError) as caught:
        read_post(path, id="night", file="posts/night.md")

    assert str(caught.value) == (
        "posts/night.md:5:25: secret: this looks like a secret: password, 14 characters\n"
        "  help: write [redacted: password] in its place, and change the secret: "
        "whoever saw this file knows it; if it is none, end the line with `<!-- not a secret -->`"
    )

    path.write_text(f"We ran it with password={value}. <!-- not a secret -->\n", encoding="utf-8")

    assert read_post(path, id="night").title == "night"


@pytest.mark.parametrize(
    "line",
    [
        "a" * 300_000,
        "password=" * 30_000,
        "://a:" * 60_000,
        "eyJ" * 100_000,
        "x@" * 150_000,
        "a." * 150_000,
        '"' * 300_000,
    ],
)
def test_no_line_takes_long(line: str) -> None:
    """A console may hold a line of a megabyte; patterns must not go over it again and again."""
    began = time.process_time()

    secrets.Scanner(secrets.BY_OPTION).find(line)

    assert time.process_time() - began < 2
