"""Indexes of rows that lie in a county and an office."""

from __future__ import annotations

from django.db.models import Index, Q


def by_place(name: str, order: tuple[str, ...], beside: tuple[str, ...], condition: Q) -> tuple[Index, Index]:
    """The rows of a county and those of an office in this order, for the queries and the policy alike.

    Both ids stand in each index: row-level security asks for either, and without it every row would be fetched.
    """
    return (
        Index(fields=["county", *order], include=["office", *beside], condition=condition, name=f"{name}_by_county"),
        Index(fields=["office", *order], include=["county", *beside], condition=condition, name=f"{name}_by_office"),
    )
