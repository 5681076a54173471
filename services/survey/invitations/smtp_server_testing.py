"""An SMTP server for the sender's test: prints its port, then each mail that it took as one line
of JSON. Refuses recipients at nobody.example for good, those at busy.example for now, and closes
down for those at closing.example. --auth asks for a password; --starttls CERT KEY takes mails over
TLS only, which is begun by a command, and --smtps CERT KEY from the first byte on."""
import email
import email.policy
import json
import ssl
import sys
import time
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.endswith("@nobody.example"):
            return "550 5.1.1 there is no such person"
        if address.endswith("@busy.example"):
            return "451 4.3.0 come again"
        if address.endswith("@closing.example"):
            return "421 4.3.2 closing down"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "user": session.auth_data.decode() if session.authenticated else "",
            "message_id": mail["Message-ID"],
            "subject": mail["Subject"],
            "to_head": mail["To"],
            "text": parts["text/plain"],
            "html": parts["text/html"],
        }), flush=True)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, auth_data):
    good = auth_data.login == b"kam" and auth_data.password == b"secret"
    return AuthResult(success=good, auth_data=auth_data.login if good else None)


class KernelsPort(Controller):
    """Tells which port it was given."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def tls(option):
    """What a server's side of TLS takes, of the certificate that an option names."""
    if option not in sys.argv:
        return None
    # aiosmtpd asks its own server with it once, which a context for servers alone refuses.
    warnings.simplefilter("ignore", DeprecationWarning)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.load_cert_chain(*sys.argv[sys.argv.index(option) + 1:][:2])
    return context


asks_password = "--auth" in sys.argv
controller = KernelsPort(
    Handler(), hostname="127.0.0.1", port=0, auth_required=asks_password,
    tls_context=tls("--starttls"), require_starttls="--starttls" in sys.argv,
    ssl_context=tls("--smtps"), auth_require_tls=False, authenticator=authenticate if asks_password else None)
controller.start()
print(controller.port, flush=True)
while True:
    time.sleep(3600)
