"""What base.html shows around every page: the agency's path, the officer, the date, the navigation."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import permissions_of
from yipanqi.pages import navigation, wording
from yipanqi.pages.request import now
from yipanqi.records.models import Agency, Officer


class Shell:
    """Read lazily: a partial that never mentions the shell costs no query."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def demo(self) -> bool:
        """Whether persons and cases are fictitious."""
        return bool(settings.DEMO)

    @cached_property
    def officer(self) -> Officer | None:
        """Who is signed in."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, Officer) and user.is_active else None

    @cached_property
    def path(self) -> list[str]:
        """The officer's agency and those above it, the highest first: 宜昌市 › 夷陵区 › 龙泉司法所."""
        names: list[str] = []
        if self.officer is None:
            return names
        own = Agency.objects.filter(pk=self.officer.agency_id).select_related("parent__parent")
        agency: Agency | None = own.first()
        while agency is not None:
            names.insert(0, agency.short_name or agency.name)
            agency = agency.parent
        return names

    @cached_property
    def navigation(self) -> dict[str, list[navigation.Link]]:
        """The left navigation by group."""
        return navigation.links_for(self._request) if self.officer else {}

    @cached_property
    def searches(self) -> bool:
        """Whether the officer may search for persons."""
        return self.officer is not None and Permission.SEE_CASES in permissions_of(self.officer)

    @property
    def moment(self) -> str:
        """11月24日 周二 08:42."""
        at = now(self._request)
        return f"{at.month}月{at.day}日 {wording.weekday(at.date())} {at:%H:%M}"


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}
