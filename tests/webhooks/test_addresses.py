"""Where webhooks may go: judged by addresses, however they are written."""

import pytest

from app.services.webhooks.addresses import allowed, is_public, wrong_with

NOT_PUBLIC = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",  # noqa: S104  # an address to refuse
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # where clouds tell their machines their secrets
    "100.64.0.1",  # a provider's own
    "100.100.100.200",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1"]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_is_public(address: str) -> None:
    assert is_public(address)


def test_one_that_may_not_be_called_is_enough() -> None:
    assert allowed(["1.1.1.1", "10.0.0.1"], private=False) == []
    assert allowed(["1.1.1.1", "1.1.1.1"], private=False) == ["1.1.1.1"]
    assert allowed(["1.1.1.1", "10.0.0.1"], private=True) == ["1.1.1.1", "10.0.0.1"]


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "https://127.1/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://0177.0.0.1/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/x",
        "https://api.localhost/x",
        "http://hooks.example/x",
        "ftp://hooks.example/x",
        "hooks.example/x",
        "https:///x",
        "https://hooks.example:99999/x",
        "https://[::1/x",
        "https://name:password@hooks.example/x",
        "https://hooks.example/x#part",
        "https://hooks.example/a b",
        "https://hooks.exämple/x",
    ],
)
def test_what_can_be_told_from_the_url_is(url: str) -> None:
    assert wrong_with(url, private=False) is not None


@pytest.mark.parametrize("url", ["https://hooks.example/x?y=z", "https://1.1.1.1:8443/x"])
def test_a_name_is_judged_when_it_is_called(url: str) -> None:
    assert wrong_with(url, private=False) is None


def test_inside_a_network_of_ones_own_more_is_allowed() -> None:
    assert wrong_with("http://127.0.0.1:8080/x", private=True) is None
    assert wrong_with("ftp://127.0.0.1/x", private=True) is not None
