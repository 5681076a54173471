// Accounts with their trade, people and payments.
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/client/method_name.h"
#include "tools/demo/csv.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of the API

absl::Status LoadAccount(LoaderSession& session, int index) {
  const DemoAccount& account = session.company.accounts[index];
  CreateAccountRequest request;
  *request.mutable_account() = account.card;
  if (account.parent >= 0)
    request.mutable_account()->set_parent_account(session.names[account.parent]);
  request.set_allow_duplicate(true);  // subsidiaries look like their group
  request.set_request_id(RequestId("CreateAccount", request));
  absl::StatusOr<Account> created = session.Call<Account>("AccountService/CreateAccount", request);
  if (created.ok()) {
    session.names[index] = created->name();
    return absl::OkStatus();
  }
  if (!absl::IsAlreadyExists(created.status())) return created.status();
  ListAccountsRequest list;
  list.set_filter(absl::StrCat("external_id = \"", account.card.external_id(), "\""));
  ASSIGN_OR_RETURN(const auto found,
                   session.Call<ListAccountsResponse>("AccountService/ListAccounts", list));
  if (found.accounts_size() != 1) return created.status();
  session.names[index] = found.accounts(0).name();
  session.were_there[index] = 1;
  return absl::OkStatus();
}

absl::Status LoadContacts(LoaderSession& session, int index) {
  const DemoAccount& account = session.company.accounts[index];
  std::vector<std::string>& names = session.contacts[index];
  names.resize(account.contacts.size());
  // By e-mail address: an earlier load may have been under another user's request ids.
  if (session.were_there[index]) {
    ListContactsRequest list;
    list.set_parent(session.names[index]);
    list.set_page_size(1000);
    ASSIGN_OR_RETURN(const auto found,
                     session.Call<ListContactsResponse>("ContactService/ListContacts", list));
    for (const Contact& there : found.contacts()) {
      for (size_t i = 0; i < names.size(); ++i) {
        if (account.contacts[i].card.email() == there.email()) names[i] = there.name();
      }
    }
  }
  for (size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty()) continue;
    const DemoContact& contact = account.contacts[i];
    CreateContactRequest request;
    request.set_parent(session.names[index]);
    *request.mutable_contact() = contact.card;
    if (contact.reports_to >= 0 && contact.reports_to < static_cast<int>(i)) {
      request.mutable_contact()->set_reports_to(names[contact.reports_to]);
    }
    request.set_request_id(RequestId("CreateContact", request));
    ASSIGN_OR_RETURN(const auto created,
                     session.Call<Contact>("ContactService/CreateContact", request));
    names[i] = created.name();
  }
  return absl::OkStatus();
}

absl::Status LoadPeopleOf(LoaderSession& session, int index) {
  RETURN_IF_ERROR(LoadContacts(session, index));
  for (const TeamMember& member : session.company.accounts[index].team) {
    CreateTeamMemberRequest request;
    request.set_parent(session.names[index]);
    *request.mutable_team_member() = member;
    request.set_request_id(RequestId("CreateTeamMember", request));
    const absl::Status status =
        session.Call<TeamMember>("TeamService/CreateTeamMember", request).status();
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
  }
  return absl::OkStatus();
}

absl::Status LoadPayment(LoaderSession& session, int index) {
  const DemoPayment& payment = session.company.payments[index];
  RecordPaymentRequest request;
  request.set_parent(session.names[payment.account]);
  *request.mutable_payment() = payment.card;
  request.set_request_id(RequestId("RecordPayment", request));
  const absl::Status status = session.Call<Payment>("TradeService/RecordPayment", request).status();
  return absl::IsAlreadyExists(status) ? absl::OkStatus() : status;
}

}  // namespace

absl::Status LoadAccounts(LoaderSession& session) {
  const std::vector<DemoAccount>& accounts = session.company.accounts;
  // Groups before their members: a parent's name must be known.
  std::vector<int> roots, members;
  for (size_t i = 0; i < accounts.size(); ++i) {
    (accounts[i].parent < 0 ? roots : members).push_back(static_cast<int>(i));
  }
  RETURN_IF_ERROR(session.Parallel("accounts", static_cast<int>(roots.size()),
                                   [&](int i) { return LoadAccount(session, roots[i]); }));
  return session.Parallel("subsidiaries", static_cast<int>(members.size()),
                          [&](int i) { return LoadAccount(session, members[i]); });
}

absl::Status LoadPeople(LoaderSession& session) {
  return session.Parallel("contacts and teams of accounts",
                          static_cast<int>(session.company.accounts.size()),
                          [&](int i) { return LoadPeopleOf(session, i); });
}

absl::Status LoadPayments(LoaderSession& session) {
  return session.Parallel("payments", static_cast<int>(session.company.payments.size()),
                          [&](int i) { return LoadPayment(session, i); });
}

absl::StatusOr<TradeImport> LoadTrade(LoaderSession& session) {
  constexpr size_t kPieceBytes = 256 << 10;
  const std::string csv = TradeCsv(session.company);
  size_t sent = 0;
  auto next = [&](google::protobuf::Message* message) {
    auto& request = static_cast<ImportTradeRequest&>(*message);
    request.Clear();
    if (sent == csv.size()) return false;
    if (sent == 0) {
      *request.mutable_columns() = TradeColumnsOfCsv();
      request.set_credit_note_prefix(kCreditNotePrefix);
      request.set_time_zone(kTimeZone);
      request.set_file_name("demo-trade.csv");
    }
    const size_t size = std::min(kPieceBytes, csv.size() - sent);
    request.mutable_file()->set_data(csv.data() + sent, size);
    sent += size;
    return true;
  };
  ImportTradeRequest request;
  TradeImport import;
  RETURN_IF_ERROR(rpc::CallClientStream(
      session.channel, client::FullMethod("TradeService/ImportTrade"),
      {.token = session.options.token, .deadline = absl::Now() + absl::Minutes(5)}, next, &request,
      &import));
  if (import.state() != TRADE_IMPORT_STATE_SUCCEEDED || import.counts().rejected_records() > 0) {
    return absl::InternalError(
        absl::StrCat("the trade was not imported as a whole: ", import.ShortDebugString()));
  }
  return import;
}

}  // namespace mainstay::demo
