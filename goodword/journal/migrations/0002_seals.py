"""The journal is only ever added to, whoever writes, and sealed (I-31). Where an entry stands in the order may move as
a whole: see journal.actions.settle_in.
"""

from django.db import migrations, models

from goodword.kit.sql import keeps

ENTRY = ("id", "uid", "name", "subject", "payload", "by", "at")
SEAL = ("number", "count", "digest", "at")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("transaction", models.BigIntegerField()),
                ("entry", models.BigIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        keeps("journal_entry", ENTRY, "I-31: what the journal says is never changed or removed"),
        keeps("journal_seal", SEAL, "I-31: a seal is never changed or removed"),
    ]
