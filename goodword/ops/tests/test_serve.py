"""How the server starts."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tests.running import free_port


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_s54_no_connection_is_shared_by_the_servers_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Red without closing what starting has opened: the forked processes got each other's answers."""
    seen: list[tuple[object, dict[str, Any]]] = []

    class Server:
        def __init__(self, *_told: object, **_more: object) -> None:
            """Where the processes are forked."""

        def serve(self) -> None:
            seen.append((connection.connection, dict(connection._connection_pools)))

    monkeypatch.setattr("goodword.ops.management.commands.serve.Granian", Server)
    call_command("serve", port=free_port())
    assert seen == [(None, {})]
