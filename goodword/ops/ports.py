"""Is a port free, and is a server there yet?"""

import socket
import time

from django.core.management.base import CommandError


def is_open(host: str, port: int) -> bool:
    """Whether something listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def refuse_taken(host: str, port: int) -> None:
    """Refuses to start where another program already listens."""
    if is_open(host, port):
        raise CommandError(f"Port {port} is taken by another program. Stop it or choose another: --port {port + 1}")


def wait_until_open(host: str, port: int, seconds: float) -> bool:
    """Waits until something listens there; False when it took longer than `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_open(host, port):
            return True
        time.sleep(0.05)
    return False
