"""Return visits, from the rule over the plan to the visit, across accounts and engagement."""

import datetime
import time
import unittest
import uuid

from client import Http, HttpError

PATIENCE = 300  # seconds for engagement to hear of an order


def day(ahead):
    date = datetime.date.today() + datetime.timedelta(days=ahead)
    return {"year": date.year, "month": date.month, "day": date.day}


class Plans(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.owner = f"e2e.{uuid.uuid4().hex[:8]}"
        self.manager = Http(self.owner, "account_manager")
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Visited 客户 {uuid.uuid4().hex[:8]}", "owner": self.owner,
            "region": "江苏"})["name"]

    def rule(self, **fields):
        return self.admin.call("POST", "/v1/cadenceRules", {
            "displayName": "e2e", "accounts": [self.account], **fields})["name"]

    def generate(self):
        return self.manager.call("POST", "/v1/returnVisitPlans:generate", {
            "startDate": day(1), "endDate": day(60), "user": "me"})

    def items(self, plan):
        return self.manager.call("GET", f"/v1/{plan}/items").get("items", [])

    def test_a_plan_becomes_visits(self):
        rule = self.rule(kind="CADENCE_KIND_PERIODIC", days=40, purpose="How is it going")
        plan = self.generate()["name"]
        items = self.items(plan)
        self.assertEqual([i["account"] for i in items], [self.account] * 2)
        self.assertEqual(items[0]["reasons"][0]["cadenceRule"], rule)
        self.assertEqual(items[0]["user"], self.owner)
        with self.assertRaises(HttpError) as unsaid:
            self.manager.call("POST", f"/v1/{items[1]['name']}:skip", {})
        self.assertEqual(unsaid.exception.fields(), ["reason"])
        self.manager.call("POST", f"/v1/{items[1]['name']}:skip", {"reason": "on leave"})
        moved = self.manager.call("PATCH", f"/v1/{items[0]['name']}",
                                  {"visitMode": "VISIT_MODE_PHONE"})
        self.assertTrue(moved["edited"])
        for _ in range(2):
            approved = self.manager.call("POST", f"/v1/{plan}:approve", {})
            self.assertEqual(approved["state"], "RETURN_VISIT_PLAN_STATE_APPROVED")
        visits = self.manager.call("GET", f"/v1/{self.account}/visits")["visits"]
        self.assertEqual([(v["mode"], v["purpose"]) for v in visits],
                         [("VISIT_MODE_PHONE", "How is it going")])
        progress = self.manager.call("GET", f"/v1/{plan}/progress")
        self.assertEqual(progress["total"], {"plannedCount": 1, "skippedCount": 1})
        with self.assertRaises(HttpError) as hidden:
            Http("e2e.nobody", "account_manager").call("GET", f"/v1/{plan}")
        self.assertEqual(hidden.exception.code, 404)

    def test_a_rule_knows_accounts_at_once(self):
        self.rule(kind="CADENCE_KIND_PERIODIC", days=40)  # of an account of a moment ago
        with self.assertRaises(HttpError) as none:
            self.rule(kind="CADENCE_KIND_PERIODIC", days=40, accounts=[f"accounts/{uuid.uuid4()}"])
        self.assertEqual(none.exception.fields(), ["cadence_rule.accounts[0]"])

    def test_an_order_brings_a_return_visit(self):
        self.rule(kind="CADENCE_KIND_AFTER_ORDER", days=10)
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.admin.call("POST", f"/v1/{self.account}/orders", {
            "orderNumber": f"E2E-{uuid.uuid4().hex[:8]}", "orderTime": now, "currencyCode": "CNY",
            "lines": [{"product": "P", "quantity": "1", "unitPrice": "100"}]})
        end = time.monotonic() + PATIENCE
        items = []
        while not items and time.monotonic() < end:
            time.sleep(1)
            items = self.items(self.generate()["name"])
        self.assertEqual([i["reasons"][0]["kind"] for i in items], ["CADENCE_KIND_AFTER_ORDER"])


if __name__ == "__main__":
    unittest.main()
