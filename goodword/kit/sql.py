"""SQL in migrations, where one of the two databases needs words of its own (triggers, search indexes)."""

from collections.abc import Mapping, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class SqlFor(Operation):
    """Runs `statements[vendor]` forwards and `undo[vendor]` backwards; a vendor not named runs nothing."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, statements: Mapping[str, list[str]], undo: Mapping[str, list[str]]) -> None:
        self.statements, self.undo = statements, undo

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Runs the forward statements of this database."""
        self._run(schema_editor, self.statements)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Runs the backward statements of this database."""
        self._run(schema_editor, self.undo)

    def describe(self) -> str:
        """What `migrate` shows while it runs."""
        return "SQL for " + ", ".join(sorted(self.statements))

    @staticmethod
    def _run(schema_editor: BaseDatabaseSchemaEditor, statements: Mapping[str, list[str]]) -> None:
        for statement in statements.get(schema_editor.connection.vendor, []):
            schema_editor.execute(statement, params=None)


DIFFER = ("IS NOT", "IS DISTINCT FROM")  # SQLite's word and PostgreSQL's


def keeps(table: str, columns: Sequence[str], said: str) -> SqlFor:
    """Triggers that let nobody change these columns of a table's rows, nor remove rows; `said` tells whoever tries."""
    changed, removed = f"{table}_never_changed", f"{table}_never_removed"
    refuse = f"BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END"
    differ = {word: " OR ".join(f'OLD."{name}" {word} NEW."{name}"' for name in columns) for word in DIFFER}
    return SqlFor(
        {
            "postgresql": [
                f"CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$",
                f"CREATE TRIGGER {changed} BEFORE UPDATE ON {table} FOR EACH ROW"
                f" WHEN ({differ['IS DISTINCT FROM']}) EXECUTE FUNCTION {table}_kept()",
                f"CREATE TRIGGER {removed} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_kept()",
            ],
            "sqlite": [
                f"CREATE TRIGGER {changed} BEFORE UPDATE ON {table} WHEN {differ['IS NOT']}"
                f" BEGIN SELECT RAISE(ABORT, '{said}'); END",
                f"CREATE TRIGGER {removed} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END",
            ],
        },
        undo={
            "postgresql": [f"DROP FUNCTION {table}_kept() CASCADE"],
            "sqlite": [f"DROP TRIGGER {changed}", f"DROP TRIGGER {removed}"],
        },
    )
