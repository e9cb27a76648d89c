"""NIST SP 800-63B, 5.1.1.2: a length, no guessable ones, no composition rules."""

import pytest

from cad.users.errors import WeakPassword
from cad.users.passwords import check_password


@pytest.mark.parametrize(
    "password",
    [
        "kuda hijau baterai",
        "tigaribuempatkucing",
        "Xk2#pL9!qWm4",
        "ini kalimat yang panjang sekali",
        "é" * 3 + "abcdefxyz ok",
    ],
)
def test_given_a_long_password_of_ones_own_then_it_is_taken(password: str) -> None:
    check_password(password, "dina")


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("pendek", "length"),
        ("11 karakter", "length"),
        ("aaaaaaaaaaaaaa", "pattern"),
        ("abababababab", "pattern"),
        ("abcdefghijkl", "pattern"),
        ("123456789012", "common"),
        ("password123456", "common"),
        ("!!Rahasia2026!!", "common"),
        ("dinaselalubenar", "common"),
        ("2026-11-22-0317", "common"),
    ],
)
def test_given_a_guessable_one_then_the_refusal_names_the_rule(password: str, rule: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        check_password(password, "dina")
    assert refused.value.fields["rule"] == rule
