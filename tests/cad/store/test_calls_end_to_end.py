"""A call through the bus into PostgreSQL."""

from datetime import timedelta

from cad.calls.commands import AnswerCall, EndCall, OfferCall, ReceiveCall
from cad.desks.commands import SetDeskState, SignOnDesk
from cad.users.commands import AddUser
from tests.support.database import Store


async def test_given_a_dispatcher_at_a_desk_when_a_call_is_answered_then_the_call_names_them(seeded: Store) -> None:
    bus, clock = seeded.bus, seeded.clock
    dina = await bus.handle(AddUser(username="dina", name="Dina", role="dispatcher", password_hash="x"))
    desk = await bus.handle(SignOnDesk(user_id=dina.id))
    await bus.handle(SetDeskState(user_id=dina.id, state="ready"))
    told = {"pbx_id": "pbx-1", "uniqueid": "1.1", "source": "ari"}
    leg = {"leg_uniqueid": "1.2", "desk_id": desk.id}

    await bus.handle(ReceiveCall(**told, occurred_at=clock.now, number_raw="0812-3456-789"))
    await bus.handle(OfferCall(**told, **leg, occurred_at=clock.forward(1)))
    await bus.handle(AnswerCall(**told, **leg, occurred_at=clock.forward(3)))
    call = await bus.handle(EndCall(**told, occurred_at=clock.forward(60)))

    assert (call.state, call.outcome, call.user_id, call.desk_id) == ("ended", "answered", dina.id, desk.id)
    assert call.number_e164 == "+628123456789"
    assert call.answered_at - call.received_at == timedelta(seconds=4)
    assert (await seeded.kinds())[-5:] == ["PersonSeen", "CallReceived", "CallOffered", "CallAnswered", "CallEnded"]
