"""The bare page our pages are held against: 20 rows in one query, one template, no session, no scope, no frame.

Served by granian as the product is; `bench.pages` makes the table in the database of the measurement.
"""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from yipanqi.config.database import configuration

TABLE = "bench_bare"
ROWS = 20
PAGE = """<!doctype html><html lang="zh-Hans"><title>二十行</title><h1>{{ rows|length }} 行</h1><table>
{% for row in rows %}<tr><td><a href="/rows/{{ row.pk }}">{{ row.name }}</a></td><td>{{ row.number }}</td>
<td>{{ row.category }}</td><td>{{ row.office }}</td><td>{{ row.ends_on|date:"Y-m-d" }}</td></tr>{% endfor %}
</table></html>"""

if not settings.configured:
    folder = Path(os.environ["YIPANQI_DATA_DIR"])
    settings.configure(
        DATA_DIR=folder,
        DATABASES={"default": configuration(os.environ, folder, "app")},
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        SECRET_KEY="no secrets here",
        USE_TZ=True,
    )
    django.setup()


class Row(models.Model):
    """One line of the page."""

    id = models.BigIntegerField(primary_key=True)
    number = models.TextField()
    name = models.TextField()
    category = models.TextField()
    office = models.TextField()
    ends_on = models.DateField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = TABLE


template = engines["django"].from_string(PAGE)


def page(request: HttpRequest) -> HttpResponse:
    """The whole view."""
    return HttpResponse(template.render({"rows": list(Row._default_manager.order_by("-id")[:ROWS])}, request))


urlpatterns = [path("", page)]
application = get_wsgi_application()
