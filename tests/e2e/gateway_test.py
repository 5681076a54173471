"""What the gateway promises on its own: headers, limits, documents, errors, tokens."""

import http.client
import json
import os
import socket
import unittest

from client import SUITE, Http


class Gateway(unittest.TestCase):
    def test_answers_carry_a_request_id_and_security_headers(self):
        _, headers, _ = Http().raw("GET", "/v1/accounts", headers={"X-Request-Id": "tour-42"})
        self.assertEqual(headers["X-Request-Id"], "tour-42")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        _, headers, _ = Http().raw("GET", "/v1/accounts")
        self.assertTrue(headers["X-Request-Id"])

    def test_cors_is_for_the_configured_origin_only(self):
        preflight = {"Access-Control-Request-Method": "POST"}
        _, headers, _ = Http(user=None).raw("OPTIONS", "/v1/accounts", headers={
            "Origin": "https://app.example", **preflight})
        self.assertEqual(headers["Access-Control-Allow-Origin"], "https://app.example")
        _, headers, _ = Http(user=None).raw("OPTIONS", "/v1/accounts", headers={
            "Origin": "https://evil.example", **preflight})
        self.assertIsNone(headers["Access-Control-Allow-Origin"])

    def test_without_a_good_token_nobody_gets_in(self):
        for header in ({}, {"Authorization": "Bearer nonsense"},
                       {"Authorization": "Basic cm9vdDpyb290"}):
            code, headers, body = Http(user=None).raw("GET", "/v1/accounts", headers=header)
            self.assertEqual(code, 401, header)
            self.assertIn("Bearer", headers["WWW-Authenticate"])
            self.assertEqual(json.loads(body)["code"], 16)

    def test_openapi_describes_every_path_served(self):
        code, _, body = Http(user=None).raw("GET", "/openapi.json")
        self.assertEqual(code, 200)
        document = json.loads(body)
        for path in ("/v1/accounts", "/v1/accounts/{account}", "/v1/tradeImports",
                     "/v1/accounts/{account}/contacts", "/v1/abcAnalyses"):
            self.assertIn(path, document["paths"])

    def test_operators_have_a_port_of_their_own(self):
        connection = http.client.HTTPConnection(os.environ["E2E_OPS"], timeout=10)
        for path, word in (("/healthz", b""), ("/readyz", b""), ("/metrics", b"mainstay_")):
            connection.request("GET", path)
            response = connection.getresponse()
            self.assertEqual(response.status, 200, path)
            self.assertIn(word, response.read())
        self.assertEqual(Http().raw("GET", "/metrics")[0], 404, "not on the public port")

    def test_rubbish_is_answered_and_the_next_caller_served(self):
        host, port = SUITE.http.split(":")
        for rubbish in (b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                        b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
                        b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                        b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):
            with socket.create_connection((host, int(port)), timeout=20) as raw:
                raw.sendall(rubbish)
                try:
                    answer = raw.recv(4096)
                except ConnectionResetError:
                    answer = b""
                self.assertTrue(answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:80])
        self.assertEqual(Http().raw("GET", "/v1/accounts")[0], 200)

    def test_a_body_that_is_not_json_is_refused(self):
        for body in (b"{", b"[]", b'{"displayName": 1}', b'{"displayName": "\xff"}',
                     b'{"a":' * 200 + b"1" + b"}" * 200):
            code, _, answer = Http().raw("POST", "/v1/accounts", body,
                                         {"Content-Type": "application/json"})
            self.assertEqual(code, 400, body[:40])
            self.assertEqual(json.loads(answer)["code"], 3)


if __name__ == "__main__":
    unittest.main()
