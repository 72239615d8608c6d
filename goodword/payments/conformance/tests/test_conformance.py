"""The contract: the sandbox keeps it, and every check sees the adapter that breaks just that."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from goodword.kit import clock
from goodword.payments.conformance import CHECKS, Breach, Outcome, run
from goodword.payments.conformance.tests.broken import BROKEN
from goodword.payments.conformance.tests.broken_notices import Offended
from goodword.payments.providers import HARNESSES, harness
from goodword.payments.providers.harness import RawNotice
from goodword.payments.providers.interface import Capabilities
from goodword.payments.providers.sandbox.adapter import Sandbox
from goodword.payments.providers.sandbox.harness import SandboxHarness
from goodword.payments.rules import Mode

UNASKED = {  # what a provider does not do
    "sandbox": ["notice-unrelated"],
    "wechatpay": ["payout-paid", "payout-once", "payout-closed", "payout-unknown", "notice-mode", "notice-payout"],
}


class Trial(SandboxHarness):
    """The sandbox, with whatever adapter a test puts in."""

    made_by: type[Sandbox] = Sandbox

    def adapter(self) -> Sandbox:
        return self.made_by(self.access())

    def unrelated(self) -> RawNotice | None:
        """The sandbox sends none and could not read one; only who is to be offended gets one."""
        if self.made_by is not Offended:
            return None
        said = RawNotice({"webhook-id": "msg_account"}, b'{"kind": "account"}')
        return self.resigned(said, clock.now())


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as trial:
        yield trial


def failed(trial: Trial, adapter: type[Sandbox]) -> list[str]:
    trial.made_by = adapter
    return [finding.check for finding in run(trial) if finding.outcome == Outcome.FAILED]


@pytest.mark.parametrize("name", HARNESSES)
def test_what_is_built_in_keeps_the_contract(name: str) -> None:
    with harness(name) as side:
        found = list(run(side))
    assert [(one.check, one.why) for one in found if one.outcome == Outcome.FAILED] == []
    assert [one.check for one in found if one.outcome == Outcome.INAPPLICABLE] == UNASKED.get(name, [])
    assert [one.check for one in found] == list(CHECKS)


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_adapter_fails_just_the_check_that_is_about_it(check: str, trial: Trial) -> None:
    """Each is red for nothing but its own breach, so each check is known to see."""
    assert failed(trial, BROKEN[check]) == [check]


def test_every_check_has_an_adapter_that_breaks_it() -> None:
    assert sorted(BROKEN) == sorted(CHECKS)


def test_s23_live_keys_are_refused_before_anything_is_asked(trial: Trial) -> None:
    """Red without the look at the mode: the suite would have made intents with real money."""

    class Live(Sandbox):
        capabilities = Capabilities(mode=Mode.LIVE, refunds=True, payouts=True)

        def create_intent(self, *asked: object, **terms: object) -> None:
            raise AssertionError("asked for money")

    trial.made_by = Live
    with pytest.raises(Breach, match="real money"):
        next(run(trial))


class BrokenTrial(Trial):
    """What a third party's own harness with a fault in it looks like to the command."""

    made_by = BROKEN["refund-over"]


def command(provider: str) -> str:
    out = StringIO()
    call_command("conformance", provider, stdout=out, no_color=True)
    return out.getvalue()


def test_the_command_prints_every_check_and_what_is_declared_and_shown() -> None:
    lines = command("sandbox").splitlines()
    assert lines[1].split()[:2] == ["passed", "intent-made"]
    assert [line.split() for line in lines[-4:-1]] == [
        ["capability", "declared", "shown"],
        ["refunds", "yes", "yes"],
        ["payouts", "yes", "yes"],
    ]
    assert lines[-1] == f"{len(CHECKS) - 1} passed, 0 failed, 1 n/a"


def test_the_command_takes_a_third_partys_harness_and_fails_with_it() -> None:
    with pytest.raises(CommandError, match="BrokenTrial does not keep the contract"):
        command("goodword.payments.conformance.tests.test_conformance:BrokenTrial")


@pytest.mark.parametrize("name", ["nobody", "goodword.nothing:Harness", "goodword.payments:Nothing"])
def test_the_command_says_when_there_is_no_such_harness(name: str) -> None:
    with pytest.raises(CommandError, match=r"There is no (payment provider|harness)"):
        command(name)
