"""A mail server on loopback that takes mail, or behaves badly in a way it is told."""

import asyncio
import email
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy

from aiosmtpd.controller import Controller


@dataclass
class Taken:
    """One mail as it arrived: the envelope, and the message read from the bytes."""

    sender: str
    to: list
    content: bytes

    @property
    def message(self):
        return email.message_from_bytes(self.content, policy=policy.default)

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self):
        return self.message.get_body(("html",)).get_content()


@dataclass
class Sink:
    """What came in, in order. `at` maps MAIL, RCPT or DATA to an answer in place of taking it.

    With `dies`, the connection breaks once a mail was taken, before that is said; `delay` is waited before.
    """

    taken: list = field(default_factory=list)
    at: dict = field(default_factory=dict)
    dies: bool = False
    delay: float = 0

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if "MAIL" in self.at:
            return self.at["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if "RCPT" in self.at:
            return self.at["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if "DATA" in self.at:
            return self.at["DATA"]
        self.taken.append(Taken(envelope.mail_from, list(envelope.rcpt_tos), bytes(envelope.content)))
        await asyncio.sleep(self.delay)
        if self.dies:
            server.transport.abort()
        return "250 OK"


class AnyPort(Controller):
    """Listens on a port that was free."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(settings):
    """Run a mail server and have Django use it; yields its `Sink`."""
    sink = Sink()
    controller = AnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        settings.EMAIL_TIMEOUT = 5
        yield sink
    finally:
        controller.stop()
