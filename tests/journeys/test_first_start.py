"""`goodword demo`, as somebody does who has just got it: start, look, stop, start again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.homes import ROOT, Home, address_of, forget
from tests.journeys.chromium import Visitor
from tests.running import Running, free_port

pytestmark = pytest.mark.timeout(600)
STOP_SECONDS = 10.0
START_SECONDS = 240.0  # the past takes half a minute where nothing else runs
FOUR = {
    "a shopper": "Wang Fang",
    "an expert": "Lin Yue",
    "a shop": "Lu Guiying",
    "the operator": "Op Erator",
}


class Demo:
    """`goodword demo` as a process, its terminal kept as a file."""

    def __init__(self, home: Home, port: int) -> None:
        self.port, self.said = port, home.folder.with_suffix(f".{uuid4().hex}.log")
        with self.said.open("wb") as terminal:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "goodword", "demo", "--port", str(port)],
                cwd=ROOT,
                env=environment(home),
                stdout=terminal,
                stderr=terminal,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def text(self) -> str:
        """What the terminal shows so far."""
        return self.said.read_text()

    def wait(self) -> str:
        """Waits until it says that everything is stopped by Ctrl-C, its last sentence; all it said."""
        end = time.monotonic() + START_SECONDS
        while "Ctrl-C stops everything." not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < end, self.text()
            time.sleep(0.1)
        return self.text()

    def family(self) -> list[int]:
        """The process and all that came of it."""
        found, left = [], [self.process.pid]
        while left:
            found.append(left.pop())
            for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
                left += [int(pid) for pid in task.read_text().split()]
        return found

    def interrupt(self) -> float:
        """Ctrl-C; how many seconds it took until nothing of it was left."""
        family, begun = self.family(), time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        while any(Path(f"/proc/{pid}").exists() for pid in family) and time.monotonic() < begun + 60:
            time.sleep(0.05)
        return time.monotonic() - begun

    def end(self) -> None:
        """Leaves nothing behind, however the test went."""
        for pid in self.family() if self.process.poll() is None else []:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(10)


def environment(home: Home) -> dict[str, str]:
    """That of somebody who has set nothing but where the data goes: the command finds the rest by itself."""
    kept = {name: value for name, value in home.environment().items() if name != "GOODWORD_MODE"}
    return kept | {"PYTHONUNBUFFERED": "1"}


def two_ports() -> int:
    """A free port whose twentieth neighbour, the sandbox's, is free too."""
    while is_open((port := free_port()) + 20) or port > 65_000:
        pass
    return port


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Nothing: a folder that is not there yet and, on PostgreSQL, an empty database."""
    name = ""
    if "DATABASE_URL" in os.environ:
        name = f"goodword_{uuid4().hex}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"')
        assert address_of(name)
    made = Home(tmp_path / "var", name)
    yield made
    forget(made)


def page(port: int, path: str = "/") -> tuple[int, str]:
    wire = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        wire.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = wire.getresponse()
        return answer.status, answer.read().decode()
    finally:
        wire.close()


@pytest.mark.browser
def test_the_demo_starts_from_nothing_stops_and_starts_again(home: Home, browser: Browser) -> None:
    first = Demo(home, two_ports())
    try:
        said = first.wait()
        assert f"Goodword is running: http://localhost:{first.port}\n" in said
        assert re.findall(r"^ +(\w+)@demo.goodword$", said, re.MULTILINE) == ["shopper", "expert", "shop", "operator"]
        assert said.count("Planting demo content") == 1
        assert page(first.port)[0] == 200
        for who, name in FOUR.items():
            visitor = Visitor(browser, f"http://localhost:{first.port}").look_around_as(who)
            assert visitor.open("/me/").page.locator("h1").inner_text() == name
            assert visitor.wrong == []
            visitor.close()
        assert len(first.family()) >= 5  # itself, the provider, the worker, the web server and its processes
        assert first.interrupt() < STOP_SECONDS
        assert (first.process.returncode, "Stopping." in first.text(), "Traceback" in first.text()) == (0, True, False)
        assert (is_open(first.port), is_open(first.port + 20)) == (False, False)
    finally:
        first.end()
    second = Demo(home, first.port)
    try:
        assert "Planting" not in second.wait()
        assert page(second.port)[0] == 200
        assert second.interrupt() < STOP_SECONDS
    finally:
        second.end()


@pytest.mark.slow
@pytest.mark.parametrize("which", [0, 20], ids=["its own", "the sandbox's"])
def test_a_taken_port_is_said_with_what_to_do(home: Home, which: int) -> None:
    port = two_ports()
    with socket.create_server(("127.0.0.1", port + which)):
        demo = Demo(home, port)
        try:
            assert demo.process.wait(60) == 1
        finally:
            demo.end()
    assert demo.text() == (
        f"CommandError: Port {port + which} is taken by another program. "
        f"Stop it or choose another: --port {port + which + 1}\n"
    )


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_said_with_what_to_do(home: Home) -> None:
    home.folder.write_text("A file stands where the folder should be.")
    demo = Demo(home, two_ports())
    try:
        assert demo.process.wait(60) == 1
    finally:
        demo.end()
    assert demo.text() == (
        f"{home.folder} cannot be written to "
        f"([Errno 17] File exists: '{home.folder}'). Set GOODWORD_DATA to a folder of yours.\n"
    )


@pytest.mark.slow
def test_one_tap_is_nowhere_outside_the_demo(tmp_path: Path) -> None:
    with Running(tmp_path, mode="production", planted=True) as house:
        for method in ("GET", "POST"):
            assert house.request(method, "/account/look-around/shopper/").status == 404
        page = house.get("/account/login/")
        assert (page.status, "Look around" in page.text) == (200, False)
