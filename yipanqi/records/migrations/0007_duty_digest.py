"""A digest beside each duty, and no second check of the agencies its case already names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Duties are compared by their digests and written by the hundred thousand."""

    dependencies = [
        ("records", "0006_statement_level_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="digest",
            field=models.BinaryField(default=b"", max_length=8, verbose_name="推算摘要"),
        ),
        migrations.AlterField(
            model_name="duty",
            name="county",
            field=models.ForeignKey(
                db_constraint=False,
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
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.agency",
                verbose_name="司法所",
            ),
        ),
    ]
