"""What accounts buy reaches the requirements that they ask for: from an ABC analysis of accounts,
by events, to what feedback shows."""

import time
import unittest
import uuid

from client import Http

CURRENCY = "CNY"  # in which feedback counts sales unless it is told otherwise


class RequirementSales(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.account = self.buyer("1200.5")

    def buyer(self, price):
        """An account with one order of 2021, when nobody else here trades."""
        account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Buying 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]
        self.admin.call("POST", f"/v1/{account}/orders", {
            "orderNumber": uuid.uuid4().hex[:12], "kind": "ORDER_KIND_ORDER", "currencyCode": CURRENCY,
            "orderTime": "2021-05-01T00:00:00Z",
            "lines": [{"product": "P", "quantity": "1", "unitPrice": price}]})
        return account

    def measure(self, **more):
        return self.admin.call("POST", "/v1/abcAnalyses", {
            "startTime": "2021-01-01T00:00:00Z", "endTime": "2022-01-01T00:00:00Z",
            "currencyCode": CURRENCY, **more})

    def until_sales(self, path, units):
        for _ in range(300):
            requirement = self.admin.call("GET", path)
            if requirement.get("sales", {}).get("units") == units:
                return requirement
            time.sleep(0.1)
        self.fail(f"{path} has the sales {requirement.get('sales')}, not {units}")

    def test_an_analysis_brings_them_and_a_trial_does_not(self):
        other = self.buyer("99")
        path = "/v1/" + self.admin.call("POST", "/v1/requirements", {
            "title": "按批次提供检测报告",
            "askers": [{"account": self.account}, {"account": other}]})["name"]
        self.measure()
        requirement = self.until_sales(path, "1299")
        self.assertEqual(requirement["sales"]["nanos"], 500000000)
        self.assertEqual(requirement["salesStartTime"], "2021-01-01T00:00:00Z")
        self.admin.call("POST", f"/v1/{other}/orders", {
            "orderNumber": uuid.uuid4().hex[:12], "kind": "ORDER_KIND_ORDER", "currencyCode": CURRENCY,
            "orderTime": "2021-06-01T00:00:00Z",
            "lines": [{"product": "P", "quantity": "1", "unitPrice": "1"}]})
        self.measure(trial=True)
        self.measure()
        self.assertEqual(self.until_sales(path, "1300")["sales"]["nanos"], 500000000)


if __name__ == "__main__":
    unittest.main()
