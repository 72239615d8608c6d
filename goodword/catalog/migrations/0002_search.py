"""The search indexes: FTS5 with trigrams on SQLite, tsvector and pg_trgm on PostgreSQL.

On SQLite the full-text table keeps no text of its own; triggers follow the rows that the actions write, so the
index changes in the same transaction.
"""

from django.db import migrations

from goodword.kit.sql import SqlFor

SQLITE = [
    """CREATE VIRTUAL TABLE catalog_search USING fts5(
        text, words, content='catalog_searchentry', content_rowid='id', tokenize='trigram')""",
    """CREATE TRIGGER catalog_search_added AFTER INSERT ON catalog_searchentry BEGIN
        INSERT INTO catalog_search(rowid, text, words) VALUES (new.id, new.text, new.words);
    END""",
    """CREATE TRIGGER catalog_search_removed AFTER DELETE ON catalog_searchentry BEGIN
        INSERT INTO catalog_search(catalog_search, rowid, text, words)
            VALUES ('delete', old.id, old.text, old.words);
    END""",
    """CREATE TRIGGER catalog_search_changed AFTER UPDATE ON catalog_searchentry BEGIN
        INSERT INTO catalog_search(catalog_search, rowid, text, words)
            VALUES ('delete', old.id, old.text, old.words);
        INSERT INTO catalog_search(rowid, text, words) VALUES (new.id, new.text, new.words);
    END""",
]
SQLITE_UNDO = [
    "DROP TRIGGER catalog_search_added",
    "DROP TRIGGER catalog_search_removed",
    "DROP TRIGGER catalog_search_changed",
    "DROP TABLE catalog_search",
]
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE INDEX catalog_search_words ON catalog_searchentry
        USING gin (array_to_tsvector(string_to_array(btrim(words), ' ')))""",
    "CREATE INDEX catalog_search_text ON catalog_searchentry USING gin (text gin_trgm_ops)",
]
POSTGRESQL_UNDO = ["DROP INDEX catalog_search_words", "DROP INDEX catalog_search_text"]


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        SqlFor(
            statements={"sqlite": SQLITE, "postgresql": POSTGRESQL},
            undo={"sqlite": SQLITE_UNDO, "postgresql": POSTGRESQL_UNDO},
        )
    ]
