"""The one Django app with models: what we know."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Registers the models of `yipanqi.records` under the label `records`."""

    name = "yipanqi.records"
    label = "records"
    verbose_name = "记录"
    default_auto_field = "django.db.models.BigAutoField"
