"""The sandbox as a process of its own, spoken to over HTTP."""

import os
import subprocess
import sys
import time
from uuid import uuid4

import pytest

from goodword.kit.clock import now
from goodword.payments.providers.sandbox.delivery import Account
from goodword.payments.providers.sandbox.process import ROOT, SandboxProcess
from goodword.payments.providers.sandbox.server import Server
from goodword.payments.providers.sandbox.tests.receiver import (
    OTHER,
    PATH,
    Receiver,
    intent,
    paid,
    said,
    terms,
    valid,
    wait_until,
)


def test_a_payment_is_made_paid_and_told(sandbox: SandboxProcess, shop: Receiver) -> None:
    word = intent(sandbox, shop)
    assert (word["status"], word["merchant"], word["mode"]) == ("pending", "goodword", "test")
    assert sandbox.pay(word["pay_url"]) == "http://shop.test/back"
    (notice,) = shop.wait_for(1)
    assert valid(notice)
    assert said(notice) == {**word, "status": "done"}
    assert sandbox.ask("GET", f"/v1/intents/{word['key']}") == (200, {**word, "status": "done"})


def test_a_payer_may_refuse_and_decides_once(sandbox: SandboxProcess, shop: Receiver) -> None:
    word = intent(sandbox, shop)
    sandbox.pay(word["pay_url"], "refuse")
    sandbox.pay(word["pay_url"], "pay")
    assert sandbox.ask("GET", f"/v1/intents/{word['key']}")[1]["status"] == "failed"
    assert [said(notice)["status"] for notice in shop.wait_for(1)] == ["failed"]


def test_the_same_key_is_the_same_intent_and_other_terms_are_refused(sandbox: SandboxProcess, shop: Receiver) -> None:
    same = terms(shop)
    first, again = (sandbox.ask("POST", "/v1/intents", same) for _time in range(2))
    assert first == again
    assert sandbox.ask("POST", "/v1/intents", {**same, "amount": 1})[0] == 422


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": 0},
        {"amount": "1"},
        {"amount": 1.5},
        {"key": None},
        {"return_url": None},
        {"script": "explode"},
        {"script": "late(soon)"},
        {"expires_at": "soon"},
    ],
)
def test_terms_that_make_no_sense_are_refused(
    changed: dict[str, object], sandbox: SandboxProcess, shop: Receiver
) -> None:
    assert sandbox.ask("POST", "/v1/intents", terms(shop, **changed))[0] == 422


def test_only_known_keys_are_answered_and_accounts_do_not_see_each_other(
    sandbox: SandboxProcess, shop: Receiver
) -> None:
    word = intent(sandbox, shop)
    assert sandbox.ask("GET", f"/v1/intents/{word['key']}", key="sandbox-nobody")[0] == 401
    assert sandbox.ask("GET", f"/v1/intents/{word['key']}", key=OTHER.key) == (404, {"refused": "unknown"})
    assert sandbox.ask("GET", "/v1/nothing/at/all")[0] == 404
    assert sandbox.ask("PUT", "/v1/script", {"script": "x" * 70_000})[0] == 413


def test_each_account_signs_with_its_own_secret(sandbox: SandboxProcess, shop: Receiver) -> None:
    _status, word = sandbox.ask("POST", "/v1/intents", terms(shop), key=OTHER.key)
    sandbox.pay(word["pay_url"])
    (notice,) = shop.wait_for(1)
    assert valid(notice, secret=OTHER.secret)
    assert not valid(notice)


def test_a_cancelled_intent_cannot_be_paid_and_a_paid_one_not_cancelled(
    sandbox: SandboxProcess, shop: Receiver
) -> None:
    word = intent(sandbox, shop)
    assert sandbox.ask("POST", f"/v1/intents/{word['key']}/cancel", {})[1]["status"] == "cancelled"
    sandbox.pay(word["pay_url"])
    assert sandbox.ask("GET", f"/v1/intents/{word['key']}")[1]["status"] == "cancelled"
    other = paid(sandbox, shop)
    assert sandbox.ask("POST", f"/v1/intents/{other['key']}/cancel", {})[1]["status"] == "done"


def test_after_its_time_nobody_can_pay(sandbox: SandboxProcess, shop: Receiver) -> None:
    word = paid(sandbox, shop, expires_at=int(now().timestamp()) - 1)
    assert sandbox.ask("GET", f"/v1/intents/{word['key']}")[1]["status"] == "pending"


def refund(sandbox: SandboxProcess, shop: Receiver, of: str, amount: int, **changed: object) -> tuple[int, dict]:
    money = {"key": str(uuid4()), "amount": amount, "currency": "CNY", "notify_url": shop.url + PATH}
    return sandbox.ask("POST", "/v1/refunds", {**money, "intent": of, **changed})


def test_refunds_are_given_after_a_moment_and_never_more_than_was_paid(sandbox: SandboxProcess, shop: Receiver) -> None:
    word = paid(sandbox, shop)
    status, first = refund(sandbox, shop, word["key"], 12000)
    assert (status, first["status"]) == (201, "pending")
    assert refund(sandbox, shop, word["key"], 801) == (409, {"refused": "more than was paid"})
    assert [said(notice)["kind"] for notice in shop.wait_for(2)] == ["intent", "refund"]
    assert sandbox.ask("GET", f"/v1/refunds/{first['key']}")[1]["status"] == "done"
    assert refund(sandbox, shop, intent(sandbox, shop)["key"], 1)[0] == 409
    assert refund(sandbox, shop, str(uuid4()), 1)[0] == 404


@pytest.mark.parametrize(
    ("script", "destination", "ends"),
    [("", "A1", "done"), ("fail", "A1", "failed"), ("", "closed-1", "failed")],
)
def test_payouts_end_after_a_moment(
    script: str, destination: str, ends: str, sandbox: SandboxProcess, shop: Receiver
) -> None:
    money = {"key": str(uuid4()), "amount": 5, "currency": "CNY", "notify_url": shop.url + PATH, "script": script}
    status, word = sandbox.ask("POST", "/v1/payouts", {**money, "destination": destination})
    assert (status, word["status"]) == (201, "pending")
    (notice,) = shop.wait_for(1)
    assert (said(notice)["kind"], said(notice)["status"]) == ("payout", ends)


def test_a_notice_that_is_not_taken_comes_again_with_the_same_id(sandbox: SandboxProcess, shop: Receiver) -> None:
    shop.answers = [500, 302, 204]
    word = paid(sandbox, shop)
    notices = shop.wait_for(3)
    assert len({headers["webhook-id"] for headers, _body in notices}) == 1
    wait_until(lambda: len([one for one in sandbox.deliveries() if one["key"] == word["key"]]) == 3)
    told = [one["answer"] for one in sandbox.deliveries() if one["key"] == word["key"]]
    assert told == [500, 302, 204]


def test_a_notice_that_is_never_taken_is_given_up(sandbox: SandboxProcess, shop: Receiver) -> None:
    shop.answers = [500] * 9
    paid(sandbox, shop)
    shop.wait_for(4)
    time.sleep(0.4)
    assert len(shop.notices) == 4


def test_the_page_is_calm_script_free_and_says_what_is_paid(sandbox: SandboxProcess, shop: Receiver) -> None:
    word = intent(sandbox, shop, amount=1234567, return_url='http://shop.test/?a=<b>&c="d"')
    html, headers = sandbox.page(word["pay_url"], "en")
    assert "CN¥12,345.67" in html
    assert '<html lang="en">' in html
    assert 'name="viewport"' in html
    assert '<button class="pay" name="verdict" value="pay">Pay</button>' in html
    assert '<button name="verdict" value="refuse">Refuse</button>' in html
    assert "<script" not in html
    assert "default-src 'none'" in headers["content-security-policy"]
    chinese, _headers = sandbox.page(word["pay_url"], "zh")
    assert '<html lang="zh-Hans">' in chinese
    assert "¥12,345.67" in chinese
    sandbox.pay(word["pay_url"])
    done, _headers = sandbox.page(word["pay_url"])
    assert "This payment is done." in done
    assert 'href="http://shop.test/?a=&lt;b&gt;&amp;c=&#34;d&#34;"' in done
    assert "<button" not in done
    with pytest.raises(ValueError, match="unknown"):
        sandbox.pay("/pay/nothing")


def test_a_killed_sandbox_remembers(shop: Receiver) -> None:
    with SandboxProcess() as sandbox:
        word = intent(sandbox, shop)
        late = paid(sandbox, shop, script="late(0.3)")
        sandbox.kill()
        sandbox.start()
        assert sandbox.ask("GET", f"/v1/intents/{word['key']}")[1]["status"] == "pending"
        assert said(shop.wait_for(1)[0])["key"] == late["key"]


def test_several_hundred_notices_a_second_are_signed_and_sent(sandbox: SandboxProcess, shop: Receiver) -> None:
    """300 notices to one receiver in this process; generous, because the machine is shared."""
    began = time.monotonic()
    paid(sandbox, shop, script="dup(300)")
    shop.wait_for(300)
    assert time.monotonic() - began < 6


@pytest.mark.parametrize("key", ["live-key", "sk_live_1", ""])
def test_s23_the_sandbox_takes_no_live_keys(key: str, tmp_path: object) -> None:
    """Red without key_fits."""
    with pytest.raises(ValueError, match="sandbox-"):
        Server(host="127.0.0.1", port=0, store=":memory:", accounts=[Account(key, "goodword", "s")])


def test_s23_the_command_does_not_run_where_real_money_moves(tmp_path: object) -> None:
    """Red without the check of SANDBOX_ALLOWED in the command."""
    environment = {**os.environ, "GOODWORD_MODE": "production", "GOODWORD_SECRET_KEY": "x" * 50}
    run = subprocess.run(
        [sys.executable, "-m", "goodword", "sandbox", "--port", "0", "--store", str(tmp_path / "s")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert run.returncode == 1
    assert "GOODWORD_SANDBOX_ALLOWED" in run.stderr
