"""A survey to answer: what tests of answering stand on."""

import json
import os

CONTENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "survey_content.json")


def launch(admin, privacy="CAMPAIGN_PRIVACY_IDENTIFIED", content=None):
    """The name of a running campaign of a branching questionnaire."""
    with open(CONTENT, encoding="utf-8") as file:
        content = content or json.load(file)
    made = admin.call("POST", "/v1/questionnaires", {
        "displayName": "Branching 分支问卷", "content": content})
    admin.call("POST", f"/v1/{made['name']}:publish", {})
    campaign = admin.call("POST", "/v1/campaigns", {
        "displayName": "Answering", "purpose": "CAMPAIGN_PURPOSE_SATISFACTION",
        "questionnaireVersion": f"{made['name']}/versions/1", "privacy": privacy,
        "channel": "INVITATION_CHANNEL_LINK"})["name"]
    admin.call("POST", f"/v1/{campaign}:launch", {})
    return campaign


def invite(admin, campaign, account):
    """An invitation with its link, which is told this once."""
    return admin.call("POST", f"/v1/{campaign}/invitations", {
        "account": account, "channel": "INVITATION_CHANNEL_LINK"})
