"""The routes of the desk: what the script of the tab asks for and sends. Only editors come here (Guard)."""

import logging
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect

from assistant.desk.desk import Desk, NoDocumentError, SameNameError
from assistant.desk.jobs import UNEXPECTED, Job
from assistant.desk.receiving import Announced, Receiving
from assistant.desk.relating import to_get_csv
from assistant.web.desk_html import document_html, jobs_html, list_html, relations_html
from assistant.web.identity import RequestError, problem
from ingest.errors import CanCuError
from ingest.hand import FACTS, LONGEST
from ingest.spans import Span

log = logging.getLogger(__name__)

ROOT = "tai-lieu"
"""Where the routes are served, below the address of the chat."""


class Verdicts(BaseModel):
    """Codes of corrections."""

    accept: list[str] = Field(default=[], max_length=5000)
    reject: list[str] = Field(default=[], max_length=5000)


class ByHand(BaseModel):
    """Words to correct, and where they stood."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    seen: str = Field(max_length=2 * LONGEST)
    replacement: str = Field(max_length=2 * LONGEST)
    digits: bool = False


class TakenBack(BaseModel):
    """A correction by hand, by its place in the original text."""

    start: int = Field(ge=0)


_FILES = TypeAdapter(list[Announced])
_LONGEST_LIST = 1 << 18  # bytes of the list of files before the files that make one document


class Facts(BaseModel):
    """Facts of a heading by name."""

    facts: dict[str, Annotated[str, Field(max_length=2000)]]


def desk_app(desk: Desk) -> FastAPI:
    """The routes below ``ROOT``. Answers are JSON: ``html`` to show, ``said`` to tell, or ``problem`` and ``next``."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _failures(app)
    _looking(app, desk)
    _uploading(app, desk)
    _changing(app, desk)
    return app


def _failures(app: FastAPI) -> None:
    @app.exception_handler(CanCuError)
    def failed(_: Request, error: CanCuError) -> JSONResponse:
        log.info("refused", exc_info=error)
        status = (
            409 if isinstance(error, SameNameError) else 404 if isinstance(error, NoDocumentError) else 400
        )
        return problem(error, status)

    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        log.info("malformed", exc_info=error)
        return problem(RequestError("Dữ liệu gửi lên không hợp lệ.", "Hãy tải lại trang rồi thử lại."), 400)

    @app.exception_handler(Exception)  # the desk stays up whatever happens; the log has the whole story
    def unexpected(_: Request, error: Exception) -> JSONResponse:
        log.error("unexpected failure at the desk", exc_info=error)
        return JSONResponse({"problem": UNEXPECTED, "next": ""}, 500)


def _looking(app: FastAPI, desk: Desk) -> None:
    @app.get("/danh-sach")
    def listed() -> dict[str, Any]:
        return _list(desk)

    @app.get("/quan-he")
    def related() -> dict[str, Any]:
        return {"html": relations_html(desk.relations(), desk.index.corpus.documents)}

    @app.get("/can-tim.csv")
    def to_get() -> Response:
        names = {document.id: document.title for document in desk.index.corpus.documents}
        return Response(to_get_csv(desk.relations().missing(), names), media_type="text/csv; charset=utf-8")

    @app.get("/hang-doi")
    def queue() -> dict[str, Any]:
        return _queue(desk)

    @app.get("/van-ban/{document_id}")
    def opened(document_id: str, trang: int = 1) -> dict[str, Any]:
        return {"html": document_html(desk.open(document_id), trang, desk.library)}


def _list(desk: Desk, said: str = "") -> dict[str, Any]:
    return {"html": list_html(desk.rows()), "said": said}


def _queue(desk: Desk) -> dict[str, Any]:
    jobs = desk.jobs.all()
    # The list of documents is drawn again when one more is finished.
    finished = [job.id for job in jobs if not job.state.active]
    return {"html": jobs_html(jobs), "active": len(jobs) - len(finished), "finished": finished}


def _uploading(app: FastAPI, desk: Desk) -> None:
    @app.post("/tep")
    async def upload(
        request: Request,
        ten: Annotated[str, Query(max_length=2000)],
        cung_ten: str = "",
        thay: str = "",
        ma: str = "",
    ) -> dict[str, Any]:
        size = int(request.headers["content-length"])
        receiving = await run_in_threadpool(
            desk.receive, ten, size, same_name=cung_ten, replaces=thay, digest=ma
        )
        job = await _received(receiving, b"", request.stream())
        return {**_queue(desk), "job": job.id}

    @app.post("/gop/tep")
    async def upload_bundle(
        request: Request,
        ten: Annotated[str, Query(max_length=2000)],
        dau: Annotated[int, Query(gt=0, le=_LONGEST_LIST)],
        cung_ten: str = "",
        thay: str = "",
    ) -> dict[str, Any]:
        # Before the files, one behind the other, stands their list: ``dau`` bytes of JSON.
        stream = request.stream()
        begun = b""
        async for part in stream:
            begun += part
            if len(begun) >= dau:
                break
        try:
            files = _FILES.validate_json(begun[:dau])
        except ValidationError as error:
            raise RequestError("Danh sách tệp không hợp lệ.", "Hãy tải lại trang rồi thử lại.") from error
        receiving = await run_in_threadpool(
            desk.receive_bundle, ten, files, same_name=cung_ten, replaces=thay
        )
        job = await _received(receiving, begun[dau:], stream)
        return {**_queue(desk), "job": job.id}

    @app.post("/hang-doi/{job_id}/huy")
    def cancel(job_id: str) -> dict[str, Any]:
        desk.jobs.cancel(job_id)
        return _queue(desk)

    @app.post("/hang-doi/don")
    def forget() -> dict[str, Any]:
        desk.jobs.forget_finished()
        return _queue(desk)


async def _received(receiving: Receiving, begun: bytes, stream: AsyncIterator[bytes]) -> Job:
    """The job whose files have come. Raises UploadError, DataDirError, ClientDisconnect."""
    try:
        await run_in_threadpool(receiving.write, begun)
        async for part in stream:
            await run_in_threadpool(receiving.write, part)
        return await run_in_threadpool(receiving.finish)
    except (CanCuError, ClientDisconnect):
        await run_in_threadpool(receiving.give_up)
        raise


def _changing(app: FastAPI, desk: Desk) -> None:
    def done(document_id: str, page: int, said: str, change: Callable[[], object]) -> dict[str, Any]:
        change()
        return {"html": document_html(desk.open(document_id), page, desk.library), "said": said}

    @app.post("/van-ban/{document_id}/duyet")
    def decide(document_id: str, given: Verdicts, trang: int = 1) -> dict[str, Any]:
        many = len(given.accept) + len(given.reject)
        verb = "nhận" if given.accept else "bỏ"
        return done(
            document_id, trang, f"Đã {verb} {many} chỗ sửa.",
            lambda: desk.decide(document_id, given.accept, given.reject),
        )  # fmt: skip

    @app.post("/van-ban/{document_id}/sua")
    def correct(document_id: str, given: ByHand, trang: int = 1) -> dict[str, Any]:
        span = Span(given.start, max(given.start, given.end))
        return done(
            document_id, trang, "Đã sửa; hỏi đáp dùng chữ mới từ bây giờ.",
            lambda: desk.correct(document_id, span, given.seen, given.replacement, digits=given.digits),
        )  # fmt: skip

    @app.post("/van-ban/{document_id}/bo-sua")
    def take_back(document_id: str, given: TakenBack, trang: int = 1) -> dict[str, Any]:
        return done(
            document_id, trang, "Đã bỏ chỗ sửa tay.", lambda: desk.take_back(document_id, given.start)
        )

    @app.post("/van-ban/{document_id}/thong-tin")
    def set_facts(document_id: str, given: Facts, trang: int = 1) -> dict[str, Any]:
        facts = {name: value for name, value in given.facts.items() if name in FACTS}
        return done(
            document_id, trang, "Đã xác nhận thông tin văn bản.", lambda: desk.set_facts(document_id, facts)
        )

    @app.post("/van-ban/{document_id}/nap-lai")
    def reread(document_id: str, trang: int = 1) -> dict[str, Any]:
        return done(document_id, trang, "Đã nạp lại từ tệp gốc.", lambda: desk.reread(document_id))

    @app.post("/van-ban/{document_id}/go")
    def remove(document_id: str) -> dict[str, Any]:
        gone = desk.remove(document_id)
        return _list(desk, f"Đã gỡ “{gone.title}” khỏi kho, chỉ mục tìm kiếm và tệp lưu.")
