"""The account's life over HTTP/JSON, as a web client would lead it."""

import threading
import unittest
import uuid

from client import Http, HttpError


def fresh_name(stem):
    return f"{stem} {uuid.uuid4().hex[:8]}"


class AccountsOverHttp(unittest.TestCase):
    def setUp(self):
        self.http = Http()

    def create(self, **fields):
        fields.setdefault("displayName", fresh_name("Northwind"))
        return self.http.call("POST", "/v1/accounts", fields)

    def test_create_read_change_delete_undelete(self):
        name = fresh_name("上海远航贸易有限公司")
        made = self.create(displayName=name, industry="retail", type="ACCOUNT_TYPE_DISTRIBUTOR",
                           creditLimit={"currencyCode": "CNY", "units": "500000"})
        self.assertEqual(made["state"], "ACCOUNT_STATE_ACTIVE")
        path = "/v1/" + made["name"]
        self.assertEqual(self.http.call("GET", path), made)

        changed = self.http.call("PATCH", path + "?reason=annual%20review",
                                 {"paymentTerms": "net 45", "etag": made["etag"]})
        self.assertEqual(changed["paymentTerms"], "net 45")
        self.assertEqual(changed["displayName"], name, "a field that was not sent stays")
        with self.assertRaises(HttpError) as stale:
            self.http.call("PATCH", path, {"paymentTerms": "net 60", "etag": made["etag"]})
        self.assertEqual((stale.exception.code, stale.exception.reason()), (409, "ETAG_MISMATCH"))

        changes = self.http.call("GET", path + "/changes")["changes"]
        self.assertEqual([(c["action"], c.get("field", "")) for c in changes],
                         [("update", "payment_terms"), ("create", "")])
        self.assertEqual(changes[0]["reason"], "annual review")
        before = self.http.call("GET", path, query={"asOfTime": made["createTime"]})
        self.assertNotIn("paymentTerms", before)

        self.assertEqual(self.http.call("DELETE", path)["state"], "ACCOUNT_STATE_DELETED")
        self.assertEqual(self.http.call("POST", path + ":undelete", {})["state"],
                         "ACCOUNT_STATE_ACTIVE")

    def test_search_finds_two_chinese_characters_pinyin_and_latin(self):
        tail = uuid.uuid4().hex[:6]
        made = self.create(displayName=f"苏州精密仪器{tail}", shortName="Precision")
        for query in (f"精密 {tail}", f"suzhou {tail}", f"szjm {tail}", f"precis {tail}"):
            found = self.http.call("GET", "/v1/accounts:search", query={"query": query})
            self.assertEqual([a["name"] for a in found.get("accounts", [])], [made["name"]], query)
        with self.assertRaises(HttpError) as wildcards:
            self.http.call("GET", "/v1/accounts:search", query={"query": "%_%"})
        self.assertEqual(wildcards.exception.fields(), ["query"])

    def test_lists_come_in_pages_and_refuse_made_up_tokens(self):
        industry = uuid.uuid4().hex
        names = [self.create(industry=industry)["name"] for _ in range(5)]
        query = {"filter": f'industry = "{industry}"', "pageSize": 2}
        seen = []
        while True:
            page = self.http.call("GET", "/v1/accounts", query=query)
            seen += [a["name"] for a in page["accounts"]]
            if not page.get("nextPageToken"):
                break
            query["pageToken"] = page["nextPageToken"]
        self.assertEqual(seen, names[::-1], "newest first, each once")
        for bad in ({"pageToken": "bm9wZQ"}, {"pageSize": -1}, {"filter": "industry ~ x"},
                    {"filter": "password = x"}, {"orderBy": "tax_id"}):
            with self.assertRaises(HttpError, msg=str(bad)) as error:
                self.http.call("GET", "/v1/accounts", query=bad)
            self.assertEqual(error.exception.code, 400, bad)
            self.assertTrue(error.exception.fields(), bad)

    def test_bad_input_names_the_field(self):
        cases = [
            ("POST", "/v1/accounts", {"displayName": ""}, "account.display_name"),
            ("POST", "/v1/accounts", {"displayName": "x" * 201}, "account.display_name"),
            ("POST", "/v1/accounts", {"displayName": "x", "taxId": "91310000MA1FL0LX0A"},
             "account.tax_id"),
            ("POST", "/v1/accounts?requestId=nope", {"displayName": "x"}, "request_id"),
        ]
        for method, path, body, field in cases:
            with self.assertRaises(HttpError, msg=path) as error:
                self.http.call(method, path, body)
            self.assertEqual(error.exception.code, 400)
            self.assertIn(field, error.exception.fields(), body)

    def test_unknown_fields_and_parameters_are_refused_by_name(self):
        for path, body, word in (("/v1/accounts", {"displayNmae": "x"}, "displayNmae"),
                                 ("/v1/accounts?colour=red", {"displayName": "x"}, "colour")):
            with self.assertRaises(HttpError) as error:
                self.http.call("POST", path, body)
            self.assertEqual(error.exception.code, 400)
            self.assertIn(word, error.exception.status["message"])

    def test_paths_and_methods(self):
        for method, path, code in (("GET", "/v1/nothing", 404), ("PUT", "/v1/accounts", 405),
                                   ("GET", "/v1/accounts/not-a-uuid", 400),
                                   ("GET", f"/v1/accounts/{uuid.uuid4()}", 404)):
            self.assertEqual(self.http.raw(method, path)[0], code, (method, path))

    def test_duplicates_are_refused_and_allowed_on_demand(self):
        name = fresh_name("Duplex Machinery")
        made = self.create(displayName=name)
        with self.assertRaises(HttpError) as error:
            self.create(displayName=name.upper() + ", Ltd.")
        self.assertEqual((error.exception.code, error.exception.reason()),
                         (409, "DUPLICATE_ACCOUNT"))
        found = self.http.call("POST", "/v1/accounts:checkDuplicates", {"displayName": name})
        self.assertEqual(found["candidates"][0]["account"]["name"], made["name"])
        twin = self.http.call("POST", "/v1/accounts?allowDuplicate=true", {"displayName": name})
        merged = self.http.call("POST", f"/v1/{twin['name']}:merge",
                                {"into": made["name"], "reason": "same company"})
        self.assertEqual(merged["name"], made["name"])
        self.assertEqual(self.http.call("GET", "/v1/" + twin["name"])["name"], made["name"])
        back = self.http.call("POST", f"/v1/{twin['name']}:unmerge", {})
        self.assertEqual((back["name"], back["state"]), (twin["name"], "ACCOUNT_STATE_ACTIVE"))

    def test_one_request_id_has_one_effect_from_50_threads(self):
        request_id, name = str(uuid.uuid4()), fresh_name("Once Only")
        answers, lock = [], threading.Lock()

        def post():
            answer = Http().call("POST", f"/v1/accounts?requestId={request_id}",
                                 {"displayName": name})
            with lock:
                answers.append(answer)

        threads = [threading.Thread(target=post) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(answers), 50)
        self.assertEqual(len({a["name"] for a in answers}), 1)
        with self.assertRaises(HttpError) as other:
            self.http.call("POST", f"/v1/accounts?requestId={request_id}", {"displayName": "other"})
        self.assertEqual(other.exception.code, 400)

    def test_one_of_100_racing_updates_wins(self):
        made = self.create()
        outcomes, lock = [], threading.Lock()

        def patch(number):
            try:
                Http().call("PATCH", "/v1/" + made["name"],
                            {"overview": f"writer {number}", "etag": made["etag"]})
                outcome = 200
            except HttpError as error:
                outcome = error.code
            with lock:
                outcomes.append(outcome)

        threads = [threading.Thread(target=patch, args=(n,)) for n in range(100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(outcomes.count(200), 1)
        self.assertEqual(outcomes.count(409), 99)


if __name__ == "__main__":
    unittest.main()
