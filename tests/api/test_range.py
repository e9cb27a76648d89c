"""Ranges of a recording, as players ask for them."""

import pytest
from starlette.exceptions import HTTPException

from api.playback import wanted_range

SIZE = 1000


def asked(value: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"host", b"x"), (b"range", value)]


@pytest.mark.parametrize("value", [b"bytes=0-", b"bytes=0-99", b"bytes=-100", b"bytes=999-999", b"bytes=10-99999"])
def test_given_one_range_within_the_file_then_it_is_served(value: bytes) -> None:
    assert wanted_range(asked(value), SIZE) == asked(value)


@pytest.mark.parametrize("value", [b"bytes=", b"bytes=a-b", b"bytes=5-2", b"bytes=0-1,5-9", b"items=0-1", b"\xff"])
def test_given_a_range_we_do_not_serve_then_the_whole_is_sent(value: bytes) -> None:
    assert wanted_range(asked(value), SIZE) == [(b"host", b"x")]


@pytest.mark.parametrize("value", [b"bytes=1000-", b"bytes=5000-6000", b"bytes=-0"])
def test_given_a_range_outside_of_the_file_then_416_with_its_length(value: bytes) -> None:
    with pytest.raises(HTTPException) as refused:
        wanted_range(asked(value), SIZE)
    assert refused.value.status_code == 416
    assert refused.value.headers == {"Content-Range": "bytes */1000"}
