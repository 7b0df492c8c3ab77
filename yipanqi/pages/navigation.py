"""The left navigation: one line per area, shown to whoever holds one of its permissions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import permissions_of, reach
from yipanqi.pages.counts import hot_text, open_cases_text
from yipanqi.pages.doors import officer_of

Count = Callable[[HttpRequest], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One area, for any of its permissions (none: everybody); `words` says its label where it depends on who looks."""

    label: str
    url_name: str
    icon: str
    permissions: tuple[Permission, ...]
    group: str = ""
    count: Count | None = None
    hot: bool = False
    words: Count | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one request sees it."""

    label: str
    href: str
    icon: str
    count: str
    hot: bool
    current: bool


def _board_words(request: HttpRequest) -> str:
    return "全市一盘棋" if len(reach(officer_of(request), Permission.SEE_BOARD).counties) > 1 else "本机构一盘棋"


WORK, PAPERS, SUPPORT = "", "文书与资料", "支撑"

# A new area adds one line here.
ENTRIES: tuple[Entry, ...] = (
    Entry("今日待办", "queue", "today", (Permission.SEE_CASES,), WORK, hot_text, hot=True),
    Entry("矫正对象", "cases", "people", (Permission.SEE_CASES,), WORK, open_cases_text),
    Entry("全市一盘棋", "board", "board", (Permission.SEE_BOARD,), WORK, words=_board_words),
    Entry("台账导入", "imports", "in", (Permission.IMPORT_LEDGER,), PAPERS),
    Entry("法规库", "law", "scale", (Permission.SEE_LAW,), PAPERS),
    Entry("机构与权限", "agencies", "gear", (Permission.SEE_AGENCIES,), SUPPORT),
    Entry("工作日志", "journal", "log", (Permission.READ_JOURNAL,), SUPPORT),
)


def entries_for(request: HttpRequest) -> list[Entry]:
    """The areas this officer may enter, in order."""
    held = permissions_of(officer_of(request))
    return [entry for entry in ENTRIES if not entry.permissions or held.intersection(entry.permissions)]


def links_for(request: HttpRequest) -> dict[str, list[Link]]:
    """Group title → links; the current one is the longest address this page lies under."""
    entries = [(entry, reverse(entry.url_name)) for entry in entries_for(request)]
    under = [href for _, href in entries if request.path.startswith(href)]
    current = max(under, key=len, default="")
    grouped: dict[str, list[Link]] = {}
    for entry, href in entries:
        count = entry.count(request) if entry.count else ""
        label = entry.words(request) if entry.words else entry.label
        link = Link(label, href, entry.icon, count, entry.hot and count != "", href == current)
        grouped.setdefault(entry.group, []).append(link)
    return grouped
