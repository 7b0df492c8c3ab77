"""What was known on a day is not rewritten: history rows are added by triggers and erased with their row, no more."""

from django.db import migrations

TABLES = "records_casehistory, records_personhistory, records_eventhistory"


class Migration(migrations.Migration):
    """The application role adds history (its triggers run as it) and erases it, but cannot change a version."""

    dependencies = [("records", "0011_at_once_lookups")]

    operations = [
        migrations.RunSQL(f"REVOKE UPDATE ON {TABLES} FROM yipanqi_app", f"GRANT UPDATE ON {TABLES} TO yipanqi_app")
    ]
