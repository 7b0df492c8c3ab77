"""Saved views (常用筛选): a filter of the case list an officer keeps under a name."""

from __future__ import annotations

from datetime import datetime

from yipanqi.actions.act import Refused, act
from yipanqi.records.models import Officer, SavedView

MOST = 20


@act
def save_view(*, by: Officer, name: str, query: str, now: datetime) -> SavedView:
    """Keep a filter under a name; the same name replaces the former filter."""
    name = name.strip()
    if not name or len(name) > 30:
        raise Refused("常用筛选的名称应为 1 至 30 个字。")
    if len(query) > 500:
        raise Refused("筛选条件太长，请减少条件后再保存。")
    mine = SavedView.objects.filter(officer=by)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        raise Refused(f"常用筛选最多保存 {MOST} 个，请先删除不用的。")
    view, _ = SavedView.objects.update_or_create(
        officer=by, name=name, defaults={"query": query}, create_defaults={"query": query, "created_at": now}
    )
    return view


@act
def delete_view(*, by: Officer, view_id: int, now: datetime) -> None:  # noqa: ARG001 -- every act ends with `now`
    """Forget one of one's own views."""
    deleted, _ = SavedView.objects.filter(officer=by, pk=view_id).delete()
    if not deleted:
        raise Refused("没有这个常用筛选，可能已经删除。")
