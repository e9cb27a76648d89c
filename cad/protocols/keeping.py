"""Answers and ticks put on an incident; used when it is opened and afterwards."""

from cad.ids import new_id
from cad.incidents.commands import AnswerBefore
from cad.incidents.model import Incident
from cad.ports import UnitOfWork
from cad.protocols.events import AnswerGiven
from cad.protocols.model import CardAnswer, Protocol, Question
from cad.protocols.plain import from_plain
from cad.protocols.rules import is_answer


async def protocol_of(code: str, version: int, work: UnitOfWork) -> Protocol | None:
    """None when there is no such version: the incident was taken before protocols had any."""
    found = await work.protocols.version_of(code, version)
    return from_plain(found.protocol) if found else None


async def version_taken(code: str, asked: int | None, current: int, work: UnitOfWork) -> int:
    """The version on the dispatcher's screen, when there is such a one; else the current."""
    if asked is None or asked == current:
        return current
    return asked if await work.protocols.version_of(code, asked) else current


async def keep_answers(
    incident: Incident, answers: tuple[AnswerBefore, ...], user_id: str | None, work: UnitOfWork
) -> None:
    """What was answered while the form was still a draft, also on the card of a type that was left again. What does
    not fit its card is passed over: it must not stop an incident."""
    for given in answers:
        protocol = await protocol_of(given.type_code, given.type_version, work)
        question = question_of(protocol, given.question)
        if question and is_answer(question, given.answer):
            of = (given.type_code, given.type_version)
            await keep_answer(incident, of, question, given.answer, user_id, work)


def question_of(protocol: Protocol | None, question: str) -> Question | None:
    return next((one for one in protocol.questions if one.id == question), None) if protocol else None


async def keep_answer(
    incident: Incident, of: tuple[str, int], question: Question, answer: str, user_id: str | None, work: UnitOfWork
) -> CardAnswer:
    """`of` is the type's code and the version whose card it is."""
    answer = answer.strip()
    last = await work.card_answers.last_of(incident.id, of[0], question.id)
    if last and last.answer == answer:
        return last
    kept = CardAnswer(
        id=new_id(),
        incident_id=incident.id,
        type_code=of[0],
        type_version=of[1],
        question=question.id,
        answer=answer,
        at=work.now,
        by=user_id,
    )
    await work.card_answers.put(kept)
    work.record(
        AnswerGiven(
            occurred_at=work.now,
            actor=user_id,
            person_id=incident.person_id,
            incident_id=incident.id,
            type_code=kept.type_code,
            type_version=kept.type_version,
            question=kept.question,
            answer="" if question.kind == "text" else answer,
            words=answer if question.kind == "text" else "",
        )
    )
    return kept
