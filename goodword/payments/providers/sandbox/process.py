"""Running the sandbox as a process of its own, for tests, measurements and the demo's checks."""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from goodword.payments.providers.sandbox.delivery import Account

OURS = Account("sandbox-test-key", "goodword", "sandbox-notice-secret")
ROOT = Path(__file__).parents[4]
START_SECONDS = 30.0


class SandboxProcess:
    """`with SandboxProcess() as sandbox:` starts `goodword sandbox` on a free port; settings.SANDBOX_URL is `.url`.

    It can be killed and started again on the same port and store. Refunds and payouts settle after `settle` seconds,
    failed notices are sent again after `retries`.
    """

    def __init__(
        self,
        *,
        store: Path | None = None,
        accounts: Sequence[Account] = (OURS,),
        settle: float = 0.05,
        retries: Sequence[float] = (0.05, 0.1, 0.2),
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = tempfile.TemporaryDirectory(prefix="goodword-sandbox-")
        self.store = store or Path(self._folder.name) / "store.sqlite3"
        self._accounts, self._settle, self._retries = accounts, settle, retries
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        """Starts the process and waits until it answers."""
        command = [sys.executable, "-m", "goodword", "sandbox", "--port", str(self.port), "--store", str(self.store)]
        command += ["--settle", str(self._settle), "--retries", ",".join(map(str, self._retries))]
        for account in self._accounts:
            command += ["--account", f"{account.key}:{account.merchant}:{account.secret}"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.02)
        self.stop()
        raise RuntimeError(f"The sandbox did not start on port {self.port}.")

    def stop(self) -> None:
        """Stops it as an operator would."""
        if self._process:
            self._process.terminate()
            self._process.wait(10)

    def kill(self) -> None:
        """Stops it as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait(10)

    def ask(
        self, method: str, path: str, content: dict[str, Any] | None = None, *, key: str = OURS.key
    ) -> tuple[int, dict[str, Any]]:
        """One API request; its status and JSON."""
        body = None if content is None else json.dumps(content)
        headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
        status, text, _headers = self._exchange(method, path, body, headers)
        return status, json.loads(text) if text[:1] == "{" else {}

    def script(self, text: str, kind: str = "", key: object = "") -> None:
        """Sets the script for everything new, or for one thing such as ("intents", intent id)."""
        path = f"/v1/{kind}/{key}/script" if kind else "/v1/script"
        status, answer = self.ask("PUT", path, {"script": text})
        if status != 200:
            raise ValueError(answer)

    def pay(self, pay_url: str, verdict: str = "pay") -> str:
        """What a payer does on the page: pays or refuses; says where they are sent."""
        form = {"content-type": "application/x-www-form-urlencoded"}
        status, text, headers = self._exchange("POST", urlsplit(pay_url).path, urlencode({"verdict": verdict}), form)
        if status != 303:
            raise ValueError(text)
        return headers["location"]

    def page(self, pay_url: str, language: str = "en") -> tuple[str, dict[str, str]]:
        """The pay page as a payer gets it: its HTML and headers."""
        _status, text, headers = self._exchange("GET", f"{urlsplit(pay_url).path}?lang={language}", None, {})
        return text, headers

    def deliveries(self) -> list[dict[str, Any]]:
        """What receivers answered to notices so far."""
        found: list[dict[str, Any]] = self.ask("GET", "/v1/deliveries")[1]["deliveries"]
        return found

    def _exchange(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, str, dict[str, str]]:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            wire.request(method, path, body, headers)
            answer = wire.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, answer.read().decode(), named
        finally:
            wire.close()
