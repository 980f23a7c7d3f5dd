"""The forms that secrets have, and what stands in their place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of secret; the group `s` of the pattern is what is taken out, without one the whole."""

    kind: str
    hints: Sequence[str]
    """One of these, in lower case, is in every line that the pattern can match."""
    pattern: re.Pattern[str]


def _form(kind: str, hints: str, pattern: str) -> Form:
    return Form(kind, hints.split(), re.compile(pattern))


_WORD = r"(?<![A-Za-z0-9_+/-])"
"""No letter of a longer run stands before: a token inside of base64 is none."""
FORMS = (
    _form("AWS key", "akia asia abia acca a3t", _WORD + r"(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}\b"),
    _form("Google key", "aiza", _WORD + r"AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
    _form("Google token", "ya29. gocspx-", _WORD + r"(?:ya29\.[0-9A-Za-z_-]{20,}|GOCSPX-[0-9A-Za-z_-]{20,})"),
    _form(
        "Azure key",
        "accountkey= sharedaccesskey= sig= q~",
        r"(?:AccountKey|SharedAccessKey)=(?P<k>[A-Za-z0-9+/]{40,}={0,2})|[?&;]sig=(?P<u>[A-Za-z0-9%+/]{40,}=?)"
        r"|(?<![A-Za-z0-9_~.-])(?P<c>[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])",
    ),
    _form(
        "GitHub token",
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
        r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,})",
    ),
    _form(
        "GitLab token",
        "glpat- gloas- gldt- glrt- glcbt- glptt- glft- glimt- glagent- glsoat- glffct- gr1348941",
        r"(?<![A-Za-z0-9])(?:gl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[A-Za-z0-9_.-]{20,}|GR1348941[\w-]{20,})",
    ),
    _form(
        "Slack token",
        "xox xapp- hooks.slack.com",
        r"(?<![A-Za-z0-9])(?:xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}|xapp-[0-9]-[A-Za-z0-9-]{10,})"
        r"|hooks\.slack\.com/(?:services|workflows|triggers)/(?P<s>[A-Za-z0-9/+_-]{20,})",
    ),
    _form("npm token", "npm_", r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,}"),
    _form("PyPI token", "pypi-", r"(?<![A-Za-z0-9])pypi-(?:AgE[A-Za-z0-9_-]{16,}|[A-Za-z0-9_-]{60,})"),
    _form(
        "Stripe key",
        "sk_live_ sk_test_ rk_live_ rk_test_ whsec_",
        r"(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_[0-9A-Za-z]{10,}|whsec_[0-9A-Za-z+/=]{20,})",
    ),
    _form(
        "API key",
        "sk- sg. hf_ dop_v1_ dckr_pat_ hvs. hvb.",
        _WORD + r"(?:sk-(?:ant|proj|svcacct|or)-[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9]{40,}|hf_[A-Za-z0-9]{30,}"
        r"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|dop_v1_[a-f0-9]{40,}|dckr_pat_[A-Za-z0-9_-]{20,}"
        r"|hv[sb]\.[A-Za-z0-9_-]{20,})",
    ),
    _form("JWT", "eyj", _WORD + r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*"),
    _form(
        "URL password",
        "://",
        r"://(?:[^\s/:@\"'<>?#]*:(?P<s>[^\s/@\"'<>]+)|(?P<t>[A-Za-z0-9_-]{20,}))@",
    ),
    _form(
        "bearer token",
        "bearer",
        r"(?i:\bbearer\b['\"]?:?\s+['\"]?)(?P<s>(?=[A-Za-z._~+/=-]*[0-9])[A-Za-z0-9._~+/=-]{12,})",
    ),
    _form(
        "credentials",
        "basic authorization",
        r"(?i:\bbasic\s+)(?P<s>(?=[A-Za-z+/]*[0-9A-Z])[A-Za-z0-9+/]{12,}={0,2})(?![A-Za-z0-9+/=])"
        r"|(?i:authorization['\"]?\s*[:=]\s*['\"]?(?:basic|token|bearer|digest)\s+)(?P<t>[^\s'\"]{6,})",
    ),
)
ASSIGNED = re.compile(
    r"""(?ix)
    (?P<name> pass(?:word|wd|phrase|code)? | pwd | secret(?:[_-]?(?:access)?[_-]?key)? | client[_-]?secret
      | api[_-]?key | (?:access|account|auth|private|signing|encryption|license)[_-]?key
      | (?:auth)?token | credentials? )
    (?P<name_quote> ["'] \s* )?
    (?: \s* (?P<sign> := | => | = | : ) \s* | (?<=\bpassword) \s+ (?=\S) (?P<bare>) )
    (?: (?P<quote> \\?["'`] ) (?P<quoted> (?: (?! (?P=quote) ) [^\r\n] ){1,300} ) (?P=quote)
      | (?P<plain> [^\s"'`,;&)\}\]]{1,500} ) )
    """
)
ASSIGNED_HINTS = (
    "passw",
    "passp",
    "passc",
    "pass=",
    "pass:",
    'pass"',
    "pass'",
    "pwd",
    "secret",
    "key",
    "token",
    "credential",
)
NAMES = {"pass": "password", "pwd": "password", "secr": "secret", "clie": "secret", "cred": "credentials"}
STANDS_FOR = re.compile(
    r"""(?ix)
    [*•.?#]{2,} .* | [x_-]{2,} | [<$%\{\[\#@&(|] .* | .*\.\.\.
    | (?:null|none|nil|undefined|true|false|empty|yes|no|on|off)
    | (?: redacted | masked | hidden | filtered | removed | your | example | placeholder | prompt
      | (?: secrets? | password | string ) $ ) .*
    | VALUE_SPECIFIED_IN_NO_LOG_PARAMETER
    | (?: os\.environ | process\.env | env | secrets | vars? | vault | ref | arn | data | local | module
      | file | self | this | config | settings ) [.:+\[] .*
    | (?: ~? / | \./ ) [\w.-]+ (?: / [\w.-]* )+
    | [a-z_] [\w.]* \( .*
    """
)
PROSE = re.compile(
    r"(?i)above|accepted|authentication|below|confirmed|correct|denied|disabled|enabled|everyone|everybody"
    r"|exchanged|expired|failed|forgotten|incorrect|invalid|missing|needed|nobody|nothing|refused|rejected"
    r"|required|restored|revoked|rotated|rotation|succeeded|success|support|unchanged|unknown|valid|verified"
    r"|working|(?:creat|chang|delet|generat|renew|updat)ed|(?:re)?set|wrong"
)
FORMS_BY_OPTION = {
    "email": _form("e-mail", "@", r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"),
    "ip": _form(
        "IP address",
        ". :",
        r"(?<![\w.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?![\w.]\w|\w)"
        r"|(?<![\w:.])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])"
        r"|(?<![\w:.])(?=[0-9a-fA-F:]*[0-9a-fA-F]{3})[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,5}"
        r"::(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,5})?(?![\w:])",
    ),
}
BEGIN = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
END = re.compile(r"-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
