"""A sandbox process for all tests of this folder, and a shop that it tells."""

from collections.abc import Iterator

import pytest

from goodword.payments.providers.sandbox.process import OURS, SandboxProcess
from goodword.payments.providers.sandbox.tests.receiver import OTHER, Receiver


@pytest.fixture(scope="module")
def process() -> Iterator[SandboxProcess]:
    with SandboxProcess(accounts=[OURS, OTHER]) as running:
        yield running


@pytest.fixture
def sandbox(process: SandboxProcess) -> Iterator[SandboxProcess]:
    process.script("")
    yield process
    process.script("")


@pytest.fixture
def shop() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver
