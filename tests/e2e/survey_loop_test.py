"""The loop over all services: a low score opens a case, whose closing asks the customer again by
mail; the account's card shows how satisfied it is; a KANO study classes a requirement."""

import email
import email.policy
import glob
import os
import time
import unittest
import urllib.parse
import uuid

from client import SUITE, Http, HttpError
from survey import launch

MAILS = os.path.join(os.path.dirname(SUITE.issuer), "mail", "*.eml")


def eventually(look, seconds=90):
    """What `look` returns once that is something."""
    end = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        time.sleep(0.1)
    return found


def question(key, kind, **more):
    return {"key": key, "kind": f"QUESTION_KIND_{kind}", "text": {"zh": key, "en": key}, **more}


def content(*questions):
    return {"title": {"en": "Loop"}, "sections": [{"key": "s", "questions": list(questions)}]}


class SurveyLoop(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.manager = Http("e2e.wang", "account_manager")
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Loop 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]
        self.address = f"li.{uuid.uuid4().hex[:8]}@example.com"
        self.contact = self.person(self.address, "BUYING_ROLE_USER")

    def person(self, address, role):
        return self.admin.call("POST", f"/v1/{self.account}/contacts", {
            "displayName": "李伟", "email": address, "buyingRole": role})["name"]

    def answer(self, campaign, answers):
        """As the contact, by a link."""
        invitation = self.admin.call("POST", f"/v1/{campaign}/invitations", {
            "contact": self.contact, "channel": "INVITATION_CHANNEL_LINK"})
        token = urllib.parse.urlsplit(invitation["url"]).path.split("/")[-1]
        Http(None).call("POST", f"/v1/public/surveys/{token}:submit", {"answers": answers})

    def follow_up_campaign(self, questionnaire_version):
        campaign = self.admin.call("POST", "/v1/campaigns", {
            "displayName": "Follow-up", "purpose": "CAMPAIGN_PURPOSE_CASE_FOLLOW_UP",
            "questionnaireVersion": questionnaire_version,
            "privacy": "CAMPAIGN_PRIVACY_IDENTIFIED",
            "channel": "INVITATION_CHANNEL_EMAIL"})["name"]
        self.admin.call("POST", f"/v1/{campaign}:launch", {})
        return campaign

    def mailed(self):
        """Whether a mail went to the contact."""
        for path in glob.glob(MAILS):
            with open(path, "rb") as file:
                mail = email.message_from_binary_file(file, policy=email.policy.default)
            if self.address in str(mail["To"]):
                return True
        return False

    def test_a_low_score_is_followed_to_its_end(self):
        campaign = launch(self.admin, content=content(question("nps", "NPS"),
                                                      question("overall", "CSAT")))
        self.admin.call("POST", f"/v1/{campaign}/loopRules", {
            "displayName": "Detractor 贬损者", "condition": "nps <= 6", "action": "LOOP_ACTION_CASE",
            "caseSeverity": "CASE_SEVERITY_MAJOR"})
        self.admin.call("POST", f"/v1/{campaign}/loopRules", {
            "displayName": "Promoter 推荐者", "condition": "nps >= 9",
            "action": "LOOP_ACTION_REFERRAL"})
        version = self.admin.call("GET", f"/v1/{campaign}")["questionnaireVersion"]
        follow_up = self.follow_up_campaign(version)
        self.answer(campaign, {"nps": {"number": 3}, "overall": {"number": 2}})

        firing = eventually(lambda: self.manager.call(
            "GET", f"/v1/{campaign}/loopFirings",
            query={"filter": "state = LOOP_FIRING_STATE_OPEN"}).get("loopFirings"))[0]
        self.assertEqual((firing["account"], firing["contact"]), (self.account, self.contact))
        case = self.manager.call("GET", f"/v1/{firing['outcome']}")
        self.assertEqual((case["severity"], case["channel"], case["source"], case["contact"]),
                         ("CASE_SEVERITY_MAJOR", "CASE_CHANNEL_SURVEY", firing["response"],
                          self.contact))

        card = eventually(lambda: self.admin.call("GET", f"/v1/{self.account}").get(
            "satisfaction"))
        self.assertEqual((card["nps"], card["score"], card["respondentCount"]), (-100, 25, 1))

        self.manager.call("POST", f"/v1/{case['name']}:acknowledge", {})
        self.manager.call("POST", f"/v1/{case['name']}:resolve", {"resolution": "x", "cause": "y"})
        self.manager.call("POST", f"/v1/{case['name']}:confirm", {
            "contact": self.contact, "note": "By phone"})
        asked = eventually(lambda: [one for one in self.manager.call(
            "GET", f"/v1/{follow_up}/caseFollowUps").get("caseFollowUps", [])
            if one["state"] != "CASE_FOLLOW_UP_STATE_PLANNED"])
        self.assertEqual((asked[0]["case"], asked[0]["contact"], asked[0]["state"]),
                         (case["name"], self.contact, "CASE_FOLLOW_UP_STATE_INVITED"))
        self.assertIn("\nNPS", case["facts"].upper())
        self.assertIn("→ 3 (0–10)", case["facts"])
        self.assertEqual(self.admin.call("GET", f"/v1/{campaign}/loopFirings")["loopFirings"][0][
            "state"], "LOOP_FIRING_STATE_DONE")
        eventually(self.mailed)
        # No other test's cases are to be asked about.
        self.admin.call("POST", f"/v1/{follow_up}:close", {"reason": "done"})

    def test_a_high_score_is_a_task_of_the_owner(self):
        campaign = launch(self.admin, content=content(question("nps", "NPS")))
        self.admin.call("POST", f"/v1/{campaign}/loopRules", {
            "displayName": "Promoter 推荐者", "condition": "nps >= 9",
            "action": "LOOP_ACTION_REFERRAL"})
        self.answer(campaign, {"nps": {"number": 10}})
        firing = eventually(lambda: self.manager.call(
            "GET", f"/v1/{campaign}/loopFirings",
            query={"filter": "state = LOOP_FIRING_STATE_OPEN"}).get("loopFirings"))[0]
        task = self.manager.call("GET", f"/v1/{firing['outcome']}")
        self.assertEqual((task["assignee"], task["sourceKind"], task["source"]),
                         ("e2e.wang", "survey_referral", firing["name"]))

    def test_of_anonymous_campaigns_there_are_no_rules(self):
        campaign = launch(self.admin, privacy="CAMPAIGN_PRIVACY_ANONYMOUS",
                          content=content(question("nps", "NPS")))
        with self.assertRaises(HttpError) as refused:
            self.admin.call("POST", f"/v1/{campaign}/loopRules", {
                "displayName": "x", "condition": "nps <= 6", "action": "LOOP_ACTION_CASE"})
        self.assertEqual(refused.exception.reason(), "CAMPAIGN_ANONYMOUS")

    def test_a_silent_decision_maker_is_named(self):
        boss = self.person(f"boss.{uuid.uuid4().hex[:8]}@example.com",
                           "BUYING_ROLE_DECISION_MAKER")
        campaign = launch(self.admin, content=content(question("overall", "CSAT")))
        self.answer(campaign, {"overall": {"number": 5}})
        self.admin.call("POST", f"/v1/{campaign}/invitations", {
            "contact": boss, "channel": "INVITATION_CHANNEL_LINK"})
        satisfaction = self.manager.call("GET", f"/v1/{self.account}/satisfaction")
        self.assertEqual((satisfaction["score"], satisfaction["respondentCount"],
                          satisfaction["invitedCount"]), (100, 1, 2))
        self.assertEqual(satisfaction["silentDecisionMakers"], [boss])
        self.assertFalse(satisfaction.get("representative", False))

    def test_a_kano_study_classes_its_requirement(self):
        requirement = self.admin.call("POST", "/v1/requirements", {
            "title": "Night delivery 夜间送货", "askers": [{"account": self.account}]})["name"]
        campaign = launch(self.admin, content=content(
            question("night", "KANO", subject=requirement)))
        self.answer(campaign, {"night": {"functional": 1, "dysfunctional": 3}})
        published = self.admin.call("POST", f"/v1/{campaign}:publishKano", {})["requirements"]
        self.assertEqual((published[0]["requirement"], published[0]["kanoClass"]),
                         (requirement, "KANO_CLASS_ATTRACTIVE"))
        found = eventually(lambda: self.admin.call("GET", f"/v1/{requirement}").get("kanoClass"))
        self.assertEqual(found, "KANO_CLASS_ATTRACTIVE")


if __name__ == "__main__":
    unittest.main()
