"""Promises and tasks over HTTP and gRPC, across accounts and engagement."""

import datetime
import json
import threading
import unittest
import uuid

from client import Grpc, Http, HttpError


def in_hours(hours):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Promises(unittest.TestCase):
    def setUp(self):
        self.admin = Http()
        self.manager = Http("e2e.wang", "account_manager")
        self.account = self.admin.call("POST", "/v1/accounts", {
            "displayName": f"Promised 客户 {uuid.uuid4().hex[:8]}", "owner": "e2e.wang"})["name"]

    def promise(self, hours=1):
        return self.manager.call("POST", f"/v1/{self.account}/commitments", {
            "subject": "送样机", "party": "COMMITMENT_PARTY_OURS", "dueTime": in_hours(hours)})

    def test_from_the_promise_to_the_rate(self):
        made = self.promise()
        self.assertEqual((made["promiser"], made["timeZone"]), ("e2e.wang", "Asia/Shanghai"))
        path = "/v1/" + made["name"]
        later = self.manager.call("POST", path + ":renegotiate",
                                  {"dueTime": in_hours(48), "reason": "late parts"})
        self.assertEqual(later["renegotiationCount"], 1)
        self.assertNotEqual(later["dueTime"], later["originalDueTime"])
        with self.assertRaises(HttpError) as unproved:
            self.manager.call("POST", path + ":keep", {})
        self.assertEqual(unproved.exception.fields(), ["proof"])
        kept = self.manager.call("POST", path + ":keep", {
            "proof": "签收单", "evidenceUris": ["https://files.example.com/1.pdf"]})
        self.assertTrue(kept["keptOnTime"])
        with self.assertRaises(HttpError) as again:
            self.manager.call("POST", path + ":break", {"reason": "x"})
        self.assertEqual((again.exception.code, again.exception.reason()), (400, "WRONG_STATE"))
        self.promise(hours=-1)
        overdue = self.manager.call("GET", f"/v1/{self.account}/commitments",
                                    query={"filter": "overdue = true"})
        self.assertEqual(len(overdue["commitments"]), 1)
        stats = self.manager.call("GET", f"/v1/{self.account}/commitmentStats",
                                  query={"groupBy": "COMMITMENT_GROUPING_PROMISER"})
        self.assertEqual(stats["total"]["keptOnTimeRate"], 0.5)
        self.assertEqual([g["promiser"] for g in stats["groups"]], ["e2e.wang"])
        with self.assertRaises(HttpError) as hidden:
            Http("e2e.nobody", "account_manager").call("GET", path)
        self.assertEqual(hidden.exception.code, 404)

    def test_tasks_and_their_stream(self):
        heard = []
        listening = threading.Event()
        http = Http("e2e.wang", "account_manager")

        def listen():
            http.connection.request("GET", "/v1/tasks:watch?duration=60s", headers=http.auth)
            with http.connection.getresponse() as response:
                while not heard or heard[-1].get("action") != "complete":
                    line = response.readline()
                    if not line:
                        break
                    heard.append(json.loads(line))
                    listening.set()  # the first line comes at once

        listener = threading.Thread(target=listen)
        listener.start()
        self.assertTrue(listening.wait(60))
        token = json.loads(self.manager.raw("GET", "/v1/tasks:watch?duration=0.001s")[2]
                           .splitlines()[0])["resumeToken"]
        task = self.manager.call("POST", "/v1/tasks", {
            "subject": "回访", "account": self.account, "dueTime": in_hours(2)})
        path = "/v1/" + task["name"]
        given = self.manager.call("POST", path + ":reassign", {"assignee": "e2e.chen"})
        self.assertEqual(given["assignee"], "e2e.chen")
        chen = Http("e2e.chen", "service_agent")
        mine = chen.call("GET", "/v1/tasks", query={"view": "TASK_VIEW_MINE"})
        self.assertIn(task["name"], [t["name"] for t in mine["tasks"]])
        self.assertEqual(chen.call("POST", path + ":complete", {})["state"], "TASK_STATE_DONE")
        listener.join()
        http.connection.close()
        own = [m["action"] for m in heard if m.get("task", {}).get("name") == task["name"]]
        self.assertEqual(own, ["create", "reassign", "complete"])
        code, _, body = self.manager.raw(
            "GET", f"/v1/tasks:watch?duration=0.001s&resumeToken={token}")
        own = [m["action"] for m in map(json.loads, body.splitlines())
               if m.get("task", {}).get("name") == task["name"]]
        self.assertEqual(own, ["create", "reassign", "complete"])

    def test_the_same_over_grpc(self):
        with Grpc("e2e.wang", "account_manager") as client:
            made = client.unary("task_service", "TaskService", "CreateTask",
                                {"task": {"subject": "x", "dueTime": in_hours(1)}},
                                area="engagement")
            self.assertEqual(made["creator"], "e2e.wang")


if __name__ == "__main__":
    unittest.main()
