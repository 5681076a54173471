"""A client of the gateway in another language than the suite's: Python's grpcio and urllib.

Messages come from the protos, compiled for the run (`run` puts them on the path); methods are called by name, so a new RPC needs
nothing here.
"""

import http.client
import importlib
import json
import os
import subprocess
import urllib.parse

import grpc
from google.protobuf import json_format


class Suite:
    """Where the private suite of this run listens; from the environment that `run` sets."""

    def __init__(self):
        self.http = os.environ["E2E_HTTP"]
        self.grpc = os.environ["E2E_GRPC"]
        self.root = os.environ["E2E_ROOT"]
        self.bin = os.environ["E2E_BIN"]
        self.issuer = os.environ["E2E_ISSUER"]
        self.redis = os.environ["E2E_REDIS"]
        self._tokens = {}

    def token(self, user, role):
        """A fresh token for a user with a role, from the development issuer."""
        if (user, role) not in self._tokens:
            self._tokens[user, role] = subprocess.check_output(
                [f"{self.bin}/mainstay-issuer", "token", "--dir", self.issuer,
                 "--user", user, "--role", role], text=True).strip()
        return self._tokens[user, role]


SUITE = Suite()


def messages(module, area="accounts"):
    """The generated module of a proto file, e.g. "account_service"."""
    return importlib.import_module(f"mainstay.{area}.v1.{module}_pb2")


class HttpError(Exception):
    def __init__(self, code, body, headers):
        super().__init__(f"{code}: {body[:500]!r}")
        self.code = code
        self.headers = headers
        try:
            self.status = json.loads(body)
        except ValueError:
            self.status = {"message": body.decode("utf-8", "replace")}

    def reason(self):
        for detail in self.status.get("details", []):
            if detail["@type"].endswith("ErrorInfo"):
                return detail["reason"]
        return None

    def fields(self):
        return [v["field"] for d in self.status.get("details", [])
                if d["@type"].endswith("BadRequest") for v in d["fieldViolations"]]


class Http:
    """HTTP/JSON as one user."""

    def __init__(self, user="root.admin", role="admin"):
        self.auth = {"Authorization": "Bearer " + SUITE.token(user, role)} if user else {}
        self.connection = http.client.HTTPConnection(SUITE.http, timeout=120)

    def raw(self, method, path, body=None, headers=None, encode_chunked=False):
        """The answer's (code, headers, bytes)."""
        self.connection.request(method, path, body=body, headers={**self.auth, **(headers or {})},
                                encode_chunked=encode_chunked)
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()

    def call(self, method, path, body=None, query=None, headers=None):
        """The answer's JSON; raises HttpError for anything but 200."""
        if query:
            path += "?" + urllib.parse.urlencode(query, doseq=True)
        data = None if body is None else json.dumps(body).encode()
        all_headers = {**({"Content-Type": "application/json"} if data else {}), **(headers or {})}
        code, answer_headers, answer = self.raw(method, path, data, all_headers)
        if code != 200:
            raise HttpError(code, answer, answer_headers)
        return json.loads(answer)


class Grpc:
    """gRPC through the gateway's pass-through as one user."""

    def __init__(self, user="root.admin", role="admin", target=None):
        self.channel = grpc.insecure_channel(target or SUITE.grpc)
        self.metadata = [("authorization", "Bearer " + SUITE.token(user, role))] if user else []

    def close(self):
        self.channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def unary(self, module, service, method, request=None, answer=None, timeout=30,
              area="accounts"):
        """One unary call; `request` is a dict in JSON form. Returns the answer's dict."""
        types = messages(module, area)
        descriptor = types.DESCRIPTOR.services_by_name[service].methods_by_name[method]
        request_type = getattr(types, descriptor.input_type.name)
        call = self.channel.unary_unary(
            f"/mainstay.{area}.v1.{service}/{method}",
            request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self._parser(types, descriptor, answer))
        message = json_format.ParseDict(request or {}, request_type())
        return json_format.MessageToDict(call(message, metadata=self.metadata, timeout=timeout))

    def upload(self, module, service, method, requests, timeout=300):
        """A client-streaming call; `requests` yields messages."""
        types = messages(module)
        descriptor = types.DESCRIPTOR.services_by_name[service].methods_by_name[method]
        call = self.channel.stream_unary(
            f"/mainstay.accounts.v1.{service}/{method}",
            request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self._parser(types, descriptor, None))
        return json_format.MessageToDict(call(requests, metadata=self.metadata, timeout=timeout))

    def download(self, module, service, method, request, timeout=120):
        """A server-streaming call; yields messages."""
        types = messages(module)
        descriptor = types.DESCRIPTOR.services_by_name[service].methods_by_name[method]
        call = self.channel.unary_stream(
            f"/mainstay.accounts.v1.{service}/{method}",
            request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self._parser(types, descriptor, None))
        message = json_format.ParseDict(request, getattr(types, descriptor.input_type.name)())
        return call(message, metadata=self.metadata, timeout=timeout)

    @staticmethod
    def _parser(types, descriptor, answer):
        from google.protobuf import symbol_database
        answer_type = answer or symbol_database.Default().GetPrototype(descriptor.output_type)
        return answer_type.FromString
