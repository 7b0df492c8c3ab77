"""An index of its own for what is due at once: it has no day, and lies behind all that has one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0010_figures_lookups"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(
                    ("backfill", False),
                    ("done_on", None),
                    ("waiting", False),
                    ("withdrawn_at", None),
                    ("due_on", None),
                    ("immediate", True),
                ),
                fields=["county", "id"],
                include=("office",),
                name="duty_at_once_by_county",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(
                    ("backfill", False),
                    ("done_on", None),
                    ("waiting", False),
                    ("withdrawn_at", None),
                    ("due_on", None),
                    ("immediate", True),
                ),
                fields=["office", "id"],
                include=("county",),
                name="duty_at_once_by_office",
            ),
        ),
    ]
