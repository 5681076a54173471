"""The clocks of a case over HTTP: due in the working time of the suite's calendar, paused, met."""

import datetime
import time
import unittest
import uuid

from client import Http, HttpError

CN = datetime.timezone(datetime.timedelta(hours=8))


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00").split(".")[0].removesuffix(
        "+00:00") + "+00:00")


class Sla(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.manager = Http("e2e.wang", "account_manager")
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Waiting 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]

    def eventually(self, look):
        for _ in range(600):
            found = look()
            if found:
                return found
            time.sleep(0.1)
        self.fail("nothing came")

    def clocks(self, case):
        answer = self.manager.call("GET", f"/v1/{case}/clocks")
        return {clock["kind"].removeprefix("CLOCK_KIND_"): clock
                for clock in answer.get("clocks", [])}

    def open(self, received, **more):
        case = self.manager.call("POST", f"/v1/{self.account}/cases", {
            "kind": "CASE_KIND_COMPLAINT", "subject": "漏油", "severity": "CASE_SEVERITY_MAJOR",
            "receiveTime": received.isoformat(), "assignee": "e2e.wang", **more})["name"]
        return case

    def test_a_clock_is_due_after_its_working_time(self):
        # Thursday before the Spring Festival of 2026, which the calendar "cn" knows: the 14th is a
        # make-up workday, and work goes on on the 24th.
        received = datetime.datetime(2026, 2, 12, 16, 0, tzinfo=CN)
        case = self.open(received)
        clocks = self.eventually(
            lambda: (found := self.clocks(case)) and "dueTime" in found.get("RESOLVE", {}) and found)
        due = instant(clocks["RESOLVE"]["dueTime"])
        # 2,250 minutes: 120 on the 12th, 450 on the 13th, 14th, 24th and 25th, 330 on the 26th.
        self.assertEqual(due, datetime.datetime(2026, 2, 26, 16, 0, tzinfo=CN))
        self.assertEqual(instant(clocks["ACKNOWLEDGE"]["dueTime"]),
                         datetime.datetime(2026, 2, 12, 17, 0, tzinfo=CN))
        self.assertEqual(clocks["RESOLVE"]["state"], "CLOCK_STATE_BREACHED")

        # It was due long before it was entered: all levels go on record and call nobody.
        entries = self.eventually(lambda: (found := self.manager.call(
            "GET", f"/v1/{case}/clockEntries", query={"pageSize": "1000"}).get("entries", []))
            and len([e for e in found if e["kind"] == "CLOCK_ENTRY_KIND_ESCALATED"]) == 9 and found)
        self.assertEqual([entry for entry in entries if entry.get("recipients")], [])

    def test_waiting_for_the_customer_stops_it(self):
        case = self.open(datetime.datetime.now(CN) - datetime.timedelta(minutes=1))
        self.manager.call("POST", f"/v1/{case}:acknowledge", {})
        self.manager.call("POST", f"/v1/{case}:waitForCustomer", {"reason": "样品"})
        clocks = self.eventually(
            lambda: (found := self.clocks(case)) and "state" in found.get("RESOLVE", {}) and found)
        self.assertEqual(clocks["RESOLVE"]["state"], "CLOCK_STATE_PAUSED")
        self.assertNotIn("dueTime", clocks["RESOLVE"])
        self.assertEqual(clocks["ACKNOWLEDGE"]["state"], "CLOCK_STATE_MET_IN_TIME")
        found = self.manager.call("GET", f"/v1/{self.account}/caseClocks",
                                  query={"state": "CLOCK_STATE_PAUSED", "assignee": "me"})["clocks"]
        self.assertEqual({clock["case"] for clock in found}, {case})

    def test_a_policy_must_keep_to_the_rules(self):
        with self.assertRaises(HttpError) as bad:
            self.admin.call("POST", "/v1/slaPolicies", {
                "displayName": "x", "rules": [{"calendar": "workingCalendars/mars",
                                               "resolveMinutes": 60}]})
        self.assertEqual(bad.exception.fields(), ["sla_policy.rules[0].calendar"])
        with self.assertRaises(HttpError) as denied:
            self.manager.call("POST", "/v1/slaPolicies", {"displayName": "x"})
        self.assertEqual(denied.exception.code, 403)
        policies = self.manager.call("GET", "/v1/slaPolicies", query={"filter": "in_force = true"})
        self.assertEqual(len(policies["slaPolicies"]), 1)


if __name__ == "__main__":
    unittest.main()
