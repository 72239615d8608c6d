"""Every step of the script language, over HTTP."""

import time

import pytest

from goodword.payments.providers.sandbox.process import SandboxProcess
from goodword.payments.providers.sandbox.tests.receiver import Receiver, intent, paid, said, terms, valid


def test_script_timeout_does_it_and_answers_later(sandbox: SandboxProcess, shop: Receiver) -> None:
    sandbox.script("timeout(0.4)")
    began = time.monotonic()
    word = intent(sandbox, shop)
    assert time.monotonic() - began >= 0.4
    assert sandbox.ask("GET", f"/v1/intents/{word['key']}")[0] == 200


def test_script_down_does_nothing(sandbox: SandboxProcess, shop: Receiver) -> None:
    wanted = terms(shop, script="down")
    assert sandbox.ask("POST", "/v1/intents", wanted)[0] == 503
    assert sandbox.ask("GET", f"/v1/intents/{wanted['key']}")[0] == 404


def test_script_refuse_says_no(sandbox: SandboxProcess, shop: Receiver) -> None:
    assert sandbox.ask("POST", "/v1/intents", terms(shop, script="refuse")) == (409, {"refused": "refused by script"})


def test_script_fail_after_doing(sandbox: SandboxProcess, shop: Receiver) -> None:
    wanted = terms(shop, script="fail_after_doing")
    assert sandbox.ask("POST", "/v1/intents", wanted)[0] == 500
    assert sandbox.ask("GET", f"/v1/intents/{wanted['key']}")[1]["status"] == "pending"


def test_script_late(sandbox: SandboxProcess, shop: Receiver) -> None:
    paid(sandbox, shop, script="late(0.4)")
    began = time.monotonic()
    shop.wait_for(1)
    assert time.monotonic() - began >= 0.3


def test_script_dup(sandbox: SandboxProcess, shop: Receiver) -> None:
    paid(sandbox, shop, script="dup(3)")
    assert len({headers["webhook-id"] for headers, _body in shop.wait_for(3)}) == 1


def test_script_drop(sandbox: SandboxProcess, shop: Receiver) -> None:
    word = paid(sandbox, shop, script="drop")
    paid(sandbox, shop)
    shop.wait_for(1)
    assert [said(notice)["key"] for notice in shop.notices].count(word["key"]) == 0


def test_script_reorder(sandbox: SandboxProcess, shop: Receiver) -> None:
    word = paid(sandbox, shop, script="reorder")
    notices = shop.wait_for(2)
    assert [said(notice)["status"] for notice in notices] == ["done", "failed"]
    assert len({headers["webhook-id"] for headers, _body in notices}) == 2
    assert sandbox.ask("GET", f"/v1/intents/{word['key']}")[1]["status"] == "done"


@pytest.mark.parametrize(
    ("script", "field", "value"),
    [
        ("amount(+1)", "amount", 12801),
        ("amount(-100)", "amount", 12700),
        ("currency(EUR)", "currency", "EUR"),
        ("payee(somebody)", "merchant", "somebody"),
        ("live", "mode", "live"),
        ("unknown_fields", "colour", "green"),
    ],
)
def test_script_that_alters_a_field(
    script: str, field: str, value: object, sandbox: SandboxProcess, shop: Receiver
) -> None:
    word = paid(sandbox, shop, script=script)
    (notice,) = shop.wait_for(1)
    assert valid(notice)
    assert {**word, "status": "done", field: value}.items() <= said(notice).items()


def test_script_wrong_key_and_other_route(sandbox: SandboxProcess, shop: Receiver) -> None:
    paid(sandbox, shop, script="wrong_key")
    assert not valid(shop.wait_for(1)[0])
    paid(sandbox, shop, script="other_route")
    notice = shop.wait_for(2)[1]
    assert not valid(notice)
    assert valid(notice, path="/api/hooks/elsewhere")


def test_script_replay_old(sandbox: SandboxProcess, shop: Receiver) -> None:
    paid(sandbox, shop, script="replay_old")
    first, second = shop.wait_for(2)
    assert valid(first)
    assert valid(second)
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert int(first[0]["webhook-timestamp"]) - int(second[0]["webhook-timestamp"]) >= 300


def test_scripts_combine_and_can_be_set_for_everything_or_for_one(sandbox: SandboxProcess, shop: Receiver) -> None:
    sandbox.script("dup(2), amount(+5)")
    word = paid(sandbox, shop)
    assert [said(notice)["amount"] for notice in shop.wait_for(2)] == [12805, 12805]
    sandbox.script("")
    word = intent(sandbox, shop)
    sandbox.script("amount(+7)", "intents", word["key"])
    sandbox.pay(word["pay_url"])
    assert said(shop.wait_for(3)[2])["amount"] == 12807
