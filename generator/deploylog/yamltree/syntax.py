"""What an author can do about the parser's complaints."""

_HELP = (
    ("mapping values are not allowed", "put a text that holds `: ` into quotes"),
    ("found character that cannot start", "indent with spaces, and put a text that begins so into quotes"),
    ("found unexpected end of stream", "close the quote or bracket that was opened"),
    ("did not find expected ',' or", "close the bracket, or put a text that holds brackets into quotes"),
    ("could not find expected ':'", "write `key: value`, and indent a text that goes on below it"),
    ("did not find expected key", "indent it like the keys above, and quote a text that holds quotes"),
    ("did not find expected '-' indicator", "indent it like the items above"),
    ("did not find expected alphabetic", "put a text that begins with `*` or `&` into quotes"),
    ("found undefined tag handle", "put a text that begins with `!` into quotes"),
    ("found unexpected ':'", "put a space before and after the colon, or put the text into quotes"),
    ("undefined alias", "put a text that begins with `*` into quotes"),
)


def syntax_help(problem: str) -> str:
    """Give the line of help for the parser's words."""
    default = "look at this line and the one above: indentation, quotes, brackets"
    return next((help_ for words, help_ in _HELP if words in problem), default)
