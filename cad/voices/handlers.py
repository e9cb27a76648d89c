"""What a test call, a key pressed in silence and a notice make of a call; and the supervisor's switches."""

from dataclasses import replace

from cad.calls.facts import about
from cad.calls.handlers import keep, known_call
from cad.calls.model import Call
from cad.incidents.commands import OpenIncident
from cad.incidents.handlers import known_incident, open_incident, open_incident_of
from cad.numbers import read_number
from cad.ports import UnitOfWork
from cad.voices.commands import (
    AskSilentCaller,
    ChangeTestNumbers,
    HearSilentCaller,
    MarkTestCall,
    SwitchNotice,
    TellNotice,
)
from cad.voices.errors import InvalidTestNumber, NoticeTooLong, TooManyTestNumbers, VoicesChanged
from cad.voices.events import (
    CallTested,
    NoticeSwitched,
    NoticeTold,
    NumbersForTestsChanged,
    SilentCallerAsked,
    SilentCallerHeard,
)
from cad.voices.model import LONGEST_NOTICE, MOST_TEST_NUMBERS, NOTICE_FOR, Voices, notice_text

SILENT_CALL = "silent_call"  # the incident type


async def mark_test_call(fact: MarkTestCall, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    if call.test:
        return call
    call = replace(call, test=True).settled()
    return await keep((call, [CallTested(**about(call, fact))]), work)  # type: ignore[arg-type]


async def ask_silent_caller(fact: AskSilentCaller, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    if call.silent:
        return call
    call = replace(call, silent="asked")
    return await keep((call, [SilentCallerAsked(**about(call, fact))]), work)  # type: ignore[arg-type]


async def hear_silent_caller(fact: HearSilentCaller, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    if call.silent == "pressed":
        return call
    call = replace(call, silent="pressed")
    heard = SilentCallerHeard(**about(call, fact), key=fact.key)  # type: ignore[arg-type]
    call = await keep((call, [heard]), work)
    if call.incident_id is None:
        what = "Penelepon diam mengetuk telepon." if fact.key == "tap" else f"Penelepon diam menekan {fact.key}."
        await open_incident(OpenIncident(user_id=None, type_code=SILENT_CALL, what=what, call_id=call.id), work)
    return call


async def tell_notice(fact: TellNotice, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    if call.notice_of:
        return call
    call = replace(call, notice_of=fact.incident_id)
    told = NoticeTold(**about(call, fact), notice_of=fact.incident_id)  # type: ignore[arg-type]
    return await keep((call, [told]), work)


async def known_voices(work: UnitOfWork) -> Voices:
    return await work.voices.by_id(work.center.id) or Voices(id=work.center.id)


async def change_test_numbers(command: ChangeTestNumbers, work: UnitOfWork) -> Voices:
    voices = await known_voices(work)
    if voices.version != command.version:
        raise VoicesChanged(voices.version)
    numbers = sorted({_e164(number, work) for number in command.numbers if number.strip()})
    if len(numbers) > MOST_TEST_NUMBERS:
        raise TooManyTestNumbers(MOST_TEST_NUMBERS)
    if numbers == voices.test_numbers:
        return voices
    voices = replace(voices, version=voices.version + 1, test_numbers=numbers)
    await work.voices.put(voices)
    work.record(
        NumbersForTestsChanged(
            occurred_at=work.now,
            actor=command.user_id,
            center_id=voices.id,
            version=voices.version,
            count=len(numbers),
        )
    )
    return voices


def _e164(number: str, work: UnitOfWork) -> str:
    read = read_number(number, country_code=work.center.country_code, area_code=work.center.area_code)
    if not read.e164:
        raise InvalidTestNumber(number)
    return read.e164


async def switch_notice(command: SwitchNotice, work: UnitOfWork) -> Voices:
    voices = await known_voices(work)
    return await (_notice_on(command, voices, work) if command.on else _notice_off(command, voices, work))


async def _notice_on(command: SwitchNotice, voices: Voices, work: UnitOfWork) -> Voices:
    if len(command.text) > LONGEST_NOTICE:
        raise NoticeTooLong(LONGEST_NOTICE)
    incident = await open_incident_of(command.incident_id, work)
    text = " ".join(command.text.split())
    if not text:
        kind = await work.types.by_id(incident.type_code)
        area = await work.kelurahan.by_id(incident.place.kelurahan_code) if incident.place.kelurahan_code else None
        text = notice_text(kind.name_id if kind else "Kejadian", incident.place.text or (area.name if area else ""))
    voices = replace(
        voices,
        version=voices.version + 1,
        notice_incident_id=incident.id,
        notice_text=text,
        notice_until=work.now + NOTICE_FOR,
    )
    await work.voices.put(voices)
    work.record(_switched(command, True, work, text, voices))
    return voices


async def _notice_off(command: SwitchNotice, voices: Voices, work: UnitOfWork) -> Voices:
    await known_incident(command.incident_id, work)
    if voices.notice_incident_id != command.incident_id:
        return voices
    voices = replace(voices, version=voices.version + 1, notice_incident_id=None, notice_text="", notice_until=None)
    await work.voices.put(voices)
    work.record(_switched(command, False, work, "", voices))
    return voices


def _switched(command: SwitchNotice, on: bool, work: UnitOfWork, text: str, voices: Voices) -> NoticeSwitched:
    said = {"on": on, "text": text, "until": voices.notice_until}
    return NoticeSwitched(occurred_at=work.now, actor=command.user_id, incident_id=command.incident_id, **said)  # type: ignore[arg-type]


HANDLERS = {
    MarkTestCall: mark_test_call,
    AskSilentCaller: ask_silent_caller,
    HearSilentCaller: hear_silent_caller,
    TellNotice: tell_notice,
    ChangeTestNumbers: change_test_numbers,
    SwitchNotice: switch_notice,
}
