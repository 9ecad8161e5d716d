from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail import mail_server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", {}),
        ("smtp://relay.example", {"host": "relay.example", "port": 25, "user": "", "password": ""}),
        (
            "smtp+tls://kyoten:p%40ss@mail.example",
            {"host": "mail.example", "port": 587, "user": "kyoten", "password": "p@ss", "starttls": True},
        ),
        (
            "smtps://kyoten@mail.example:4650",
            {"host": "mail.example", "port": 4650, "user": "kyoten", "password": "", "ssl": True},
        ),
    ],
)
def test_a_mail_server_is_named_by_one_address(url, server):
    assert mail_server(url) == server


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_an_address_that_names_no_mail_server_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        mail_server(url)
