"""What is done for customers: events, gifts, care and who is neglected, across both services."""

import datetime
import time
import unittest
import uuid

from client import Http, HttpError

PATIENCE = 300  # seconds for accounts to announce a day and engagement to take it in


def in_hours(hours):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Care(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.manager = Http("e2e.wang", "account_manager")
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Cared for 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]

    def contact(self, **fields):
        return self.manager.call("POST", f"/v1/{self.account}/contacts",
                                 {"displayName": "李总", **fields})["name"]

    def test_a_birthday_becomes_a_task_of_the_owner_once(self):
        china = datetime.timezone(datetime.timedelta(hours=8))
        day = (datetime.datetime.now(china) + datetime.timedelta(days=5)).date()
        contact = self.contact(importantDates=[{
            "kind": "IMPORTANT_DATE_KIND_BIRTHDAY", "year": 1980, "month": day.month,
            "day": day.day}])
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            care = self.manager.call("GET", f"/v1/{self.account}/upcomingCare")
            if care.get("upcomingCare"):
                break
            time.sleep(1)
        self.assertEqual([(c["kind"], c["contact"], c["assignee"]) for c in care["upcomingCare"]],
                         [("CARE_KIND_BIRTHDAY", contact, "e2e.wang")])
        self.assertEqual(care["upcomingCare"][0]["date"],
                         {"year": day.year, "month": day.month, "day": day.day})
        task = self.manager.call("GET", "/v1/" + care["upcomingCare"][0]["task"])
        self.assertIn("生日", task["subjectZh"])
        self.assertNotIn("李", task["subjectZh"])

    def test_a_dinner_and_who_came(self):
        dinner = self.manager.call("POST", "/v1/gatherings", {
            "kind": "GATHERING_KIND_CUSTOMER_EVENT", "title": "答谢晚宴", "capacity": 1,
            "startTime": in_hours(-2), "endTime": in_hours(1)})["name"]
        self.manager.call("POST", f"/v1/{dinner}:open", {})
        guests = [self.manager.call("POST", f"/v1/{dinner}/invitations", {
            "account": self.account, "contact": self.contact()})["name"] for _ in range(2)]
        self.manager.call("POST", f"/v1/{guests[0]}:reply", {"reply": "REPLY_ACCEPTED"})
        with self.assertRaises(HttpError) as full:
            self.manager.call("POST", f"/v1/{guests[1]}:reply", {"reply": "REPLY_ACCEPTED"})
        self.assertEqual(full.exception.reason(), "GATHERING_FULL")
        self.manager.call("POST", f"/v1/{guests[0]}:attend", {})
        held = self.manager.call("POST", f"/v1/{dinner}:hold", {
            "outcome": "good", "cost": {"currencyCode": "CNY", "units": "48000"}})
        self.assertEqual((held["state"], held["attendedCount"]), ("GATHERING_STATE_HELD", 1))
        came = self.manager.call("GET", f"/v1/{self.account}/invitations",
                                 query={"filter": "attendance = ATTENDANCE_ATTENDED"})
        self.assertEqual([i["name"] for i in came["invitations"]], [guests[0]])
        stranger = Http("e2e.nobody", "account_manager")
        self.assertEqual(stranger.call("GET", f"/v1/{dinner}/invitations").get("invitations", []),
                         [])

    def test_gifts_within_the_limit(self):
        self.admin.call("PATCH", "/v1/giftLimits/CHF",
                        {"amount": {"currencyCode": "CHF", "units": "100"}})
        gift = {"direction": "GIFT_DIRECTION_GIVEN", "kind": "GIFT_KIND_GIFT",
                "contact": self.contact(), "value": {"currencyCode": "CHF", "units": "60"}}
        self.manager.call("POST", f"/v1/{self.account}/gifts", gift)
        with self.assertRaises(HttpError) as above:
            self.manager.call("POST", f"/v1/{self.account}/gifts", gift)
        self.assertEqual(above.exception.reason(), "GIFT_LIMIT")
        self.assertIn("40 CHF is left", above.exception.status["message"])
        refused = self.manager.call("POST", f"/v1/{self.account}/gifts",
                                    {**gift, "refuseReason": "too much"})
        self.assertEqual(refused["state"], "GIFT_STATE_REFUSED")
        total = self.manager.call("GET", f"/v1/{self.account}/giftTotals")["totals"][0]
        self.assertEqual((total["total"]["units"], total["left"]["units"], total["refusedCount"]),
                         ("60", "40", 1))

    def test_who_is_neglected(self):
        self.manager.call("POST", f"/v1/{self.account}/communications", {
            "channel": "COMMUNICATION_CHANNEL_PHONE", "subject": "x",
            "direction": "COMMUNICATION_DIRECTION_OUTBOUND", "occurTime": in_hours(-24 * 10)})
        self.admin.call("POST", "/v1/cadenceRules", {
            "displayName": "Weekly", "accounts": [self.account], "days": 7,
            "kind": "CADENCE_KIND_PERIODIC"})
        report = self.manager.call("GET", f"/v1/{self.account}/contactFrequencies",
                                   query={"neglectedOnly": "true"})
        self.assertEqual([(f["requiredEveryDays"], f["daysLate"], f["communicationCount"])
                          for f in report["contactFrequencies"]], [(7, 3, 1)])


if __name__ == "__main__":
    unittest.main()
