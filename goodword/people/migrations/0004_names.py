"""An index by which names are found from their beginning, whatever their case."""

from django.db import migrations

from goodword.kit.sql import SqlFor


class Migration(migrations.Migration):
    dependencies = [("people", "0003_erasure_and_counts")]

    operations = [
        SqlFor(
            statements={
                "sqlite": ["CREATE INDEX people_person_named ON people_person (name COLLATE NOCASE)"],
                "postgresql": ["CREATE INDEX people_person_named ON people_person (upper(name) text_pattern_ops)"],
            },
            undo={"sqlite": ["DROP INDEX people_person_named"], "postgresql": ["DROP INDEX people_person_named"]},
        )
    ]
