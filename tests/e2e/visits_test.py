"""A visit's life over HTTP and gRPC, across accounts and engagement, as a mobile client leads it."""

import datetime
import time
import unittest
import uuid

import grpc

from client import Grpc, Http, HttpError


def in_hours(hours):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Visits(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.manager = Http("e2e.wang", "account_manager")
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Visited 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]

    def plan(self, http=None, **fields):
        fields = {"kind": "VISIT_KIND_VISIT", "plannedStartTime": in_hours(0), **fields}
        return (http or self.manager).call("POST", f"/v1/{self.account}/visits", fields)

    def test_from_the_plan_to_the_card(self):
        # At once after the account was made: what events have not told yet is asked for.
        contact = self.manager.call("POST", f"/v1/{self.account}/contacts",
                                    {"displayName": "陈静"})["name"]
        visit = self.plan(purpose="年度合同", participants=[{"user": "e2e.wang", "level": "LEVEL_MANAGER"}],
                          attendees=[{"contact": contact, "level": "LEVEL_DIRECTOR", "host": True}])
        path = "/v1/" + visit["name"]
        self.assertEqual(visit["levelMatch"], "LEVEL_MATCH_OURS_LOWER")
        self.assertEqual(self.manager.call("POST", path + ":confirm", {})["state"],
                         "VISIT_STATE_CONFIRMED")
        with self.assertRaises(HttpError) as early:
            self.manager.call("POST", path + ":complete", {"content": "x"})
        self.assertEqual((early.exception.code, early.exception.reason()),
                         (400, "WRONG_STATE"))
        there = self.manager.call("POST", path + ":checkIn",
                                  {"position": {"latitude": 31.23, "longitude": 121.47}})
        self.assertTrue(there["onTime"])
        done = self.manager.call("POST", path + ":complete", {
            "content": "希望加快交货", "outcome": "VISIT_OUTCOME_POSITIVE",
            "nextVisitDate": {"year": 2099, "month": 1, "day": 15}, "requestId": str(uuid.uuid4())})
        self.assertEqual(done["state"], "VISIT_STATE_COMPLETED")
        card = self.manager.call("GET", f"/v1/{self.account}/visitHistory")
        self.assertEqual(card["lastVisit"]["content"], "希望加快交货")
        self.assertEqual(card["nextVisitDate"]["year"], 2099)
        self.assertEqual((card["completedCount"], len(card["visits"])), (1, 1))
        changes = self.manager.call("GET", path + "/changes")["changes"]
        self.assertEqual([c["action"] for c in changes if c.get("field") == "state"],
                         ["complete", "check_in", "confirm"])

    def test_whoever_leaves_the_team_sees_nothing_any_more(self):
        visit = self.plan()
        member = f"/v1/{self.account}/members"
        self.admin.call("POST", member, {"user": "e2e.chen", "role": "TEAM_ROLE_SERVICE"})
        colleague = Http("e2e.chen", "account_manager")
        self.assertEqual(self.until(lambda: colleague.call("GET", "/v1/" + visit["name"]))["name"],
                         visit["name"])
        self.admin.call("DELETE", member + "/e2e.chen")
        left = time.monotonic()
        while time.monotonic() < left + 120:
            try:
                colleague.call("GET", "/v1/" + visit["name"])
            except HttpError as gone:
                self.assertEqual(gone.code, 404)
                break
            time.sleep(0.02)
        self.assertLess(time.monotonic() - left, 120)
        print(f"team removal reached engagement after {time.monotonic() - left:.3f} s")

    def until(self, call):
        for _ in range(1200):
            try:
                return call()
            except HttpError as error:
                if error.code != 404:
                    raise
                time.sleep(0.1)
        return call()

    def test_lists_are_of_what_the_caller_sees(self):
        mine = self.plan(plannedStartTime=in_hours(5))
        listed = self.manager.call("GET", "/v1/accounts/-/visits",
                                   query={"filter": "state = VISIT_STATE_PLANNED", "pageSize": 1000})
        self.assertIn(mine["name"], [v["name"] for v in listed["visits"]])
        stranger = Http("e2e.nobody", "account_manager")
        self.assertEqual(stranger.call("GET", "/v1/accounts/-/visits"), {})
        with self.assertRaises(HttpError) as hidden:
            stranger.call("GET", f"/v1/{self.account}/visits")
        self.assertEqual(hidden.exception.code, 404)

    def test_the_same_over_grpc(self):
        with Grpc("e2e.wang", "account_manager") as client:
            made = client.unary("visit_service", "VisitService", "CreateVisit",
                                {"parent": self.account,
                                 "visit": {"kind": "VISIT_KIND_REVIEW",
                                           "plannedStartTime": in_hours(1)}}, area="engagement")
            self.assertEqual(made["mode"], "VISIT_MODE_ON_SITE")
            with self.assertRaises(grpc.RpcError) as refused:
                client.unary("visit_service", "VisitService", "PrepareVisit",
                             {"name": made["name"]}, area="engagement")
            self.assertEqual(refused.exception.code(), grpc.StatusCode.FAILED_PRECONDITION)

    def test_a_form_is_declared_and_held_to(self):
        form = {"fields": [{"key": "mood", "label": "Mood", "labelZh": "情绪",
                            "type": "FORM_FIELD_TYPE_CHOICE", "choices": ["好", "不好"],
                            "required": True}]}
        self.admin.call("PATCH", "/v1/visitForms/executive_exchange", form)
        path = "/v1/" + self.plan(kind="VISIT_KIND_EXECUTIVE_EXCHANGE")["name"]
        self.manager.call("POST", path + ":checkIn", {})
        with self.assertRaises(HttpError) as missing:
            self.manager.call("POST", path + ":complete", {"content": "x"})
        self.assertEqual(missing.exception.fields(), ["form_answers.mood"])
        done = self.manager.call("POST", path + ":complete",
                                 {"content": "x", "formAnswers": {"mood": "好"}})
        self.assertEqual(done["formVersion"], "1")


if __name__ == "__main__":
    unittest.main()
