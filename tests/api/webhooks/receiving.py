"""A receiver of messages on loopback, the certificates that it may show, and a message to it."""

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from api.webhooks.delivery import Sent, new_client, send
from api.webhooks.targets import Target, TargetPolicy

FIRST_DAY, LAST_DAY = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

HEADERS = {"content-type": "application/cloudevents+json", "webhook-id": "msg_1"}
BODY = '{"name":"张三"}'.encode()
POLICY = TargetPolicy(["127.0.0.1", "hooks.example", "other.example"])

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Received:
    """A request as it came; the names of its headers in small letters."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A server and what it has received."""

    port: int
    received: list[Received] = field(default_factory=list)
    ended: "queue.Queue[str]" = field(default_factory=queue.Queue)
    """How each answer ended."""


def with_status(status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Answer:
    """An answer with this status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def receiver(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver that answers so, with TLS where there is a context."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            state.received.append(
                Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            )
            try:
                answer(self)
                state.ended.put("whole")
            except OSError:
                self.close_connection = True
                state.ended.put("cut off")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A sender that hangs up is what some of the tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        state = Receiver(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


class Authority:
    """An authority of its own, which certifies names."""

    def __init__(self, folder: Path) -> None:
        """Keep the certificates in a folder."""
        self._folder = folder
        self._key = generate_private_key(SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
        self._certificate = self._certified("authority", self._key, x509.BasicConstraints(ca=True, path_length=0))

    def trusting(self) -> ssl.SSLContext:
        """The context of a sender that trusts this authority alone."""
        return ssl.create_default_context(cafile=self._folder / "authority.pem")

    def receiving(self, *names: x509.GeneralName) -> ssl.SSLContext:
        """The context of a receiver with these names."""
        key = generate_private_key(SECP256R1())
        self._certified("receiver", key, x509.SubjectAlternativeName(names))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "receiver.pem")
        return context

    def _certified(self, name: str, key: EllipticCurvePrivateKey, extension: x509.ExtensionType) -> x509.Certificate:
        subject = self._name if name == "authority" else x509.Name([])
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = (
            x509.CertificateBuilder(self._name, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(FIRST_DAY)
            .not_valid_after(LAST_DAY)
            .add_extension(extension, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(issuer, critical=False)
            .sign(self._key, SHA256())
        )
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self._folder / f"{name}.pem").write_bytes(private + certificate.public_bytes(Encoding.PEM))
        return certificate


def on_loopback(_host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
    """Every name leads to loopback."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def target(port: int, scheme: str = "http", host: str = "hooks.example", path: str = "/in") -> Target:
    """Where a message to a receiver goes."""
    return POLICY.resolve(f"{scheme}://{host}:{port}{path}", on_loopback)


def sent(to: Target, **options: Any) -> Sent:
    """What comes of a message, sent by a client of its own."""
    with new_client(**options) as client:
        return send(client, to, HEADERS, BODY)
