"""Trade goes in through the public API and the graded portfolio comes out."""

import csv
import io
import time
import unittest
import uuid

from client import Grpc, Http, HttpError, messages

HEADER = ["Invoice", "Sku", "Text", "Qty", "When", "Price", "Customer", "Land"]
MAPPING = {
    "columns.accountExternalId": "Customer", "columns.region": "Land",
    "columns.orderNumber": "Invoice", "columns.product": "Sku", "columns.description": "Text",
    "columns.quantity": "Qty", "columns.unitPrice": "Price", "columns.orderTime": "When",
    "creditNotePrefix": "C", "defaultCurrencyCode": "GBP", "createMissingAccounts": "true",
}


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return text.getvalue().encode()


class Trade(unittest.TestCase):
    def setUp(self):
        self.http = Http()
        self.tag = uuid.uuid4().hex[:8]

    def upload(self, data, pieces=None, **query):
        from urllib.parse import urlencode
        path = "/v1/tradeImports?" + urlencode({**MAPPING, **query})
        if pieces:
            body = (data[i:i + pieces] for i in range(0, len(data), pieces))
            code, headers, answer = self.http.raw("POST", path, body, {"Content-Type": "text/csv"},
                                                  encode_chunked=True)
        else:
            code, headers, answer = self.http.raw("POST", path, data, {"Content-Type": "text/csv"})
        if code != 200:
            raise HttpError(code, answer, headers)
        import json
        return json.loads(answer)

    def until_newest_is(self, state):
        """The newest import, once it is in that state."""
        for _ in range(600):
            newest = self.http.call("GET", "/v1/tradeImports", query={"pageSize": 1}).get(
                "tradeImports", [{}])[0]
            if newest.get("state") == state:
                return newest
            time.sleep(0.1)
        self.fail(f"the newest import is {newest}")

    def rows(self):
        c = "K" + self.tag
        return [
            [f"1{self.tag}", "A1", 'lamp, "oak"', "10", "2026-01-05 10:00:00", "12.50", c, "France"],
            [f"1{self.tag}", "A1", "lamp, again", "10", "2026-01-05 10:00:00", "12.50", c, "France"],
            [f"1{self.tag}", "A2", "two\nlines", "1", "2026-01-05 10:00:00", "0.001", c, "France"],
            [f"C2{self.tag}", "A1", "lamp back", "-2", "2026-02-05 10:00:00", "12.50", c, "Spain"],
            [f"3{self.tag}", "A1", "nobody's", "1", "2026-02-05 10:00:00", "1.00", "", "Spain"],
            [f"4{self.tag}", "A1", "bad number", "x", "2026-02-05 10:00:00", "1.00", c, "Spain"],
        ]

    def test_import_counts_rejects_and_repeats(self):
        data = as_csv(self.rows())
        done = self.upload(data, pieces=37)
        self.assertEqual(done["state"], "TRADE_IMPORT_STATE_SUCCEEDED")
        counts = done["counts"]
        self.assertEqual((counts["records"], counts["appliedRecords"], counts["rejectedRecords"]),
                         ("6", "4", "2"))
        self.assertEqual((counts["ordersCreated"], counts["accountsCreated"]), ("2", "1"))
        self.assertEqual(done["netSales"],
                         [{"currencyCode": "GBP", "units": "225", "nanos": 1000000}])

        code, _, rejects = self.http.raw("GET", f"/v1/{done['name']}:downloadRejects")
        self.assertEqual(code, 200)
        table = list(csv.reader(io.StringIO(rejects.decode())))
        self.assertEqual(len(table), 3, "the header and two lines")
        self.assertIn("7", table[1], "the physical line: a quoted line break counts")
        self.assertIn("8", table[2])

        again = self.upload(data)
        self.assertTrue(again["unchanged"])
        self.assertNotIn("ordersCreated", again["counts"])
        account = self.http.call("GET", "/v1/accounts", query={
            "filter": f'external_id = "K{self.tag}"'})["accounts"][0]
        self.assertEqual(account["region"], "Spain")
        summary = self.http.call("GET", f"/v1/{account['name']}/tradeSummary")
        self.assertEqual(summary["netSales"]["units"], "225")
        orders = self.http.call("GET", f"/v1/{account['name']}/orders")["orders"]
        self.assertEqual([o["kind"] for o in orders],
                         ["ORDER_KIND_CREDIT_NOTE", "ORDER_KIND_ORDER"])

    def test_malformed_files_fail_whole_with_the_line(self):
        good = as_csv(self.rows())
        cases = {
            "quote": (good + b'9,"A1,open quote,1,2026-01-05 10:00:00,1.00,K,France\n', None),
            "nul": (good + b"9,A1,n\0l,1,2026-01-05 10:00:00,1.00,K,France\n", 9),
            "utf8": (good + b"9,A1,\xff\xfe,1,2026-01-05 10:00:00,1.00,K,France\n", 9),
            "ragged": (good + b"9,A1,short\n", 9),
        }
        for name, (data, line) in cases.items():
            failed = self.upload(data)
            self.assertEqual(failed["state"], "TRADE_IMPORT_STATE_FAILED", name)
            self.assertTrue(failed["failure"], name)
            if line:
                self.assertEqual(int(failed["failureLine"]), line, name)
        found = self.http.call("GET", "/v1/accounts", query={
            "filter": f'external_id = "K{self.tag}"'})
        self.assertEqual(found, {}, "nothing was left behind")

    def test_a_missing_column_is_named(self):
        with self.assertRaises(HttpError) as error:
            answer = self.upload(as_csv(self.rows()), **{"columns.product": "Artikel"})
            if answer["state"] == "TRADE_IMPORT_STATE_FAILED":
                raise HttpError(400, answer["failure"].encode(), {})
        self.assertIn("Artikel", str(error.exception))

    def test_a_cut_upload_is_resumed_over_grpc(self):
        data = as_csv(self.rows())
        types = messages("trade_service")

        def cut():
            first = types.ImportTradeRequest(
                credit_note_prefix="C", default_currency_code="GBP", create_missing_accounts=True,
                columns=types.TradeColumns(
                    account_external_id="Customer", region="Land", order_number="Invoice",
                    product="Sku", description="Text", quantity="Qty", unit_price="Price",
                    order_time="When"))
            first.file.data = data[:100]
            yield first
            self.until_newest_is("TRADE_IMPORT_STATE_RECEIVING")
            raise RuntimeError("the client's network went away")

        client = Grpc()
        self.addCleanup(client.close)
        with self.assertRaises(Exception):
            client.upload("trade_service", "TradeService", "ImportTrade", cut(), timeout=100)
        newest = self.until_newest_is("TRADE_IMPORT_STATE_INTERRUPTED")
        offset = int(newest.get("receivedBytes", 0))

        def rest():
            message = types.ImportTradeRequest(name=newest["name"], offset=offset)
            message.file.data = data[offset:]
            yield message

        done = client.upload("trade_service", "TradeService", "ImportTrade", rest())
        self.assertEqual(done["state"], "TRADE_IMPORT_STATE_SUCCEEDED")
        self.assertEqual(done["counts"]["records"], "6")

    def test_abc_classes_shares_and_chart(self):
        currency = "ISK"  # nobody else trades in it here
        rows, value = [], {"a": 800, "b": 150, "c": 50, "d": -20}
        for key, amount in value.items():
            rows.append([f"{key}{self.tag}", "S", "", "1" if amount > 0 else "-1",
                         "2026-03-01 00:00:00", str(abs(amount)), f"{key}-{self.tag}", "Peru"])
        self.upload(as_csv(rows), defaultCurrencyCode=currency)
        run = self.http.call("POST", "/v1/abcAnalyses", {
            "startTime": "2026-01-01T00:00:00Z", "endTime": "2026-12-31T00:00:00Z",
            "currencyCode": currency})
        rows = self.http.call("GET", f"/v1/{run['name']}/rows")["rows"]
        self.assertEqual([(r["externalId"][0], r["abcClass"][-1]) for r in rows],
                         [("a", "A"), ("b", "B"), ("c", "C"), ("d", "C")])
        self.assertEqual(run["totalValue"]["units"], "1000")
        self.assertAlmostEqual(run["topShare"], 0.8)
        chart = self.http.call("GET", f"/v1/{run['name']}/chart")
        self.assertAlmostEqual(chart["points"][-1]["cumulativeShare"], 1.0)


if __name__ == "__main__":
    unittest.main()
