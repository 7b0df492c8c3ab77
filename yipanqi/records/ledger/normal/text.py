"""Plain text cells: trimmed, too long refused, formula-like text kept and flagged."""

from __future__ import annotations

import re
from typing import Any

from yipanqi.records.ledger.normal.form import EMPTY, NOTHING, Normal, as_text

FORMULA_LIKE = ("=", "+", "-", "@")
TEXT_LIMIT = 200
REMARKS_LIMIT = 2000
_NAME = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3007\u00b7A-Za-z]+")
_NAME_SPACES = str.maketrans("", "", " \u3000\u00a0")
NAME_LIMIT = 50


def plain(cell: Any, limit: int = TEXT_LIMIT) -> Normal:
    """Trimmed text; more than `limit` characters is too_long."""
    text = as_text(cell).strip()
    if text in EMPTY:
        return NOTHING
    if len(text) > limit:
        return Normal(None, "too_long")
    if text.startswith(FORMULA_LIKE):
        return Normal(text, None, ("formula_like_text",))
    return Normal(text)


def remarks(cell: Any) -> Normal:
    """Remarks may be longer than other text."""
    return plain(cell, REMARKS_LIMIT)


def name(cell: Any) -> Normal:
    """A person's name without spaces: Han, middle dot or Latin letters, at most 50."""
    text = as_text(cell).strip().translate(_NAME_SPACES)
    if text in EMPTY:
        return NOTHING
    if len(text) > NAME_LIMIT:
        return Normal(None, "too_long")
    return Normal(text) if _NAME.fullmatch(text) else Normal(None, "name_invalid")


def _with_ending(cell: Any, ending: str) -> Normal:
    form = plain(cell)
    if form.value is None or form.warnings or form.value.endswith(ending):
        return form
    return Normal(form.value + ending)


def crime(cell: Any) -> Normal:
    """盗窃 becomes 盗窃罪."""
    return _with_ending(cell, "罪")


def ethnicity(cell: Any) -> Normal:
    """汉 becomes 汉族."""
    return _with_ending(cell, "族")


def sex(cell: Any) -> Normal:
    """男 or 女; other text stays as it is (it will disagree with the identity number)."""
    text = as_text(cell).strip()
    if text in EMPTY:
        return NOTHING
    return Normal({"男性": "男", "女性": "女", "1": "男", "2": "女"}.get(text, text))


PENALTIES = {
    "缓刑": "缓刑",
    "宣告缓刑": "缓刑",
    "管制": "管制",
    "假释": "假释",
    "暂予监外执行": "暂予监外执行",
    "监外执行": "暂予监外执行",
    "保外就医": "暂予监外执行",
}


def penalty_type(cell: Any) -> Normal:
    """One of the four categories, or penalty_type_unknown."""
    text = "".join(as_text(cell).split())
    if text in EMPTY:
        return NOTHING
    value = PENALTIES.get(text)
    return Normal(value) if value else Normal(None, "penalty_type_unknown")


def level(cell: Any) -> Normal:
    """严管, 普管 or 宽管 from any text with 严, 普 or 宽; other text gives nothing."""
    form = plain(cell)
    if form.value is None:
        return form
    for sign, value in (("严", "严管"), ("普", "普管"), ("宽", "宽管")):
        if sign in form.value:
            return Normal(value)
    return NOTHING
