"""What a case has others do: steps that are tasks, what was told and promised in the other service."""

import datetime
import time
import unittest
import uuid

from client import Http, HttpError


class CaseWork(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.manager = Http("e2e.wang", "account_manager")
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Working 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]
        self.category = f"e2e_{uuid.uuid4().hex[:8]}"
        self.admin.call("POST", "/v1/caseCategories", {"displayName": "E2E"},
                        query={"caseCategoryId": self.category})

    def eventually(self, look):
        for _ in range(600):
            found = look()
            if found:
                return found
            time.sleep(0.1)
        self.fail("nothing came")

    def case(self):
        return self.manager.call("POST", f"/v1/{self.account}/cases", {
            "kind": "CASE_KIND_COMPLAINT", "subject": "水泵漏油", "category": self.category})

    def of_case(self, path, field, case):
        found = self.manager.call("GET", path, query={"filter": f'source = "{case["name"]}"'})
        return found.get(field, [])

    def test_a_mistyped_category_is_answered_with_those_meant(self):
        with self.assertRaises(HttpError) as refused:
            self.manager.call("POST", f"/v1/{self.account}/cases", {
                "kind": "CASE_KIND_COMPLAINT", "subject": "x", "category": self.category + "x"})
        self.assertEqual(refused.exception.fields(), ["case.category"])

    def test_steps_are_tasks_of_their_owners(self):
        owner = f"e2e.finance.{uuid.uuid4().hex[:8]}"
        self.admin.call("POST", "/v1/stepTemplates", {
            "displayName": "E2E", "category": self.category,
            "steps": [{"title": "财务预审", "owner": owner, "dueMinutes": 60}]})
        case = self.case()
        steps = Http(owner, "account_manager").call(
            "GET", "/v1/accounts/-/cases/-/steps", query={"owner": "me"})["steps"]
        self.assertEqual([s["title"] for s in steps], ["财务预审"])
        tasks = self.eventually(lambda: self.admin.call("GET", "/v1/tasks", query={
            "filter": f'source = "{steps[0]["name"]}"'}).get("tasks"))
        self.assertEqual((tasks[0]["assignee"], tasks[0]["sourceKind"]), (owner, "case_step"))
        self.manager.call("POST", f"/v1/{case['name']}:acknowledge", {})
        with self.assertRaises(HttpError) as early:
            self.manager.call("POST", f"/v1/{case['name']}:resolve",
                              {"resolution": "x", "cause": "y"})
        self.assertEqual(early.exception.reason(), "OPEN_STEPS")
        Http(owner, "account_manager").call("POST", f"/v1/{steps[0]['name']}:complete", {})
        self.manager.call("POST", f"/v1/{case['name']}:resolve", {"resolution": "x", "cause": "y"})

    def test_a_promise_goes_to_the_ledger_and_the_log(self):
        case = self.case()
        due = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)
        self.manager.call("POST", f"/v1/{case['name']}/promises", {
            "text": "周五前换货", "channel": "CASE_CHANNEL_PHONE",
            "dueTime": due.strftime("%Y-%m-%dT%H:%M:%SZ")})
        kept = self.eventually(
            lambda: self.of_case(f"/v1/{self.account}/commitments", "commitments", case))
        self.assertEqual([c["promiser"] for c in kept], ["e2e.wang"])
        told = self.eventually(
            lambda: self.of_case(f"/v1/{self.account}/communications", "communications", case))
        self.assertEqual([c["channel"] for c in told], ["COMMUNICATION_CHANNEL_PHONE"])


if __name__ == "__main__":
    unittest.main()
