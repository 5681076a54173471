"""What the suite's services tell each other: from a write to its event in Redis."""

import subprocess
import time
import unittest
import uuid

from client import SUITE, Http, HttpError


def redis(*words):
    """The answer's bytes."""
    return subprocess.check_output(["redis-cli", "-s", SUITE.redis, "--raw", *words])


def events():
    """The bytes of every event in accounts' streams."""
    entries = b"".join(redis("XRANGE", f"mainstay:accounts:{partition}", "-", "+")
                       for partition in range(16))
    return entries.split(EVENT_ID)


# How the event's id begins in its bytes: field 2, 36 characters.
EVENT_ID = b"\x12\x24"


class Events(unittest.TestCase):
    def await_event(self, kind, account):
        for _ in range(1200):
            if any(kind in event and account in event for event in events()):
                return
            time.sleep(0.1)
        self.fail(f"no {kind} of {account}")

    def test_a_write_is_published_also_after_redis_lost_everything(self):
        http = Http()
        account = http.call("POST", "/v1/accounts", {"displayName": f"Events {uuid.uuid4()}"})
        identity = account["name"].split("/")[1].encode()
        self.await_event(b"AccountCreated", identity)
        redis("FLUSHALL")
        self.await_event(b"AccountCreated", identity)
        http.call("PATCH", "/v1/" + account["name"], {"industry": "steel"})
        self.await_event(b"AccountChanged", identity)

    def test_dead_letters_are_for_administrators(self):
        path = "/v1/services/accounts/deadLetters"
        self.assertEqual(Http().call("GET", path).get("deadLetters", []), [])
        with self.assertRaises(HttpError) as refused:
            Http("dora", "director").call("GET", path)
        self.assertEqual(refused.exception.code, 403)
        name = f"{path}/{uuid.uuid4()}"
        with self.assertRaises(HttpError) as missing:
            Http().call("POST", name + ":replay", {})
        self.assertEqual(missing.exception.code, 404)
        with self.assertRaises(HttpError) as bare:
            Http().call("POST", name + ":discard", {})
        self.assertEqual(bare.exception.fields(), ["reason"])
