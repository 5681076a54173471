"""People answer a survey by a link: over HTTP, as browsers without scripts and as programs do it."""

import glob
import os
import re
import secrets
import threading
import unittest
import urllib.parse
import uuid

from client import SUITE, Http, HttpError
from survey import launch, invite

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Answering(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.nobody = Http(None)
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Answering 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang",
            "region": "华东"})["name"]

    def link(self, campaign):
        """The path of a new invitation's page, and its token."""
        path = urllib.parse.urlsplit(invite(self.admin, campaign, self.account)["url"]).path
        self.assertRegex(path, "^/s/[A-Za-z0-9_-]{48}$")
        return path, path.split("/")[-1]

    def page(self, path, language="zh-CN,zh;q=0.9", status=200):
        code, headers, body = self.nobody.raw("GET", path, headers={"Accept-Language": language})
        self.assertEqual((code, headers["Content-Type"]), (status, "text/html; charset=utf-8"))
        return body.decode(), headers

    def send(self, path, fields, http=None):
        """Sends the page's form with its hidden fields; follows where it leads. The page then."""
        client = http or Http(None)
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"',
                            client.raw("GET", path)[2].decode())
        code, headers, body = client.raw(
            "POST", path, urllib.parse.urlencode([*hidden, *fields]).encode(), FORM)
        if code == 303:
            self.assertRegex(headers["Location"], r"^\?page=\w+$")
            path = path.split("?")[0] + headers["Location"]
            code, headers, body = client.raw("GET", path)
        self.assertEqual(code, 200)
        return path, body.decode()

    def responses(self, campaign):
        return self.admin.call("GET", f"/v1/{campaign}/responses").get("responses", [])

    def test_a_browser_without_scripts_goes_through_the_pages(self):
        campaign = launch(self.admin)
        path, token = self.link(campaign)
        page, headers = self.page(path)
        self.assertNotIn(token, page)
        self.assertNotIn("<script", page)
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["X-Robots-Tag"], "noindex, nofollow")
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertNotIn("script-src", headers["Content-Security-Policy"])
        self.assertIn("您有多大可能", page)
        self.assertIn("How likely", self.page(self.link(campaign)[0], "en-GB")[0])
        at, page = self.send(path, [("a.nps", "2")])
        self.assertIn('id="i-why" autofocus', page)  # the low score asks why
        at, page = self.send(at, [("a.nps", "2"), ("a.why", "price")])
        self.assertIn("第 2 页，共 3 页", page)
        # Interrupted, and gone on with elsewhere.
        page = self.page(path)[0]
        self.assertIn("第 2 页，共 3 页", page)
        at, page = self.send(path, [("a.service.speed", "4"), ("a.service.skill", "na")])
        self.assertIn("您给了 2 分", page)
        at, page = self.send(at, [("a.words", "太慢 <b>&amp;")])
        self.assertIn("谢谢您的回答", page)
        self.assertIn("谢谢您的回答", self.page(path)[0])
        response, = self.responses(campaign)
        self.assertEqual(response["answers"], {
            "nps": {"number": 2}, "why": {"choices": ["price"]},
            "service": {"rows": {"speed": 4}, "notApplicableRows": ["skill"]},
            "words": {"text": "太慢 <b>&amp;"}})
        self.assertEqual((response["account"], response["channel"], response["language"]),
                         (self.account, "INVITATION_CHANNEL_LINK", "zh"))

    def test_programs_are_held_to_the_same_rules(self):
        campaign = launch(self.admin)
        _, token = self.link(campaign)
        path = "/v1/public/surveys/" + token
        form = self.nobody.call("GET", path, query={"language": "en"})
        self.assertEqual((form["state"], form["sectionCount"]), ("SURVEY_STATE_OPEN", 2))
        with self.assertRaises(HttpError) as refused:
            self.nobody.call("POST", path + ":submit", {"answers": {"nps": {"number": 3}}})
        self.assertEqual((refused.exception.code, refused.exception.fields()),
                         (400, ["answers.why"]))
        next_one = self.nobody.call("POST", path + ":save", {
            "section": "score", "answers": {"nps": {"number": 9}}})
        self.assertEqual(next_one["sections"][0]["questions"][0]["text"],
                         "Why did you choose 9?")
        for _ in range(2):
            done = self.nobody.call("POST", path + ":submit", {
                "language": "en", "answers": {"words": {"text": "x"}}})
            self.assertEqual((done["state"], done["thanks"]),
                             ("SURVEY_STATE_ANSWERED", "Thank you for answering"))
        self.assertEqual(len(self.responses(campaign)), 1)

    def test_a_hundred_submits_are_one(self):
        campaign = launch(self.admin)
        path, token = self.link(campaign)
        self.send(path, [("a.nps", "9")])
        pages = []

        def submit(number):
            client = Http(None)
            code, _, body = client.raw(
                "POST", path + "?page=end",
                f"section=end&saved=1&shown=words&a.words={number}".encode(), FORM)
            pages.append((code, "谢谢您的回答" in body.decode()))

        threads = [threading.Thread(target=submit, args=(n,)) for n in range(100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(pages, [(200, True)] * 100)
        self.assertEqual(len(self.responses(campaign)), 1)

    def test_anonymous_answers_lead_to_nobody(self):
        campaign = launch(self.admin, privacy="CAMPAIGN_PRIVACY_ANONYMOUS")
        path, token = self.link(campaign)
        self.assertIn("本次调查匿名", self.page(path)[0])
        at, _ = self.send(path, [("a.nps", "9")])
        self.assertIn("谢谢您的回答", self.send(at, [("a.words", "x")])[1])
        self.assertIn("已提交或已撤回", self.page(path)[0])
        self.assertEqual(self.responses(campaign), [], "a single one would be known by its moment")
        manager = Http("e2e.wang", "account_manager")
        self.assertEqual(manager.call("GET", f"/v1/{campaign}/responses"), {})

    def test_what_was_never_made_opens_nothing_and_no_log_has_a_token(self):
        path, token = self.link(launch(self.admin))
        forged = token[:-1] + ("A" if token[-1] != "A" else "B")
        unknown = self.page("/s/" + forged, status=404)[0]
        self.assertIn("链接无效", unknown)
        for _ in range(2000):
            guess = secrets.token_urlsafe(36)
            self.assertEqual(self.nobody.raw("GET", "/s/" + guess)[0], 404)
        with self.assertRaises(HttpError) as missing:
            self.nobody.call("GET", "/v1/public/surveys/" + forged)
        self.assertEqual(missing.exception.code, 404)
        self.assertNotIn(forged, str(missing.exception.status))
        self.page(path)
        self.send(path, [("a.nps", "9")])
        for log in glob.glob(os.path.join(os.path.dirname(SUITE.issuer), "log", "*.log")):
            with open(log, encoding="utf-8", errors="replace") as file:
                content = file.read()
            for secret in (token, forged, guess):
                self.assertNotIn(secret, content, log)


if __name__ == "__main__":
    unittest.main()
