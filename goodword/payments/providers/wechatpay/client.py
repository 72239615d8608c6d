"""WeChat Pay's package with an account's keys."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wechatpayv3 import WeChatPay, WeChatPayType

from goodword.payments.providers.interface import ProviderRefused, ProviderSilent
from goodword.payments.rules import Mode

API = "https://api.mch.weixin.qq.com"
SECONDS = (2, 10)  # to connect, and to wait for an answer
# Codes that say nothing about what was asked: no money at the moment, no right, too fast, broken.
NO_ANSWER = {"NOT_ENOUGH", "NO_AUTH", "SIGN_ERROR", "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED", "SYSTEM_ERROR"}


@dataclass(frozen=True, slots=True)
class Access:
    """Our account at WeChat Pay. It has no test keys: only a stand-in is in test mode."""

    appid: str
    mchid: str
    serial: str
    private_key: str
    apiv3: str
    public_id: str
    public_key: str
    notify_url: str
    url: str = API
    mode: Mode = Mode.LIVE


@lru_cache(maxsize=4)
def client(access: Access) -> Any:
    """The package, with the keys read once. It speaks for itself, not through egress: to one address, 10 s at most."""
    made = WeChatPay(
        WeChatPayType.H5,
        mchid=access.mchid,
        private_key=access.private_key,
        cert_serial_no=access.serial,
        appid=access.appid,
        apiv3_key=access.apiv3,
        notify_url=access.notify_url,
        public_key=access.public_key,
        public_key_id=access.public_id,
        proxy={"http": None, "https": None},
        timeout=SECONDS,
    )
    if access.url != API:
        made._core._gate_way = access.url  # where the stand-in listens; the package has no setting for it
    return made


def heard(ask: Callable[[], tuple[int, str]]) -> str:
    """The text of an answer that is one. Only what WeChat Pay has understood and will not do is a refusal."""
    try:
        status, text = ask()
    except Exception as error:  # the package raises plain exceptions, such as for an answer that is not signed
        raise ProviderSilent(f"{type(error).__name__}: {error}"[:200]) from error
    if 200 <= status < 300:
        return text
    code = code_of(text)
    if status in {400, 403, 404, 422} and code and code not in NO_ANSWER:
        raise ProviderRefused(code)
    raise ProviderSilent(f"answered {status} {code}")


def code_of(text: object) -> str:
    """The code of an error; "" when there is none."""
    try:
        said = json.loads(str(text))
    except ValueError:
        return ""
    return str(said.get("code", ""))[:100] if isinstance(said, dict) else ""
