"""What PostgreSQL says stands in Asterisk's own database, whatever was there before and whoever restarted."""

import pytest

from telephony.ami import Connection
from telephony.astdb.mirror import Mirror
from telephony.astdb.plan import Difference, differences, present_keys
from telephony.pbx import addresses
from tests.fakes.ari_server import running
from tests.fakes.ledger import ListLedger
from tests.support.pbx import Pbx

pytestmark = pytest.mark.timeout(60)


def test_given_a_tree_when_compared_then_only_what_differs_is_written_and_the_rest_deleted() -> None:
    needed = differences("route", {"a": "1", "b": "two\nlines", "c": ""}, {"a": "1", "b": "2", "d": "4"})
    assert needed == [
        Difference("route", "b", "two lines"),
        Difference("route", "c", ""),
        Difference("route", "d", None),
    ]


def test_given_asterisks_answer_when_read_then_keys_are_without_their_family() -> None:
    told = [
        {"Event": "DBGetTreeResponse", "Key": "/route/skill/0215", "Val": "minang"},
        {"Event": "DBGetTreeResponse", "Key": "/routes/x", "Val": "another family"},
        {"Event": "Other", "Key": "/route/y", "Val": "1"},
    ]
    assert present_keys("route", told) == {"skill/0215": "minang"}


async def test_given_real_asterisk_when_mirrored_then_it_has_what_is_wanted_and_nothing_else(pbx: Pbx) -> None:
    pbx.ask("database put route old 1")
    pbx.ask("database put desk-is-not-mirrored x 1")
    settings, secrets = pbx.installation.settings, pbx.installation.secrets
    ami = Connection(addresses.LOOPBACK, settings.ami_port, addresses.USER, secrets.ami_password)
    odd = 'Kebakaran; "gang" |x & y = 20 %, dua'
    ledger = ListLedger(astdb={"route": {"ring_all": "45", "skill/021": "minang"}, "notice": {"text": odd}})
    mirror = Mirror(ami, ledger)
    async with running(ami.run()):
        await ami.connected.wait()
        assert len(await mirror.synchronise()) == 4
        assert await mirror.synchronise() == []
        assert "45" in pbx.ask("database get route ring_all")
        assert odd in pbx.ask("database get notice text")
        assert "not found" in pbx.ask("database get route old")
        assert "1" in pbx.ask("database get desk-is-not-mirrored x")
        ledger.astdb = {"route": {"skill/021": "minang"}, "notice": {}}
        assert len(await mirror.synchronise()) == 2
        assert await mirror.synchronise() == []
