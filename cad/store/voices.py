"""What the line should say now, asked by telephony: the AstDB families `test` and `notice`, and the notice's words."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

TEST_NUMBERS = text("SELECT jsonb_array_elements_text(test_numbers) AS number FROM voices")
# A notice ends with its incident, or with its time, whoever forgets to switch it off.
NOTICE = text("""
SELECT v.notice_incident_id AS incident_id, v.notice_text
FROM voices v JOIN incidents i ON i.id = v.notice_incident_id
WHERE i.state = 'open' AND v.notice_until > now()
""")


async def tester_keys(session: AsyncSession) -> dict[str, str]:
    return dict.fromkeys((await session.execute(TEST_NUMBERS)).scalars(), "1")


async def notice_keys(session: AsyncSession) -> dict[str, str]:
    row = (await session.execute(NOTICE)).one_or_none()
    return {"incident": row.incident_id} if row else {}


async def notice_words(session: AsyncSession) -> str:
    """What a waiting caller should hear of a known incident; empty when there is no notice."""
    row = (await session.execute(NOTICE)).one_or_none()
    return str(row.notice_text) if row else ""
