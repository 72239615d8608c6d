"""What a device is called (S-53: hostile ones too)."""

import pytest

from goodword.people.rules import BROWSERS, SYSTEMS, device

APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (f"{APPLE} Version/18.0 Mobile/15E148 Safari/604.1", ("Safari", "iPhone")),
        (f"{APPLE} CriOS/131.0 Mobile/15E148 Safari/604.1", ("Chrome", "iPhone")),
        (f"{APPLE} FxiOS/133.0 Mobile/15E148 Safari/605.1.15", ("Firefox", "iPhone")),
        (f"{APPLE} Mobile/15E148 MicroMessenger/8.0.53", ("WeChat", "iPhone")),
        (WINDOWS, ("Chrome", "Windows")),
        (f"{WINDOWS} Edg/131.0.0.0", ("Edge", "Windows")),
        (f"{WINDOWS} OPR/115.0.0.0", ("Opera", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", ("Firefox", "Linux")),
        (
            WINDOWS.replace("Windows NT 10.0; Win64; x64", "X11; Linux x86_64").replace("Chrome/", "HeadlessChrome/"),
            ("Chromium", "Linux"),
        ),
        (f"{ANDROID} Mobile Safari/537.36", ("Chrome", "Android")),
        (f"{ANDROID} SamsungBrowser/27.0 Mobile Safari/537.36", ("Samsung Internet", "Android")),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15",
            ("Safari", "Mac"),
        ),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_called_as_people_call_it(said: str, name: tuple[str, str]) -> None:
    assert device(said) == name


@pytest.mark.parametrize(
    "said", ["<script>alert(1)</script> Firefox/1", "\0\r\nSet-Cookie: x", "A" * 100_000, "‮exe.Linux"]
)
def test_only_names_of_ours_are_ever_shown(said: str) -> None:
    browser, system = device(said)
    assert browser in {"", *(name for _mark, name in BROWSERS)}
    assert system in {"", *(name for _mark, name in SYSTEMS)}
