"""Working calendars and calendar feeds over HTTP, the feed as a calendar program reads it."""

import datetime
import json
import os
import pathlib
import subprocess
import time
import unittest
import urllib.parse
import uuid

from client import SUITE, Http, HttpError

NPM = pathlib.Path(SUITE.bin).parent / "npm"
LOGS = pathlib.Path(SUITE.issuer).parent / "log"


def utc(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def next_year(month, day, hour, offset):
    """A time within the year to come, at a fixed offset from UTC, as (RFC 3339, instant): on that
    day, or two days before it when it is about to come, as a feed reaches a year and no further."""
    now = datetime.datetime.now(datetime.timezone.utc)
    zone = datetime.timezone(datetime.timedelta(hours=offset))
    at = datetime.datetime(now.year, month, day, hour, tzinfo=zone)
    if at < now + datetime.timedelta(days=1):
        at = at.replace(year=now.year + 1)
    if at > now + datetime.timedelta(days=364):
        at -= datetime.timedelta(days=2)
    return at.isoformat(), at


class Calendars(unittest.TestCase):
    def setUp(self):
        self.admin = Http()

    def until(self, call):
        for _ in range(600):
            try:
                return call()
            except HttpError as error:
                if error.code != 404:
                    raise
                time.sleep(0.1)
        return call()

    def test_china_is_there_from_the_start(self):
        china = self.until(lambda: self.admin.call("GET", "/v1/workingCalendars/cn"))
        self.assertEqual(china["timeZone"], "Asia/Shanghai")
        deadline = Http("erp", "integration").call(
            "GET", "/v1/workingCalendars/cn:addWorkingTime",
            query={"startTime": "2026-02-14T17:00:00+08:00", "workingTime": "7200s"})
        self.assertEqual(utc(deadline["endTime"]), utc("2026-02-24T10:00:00+08:00"))
        worked = self.admin.call(
            "GET", "/v1/workingCalendars/cn:workingTimeBetween",
            query={"startTime": "2026-02-14T17:00:00+08:00",
                   "endTime": "2026-02-24T10:00:00+08:00"})
        self.assertEqual(worked["workingTime"], "7200s")
        goes_on = self.admin.call("GET", "/v1/workingCalendars/cn:nextWorkingTime",
                                  query={"time": "2026-10-01T10:00:00+08:00"})
        self.assertEqual(utc(goes_on["time"]), utc("2026-10-08T09:00:00+08:00"))

    def test_a_company_keeps_its_own(self):
        name = "e2e-" + uuid.uuid4().hex[:8]
        hours = [{"dayOfWeek": "MONDAY", "shifts": [{"start": {"hours": 9}, "end": {"hours": 17}}]}]
        made = self.admin.call("POST", "/v1/workingCalendars",
                               {"displayName": "Own", "timeZone": "Europe/Berlin", "weekly": hours},
                               query={"workingCalendarId": name})
        self.assertEqual(made["name"], "workingCalendars/" + name)
        path = "/v1/" + made["name"]
        with self.assertRaises(HttpError) as bad:
            self.admin.call("POST", path + ":importDays", {
                "format": "DAY_FORMAT_CSV",
                "text": "date,kind,name,name_en\n2026-12-25,holiday,圣诞节,Christmas\nx,y,z,\n"})
        self.assertEqual(bad.exception.fields(), ["line 3, date", "line 3, kind"])
        taken = self.admin.call("POST", path + ":importDays", {
            "format": "DAY_FORMAT_ICALENDAR",
            "text": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
                    "DTSTART;VALUE=DATE:20261228\r\nSUMMARY:Bridge\r\nEND:VEVENT\r\n"
                    "END:VCALENDAR\r\n"})
        self.assertEqual(taken["added"][0]["date"], {"year": 2026, "month": 12, "day": 28})
        listed = self.admin.call("GET", path + "/specialDays")
        self.assertEqual([d["displayName"] for d in listed["specialDays"]], ["Bridge"])
        moved = self.admin.call("PATCH", path, {"timeZone": "UTC", "etag": "\"2\""})
        self.assertEqual((moved["timeZone"], moved["weekly"]), ("UTC", made["weekly"]))


@unittest.skipUnless((NPM / "node_modules/ical.js").is_dir(), f"{NPM} has no ical.js")
class Feeds(unittest.TestCase):
    def setUp(self):
        self.user = "e2e." + uuid.uuid4().hex[:8]
        self.manager = Http(self.user, "account_manager")
        self.nobody = Http(user=None)
        self.customer = f"订阅客户 {uuid.uuid4().hex[:8]}; Ltd, A"
        self.account = Http().call("POST", "/v1/accounts", {
            "displayName": self.customer, "owner": self.user})["name"]
        # A calendar program takes whole URLs; the suite's own gateway is asked by their paths.
        url = urllib.parse.urlsplit(
            self.manager.call("POST", "/v1/users/me/calendarFeed", {})["url"])
        self.assertEqual(url.scheme, "http")
        self.url = url.path

    def feed(self):
        """The feed's events by visit, read without a token."""
        code, headers, body = self.nobody.raw("GET", self.url)
        self.assertEqual(code, 200, body)
        self.assertEqual(headers["Content-Type"], "text/calendar; charset=utf-8")
        read = subprocess.run(["node", os.path.join(SUITE.root, "tests/e2e/read_feed.mjs"), NPM],
                              input=body, stdout=subprocess.PIPE, check=True)
        return {event["uid"].split("@")[0]: event for event in json.loads(read.stdout)}

    def plan(self, start, zone):
        return self.manager.call("POST", f"/v1/{self.account}/visits", {
            "kind": "VISIT_KIND_VISIT", "plannedStartTime": start, "timeZone": zone,
            "purpose": "not for everybody", "place": "上海市人民大道100号, 3号楼; A座"})

    def test_times_changes_and_cancellations_come_through(self):
        planned = {}
        for zone, offset, month in [("Asia/Shanghai", 8, 6), ("Europe/Berlin", 1, 1),
                                    ("Europe/Berlin", 2, 7), ("America/New_York", -5, 2),
                                    ("America/New_York", -4, 8), ("Australia/Lord_Howe", 11, 1),
                                    ("UTC", 0, 5)]:
            start, at = next_year(month, 15, 9, offset)
            visit = self.plan(start, zone)
            planned[visit["name"].split("/")[-1]] = (visit, at, zone)
        events = self.feed()
        self.assertEqual(events.keys(), planned.keys())
        for key, (visit, at, zone) in planned.items():
            event = events[key]
            self.assertEqual(utc(event["start"]), at, zone)
            self.assertEqual(utc(event["end"]), at + datetime.timedelta(hours=1), zone)
            self.assertEqual(event["zone"], zone)
            self.assertEqual(event["local"][11:16], "09:00")
            self.assertEqual((event["sequence"], event["status"]), (1, "TENTATIVE"))
            self.assertEqual(event["summary"], self.customer)
            self.assertEqual(event["location"], "上海市人民大道100号, 3号楼; A座")

        key, (visit, at, zone) = next(iter(planned.items()))
        later = at + datetime.timedelta(hours=3)
        self.manager.call("POST", f"/v1/{visit['name']}:reschedule",
                          {"plannedStartTime": later.isoformat()})
        moved = self.feed()[key]
        self.assertEqual((moved["sequence"], utc(moved["start"])), (2, later))
        self.assertEqual(moved["uid"], events[key]["uid"])
        self.manager.call("POST", f"/v1/{visit['name']}:cancel", {"reason": "ill"})
        gone = self.feed()[key]
        self.assertEqual((gone["sequence"], gone["status"]), (3, "CANCELLED"))

    def test_the_url_is_secret_and_can_be_taken_back(self):
        token = self.url.rsplit("/", 1)[1]
        self.assertEqual(self.nobody.raw("GET", self.url)[0], 200)
        self.assertEqual(self.nobody.raw("GET", self.url[:-1] + "~")[0], 404)
        self.assertNotIn("url", self.manager.call("GET", "/v1/users/me/calendarFeed"))
        with self.assertRaises(HttpError) as others:
            Http("e2e.other", "admin").call("GET", f"/v1/users/{self.user}/calendarFeed")
        self.assertEqual(others.exception.code, 404)
        self.manager.call("DELETE", "/v1/users/me/calendarFeed")
        code, _, body = self.nobody.raw("GET", self.url)
        self.assertEqual(code, 404)
        self.assertNotIn(token.encode(), body)
        # Neither the gateway nor the service has written it anywhere.
        for _ in range(600):
            logs = {path.name: path.read_text(errors="replace") for path in LOGS.glob("*.log")}
            if ("GET /v1/calendarFeeds/*" in logs["gateway.log"]
                    and "ReadCalendarFeed" in logs["engagement.log"]):
                break
            time.sleep(0.1)
        self.assertIn("GET /v1/calendarFeeds/*", logs["gateway.log"])
        self.assertIn("ReadCalendarFeed", logs["engagement.log"])
        for name, text in logs.items():
            self.assertNotIn(token, text, name)


if __name__ == "__main__":
    unittest.main()
