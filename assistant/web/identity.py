"""Who asks: the name that someone signed in with, and the guard before what not everybody may do."""

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from gradio.routes import App
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.desk.roles import ForbiddenError, Roles, is_loopback
from ingest.errors import CanCuError

Who = Callable[[Request], str | None]
LARGEST_REQUEST = 1 << 20  # bytes of what is no file
OURS = "x-can-cu"
"""A header that our script sends: another site's form can't."""


class SignedOutError(CanCuError):
    """Someone who has to sign in has not."""

    def __init__(self) -> None:
        super().__init__("Bạn chưa đăng nhập, hoặc phiên đăng nhập đã hết.", "Hãy đăng nhập lại.")


class RequestError(CanCuError):
    """A request that our page would not send."""


def signed_in(app: FastAPI) -> Who:
    """Tells the user of a request by the cookie of Gradio's login; ``app`` is what Gradio is mounted in."""

    def who(request: Request) -> str | None:
        pages = (getattr(route, "app", None) for route in app.routes)
        page = next((page for page in pages if isinstance(page, App)), None)
        if page is None:
            return None
        names = (f"access-token-{page.cookie_id}", f"access-token-unsecure-{page.cookie_id}")
        token = next((request.cookies[name] for name in names if name in request.cookies), "")
        user: str | None = page.tokens.get(token)
        return user

    return who


class Guard:
    """ASGI middleware: lets in who may, and of what they send only what our page would.

    With ``editing`` only editors come in, and only from a page of ours.
    """

    def __init__(self, app: ASGIApp, roles: Roles, who: Who, *, editing: bool, largest: int) -> None:
        self._app = app
        self._roles = roles
        self._who = who
        self._editing = editing
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)
        try:
            self._check(request)
        except SignedOutError as error:
            await problem(error, 401)(scope, receive, send)
        except ForbiddenError as error:
            await problem(error, 403)(scope, receive, send)
        except RequestError as error:
            await problem(error, 400)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _check(self, request: Request) -> None:
        user = self._who(request)
        if not self._roles.may_ask(user):
            raise SignedOutError
        if not self._editing:
            return
        if not self._roles.may_edit(user):
            raise ForbiddenError
        # Without users the machine's own address is all that tells a person from a hostile page whose
        # name was made to point here.
        if not self._roles.users and not is_loopback(request.url.hostname or ""):
            raise ForbiddenError
        if request.method not in ("GET", "HEAD"):
            self._check_sent(request)

    def _check_sent(self, request: Request) -> None:
        length = request.headers.get("content-length", "")
        largest = self._largest if request.url.path.endswith("/tep") else LARGEST_REQUEST
        if request.headers.get(OURS) != "desk" or not length.isdecimal():
            raise RequestError("Yêu cầu không đến từ trang này.", "Hãy tải lại trang rồi thử lại.")
        if int(length) > largest:
            raise RequestError("Dữ liệu gửi lên quá lớn.", f"Mỗi tệp tối đa {self._largest >> 20} MB.")


def problem(error: CanCuError, status: int) -> JSONResponse:
    """An expected failure as the page's scripts read it."""
    return JSONResponse({"problem": error.message, "next": error.next_step}, status)
