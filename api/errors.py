"""Every refusal has one shape: {"error_id", "sentence", "fields"}. The id is stable, the sentence tells what to do."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from cad.errors import TanggapError, Unavailable

log = structlog.get_logger(__name__)

DATABASE_AWAY = "Basis data sedang tidak menjawab. Tidak ada yang hilang; coba lagi sebentar."
DATABASE_AWAY_EN = "The database does not answer now. Nothing was lost; try again in a moment."
RETRY_AFTER_S = "2"


class ErrorBody(BaseModel):
    """The body of every answer from 400 on. `sentence` is Indonesian, `sentence_en` the same in English."""

    error_id: str = Field(examples=["not_found"])
    sentence: str = Field(examples=["Kejadian ini tidak ditemukan."])
    sentence_en: str = ""
    fields: dict[str, Any] = Field(default_factory=dict)


class TooMany(TanggapError):
    error_id = "too_many_attempts"
    status = 429


class Csrf(TanggapError):
    error_id = "csrf"
    status = 403


# What Starlette itself refuses (no such path, wrong method, broken body) in our words.
_OF_STATUS: Mapping[int, tuple[str, str, str]] = {
    400: (
        "bad_request",
        "Permintaan tidak dapat dibaca. Perbaiki lalu kirim lagi.",
        "The request cannot be read. Correct it and send it again.",
    ),
    401: ("unauthenticated", "Masuk dahulu.", "Sign in first."),
    403: ("forbidden", "Anda tidak berwenang melakukan ini.", "You may not do this."),
    404: ("not_found", "Tidak ada apa-apa di alamat ini.", "There is nothing at this address."),
    405: ("method_not_allowed", "Alamat ini tidak menerima metode itu.", "This address does not take that method."),
    413: ("too_large", "Permintaan terlalu besar. Kirim lebih sedikit.", "The request is too large. Send less."),
    415: (
        "unsupported_media_type",
        "Kirim isinya sebagai application/json.",
        "Send the body as application/json.",
    ),
    416: (
        "range_not_satisfiable",
        "Berkas tidak punya bagian itu. Minta bagian di dalam panjangnya.",
        "The file has no such range. Ask for one within its length.",
    ),
}


def error_response(
    status: int,
    error_id: str,
    sentence: str,
    fields: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    en: str = "",
) -> JSONResponse:
    body = {
        "error_id": error_id,
        "sentence": sentence,
        "sentence_en": en or sentence,
        "fields": {name: _plain(value) for name, value in (fields or {}).items()},
    }
    return JSONResponse(body, status_code=status, headers=dict(headers or {}))


def of_status(status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    phrase = HTTPStatus(status).phrase
    error_id, sentence, en = _OF_STATUS.get(status, (f"http_{status}", phrase, phrase))
    return error_response(status, error_id, sentence, headers=headers, en=en)


def of_tanggap(error: TanggapError) -> JSONResponse:
    later = str(error.fields.get("retry_after_s", RETRY_AFTER_S))
    headers = {"Retry-After": later} if error.status in (429, 503) else None
    # Whatever part of us noticed that the database is away, it is one fact to the outside.
    error_id = Unavailable.error_id if isinstance(error, Unavailable) else error.error_id
    return error_response(error.status, error_id, str(error), error.fields, headers, en=error.sentence_en)


def of_validation(problems: Sequence[Any], content_type: str) -> JSONResponse:
    """Names each wrong field; never repeats what was sent (it may be a password or a number)."""
    if any(p["type"] == "json_invalid" for p in problems):
        return error_response(
            400,
            "invalid_json",
            "Isinya bukan JSON yang sah. Perbaiki lalu kirim lagi.",
            en="The body is not valid JSON. Correct it and send it again.",
        )
    body_unread = any(tuple(p["loc"]) == ("body",) for p in problems)
    if body_unread and content_type and "json" not in content_type:
        return of_status(415)
    wrong = {".".join(str(part) for part in p["loc"]): str(p["msg"]) for p in problems}
    names = ", ".join(list(wrong)[:5])
    return error_response(
        422, "invalid", f"Perbaiki lalu kirim lagi: {names}.", wrong, en=f"Correct and send again: {names}."
    )


def _plain(value: object) -> object:
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in value]
    return str(value)


async def _on_tanggap(_: Request, error: Exception) -> Response:
    assert isinstance(error, TanggapError)
    if error.status >= 500:
        log.warning("api.refused", error_id=error.error_id, sentence=str(error))
    return of_tanggap(error)


async def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return of_status(error.status_code, error.headers)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return of_validation(error.errors(), request.headers.get("content-type", ""))


async def _on_database_away(_: Request, error: Exception) -> Response:
    log.warning("api.database_away", error=type(error).__name__)
    return of_tanggap(Unavailable(DATABASE_AWAY, en=DATABASE_AWAY_EN))


async def _on_database_refusal(request: Request, error: Exception) -> Response:
    """The edge should have caught it: a value PostgreSQL cannot hold, or a row that is not there."""
    log.warning("api.database_refused", path=request.url.path, error=type(error).__name__)
    return error_response(
        422,
        "invalid",
        "Ada isian yang tidak dapat disimpan, atau menunjuk sesuatu yang tidak ada.",
        en="A value here cannot be kept, or names something that does not exist.",
    )


def install(app: FastAPI) -> None:
    app.add_exception_handler(TanggapError, _on_tanggap)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)
    for away in (OperationalError, InterfaceError, PoolTimeout, ConnectionError):
        app.add_exception_handler(away, _on_database_away)
    for refused in (DataError, IntegrityError):
        app.add_exception_handler(refused, _on_database_refusal)
