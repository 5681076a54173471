"""A customer says by a link whether a case is solved: over HTTP, as browsers and programs do it."""

import datetime
import glob
import os
import threading
import time
import unittest
import urllib.parse
import uuid

from client import SUITE, Http, HttpError

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Closure(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.nobody = Http(None)
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Confirming 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]
        self.contact = f"{self.account}/contacts/{uuid.uuid4()}"

    def resolved(self, resolution="换密封圈 <script>alert(1)</script>"):
        case = self.admin.call("POST", f"/v1/{self.account}/cases", {
            "kind": "CASE_KIND_COMPLAINT", "subject": "水泵 <b>漏油</b>", "contact": self.contact,
            "category": "product.defect"})
        path = "/v1/" + case["name"]
        self.admin.call("POST", path + ":acknowledge", {})
        self.admin.call("POST", path + ":resolve", {"resolution": resolution, "cause": "老化"})
        return path

    def link(self, path):
        """The path of a new link's page, and its token."""
        made = self.admin.call("POST", path + "/confirmationLinks", {})
        url = urllib.parse.urlsplit(made["url"])
        self.assertEqual(url.netloc, SUITE.http)
        return url.path, url.path.split("/")[-2]

    def page(self, path, language="zh-CN,zh;q=0.9"):
        code, headers, body = self.nobody.raw("GET", path, headers={"Accept-Language": language})
        self.assertEqual((code, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        return body.decode(), headers

    def send(self, path, fields, language="zh"):
        code, _, body = Http(None).raw(
            "POST", path, urllib.parse.urlencode(fields).encode(), {**FORM, "Accept-Language": language})
        self.assertEqual(code, 200)
        return body.decode()

    def test_the_page_shows_the_resolution_and_takes_the_answer(self):
        case = self.resolved()
        path, token = self.link(case)
        for _ in range(3):  # mail scanners read it too
            page, headers = self.page(path)
        self.assertEqual(self.nobody.raw("HEAD", path)[0], 200)
        self.assertIn("换密封圈 &lt;script&gt;", page)
        self.assertIn("水泵 &lt;b&gt;漏油", page)
        self.assertNotIn("<script", page)
        self.assertNotIn(token, page)
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertIn("Is it solved?", self.page(path, "en-GB")[0])
        self.assertEqual(self.admin.call("GET", case)["state"], "CASE_STATE_RESOLVED")
        self.assertIn("没有收到您的选择", self.send(path, {"comment": "嗯"}))
        thanks = self.send(path, {"solved": "no", "comment": "还在漏\r\n\"一点\" & 更多"})
        self.assertIn("感谢您的反馈", thanks)
        self.assertEqual(
            self.send(path, {"solved": "no", "comment": "还在漏\r\n\"一点\" & 更多"}), thanks)
        for other in ({"solved": "yes"}, {"solved": "no", "comment": "而且有味道"}):
            self.assertIn("以第一次答复为准", self.send(path, other))
        opened = self.admin.call("GET", case)
        self.assertEqual((opened["state"], opened["reopenCount"]), ("CASE_STATE_IN_PROGRESS", 1))
        entry = self.admin.call("GET", case + "/entries")["entries"][0]
        self.assertEqual((entry["verb"], entry["text"], entry["author"], entry["contact"]),
                         ("reopen", "还在漏\n\"一点\" & 更多", "customer", self.contact))
        self.assertNotIn("换密封圈", self.page(path)[0])

    def test_a_hundred_clicks_are_one(self):
        case = self.resolved()
        path, _ = self.link(case)
        pages = [None] * 100

        def click(i):
            pages[i] = self.send(path, {"solved": "yes", "comment": "好了"})

        threads = [threading.Thread(target=click, args=(i,)) for i in range(len(pages))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(set(pages)), 1)
        self.assertIn("感谢您的确认", pages[0])
        closed = self.admin.call("GET", case)
        self.assertEqual((closed["state"], closed["closure"], closed["confirmedBy"]),
                         ("CASE_STATE_CLOSED", "CASE_CLOSURE_CUSTOMER_BY_LINK", self.contact))
        verbs = [e.get("verb") for e in self.admin.call("GET", case + "/entries")["entries"]]
        self.assertEqual(verbs.count("confirm"), 1)

    def test_programs_do_it_in_json(self):
        case = self.resolved("新的泵")
        _, token = self.link(case)
        path = "/v1/confirmations/" + token
        asked = self.nobody.call("GET", path)
        self.assertEqual((asked["state"], asked["resolution"]),
                         ("CONFIRMATION_STATE_OPEN", "新的泵"))
        for _ in range(2):
            answered = self.nobody.call("POST", path + ":answer", {"solved": True})
            self.assertTrue(answered.pop("answerTime"))
            self.assertEqual(answered, {"state": "CONFIRMATION_STATE_ANSWERED", "solved": True})

    def test_what_does_not_work_any_more_says_so_and_nothing_else(self):
        first = self.resolved()
        old, old_token = self.link(first)
        self.admin.call("POST", first + ":reopen", {"reason": "又漏了"})
        self.admin.call("POST", first + ":resolve", {"resolution": "第二次"})
        with self.assertRaises(HttpError) as superseded:
            self.nobody.call("GET", "/v1/confirmations/" + old_token)
        self.assertEqual((superseded.exception.code, superseded.exception.reason()),
                         (400, "LINK_SUPERSEDED"))
        self.assertNotIn("第二次", self.page(old)[0])
        second, token = self.link(first)
        links = self.admin.call("GET", first + "/confirmationLinks")["confirmationLinks"]
        self.assertEqual([link["state"] for link in links],
                         ["CONFIRMATION_STATE_OPEN", "CONFIRMATION_STATE_REVOKED"])
        self.admin.call("POST", f"/v1/{links[0]['name']}:revoke", {})
        self.assertIn("链接已停用", self.send(second, {"solved": "yes"}))
        forged = token[:-1] + ("A" if token[-1] != "A" else "B")
        unknown = self.page("/v1/confirmations/" + forged + "/page")[0]
        self.assertIn("链接无效", unknown)
        self.assertEqual(self.page("/v1/confirmations/x/page")[0], unknown)
        with self.assertRaises(HttpError) as missing:
            self.nobody.call("POST", f"/v1/confirmations/{forged}:answer", {"solved": True})
        self.assertEqual(missing.exception.code, 404)
        self.assertNotIn(forged, str(missing.exception.status))
        self.assertEqual(self.admin.call("GET", first)["state"], "CASE_STATE_RESOLVED")
        for log in glob.glob(os.path.join(os.path.dirname(SUITE.issuer), "log", "*.log")):
            with open(log, encoding="utf-8", errors="replace") as file:
                content = file.read()
            for secret in (old_token, token, forged):
                self.assertNotIn(secret, content, log)

    def test_the_next_visit_verifies_it(self):
        case = self.resolved()
        self.send(self.link(case)[0], {"solved": "yes"})
        deadline = time.monotonic() + 60
        while True:
            card = self.admin.call("GET", f"/v1/{self.account}/visitHistory")
            if "openCaseVerifications" in card or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        open_ones = card["openCaseVerifications"]
        self.assertEqual(["/v1/" + one["case"] for one in open_ones], [case])
        visit = self.admin.call("POST", f"/v1/{self.account}/visits", {
            "kind": "VISIT_KIND_RETURN_VISIT", "plannedStartTime":
            datetime.datetime.now(datetime.timezone.utc).isoformat()})["name"]
        self.admin.call("POST", f"/v1/{visit}:checkIn", {})
        self.admin.call("POST", f"/v1/{open_ones[0]['name']}:verify", {
            "visit": visit, "solved": False, "note": "还在漏"})
        while time.monotonic() < deadline:
            opened = self.admin.call("GET", case)
            if opened["state"] == "CASE_STATE_IN_PROGRESS":
                break
            time.sleep(0.1)
        self.assertEqual((opened["state"], opened["reopenCount"]), ("CASE_STATE_IN_PROGRESS", 1))
        entry = self.admin.call("GET", case + "/entries")["entries"][0]
        self.assertIn(visit, entry["text"])

    def test_a_case_that_comes_back_is_linked(self):
        closed = self.resolved()
        path, _ = self.link(closed)
        self.send(path, {"solved": "yes"})
        again = self.admin.call("GET", self.resolved())
        self.assertEqual("/v1/" + again["recurrenceOf"], closed)
        self.assertEqual(self.admin.call("GET", closed)["recurrenceCount"], 1)
        found = self.admin.call("GET", f"/v1/{self.account}/cases", query={
            "filter": f'recurrence_of = "{again["recurrenceOf"]}"'})["cases"]
        self.assertEqual([case["name"] for case in found], [again["name"]])


if __name__ == "__main__":
    unittest.main()
