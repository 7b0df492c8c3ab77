"""What a term is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yipanqi.law.facts import Category, Penalty


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFacts:
    """What a term is counted from; `years` and `months` are the term, `sentence_*` the original sentence."""

    category: Category
    start_on: date | None = None
    years: int = 0
    months: int = 0
    custody_days: int = 0
    residential_custody_days: int = 0
    penalty: Penalty | None = None
    sentence_years: int = 0
    sentence_months: int = 0
    combined: bool = False
    sentence_ends_on: date | None = None
    days_not_counted: int = 0
    order_years: int = 0
    order_months: int = 0

    @property
    def total_months(self) -> int:
        """The term in months."""
        return self.years * 12 + self.months

    @property
    def order_total_months(self) -> int:
        """The 禁止令 in months; 0 = as long as the term."""
        return self.order_years * 12 + self.order_months

    @property
    def sentence_total_months(self) -> int:
        """The original sentence in months; 0 = not given."""
        return self.sentence_years * 12 + self.sentence_months
