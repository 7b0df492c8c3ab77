"""What a rule may know of a case: frozen, typed, honest about what is missing (None = not said)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from yipanqi.law.events import Event


class Category(Enum):
    """The four categories of 社区矫正对象 (社区矫正法 2)."""

    CONTROL = "管制"
    PROBATION = "缓刑"
    PAROLE = "假释"
    TEMPORARY = "暂予监外执行"

    @property
    def title(self) -> str:
        """The Chinese word, which is also the value."""
        return self.value


class Penalty(Enum):
    """The kind of the original sentence."""

    FIXED_TERM = "有期徒刑"
    SHORT_TERM = "拘役"
    CONTROL = "管制"
    LIFE = "无期徒刑"


class ReleaseGround(Enum):
    """Why 暂予监外执行 was allowed (刑事诉讼法 265)."""

    MEDICAL = "保外就医"
    PREGNANT = "怀孕或哺乳"
    DISABLED = "生活不能自理"


class DecidedBy(Enum):
    """The kind of 决定机关; 暂予监外执行 may come from any of the three."""

    COURT = "人民法院"
    PRISON_AUTHORITY = "监狱管理机关"
    POLICE = "公安机关"


class CourtLevel(Enum):
    """The level of the court that decided."""

    BASIC = "基层"
    INTERMEDIATE = "中级"
    HIGH = "高级"


class Ending(Enum):
    """How a case ended: 解除 or 终止 (社区矫正法 44, 45), or moved away."""

    EXPIRED = "期满解除"
    PARDONED = "赦免解除"
    REVOKED = "撤销终止"
    RECALLED = "收监终止"
    DIED = "死亡终止"
    MOVED = "变更执行地转出"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The sentence as printed; years and months apart, because the law counts them apart."""

    penalty: Penalty | None = None
    years: int = 0
    months: int = 0
    combined: bool = False
    probation_years: int = 0
    probation_months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prohibition:
    """A 禁止令 of the court: `items` may say what kinds of place or contact it names."""

    text: str
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """Everything a rule may know of one case; before `known_since` (day of import) silence proves nothing.

    `effective_on`: the judgment, ruling or decision took effect; `documents_received_on`: the papers came
    from the deciding organ; `handover_from_on`: prison, house of detention or police received the decision;
    `handed_over_on`: the person was handed over; `arrived_on`: reported, or was handed over;
    `registered_on`: the agency registered. `term_starts_on`, `term_ends_on`: printed dates, truth.
    """

    category: Category
    release_ground: ReleaseGround | None = None
    decided_by: DecidedBy | None = None
    court_level: CourtLevel | None = None
    same_province: bool | None = None
    sex: str | None = None
    born_on: date | None = None
    minor: bool = False
    foreigner: bool = False
    compulsory_education_done: bool | None = None
    decided_on: date | None = None
    effective_on: date | None = None
    handover_from_on: date | None = None
    handed_over_on: date | None = None
    documents_received_on: date | None = None
    documents_complete: bool | None = None
    term_starts_on: date | None = None
    term_ends_on: date | None = None
    sentence: Sentence | None = None
    custody_days: int = 0
    residential_custody_days: int = 0
    days_not_counted: int = 0
    prohibitions: tuple[Prohibition, ...] = ()
    level: str | None = None
    arrived_on: date | None = None
    registered_on: date | None = None
    known_since: date | None = None
    ended_on: date | None = None
    ending: Ending | None = None
    residence: str | None = None
    delegated: bool | None = None
    events: tuple[Event, ...] = ()

    @property
    def is_woman(self) -> bool:
        """Whether the person is registered as a woman."""
        return self.sex == "女"

    @property
    def is_medical(self) -> bool:
        """Whether this is 保外就医, the only case of three-monthly review."""
        return self.release_ground is ReleaseGround.MEDICAL
