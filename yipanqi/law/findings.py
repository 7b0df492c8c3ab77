"""What a rule may conclude: a Duty, a Verdict or an Option, always with `basis` and `because`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from yipanqi.law.events import Organ
from yipanqi.law.rules import ROLL_READING, Actor, Rule, Unit
from yipanqi.law.sources import Article, Certainty, weakest


class Standing(Enum):
    """How a duty stands on a day; the value is the Chinese word."""

    DONE = "已办"
    BACKFILL = "待补录"
    OVERDUE = "逾期"
    DUE_TODAY = "今日到期"
    OPEN = "待办"
    WAITING = "等待对方"
    NO_DATE = "未定期限"


class Level(Enum):
    """Who decides (审批层级)."""

    OFFICE = "司法所"
    COUNTY = "县级"
    CITY = "市级"
    PROVINCE = "省级"


Used = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What the law requires of someone by some day. Its key is `rule` + `occasion`, never its date.

    `why` is a template filled in when `because` is read ({start} {due} {raw} {n} {unit} and `extra`). No date
    means that the law gives no number, a parameter is unset, or `missing` names a fact nobody has entered.
    """

    of: Rule
    occasion: str
    starts_on: date | None = None
    amount: int | None = None
    raw_due_on: date | None = None
    due_on: date | None = None
    due_at: datetime | None = None
    provisional: bool = False
    done_on: date | None = None
    done_at: datetime | None = None
    known_since: date | None = None
    opens_on: date | None = None
    subject: str = ""
    why: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    change_if: str = ""
    used: Used = ()
    cites: tuple[Article, ...] = ()
    missing: str = ""
    flag: str = ""

    @property
    def rule(self) -> str:
        """The rule's name."""
        return self.of.name

    @property
    def key(self) -> str:
        """Stable within the case: rule and occasion."""
        return f"{self.of.name}:{self.occasion}"

    @property
    def title(self) -> str:
        """The rule's Chinese title, with the occasion it is about."""
        return titled(self.of.title, self.subject)

    @property
    def actor(self) -> Actor:
        """Who must act."""
        return self.of.actor

    @property
    def basis(self) -> tuple[Article, ...]:
        """The articles it rests on: those in force on the day its clock starts."""
        cited, day = self.cites or self.of.basis, self.basis_day
        if day is None:
            return cited
        return tuple(article for article in cited if article.source.in_force(day)) or cited

    @property
    def basis_day(self) -> date | None:
        """The day whose law it cites."""
        return self.starts_on or self.done_on

    @property
    def statutory(self) -> bool:
        """True 法定, False 市流程."""
        return self.of.statutory

    @property
    def optional(self) -> bool:
        """True where the law says 可以 or 一般."""
        return self.of.optional

    @property
    def if_missed(self) -> str:
        """What lapsing means."""
        return self.of.if_missed

    @property
    def next_step(self) -> str:
        """What follows once it is done or has lapsed."""
        return self.of.next_step

    @property
    def immediate(self) -> bool:
        """及时 or 立即: due at once, without a number."""
        return self.of.limit.unit is Unit.IMMEDIATE and not self.missing

    @property
    def rolled(self) -> bool:
        """Whether the last day was a day off and moved."""
        return self.raw_due_on != self.due_on

    @property
    def is_unset(self) -> bool:
        """Whether its limit is a parameter that nobody has set."""
        return self.of.limit.number is not None and self.amount is None and self.due_on is None

    @property
    def is_done(self) -> bool:
        """Whether it has been done."""
        return self.done_on is not None

    @property
    def done_late(self) -> bool:
        """Done, but after the day (or minute) it was due."""
        if self.due_at is not None and self.done_at is not None:
            return self.done_at > self.due_at
        return self.done_on is not None and self.due_on is not None and self.done_on > self.due_on

    @property
    def certainty(self) -> Certainty:
        """As sure as the rule; a date that moved off a day off rests on a reading."""
        return weakest(self.of.status, Certainty.ASSUMED) if self.rolled else self.of.status

    @property
    def assumption(self) -> str:
        """The reading it rests on, if any."""
        parts = [self.of.assumption] if self.of.assumption else []
        if self.rolled:
            parts.append(ROLL_READING)
        return "；".join(parts)

    @property
    def because(self) -> str:
        """One Chinese sentence with the numbers used."""
        return self._filled(self.because_words)

    @property
    def because_words(self) -> str:
        """`because` before the dates and numbers are filled in."""
        if self.missing:
            return "缺少{missing}，不能起算。"
        if self.is_unset:
            return "法律未规定期限，本市也未设定该项市流程参数，不计期限。"
        text = self.why
        if self.rolled:
            text += "，该日为休息日，顺延至{due}"
        if self.provisional and self.due_on is not None:
            text += "，{year}年放假安排尚未录入，日期为暂定"
        return text + "。"

    @property
    def change(self) -> str:
        """What would change the result (若……则……)."""
        return self._filled(self.change_words)

    @property
    def change_words(self) -> str:
        """`change` before the dates and numbers are filled in."""
        if self.missing:
            return "若补录{missing}，则给出期限。"
        if self.is_done:
            return ""
        if self.is_unset:
            return "若本市设定该参数，则给出期限。"
        return self.change_if

    def _filled(self, words: str) -> str:
        return filled(
            words,
            start=self.starts_on,
            due=self.due_on,
            due_at=self.due_at,
            raw=self.raw_due_on,
            n=self.amount,
            unit=self.of.limit.unit.value,
            done=self.done_on,
            subject=self.subject,
            missing=self.missing,
            extra=self.extra,
        )

    def standing(self, on: date) -> Standing:
        """How the duty stands at the end of day `on`; before the import silence is 待补录, never 逾期."""
        if self.is_done:
            return Standing.DONE
        due_on = self.due_at.date() if self.due_at is not None else self.due_on
        if self.is_silent:
            return Standing.BACKFILL
        if due_on is None:
            return self._undated()
        if due_on < on:
            return Standing.OVERDUE
        if self.of.actor.outside:
            return Standing.WAITING
        return Standing.DUE_TODAY if due_on == on else Standing.OPEN

    @property
    def is_silent(self) -> bool:
        """Whether its time fell before the import."""
        moment = (self.due_at.date() if self.due_at is not None else self.due_on) or self.starts_on
        return self.known_since is not None and moment is not None and moment < self.known_since

    def _undated(self) -> Standing:
        if self.immediate:
            return Standing.WAITING if self.of.actor.outside else Standing.DUE_TODAY
        return Standing.NO_DATE

    def as_json(self, on: date) -> dict[str, object]:
        """The form of `law duties`: ISO dates, Chinese words; `due` and `done` always, the rest if there is any."""
        plain: dict[str, object] = {
            "rule": self.rule,
            "occasion": self.occasion,
            "title": self.title,
            "actor": self.actor.title,
            "starts_on": _iso(self.starts_on),
            "raw_on": _iso(self.raw_due_on),
            "due_on": _iso(self.due_on),
            "due_at": _iso(self.due_at),
            "rolled": self.rolled,
            "immediate": self.immediate,
            "opens_on": _iso(self.opens_on),
            "done_on": _iso(self.done_on),
            "done_late": self.done_late,
            "standing": self.standing(on).value,
            "statutory": self.statutory,
            "optional": self.optional,
            "basis": [article.cite for article in self.basis],
            "because": self.because,
            "change": self.change,
            "if_missed": self.if_missed,
            "next_step": self.next_step,
            "certainty": self.certainty.value,
            "assumption": self.assumption,
            "provisional": self.provisional,
            "missing": self.missing,
            "flag": self.flag,
            "facts": {name: _iso(value) for name, value in self.used},
        }
        said = {name: value for name, value in plain.items() if value not in (None, "")}
        return {**said, "due": _iso(self.due_at or self.due_on), "done": _iso(self.done_on)}


def titled(title: str, subject: str) -> str:
    """A rule's title with the occasion it is about."""
    return f"{title}（{subject}）" if subject else title


def filled(
    words: str,
    *,
    start: date | None,
    due: date | None,
    due_at: datetime | None,
    raw: date | None,
    n: int | None,
    unit: str,
    done: date | None,
    subject: str,
    missing: str,
    extra: Mapping[str, object],
) -> str:
    """Words with their dates and numbers: the same for a finding and for the row that was kept of it."""
    return words.format(
        start=start,
        due=due or (minute(due_at) if due_at is not None else None),
        year=due.year if due is not None else None,
        raw=raw,
        n=n,
        unit=unit,
        done=done,
        subject=subject,
        missing=missing,
        **extra,
    )


def minute(instant: datetime) -> str:
    """An instant as people write it."""
    return instant.strftime("%Y-%m-%d %H:%M")


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the law says of a decision somebody wants to take; `values` holds the answer's own fields."""

    rule: str
    allowed: bool | None = None
    level: Level | None = None
    tell: tuple[Organ, ...] = ()
    barred: str = ""
    basis: tuple[Article, ...] = ()
    because: str = ""
    change: str = ""
    used: Used = ()
    certainty: Certainty = Certainty.VERIFIED
    assumption: str = ""
    provisional: bool = False
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One measure on one case: allowed now, barred and why, or near (`near_on`)."""

    measure: str
    title: str
    allowed: bool
    ground: str = ""
    level: Level | None = None
    decided_by: str = ""
    copies: tuple[Organ, ...] = ()
    barred: str = ""
    near_on: date | None = None
    basis: tuple[Article, ...] = ()
    because: str = ""
    change: str = ""
    certainty: Certainty = Certainty.VERIFIED
    assumption: str = ""
