"""Forms of the law area: a change to be rehearsed, a holiday notice."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import Any

from django import forms

from yipanqi.law.parameters import PARAMETERS

_DAY = re.compile(r"(\d{1,2})[-月/.](\d{1,2})日?")
CHANGE_BYTES = 100_000


class ChangeForm(forms.Form):
    """One parameter by hand, or several (and holidays) by a TOML file."""

    title = forms.CharField(label="变更名称", max_length=100, help_text="例如：入矫宣告期限改为 3 日")
    source = forms.CharField(label="依据", max_length=200, help_text="印发文件的名称和文号")
    parameter = forms.ChoiceField(label="参数", required=False)
    value = forms.IntegerField(label="取值", required=False, min_value=1, help_text="留空表示不设期限")
    from_on = forms.DateField(
        label="起用日期", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="从这一天起适用"
    )
    file = forms.FileField(
        label="变更文件",
        required=False,
        help_text="一次改几项参数或者节假日时，用与命令行相同的 TOML 文件，代替上面三项",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "请选择"), *((key, dated.title) for key, dated in PARAMETERS.items())]
        self.fields["parameter"] = forms.ChoiceField(label="参数", required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        """Either the file or the three fields."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("file"):
            data["change"] = _from_file(data["file"])
        elif data.get("parameter") and data.get("from_on"):
            entry = {"value": data.get("value"), "from": data["from_on"].isoformat()}
            data["change"] = {"numbers": {data["parameter"]: entry}}
        else:
            self.add_error("parameter", "请选择参数并填写起用日期，或者上传变更文件。")
        return data


def _from_file(file: Any) -> dict[str, Any]:
    if file.size > CHANGE_BYTES:
        raise forms.ValidationError("变更文件超过 100 KB，请核对是不是选错了文件。")
    try:
        read = tomllib.loads(file.read().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise forms.ValidationError(f"变更文件不是正确的 TOML：{fault}。") from None
    return {key: _plain(value) for key, value in read.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


class NoticeForm(forms.Form):
    """A year's holiday notice, days written as people write them."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100)
    source = forms.CharField(label="通知名称和文号", max_length=200)
    off = forms.CharField(
        label="放假日期", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每天或者每段一项，用逗号或换行隔开，例如 1-1，2-5至2-11，4月4日至4月6日",
    )  # fmt: skip
    work = forms.CharField(
        label="调休上班日期", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="例如 1-31，2-14"
    )

    def clean(self) -> dict[str, Any]:
        """The texts as days of the year."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("year"):
            for name in ("off", "work"):
                try:
                    data[f"{name}_days"] = days_of(data["year"], data.get(name, ""))
                except ValueError as refused:
                    self.add_error(name, str(refused))
        return data


def days_of(year: int, text: str) -> tuple[date, ...]:
    """Days and spans of a year as people write them.

    Raises:
        ValueError: with a sentence naming the part that cannot be read.
    """
    found: set[date] = set()
    for part in re.split(r"[，,、;；\s]+", text.strip()):
        if part:
            found.update(_span(year, part))
    return tuple(sorted(found))


def _span(year: int, part: str) -> list[date]:
    pairs = _DAY.findall(part)
    rest = _DAY.sub("", part).strip("至到~—")
    if rest or not 1 <= len(pairs) <= 2:
        raise ValueError(f"“{part}”读不懂，请写成 1-1 或者 2-5至2-11 的样子。")
    try:
        first, last = (date(year, int(month), int(day)) for month, day in (pairs[0], pairs[-1]))
    except ValueError:
        raise ValueError(f"“{part}”里有不存在的日期，请核对。") from None
    if last < first:
        raise ValueError(f"“{part}”的结束早于开始，请核对。")
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
