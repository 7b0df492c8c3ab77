"""No second check of the case a duty hangs on: it is written under the case's lock, by the projection alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Half a million rows of an import were looked up again at its end, one by one."""

    dependencies = [("records", "0014_wordings")]

    operations = [
        migrations.AlterField(
            model_name="duty",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duties",
                to="records.case",
                verbose_name="案件",
            ),
        ),
    ]
