"""An index by which names are found from their beginning, whatever their case."""

from django.db import migrations

from goodword.kit.sql import SqlFor


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [
        SqlFor(
            statements={
                "sqlite": ["CREATE INDEX partners_shop_named ON partners_shop (name COLLATE NOCASE)"],
                "postgresql": ["CREATE INDEX partners_shop_named ON partners_shop (upper(name) text_pattern_ops)"],
            },
            undo={"sqlite": ["DROP INDEX partners_shop_named"], "postgresql": ["DROP INDEX partners_shop_named"]},
        )
    ]
