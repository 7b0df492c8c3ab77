"""Where the law stands: sources, articles cited from them, and legal numbers with their history."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Generic, TypeVar

T = TypeVar("T")


class Certainty(Enum):
    """How a rule or number is known; from the strongest to the weakest."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    RECALLED = "recalled"
    ASSUMED = "assumed"
    PARAMETER = "parameter"

    @property
    def title(self) -> str:
        """The Chinese word shown beside a finding."""
        return _CERTAINTY_TITLES[self]

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return _CERTAINTY_RANKS[self]


_CERTAINTY_TITLES = {
    Certainty.VERIFIED: "已核对",
    Certainty.SECONDARY: "二手",
    Certainty.RECALLED: "凭记忆",
    Certainty.ASSUMED: "推定",
    Certainty.PARAMETER: "市流程参数",
}
_CERTAINTY_RANKS = {certainty: rank for rank, certainty in enumerate(Certainty)}


def weakest(*certainties: Certainty) -> Certainty:
    """A conclusion is no surer than the least sure thing it rests on."""
    return max(certainties, key=_CERTAINTY_RANKS.__getitem__)


@dataclass(frozen=True, slots=True)
class Source:
    """A law, regulation or reading: `read` says how its text was seen; `to_on` is exclusive."""

    key: str
    short: str
    title: str
    from_on: date | None = None
    _: KW_ONLY
    to_on: date | None = None
    read: str = "已逐条核对公开文本"
    certainty: Certainty = Certainty.VERIFIED

    def in_force(self, day: date) -> bool:
        """Whether the text applied on `day`."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day < self.to_on)


_DIGITS = "零一二三四五六七八九十"
_NUMBER = re.compile(r"^(\d+)(?:\((\d+)\))?$")


@dataclass(frozen=True, slots=True)
class Article:
    """A citation: number as "21" or "35(2)"; `part` says whether (2) is an item 项 or a paragraph 款."""

    source: Source
    number: str
    part: str = "项"

    @property
    def cite(self) -> str:
        """The short form of the command line: 社区矫正法 21."""
        return f"{self.source.short} {self.number}"

    @property
    def label(self) -> str:
        """The form shown to users: 社区矫正法 第21条, 实施办法 第35条第(二)项."""
        matched = _NUMBER.match(self.number)
        if matched is None:
            return f"{self.source.short} {self.number}"
        article, inner = matched.groups()
        tail = "" if inner is None else _inner(int(inner), self.part)
        return f"{self.source.short} 第{article}条{tail}"


def _inner(number: int, part: str) -> str:
    numeral = _DIGITS[number] if number <= 10 else str(number)
    return f"第（{numeral}）项" if part == "项" else f"第{numeral}款"


def _register(*sources: Source) -> dict[str, Source]:
    return {source.key: source for source in sources}


_ONE_COPY = "单一汇编来源核对"
_MEMORY = "凭记忆整理，待与官方文本核对"
_RECALLED = Certainty.RECALLED
_SECONDARY = Certainty.SECONDARY
SOURCES: dict[str, Source] = _register(
    Source("CCL", "社区矫正法", "中华人民共和国社区矫正法", date(2020, 7, 1)),
    Source(
        "MEASURES",
        "办法",
        "中华人民共和国社区矫正法实施办法（司发通〔2020〕59号）",
        date(2020, 7, 1),
        read=f"未见全文，{_MEMORY}",
        certainty=_RECALLED,
    ),
    Source("CL", "刑法", "中华人民共和国刑法"),
    Source("CPL", "刑事诉讼法", "中华人民共和国刑事诉讼法（2018年修正）", date(2018, 10, 26)),
    Source("INTERP", "刑诉法解释", "最高人民法院关于适用刑事诉讼法的解释（法释〔2021〕1号）", date(2021, 3, 1)),
    Source("PSL", "治安管理处罚法", "治安管理处罚法（2025年修订）", date(2026, 1, 1), read=_ONE_COPY),
    Source(
        "PSL2012",
        "治安管理处罚法（2012）",
        "治安管理处罚法（2012年修正）",
        date(2013, 1, 1),
        to_on=date(2026, 1, 1),
    ),
    Source("PRISON", "监狱法", "监狱法（2026年修订）", date(2026, 11, 1), read=_ONE_COPY),
    Source("EXIT", "出境入境管理法", "中华人民共和国出境入境管理法", date(2013, 7, 1)),
    Source("MINORS", "预防未成年人犯罪法", "预防未成年人犯罪法（2020年修订）", date(2021, 6, 1)),
    Source(
        "RESIDENTS",
        "居民委员会组织法",
        "城市居民委员会组织法（2025年修订）",
        date(2026, 1, 1),
        read=_ONE_COPY,
    ),
    Source("VILLAGERS", "村民委员会组织法", "村民委员会组织法（2025年修订）", date(2026, 1, 1), read=_ONE_COPY),
    Source("PROCURATORS", "检察规则", "人民检察院刑事诉讼规则（2019年）", date(2019, 12, 30)),
    Source(
        "ADVICE",
        "检察建议工作规定",
        "人民检察院检察建议工作规定",
        date(2019, 2, 26),
        read=_MEMORY,
        certainty=_RECALLED,
    ),
    Source("POLICE", "公安办案规定", "公安机关办理刑事案件程序规定（2020年修正）", date(2020, 9, 1)),
    Source(
        "REDUCTION",
        "减刑假释规定",
        "最高法关于办理减刑、假释案件具体应用法律的规定（2016年）",
        date(2017, 1, 1),
    ),
    Source(
        "PROHIBITION",
        "禁止令规定",
        "关于适用禁止令有关问题的规定（试行）（法发〔2011〕9号）",
        date(2011, 5, 1),
        read=_MEMORY,
        certainty=_RECALLED,
    ),
    Source(
        "MEDICAL",
        "暂予监外执行意见",
        "关于进一步规范暂予监外执行工作的意见（司发通〔2023〕24号）",
        date(2023, 7, 1),
        read="仅见标题与转述",
        certainty=_SECONDARY,
    ),
    Source("HOLIDAYS", "放假办法", "全国年节及纪念日放假办法（2024年修订）", date(2025, 1, 1)),
    Source(
        "EXPIRY",
        "司办通〔2021〕94号",
        "关于矫正期满前被采取强制措施等情形的通知",
        date(2021, 1, 1),
        read="仅见标题，内容凭记忆",
        certainty=_RECALLED,
    ),
    Source(
        "HUBEI",
        "湖北细则",
        "湖北省社区矫正工作细则（鄂司发〔2023〕29号）",
        date(2023, 9, 1),
        read="仅见首部与章目",
        certainty=_SECONDARY,
    ),
    Source("CITY", "市流程", "本市工作流程", read="由本市设定", certainty=Certainty.PARAMETER),
    Source(
        "DESIGN",
        "系统设计",
        "法律空白处的处理，待实务部门确认",
        read="本平台拟定",
        certainty=Certainty.ASSUMED,
    ),
)


@cache
def _article(key: str, number: str, part: str) -> Article:
    return Article(SOURCES[key], number, part)


def CCL(number: str, part: str = "款") -> Article:  # noqa: N802
    """社区矫正法."""
    return _article("CCL", number, part)


def MEASURES(number: str, part: str = "项") -> Article:  # noqa: N802
    """社区矫正法实施办法, cited as 办法."""
    return _article("MEASURES", number, part)


def CL(number: str, part: str = "款") -> Article:  # noqa: N802
    """刑法."""
    return _article("CL", number, part)


def CPL(number: str, part: str = "款") -> Article:  # noqa: N802
    """刑事诉讼法."""
    return _article("CPL", number, part)


def INTERP(number: str, part: str = "款") -> Article:  # noqa: N802
    """最高法刑诉法解释 (2021)."""
    return _article("INTERP", number, part)


def PSL(number: str, part: str = "项") -> Article:  # noqa: N802
    """治安管理处罚法 (2025), in force 2026-01-01."""
    return _article("PSL", number, part)


def PSL2012(number: str, part: str = "项") -> Article:  # noqa: N802
    """治安管理处罚法 (2012), until 2025-12-31."""
    return _article("PSL2012", number, part)


def PRISON(number: str, part: str = "款") -> Article:  # noqa: N802
    """监狱法 (2026), in force 2026-11-01."""
    return _article("PRISON", number, part)


def of(key: str, number: str, part: str = "项") -> Article:
    """An article of any other registered source, by its key."""
    return _article(key, number, part)


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """One value of a number and the day it begins to hold (None = from the beginning)."""

    from_on: date | None
    value: T
    article: Article
    certainty: Certainty
    note: str = ""


class Dated(Generic[T]):
    """A legal number or parameter with its history, oldest first; None = nobody has set it."""

    __slots__ = ("_last_from", "_last_value", "history", "key", "title", "unit")

    def __init__(self, key: str, title: str, unit: str, *history: Version[T]) -> None:
        self.key, self.title, self.unit, self.history = key, title, unit, history
        self._last_from = history[-1].from_on or date.min
        self._last_value = history[-1].value

    def on(self, day: date) -> T:
        """The value that holds on `day`; before the first version, the first version's."""
        return self._last_value if day >= self._last_from else self.version(day).value

    def version(self, day: date) -> Version[T]:
        """The version that holds on `day`."""
        found = self.history[0]
        for version in self.history:
            if version.from_on is None or version.from_on <= day:
                found = version
        return found

    def amended(self, *history: Version[T]) -> Dated[T]:
        """The same number with another history."""
        return Dated(self.key, self.title, self.unit, *history)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dated) and (self.key, self.history) == (other.key, other.history)

    def __hash__(self) -> int:
        return hash((self.key, self.history))

    def __repr__(self) -> str:
        return f"Dated({self.key!r}, {self._last_value!r})"


def number(
    key: str,
    title: str,
    unit: str,
    value: T,
    article: Article,
    *,
    certainty: Certainty = Certainty.VERIFIED,
    note: str = "",
) -> Dated[T]:
    """A number that has had one value only."""
    return Dated(key, title, unit, Version(None, value, article, certainty, note))
