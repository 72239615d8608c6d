"""Clients that start at the same moment, on PostgreSQL."""

import threading
from collections.abc import Callable, Sequence

from django.db import connection

from goodword.kit.refusals import Refusal


def at_once(calls: Sequence[Callable[[], None]]) -> list[str]:
    """Starts all calls at one barrier; what each ended with: "done", a refusal's code, or an error's name."""
    connection.pool.resize(1, len(calls) + 2)
    barrier = threading.Barrier(len(calls))
    ends = [""] * len(calls)

    def client(place: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(10)
            calls[place]()
            ends[place] = "done"
        except Refusal as refusal:
            ends[place] = refusal.code
        except Exception as error:
            ends[place] = f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ends)
