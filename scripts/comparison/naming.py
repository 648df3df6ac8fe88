"""Replacement of values that differ in every run by names: ids, tokens, times, ports, file hashes."""

import re
from hashlib import sha256
from typing import Final
from urllib.parse import unquote

ID: Final = r"([A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{16})(?![A-Za-z0-9_-])"
LEARNT: Final = {
    "draft": re.compile(rf'/apply/[^/"?]+/{ID}|name="draft" value="{ID}"'),
    "file": re.compile(rf'/(?:papers|files)/{ID}|"id": ?"{ID}"'),
    "person": re.compile(rf'"sub": ?"{ID}"'),
    "serial": re.compile(r"1\.2\.156\.3005\.2\.[0-9A-Z]+\.[0-9A-Z]{18}\.([0-9A-Z]{12})\."),
}
"""Where a random text stands by which it is known from then on, wherever else it stands."""
WORD: Final = re.compile(r"[A-Za-z0-9_-]{12,}")
REPLACED: Final = (
    (re.compile(r'(name="csrf_token" value=")[^"]+'), r"\1{form token}"),
    (re.compile(r"((?:[?&;]|%26)(?:state|nonce|code_challenge)(?:=|%3D))[\w-]{43}"), r"\1{token}"),
    (re.compile(r"(/identity/callback\?code=)\w+"), r"\1{token}"),
    (re.compile(r'("(?:access_token|kid|x|y)": ?")[^"]+'), r"\1{token}"),
    (re.compile(r"\b([\w-]+(?:\.min)?)\.[0-9a-f]{12}\.(css|js|svg|woff2)\b"), r"\1.{hash}.\2"),
    (re.compile(r"(\{serial [^}]+\}\.\d{3}\.)[0-9A-Z]\b"), r"\1{check}"),
    (
        re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?"),
        r"\1 {time}",
    ),
    (re.compile(r"(\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日 ?)\d{1,2}(?::\d{2}){1,2}"), r"\1{time}"),
    (re.compile(r"^(hall_request_seconds\w*\{[^}]*\}) \S+$", re.MULTILINE), r"\1 {figure}"),
    (re.compile(r'^(hall_jobs\{status="(?:waiting|leased)"\}) \S+$', re.MULTILINE), r"\1 {figure}"),
)
"""What is told by where it stands alone."""
IN_LABELS: Final = re.compile(r"\{(\w+) [0-9a-f]{4}-\d+\}")


class Names:
    """The names of one hall's values; a value has the same name during the whole run.

    A name tells by which answer its text came first and the how-manieth it was there, so that one more id in
    one answer does not rename those of all others.
    """

    def __init__(self, base_url: str) -> None:
        self._host: Final = base_url.removeprefix("http://")
        self._names: Final[dict[str, str]] = {}

    def named(self, text: str, label: str) -> str:
        """The text of the response `label` with the differing values replaced by names."""
        self._learn(text, label)
        return self._put_in(text)

    def label(self, address: str) -> str:
        """An address as shown in labels: readable, and equal in both halls."""
        return IN_LABELS.sub(r"{\1}", unquote(self._put_in(address)))

    def _put_in(self, text: str) -> str:
        text = text.replace(self._host, "{host}")
        for colon in ("%3A", "%253A"):
            text = text.replace(self._host.replace(":", colon), "{host}")
        text = WORD.sub(self._name, text)
        for pattern, name in REPLACED:
            text = pattern.sub(name, text)
        return text

    def header(self, name: str, value: str, label: str) -> str:
        """A comparable header value: of a cookie the name and attributes, of an ETag only its presence."""
        if name in {"etag", "last-modified", "x-request-id"}:
            return "{present}"
        if name == "set-cookie":
            return re.sub(r"^([^=]+)=[^;]+|(Expires)=[^;]+", r"\1\2={value}", value)
        if name == "retry-after":
            return re.sub(r"\d{2,}", "{seconds}", value)
        if name == "allow":
            return ", ".join(sorted(value.split(", ")))
        return self.named(value, label)

    def _name(self, word: re.Match[str]) -> str:
        """The name of a known value, also after the year in a certificate's number."""
        text = word[0]
        if text[:4].isdigit() and text[4:] in self._names:
            return text[:4] + self._names[text[4:]]
        return self._names.get(text, text)

    def _learn(self, text: str, label: str) -> None:
        mark = sha256(label.encode()).hexdigest()[:4]
        count = 0
        for kind, pattern in LEARNT.items():
            for match in pattern.finditer(text):
                value = next(group for group in match.groups() if group)
                if value not in self._names:
                    count += 1
                    self._names[value] = f"{{{kind} {mark}-{count}}}"


def file_name(label: str) -> str:
    """A label as a readable file name that is short enough for every file system."""
    plain = re.sub(r"[^\w.,=&{}#-]+", "_", label)
    cut = plain.encode()[:150].decode(errors="ignore")
    return cut if cut == plain else f"{cut}~{sha256(label.encode()).hexdigest()[:8]}"
