"""Paging and addresses: the same list with one parameter changed."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The query of this address with parameters changed; None or "" drops one: `?segment=over`."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def paging(context: Context, page: Page[Any]) -> SafeString:
    """Numbered paging (`page` is a Django page); nothing when there is one page only."""
    pages = page.paginator
    if pages.num_pages <= 1:
        return SafeString("")
    numbers = format_html_join("", "{}", ((_number(context, n, page),) for n in _window(page)))
    return format_html(
        '<nav class="pager" aria-label="分页"><span class="mut">共 {} 条，第 {} / {} 页</span>{}{}{}</nav>',
        pages.count,
        page.number,
        pages.num_pages,
        _step(context, "上一页", page.previous_page_number() if page.has_previous() else None),
        numbers,
        _step(context, "下一页", page.next_page_number() if page.has_next() else None),
    )


@register.simple_tag(takes_context=True)
def keyset_paging(context: Context, next_after: str, *, name: str = "after") -> SafeString:
    """Paging by the last row seen: 回到开头 · 下一页; `next_after` empty at the end."""
    first = context["request"].GET.get(name)
    if not next_after and not first:
        return SafeString("")
    back = format_html('<a class="btn sm" href="{}">回到开头</a>', query(context, **{name: None})) if first else ""
    on = (
        format_html('<a class="btn sm" rel="next" href="{}">下一页</a>', query(context, **{name: next_after}))
        if next_after
        else SafeString('<span class="mut">已到末尾</span>')
    )
    return format_html('<nav class="pager" aria-label="分页">{}{}</nav>', back, on)


def _window(page: Page[Any]) -> list[int]:
    return [n for n in range(page.number - 2, page.number + 3) if 1 <= n <= page.paginator.num_pages]


def _number(context: Context, number: int, page: Page[Any]) -> SafeString:
    here = SafeString(' aria-current="page"') if number == page.number else ""
    return format_html('<a class="btn sm" href="{}"{}>{}</a>', query(context, page=number), here, number)


def _step(context: Context, text: str, number: int | None) -> SafeString:
    return (
        format_html('<a class="btn sm" href="{}">{}</a>', query(context, page=number), text)
        if number
        else SafeString("")
    )
