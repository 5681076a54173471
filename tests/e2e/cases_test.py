"""A complaint from the telephone call to the customer's word that it is solved, over HTTP and gRPC."""

import unittest
import uuid

from client import Grpc, Http, HttpError


class Cases(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.manager = Http("e2e.wang", "account_manager")
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Complaining 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]
        self.contact = f"{self.account}/contacts/{uuid.uuid4()}"

    def test_from_the_complaint_to_the_close(self):
        case = self.manager.call("POST", f"/v1/{self.account}/cases", {
            "kind": "CASE_KIND_COMPLAINT", "subject": "水泵漏油", "channel": "CASE_CHANNEL_PHONE",
            "category": "product.defect", "severity": "CASE_SEVERITY_MAJOR",
            "contact": self.contact, "facts": "第一行\n\"第二行\"",
            "compensation": {"currencyCode": "CNY", "units": "500"}})
        self.assertEqual((case["state"], case["scope"]), ("CASE_STATE_NEW", "CASE_SCOPE_SINGLE"))
        path = "/v1/" + case["name"]
        with self.assertRaises(HttpError) as early:
            self.manager.call("POST", path + ":resolve", {"resolution": "x", "cause": "y"})
        self.assertEqual((early.exception.code, early.exception.reason()), (400, "WRONG_STATE"))
        told = self.manager.call("POST", path + "/entries", {
            "kind": "CASE_ENTRY_KIND_TOLD", "channel": "CASE_CHANNEL_PHONE", "text": "工程师明天到",
            "contact": self.contact})
        self.assertEqual(told["author"], "e2e.wang")
        self.manager.call("POST", path + ":start", {})
        with self.assertRaises(HttpError) as unexplained:
            self.manager.call("POST", path + ":resolve", {"resolution": "换密封圈"})
        self.assertEqual(unexplained.exception.fields(), ["cause"])
        self.manager.call("POST", path + ":resolve", {"resolution": "换密封圈", "cause": "老化"})
        closed = self.manager.call("POST", path + ":confirm", {
            "contact": self.contact, "note": "电话里说好了"})
        self.assertEqual(closed["confirmedBy"], self.contact)
        timeline = self.manager.call("GET", path + "/entries")["entries"]
        self.assertEqual([entry.get("verb", "") for entry in timeline],
                         ["confirm", "resolve", "start", ""])
        found = self.manager.call("GET", "/v1/accounts/-/cases",
                                  query={"filter": f"number = {case['number']}"})["cases"]
        self.assertEqual([c["name"] for c in found], [case["name"]])
        with self.assertRaises(HttpError) as hidden:
            Http("e2e.nobody", "account_manager").call("GET", path)
        self.assertEqual(hidden.exception.code, 404)

    def test_the_same_over_grpc(self):
        with Grpc("e2e.wang", "account_manager") as client:
            made = client.unary("case_service", "CaseService", "CreateCase", {
                "parent": self.account,
                "case": {"kind": "CASE_KIND_QUESTION", "subject": "几时到货"}}, area="feedback")
            read = client.unary("case_service", "CaseService", "GetCase", {"name": made["name"]},
                                area="feedback")
            self.assertEqual(read, made)


if __name__ == "__main__":
    unittest.main()
