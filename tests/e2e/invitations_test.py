"""A campaign's wave reaches the people of an account: accounts is asked who they are, engagement
whether they may be asked, the mail goes out, and engagement counts it as a contact."""

import email
import email.policy
import glob
import os
import re
import time
import unittest
import urllib.parse
import uuid

from client import SUITE, Http
from survey import launch

MAILS = os.path.join(os.path.dirname(SUITE.issuer), "mail", "*.eml")


def eventually(look, seconds=60):
    """What `look` returns once that is something."""
    end = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        time.sleep(0.1)
    return found


class Inviting(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Invited 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]
        self.address = f"li.{uuid.uuid4().hex[:8]}@example.com"
        self.contact = self.admin.call("POST", f"/v1/{self.account}/contacts", {
            "displayName": "李伟", "email": self.address, "phone": "+86 10 5550 0001",
            "buyingRole": "BUYING_ROLE_DECISION_MAKER"})["name"]

    def campaign(self, channel):
        """The name of a draft whose only wave is due, of a questionnaire that is published."""
        asked = self.admin.call("GET", "/v1/" + launch(self.admin))
        return self.admin.call("POST", "/v1/campaigns", {
            "displayName": "Inviting", "purpose": "CAMPAIGN_PURPOSE_SATISFACTION",
            "questionnaireVersion": asked["questionnaireVersion"],
            "privacy": "CAMPAIGN_PRIVACY_CONFIDENTIAL", "channel": channel,
            "audience": {"accounts": [self.account]},
            "waves": [{"askedStartTime": "2026-03-02T01:00:00Z"}]})["name"]

    def used(self):
        """How much of the account's contact budget is used."""
        answer = self.admin.call("POST", "/v1/contactBudgets:batchGet",
                                 {"accounts": [self.account]})
        return sum(one.get("budgetUsed", 0) for one in answer.get("contactBudgets", []))

    def test_a_wave_is_mailed_and_counted(self):
        campaign = self.campaign("INVITATION_CHANNEL_EMAIL")
        preview = eventually(lambda: self.admin.call(
            "POST", f"/v1/{campaign}:previewAudience", {}).get("invitedCount"))
        self.assertEqual(preview, 1)
        self.assertEqual(self.used(), 0)
        self.admin.call("POST", f"/v1/{campaign}:launch", {})

        def mail():
            for path in glob.glob(MAILS):
                with open(path, "rb") as file:
                    read = email.message_from_binary_file(file, policy=email.policy.default)
                if self.address in read["To"]:
                    return read
            return None

        read = eventually(mail)
        self.assertIn("李伟", read["To"])
        text = read.get_body(("plain",)).get_content()
        link = urllib.parse.urlsplit(re.search(r"http\S+/s/\S{48}", text).group(0))
        self.assertEqual(link.netloc, SUITE.http)
        self.assertEqual(Http(None).raw("GET", link.path)[0], 200)
        path = f"/v1/{campaign}/invitations"
        sent = eventually(lambda: [one for one in self.admin.call("GET", path)["invitations"]
                                   if one["state"] != "INVITATION_STATE_PLANNED"])
        self.assertEqual([one["contact"] for one in sent], [self.contact])
        eventually(lambda: self.used() == 1)
        for log in glob.glob(os.path.join(os.path.dirname(SUITE.issuer), "log", "*.log")):
            with open(log, encoding="utf-8") as file:
                self.assertNotIn(link.path.split("/")[-1], file.read(), log)
        bounced = Http("mta", "integration").call("POST", "/v1/invitations:reportBounce", {
            "messageId": read["Message-ID"], "reason": "550 5.1.1 no such user"})
        self.assertEqual(bounced["invitation"], sent[0]["name"])
        # Its link was opened: whatever came back, this one had arrived.
        self.assertEqual(self.admin.call("GET", "/v1/" + sent[0]["name"])["state"],
                         "INVITATION_STATE_OPENED")

    def test_interviewers_see_whom_to_call(self):
        campaign = self.campaign("INVITATION_CHANNEL_PHONE")
        eventually(lambda: self.admin.call(
            "POST", f"/v1/{campaign}:previewAudience", {}).get("invitedCount"))
        self.admin.call("POST", f"/v1/{campaign}:launch", {})
        agent = Http("e2e.wang", "service_agent")
        calls = eventually(lambda: agent.call("GET", f"/v1/{campaign}/calls").get("calls"))
        self.assertEqual([(one["contactDisplayName"], one["phone"]) for one in calls],
                         [("李伟", "+86 10 5550 0001")])
        stranger = Http("e2e.nobody", "service_agent")
        self.assertEqual(stranger.call("GET", f"/v1/{campaign}/calls").get("calls", []), [])


if __name__ == "__main__":
    unittest.main()
