"""Stripe's own package, speaking through our one way out (kit.egress)."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import stripe

from goodword.kit.egress import EgressFailed, fetch
from goodword.kit.refusals import Refusal

stripe.enable_telemetry = False  # how long our requests took is nobody's business
silence: Callable[[str], stripe.APIConnectionError] = stripe.APIConnectionError  # its own types leave it out
logging.getLogger("stripe").setLevel(logging.WARNING)  # it would write a line about every request


class ThroughEgress(stripe.HTTPClient):
    """An HTTP client for Stripe's package: 10 s in all, no redirects, no proxies, no repetition of its own."""

    name = "goodword"

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **named: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """One request and its answer, whatever its status."""
        body = post_data.encode() if isinstance(post_data, str) else post_data or b""
        try:
            answer = fetch(
                method.upper(),
                url,
                content_types={"application/json"},
                headers=headers,
                body=body,
                own_service=True,
            )
        except (EgressFailed, Refusal) as error:
            raise silence(str(error)) from error
        return answer.body.decode("utf-8", "replace"), answer.status, answer.headers

    def close(self) -> None:
        """Nothing stays open."""


def client(key: str, url: str) -> stripe.StripeClient:
    """Stripe's package with an account's key; `url` is where the API is."""
    return stripe.StripeClient(key, http_client=ThroughEgress(), base_addresses={"api": url}, max_network_retries=0)
