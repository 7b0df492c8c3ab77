"""Each list and each figure finds its rows in an index that holds all it asks for, county and office included."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0009_queue_lookups"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_by_county",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_by_office",
        ),
        migrations.RemoveIndex(
            model_name="duty",
            name="duty_open_by_county",
        ),
        migrations.RemoveIndex(
            model_name="duty",
            name="duty_open_by_office",
        ),
        migrations.RemoveIndex(
            model_name="duty",
            name="duty_done_by_county",
        ),
        migrations.RemoveIndex(
            model_name="duty",
            name="duty_apart_by_county",
        ),
        migrations.RemoveIndex(
            model_name="duty",
            name="duty_apart_by_office",
        ),
        migrations.RemoveIndex(
            model_name="duty",
            name="duty_done_by_office",
        ),
        migrations.AlterField(
            model_name="duty",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duties",
                to="records.case",
                verbose_name="案件",
            ),
        ),
        migrations.AlterField(
            model_name="duty",
            name="county",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.agency",
                verbose_name="执行地机构",
            ),
        ),
        migrations.AlterField(
            model_name="duty",
            name="office",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.agency",
                verbose_name="司法所",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_on", None)),
                fields=["county", "term_ends_on", "id"],
                include=("office", "term_starts_on"),
                name="case_open_by_county",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_on", None)),
                fields=["office", "term_ends_on", "id"],
                include=("county", "term_starts_on"),
                name="case_open_by_office",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", False)),
                fields=["county", "ended_on", "id"],
                include=("office", "ended_kind"),
                name="case_ended_by_county",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", False)),
                fields=["office", "ended_on", "id"],
                include=("county", "ended_kind"),
                name="case_ended_by_office",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_on", None)),
                fields=["term_ends_on", "id"],
                include=("county", "office", "term_starts_on"),
                name="case_open_by_end",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_on", None)),
                fields=["person"],
                include=("county", "office", "term_starts_on", "term_ends_on"),
                name="case_open_by_person",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["county", "received_on", "id"], include=("office",), name="case_received_by_county"
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("backfill", False), ("done_on", None), ("waiting", False), ("withdrawn_at", None)),
                fields=["county", "due_on", "id"],
                include=("office", "immediate"),
                name="duty_own_by_county",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("backfill", False), ("done_on", None), ("waiting", False), ("withdrawn_at", None)),
                fields=["office", "due_on", "id"],
                include=("county", "immediate"),
                name="duty_own_by_office",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("backfill", False), ("done_on", None), ("waiting", True), ("withdrawn_at", None)),
                fields=["county", "due_on", "id"],
                include=("office",),
                name="duty_waiting_by_county",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("backfill", False), ("done_on", None), ("waiting", True), ("withdrawn_at", None)),
                fields=["office", "due_on", "id"],
                include=("county",),
                name="duty_waiting_by_office",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("backfill", True), ("done_on", None), ("withdrawn_at", None)),
                fields=["county", "due_on", "id"],
                include=("office", "flag"),
                name="duty_to_fill_in_by_county",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("backfill", True), ("done_on", None), ("withdrawn_at", None)),
                fields=["office", "due_on", "id"],
                include=("county", "flag"),
                name="duty_to_fill_in_by_office",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("done_on__isnull", False), ("withdrawn_at", None)),
                fields=["county", "done_on", "id"],
                include=("office", "due_on"),
                name="duty_done_by_county",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("done_on__isnull", False), ("withdrawn_at", None)),
                fields=["office", "done_on", "id"],
                include=("county", "due_on"),
                name="duty_done_by_office",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(
                    ("backfill", False), ("optional", False), ("waiting", False), ("withdrawn_at", None)
                ),
                fields=["county", "due_on"],
                include=("office", "done_on"),
                name="duty_fell_due",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("batch_id", None), ("recorded_by_id__isnull", False)),
                fields=["recorded_at"],
                include=("case",),
                name="event_by_person",
            ),
        ),
    ]
