"""gRPC through the gateway's pass-through, and who gets in where."""

import unittest
import uuid

import grpc
from client import SUITE, Grpc, Http, HttpError


def code_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error.code()
    return grpc.StatusCode.OK


class AccessOverGrpc(unittest.TestCase):
    def setUp(self):
        self.admin = Grpc()
        self.addCleanup(self.admin.close)
        self.user = "li." + uuid.uuid4().hex[:6]
        self.manager = Grpc(self.user, "account_manager")
        self.addCleanup(self.manager.close)
        self.account = self.admin.unary("account_service", "AccountService", "CreateAccount", {
            "account": {"displayName": "Scope " + uuid.uuid4().hex}})["name"]

    def read(self):
        return self.manager.unary("account_service", "AccountService", "GetAccount",
                                  {"name": self.account})

    def test_membership_opens_and_its_end_closes_with_the_next_call(self):
        self.assertEqual(code_of(self.read), grpc.StatusCode.NOT_FOUND)
        member = self.admin.unary("team_service", "TeamService", "CreateTeamMember", {
            "parent": self.account, "teamMember": {"user": self.user, "role": "TEAM_ROLE_SERVICE",
                                                   "raci": "RACI_CONSULTED"}})
        self.assertEqual(self.read()["name"], self.account)
        self.admin.unary("team_service", "TeamService", "DeleteTeamMember",
                         {"name": member["name"]})
        self.assertEqual(code_of(self.read), grpc.StatusCode.NOT_FOUND)

    def test_the_creator_is_on_the_team(self):
        mine = self.manager.unary("account_service", "AccountService", "CreateAccount", {
            "account": {"displayName": "Mine " + uuid.uuid4().hex}})
        listed = self.manager.unary("account_service", "AccountService", "ListAccounts", {})
        self.assertEqual([a["name"] for a in listed["accounts"]], [mine["name"]])

    def test_protected_fields_come_back_masked(self):
        contact = self.admin.unary("contact_service", "ContactService", "CreateContact", {
            "parent": self.account, "contact": {
                "displayName": "陈静", "buyingRole": "BUYING_ROLE_DECISION_MAKER",
                "family": "two daughters"}})
        with Grpc("ana", "analyst") as analyst:
            seen = analyst.unary("contact_service", "ContactService", "GetContact",
                                 {"name": contact["name"]})
        self.assertNotIn("family", seen)
        self.assertIn("family", seen["maskedFields"])
        self.assertEqual(contact["family"], "two daughters")

    def test_tokens(self):
        for metadata in ([], [("authorization", "Bearer x.y.z")]):
            stranger = Grpc()
            stranger.metadata = metadata
            self.assertEqual(code_of(lambda: stranger.unary(
                "account_service", "AccountService", "GetAccount", {"name": self.account})),
                grpc.StatusCode.UNAUTHENTICATED)
            stranger.close()

    def test_errors_carry_reason_and_trace_survives_the_proxy(self):
        with self.assertRaises(grpc.RpcError) as error:
            self.admin.unary("account_service", "AccountService", "UpdateAccount", {
                "account": {"name": self.account, "overview": "x", "etag": '"999"'}})
        self.assertEqual(error.exception.code(), grpc.StatusCode.ABORTED)
        trailing = dict(error.exception.trailing_metadata())
        self.assertIn(b"ETAG_MISMATCH", trailing["grpc-status-details-bin"])

    def test_unknown_methods_and_services(self):
        for method in ("/mainstay.accounts.v1.AccountService/Nothing", "/mainstay.none.v1.X/Y"):
            call = self.admin.channel.unary_unary(method)
            self.assertEqual(code_of(lambda: call(b"", metadata=self.admin.metadata, timeout=10)),
                             grpc.StatusCode.UNIMPLEMENTED)

    def test_analysts_may_not_write(self):
        http = Http("ana", "analyst")
        with self.assertRaises(HttpError) as error:
            http.call("POST", "/v1/accounts", {"displayName": "No"})
        self.assertEqual(error.exception.code, 403)


if __name__ == "__main__":
    unittest.main()
