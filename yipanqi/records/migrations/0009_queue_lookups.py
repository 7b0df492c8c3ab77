"""Indexes for what the queue counts apart, and for an office's finished work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0008_rehearsals"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(
                    ("done_on", None),
                    ("withdrawn_at", None),
                    models.Q(("waiting", True), ("backfill", True), _connector="OR"),
                ),
                fields=["county", "due_on"],
                name="duty_apart_by_county",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(
                    ("done_on", None),
                    ("withdrawn_at", None),
                    models.Q(("waiting", True), ("backfill", True), _connector="OR"),
                ),
                fields=["office", "due_on"],
                name="duty_apart_by_office",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)), fields=["office", "done_on"], name="duty_done_by_office"
            ),
        ),
    ]
