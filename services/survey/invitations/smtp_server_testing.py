"""An SMTP server for the sender's test: prints its port, then each mail that it took as one line
of JSON. Refuses recipients at nobody.example for good and those at busy.example for now."""
import email
import email.policy
import json
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.endswith("@nobody.example"):
            return "550 5.1.1 there is no such person"
        if address.endswith("@busy.example"):
            return "451 4.3.0 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
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


asks_password = "--auth" in sys.argv
controller = KernelsPort(
    Handler(), hostname="127.0.0.1", port=0, auth_required=asks_password,
    auth_require_tls=False, authenticator=authenticate if asks_password else None)
controller.start()
print(controller.port, flush=True)
while True:
    time.sleep(3600)
