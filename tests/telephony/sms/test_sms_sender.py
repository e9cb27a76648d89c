"""The real Twilio client against the stand-in, over real HTTP."""

import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from twilio.request_validator import RequestValidator

from telephony.sms.account import Account
from telephony.sms.sender import Outgoing, PagePutOff, PageRefused
from telephony.sms.twilio_sender import TwilioSender
from tests.support.waiting import eventually
from tests.telephony.sms.conftest import Ear, Standin

pytestmark = pytest.mark.asyncio


def message(to: str = "+628117000001", number: int = 1123) -> Outgoing:
    return Outgoing(
        page_id=f"page-{number}", to=to, body=f"#{number} P1 Kebakaran\nJl. Sudirman 4\nhttp://t/r/abc{number}"
    )


@pytest_asyncio.fixture
async def sender(account: Account) -> AsyncIterator[TwilioSender]:
    made = TwilioSender(account, timeout_s=0.5, whole_s=1.5)
    yield made
    await made.close()


async def test_given_a_page_when_it_is_sent_then_signed_reports_come_to_its_own_address(
    standin: Standin, sender: TwilioSender, account: Account, ear: Ear
) -> None:
    receipt = await sender.send(message())
    await eventually(lambda: ear.statuses() == ["sent", "delivered"])
    assert receipt.status == "queued"
    assert receipt.provider_sid.startswith("SM")
    first = ear.heard[0]
    assert first.path == "/sms/twilio/status?page=page-1123"
    assert first.form["MessageSid"] == receipt.provider_sid
    assert RequestValidator(account.token).validate(f"{ear.url}{first.path}", first.form, first.signature)


async def test_given_a_page_was_taken_when_it_is_looked_up_then_it_is_found_by_its_text(
    standin: Standin, sender: TwilioSender
) -> None:
    receipt = await sender.send(message())
    found = await sender.find(message())
    assert found is not None
    assert found.provider_sid == receipt.provider_sid
    assert await sender.find(message(number=1124)) is None


async def test_given_the_standin_restarts_when_a_page_is_looked_up_then_it_is_still_there(
    standin: Standin, sender: TwilioSender
) -> None:
    receipt = await sender.send(message())
    standin.stop()
    standin.start()
    found = await sender.find(message())
    assert found is not None
    assert found.provider_sid == receipt.provider_sid


@pytest.mark.parametrize(
    ("to", "code"),
    [("+15005550001", 21211), ("+15005550004", 21610), ("+15005550009", 21614), ("0811", 21211), ("", 21604)],
)
async def test_given_a_number_that_can_never_work_when_it_is_sent_then_it_is_refused_for_good(
    standin: Standin, sender: TwilioSender, to: str, code: int
) -> None:
    with pytest.raises(PageRefused) as refused:
        await sender.send(message(to))
    assert refused.value.code == code
    assert str(code) in str(refused.value)


async def test_given_too_long_a_text_when_it_is_sent_then_it_is_refused_for_good(
    standin: Standin, sender: TwilioSender
) -> None:
    with pytest.raises(PageRefused) as refused:
        await sender.send(Outgoing(page_id="p", to="+628117000001", body="x" * 1601))
    assert refused.value.code == 21617


@pytest.mark.parametrize(("ending", "doubtful"), [("99902", True), ("99905", False)])
async def test_given_twilio_stumbles_once_when_it_is_sent_again_then_it_goes(
    standin: Standin, sender: TwilioSender, ending: str, doubtful: bool
) -> None:
    with pytest.raises(PagePutOff) as put_off:
        await sender.send(message("+62811" + ending))
    assert put_off.value.doubtful is doubtful
    assert (await sender.send(message("+62811" + ending))).status == "queued"


async def test_given_the_answer_never_comes_when_it_is_looked_up_then_it_had_been_taken(
    standin: Standin, sender: TwilioSender
) -> None:
    with pytest.raises(PagePutOff) as put_off:
        await sender.send(message("+6281199904"))
    assert put_off.value.doubtful
    assert await sender.find(message("+6281199904")) is not None


async def test_given_nobody_listens_when_it_is_sent_then_it_waits_without_doubt(sender: TwilioSender) -> None:
    with pytest.raises(PagePutOff) as put_off:
        await sender.send(message())
    assert not put_off.value.doubtful


async def test_given_a_wrong_token_when_it_is_sent_then_it_waits_for_the_administrator(
    standin: Standin, account: Account
) -> None:
    wrong = Account(sid=account.sid, token="other", sender=account.sender, api_url=account.api_url, public_url="")
    sender = TwilioSender(wrong)
    with pytest.raises(PagePutOff) as put_off:
        await sender.send(message())
    with pytest.raises(PagePutOff):
        await sender.find(message())
    await sender.close()
    assert put_off.value.code == 20003
    assert put_off.value.retry_in_s == 30


async def test_given_a_report_is_not_heard_when_the_other_side_recovers_then_it_comes_again(
    standin: Standin, sender: TwilioSender, ear: Ear
) -> None:
    ear.answers = [503, 503]
    await sender.send(message())
    await eventually(lambda: ear.statuses() == ["sent", "sent", "sent", "delivered"])


@pytest.mark.parametrize(
    ("ending", "statuses"),
    [
        ("99901", ["sent", "undelivered"]),
        ("99906", ["delivered", "sent"]),
        ("99907", ["sent", "sent", "delivered", "delivered"]),
        ("99909", ["failed"]),
    ],
)
async def test_given_a_number_that_misbehaves_when_it_is_sent_then_the_reports_say_so(
    standin: Standin, sender: TwilioSender, ear: Ear, ending: str, statuses: list[str]
) -> None:
    await sender.send(message("+62811" + ending))
    await eventually(lambda: ear.statuses() == statuses)


async def test_given_logging_at_info_when_a_page_is_sent_and_looked_up_then_no_number_and_no_secret_is_in_it(
    standin: Standin, sender: TwilioSender, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await sender.send(message())
    await sender.find(message())
    ours = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("uvicorn"))
    assert "628117000001" not in ours
    assert account.token not in ours
    assert account.token not in repr(account)


async def test_given_real_twilio_and_no_public_address_when_it_is_sent_then_no_callback_is_asked_for() -> None:
    real = Account(sid="AC", token="t", sender="+1", api_url="", public_url="http://127.0.0.1:8112")
    assert real.status_url("p") == ""
