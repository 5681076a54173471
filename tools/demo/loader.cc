#include "tools/demo/loader.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include <mainstay/engagement/v1/communication_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>
#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/status/status.h"
#include "tools/demo/csv.h"

namespace mainstay::demo {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of the API

class Loader {
 public:
  Loader(const Company& company, grpc::Channel& channel, const LoadOptions& options)
      : company_(company),
        channel_(channel),
        options_(options),
        names_(company.accounts.size()),
        contacts_(company.accounts.size()),
        visits_of_(company.accounts.size()),
        talks_of_(company.accounts.size()),
        were_there_(company.accounts.size()) {}

  absl::StatusOr<LoadResult> Run();

 private:
  // Calls work(0) to work(count - 1), options_.in_flight at a time; the first error ends it.
  absl::Status Parallel(std::string_view what, int count,
                        const std::function<absl::Status(int)>& work);
  // Tries again while the server is busy: every write carries a request id.
  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request);

  absl::Status LoadAccount(int index);
  absl::Status LoadPeople(int index);
  absl::Status LoadContacts(int index);
  absl::Status LoadPayment(int index);
  absl::Status LoadVisits(int index);
  absl::Status LoadCommunications(int index);
  absl::StatusOr<TradeImport> LoadTrade();

  const Company& company_;
  grpc::Channel& channel_;
  const LoadOptions& options_;
  std::vector<std::string> names_;                      // resource names of the accounts
  std::vector<std::vector<std::string>> contacts_;      // resource names of each account's contacts
  std::vector<std::vector<int>> visits_of_, talks_of_;  // indexes, by account
  std::vector<char> were_there_;                        // accounts that an earlier load made
  absl::Mutex progress_mutex_;
};

// Of another service than accounts with its area before it: "engagement/VisitService/GetVisit".
std::string FullMethod(std::string_view method) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(method, absl::MaxSplits('/', 1));
  return absl::StrContains(parts.second, '/')
             ? absl::StrCat("mainstay.", parts.first, ".v1.", parts.second)
             : absl::StrCat("mainstay.accounts.v1.", method);
}

template <class Res>
absl::StatusOr<Res> Loader::Call(std::string_view method,
                                 const google::protobuf::Message& request) {
  constexpr int kAttempts = 6;
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<Res> response = rpc::Call<Res>(
        channel_, FullMethod(method),
        {.token = options_.token, .deadline = absl::Now() + absl::Seconds(30)}, request);
    const bool busy = absl::IsUnavailable(response.status()) ||
                      absl::IsResourceExhausted(response.status()) ||
                      absl::IsAborted(response.status());
    if (!busy || attempt == kAttempts) return response;
    absl::SleepFor(
        status::GetRetryDelay(response.status()).value_or(absl::Milliseconds(50) * (1 << attempt)));
  }
}

absl::Status Loader::Parallel(std::string_view what, int count,
                              const std::function<absl::Status(int)>& work) {
  std::atomic<int> next = 0, done = 0;
  absl::Mutex mutex;
  absl::Status first_error;
  auto body = [&] {
    for (int i; (i = next.fetch_add(1)) < count;) {
      absl::Status status = work(i);
      if (!status.ok()) {
        absl::MutexLock lock(&mutex);
        if (first_error.ok()) first_error = std::move(status);
        next = count;
        return;
      }
      const int finished = done.fetch_add(1) + 1;
      absl::MutexLock lock(&progress_mutex_);
      if (options_.progress) options_.progress(what, finished, count);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < std::min(options_.in_flight, count); ++i) threads.emplace_back(body);
  for (std::thread& thread : threads) thread.join();
  return first_error;
}

absl::Status Loader::LoadAccount(int index) {
  const DemoAccount& account = company_.accounts[index];
  CreateAccountRequest request;
  *request.mutable_account() = account.card;
  if (account.parent >= 0) request.mutable_account()->set_parent_account(names_[account.parent]);
  request.set_allow_duplicate(true);  // subsidiaries look like their group
  request.set_request_id(RequestId("CreateAccount", request));
  absl::StatusOr<Account> created = Call<Account>("AccountService/CreateAccount", request);
  if (created.ok()) {
    names_[index] = created->name();
    return absl::OkStatus();
  }
  if (!absl::IsAlreadyExists(created.status())) return created.status();
  ListAccountsRequest list;
  list.set_filter(absl::StrCat("external_id = \"", account.card.external_id(), "\""));
  ASSIGN_OR_RETURN(const auto found,
                   Call<ListAccountsResponse>("AccountService/ListAccounts", list));
  if (found.accounts_size() != 1) return created.status();
  names_[index] = found.accounts(0).name();
  were_there_[index] = 1;
  return absl::OkStatus();
}

absl::Status Loader::LoadContacts(int index) {
  const DemoAccount& account = company_.accounts[index];
  std::vector<std::string>& names = contacts_[index];
  names.resize(account.contacts.size());
  // By e-mail address: an earlier load may have been under another user's request ids.
  if (were_there_[index]) {
    ListContactsRequest list;
    list.set_parent(names_[index]);
    list.set_page_size(1000);
    ASSIGN_OR_RETURN(const auto found,
                     Call<ListContactsResponse>("ContactService/ListContacts", list));
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
    request.set_parent(names_[index]);
    *request.mutable_contact() = contact.card;
    if (contact.reports_to >= 0 && contact.reports_to < static_cast<int>(i)) {
      request.mutable_contact()->set_reports_to(names[contact.reports_to]);
    }
    request.set_request_id(RequestId("CreateContact", request));
    ASSIGN_OR_RETURN(const auto created, Call<Contact>("ContactService/CreateContact", request));
    names[i] = created.name();
  }
  return absl::OkStatus();
}

absl::Status Loader::LoadPeople(int index) {
  RETURN_IF_ERROR(LoadContacts(index));
  for (const TeamMember& member : company_.accounts[index].team) {
    CreateTeamMemberRequest request;
    request.set_parent(names_[index]);
    *request.mutable_team_member() = member;
    request.set_request_id(RequestId("CreateTeamMember", request));
    const absl::Status status = Call<TeamMember>("TeamService/CreateTeamMember", request).status();
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
  }
  return absl::OkStatus();
}

absl::Status Loader::LoadPayment(int index) {
  const DemoPayment& payment = company_.payments[index];
  RecordPaymentRequest request;
  request.set_parent(names_[payment.account]);
  *request.mutable_payment() = payment.card;
  request.set_request_id(RequestId("RecordPayment", request));
  const absl::Status status = Call<Payment>("TradeService/RecordPayment", request).status();
  return absl::IsAlreadyExists(status) ? absl::OkStatus() : status;
}

// What an account of an earlier load has is left as it is: visits have no number to know them by.
absl::Status Loader::LoadVisits(int index) {
  using namespace engagement::v1;  // NOLINT: the messages of the API
  if (were_there_[index]) {
    ListVisitsRequest list;
    list.set_parent(names_[index]);
    list.set_page_size(1);
    ASSIGN_OR_RETURN(const auto found,
                     Call<ListVisitsResponse>("engagement/VisitService/ListVisits", list));
    if (found.visits_size() > 0) return absl::OkStatus();
  }
  const auto load = [&]<class Request>(const DemoVisit& visit, std::string_view method,
                                       Request request) -> absl::Status {
    request.set_parent(names_[index]);
    *request.mutable_visit() = visit.card;
    if (visit.host >= 0) {
      request.mutable_visit()->mutable_attendees(0)->set_contact(contacts_[index][visit.host]);
    }
    request.set_request_id(RequestId(method, request));
    return Call<Visit>(absl::StrCat("engagement/VisitService/", method), request).status();
  };
  for (const int i : visits_of_[index]) {
    const DemoVisit& visit = company_.visits[i];
    RETURN_IF_ERROR(visit.made ? load(visit, "RecordVisit", RecordVisitRequest())
                               : load(visit, "CreateVisit", CreateVisitRequest()));
  }
  return absl::OkStatus();
}

absl::Status Loader::LoadCommunications(int index) {
  using namespace engagement::v1;  // NOLINT: the messages of the API
  for (const int i : talks_of_[index]) {
    const DemoCommunication& talk = company_.communications[i];
    CreateCommunicationRequest request;
    request.set_parent(names_[index]);
    *request.mutable_communication() = talk.card;
    request.mutable_communication()->set_source("demo");
    request.mutable_communication()->set_external_id(absl::StrCat(i));
    if (talk.contact >= 0) {
      request.mutable_communication()->add_contacts(contacts_[index][talk.contact]);
    }
    request.set_request_id(RequestId("CreateCommunication", request));
    const absl::Status status =
        Call<Communication>("engagement/CommunicationService/CreateCommunication", request)
            .status();
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<TradeImport> Loader::LoadTrade() {
  constexpr size_t kPieceBytes = 256 << 10;
  const std::string csv = TradeCsv(company_);
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
  RETURN_IF_ERROR(
      rpc::CallClientStream(channel_, FullMethod("TradeService/ImportTrade"),
                            {.token = options_.token, .deadline = absl::Now() + absl::Minutes(5)},
                            next, &request, &import));
  if (import.state() != TRADE_IMPORT_STATE_SUCCEEDED || import.counts().rejected_records() > 0) {
    return absl::InternalError(
        absl::StrCat("the trade was not imported as a whole: ", import.ShortDebugString()));
  }
  return import;
}

absl::StatusOr<LoadResult> Loader::Run() {
  // Groups before their members: a parent's name must be known.
  std::vector<int> roots, members;
  for (size_t i = 0; i < company_.accounts.size(); ++i) {
    (company_.accounts[i].parent < 0 ? roots : members).push_back(static_cast<int>(i));
  }
  RETURN_IF_ERROR(Parallel("accounts", static_cast<int>(roots.size()),
                           [&](int i) { return LoadAccount(roots[i]); }));
  RETURN_IF_ERROR(Parallel("subsidiaries", static_cast<int>(members.size()),
                           [&](int i) { return LoadAccount(members[i]); }));
  int lines = 0;
  for (const DemoOrder& order : company_.orders) lines += static_cast<int>(order.lines.size());
  if (options_.progress) options_.progress("order lines", 0, lines);
  ASSIGN_OR_RETURN(TradeImport import, LoadTrade());
  if (options_.progress) options_.progress("order lines", lines, lines);
  RETURN_IF_ERROR(Parallel("contacts and teams of accounts",
                           static_cast<int>(company_.accounts.size()),
                           [&](int i) { return LoadPeople(i); }));
  RETURN_IF_ERROR(Parallel("payments", static_cast<int>(company_.payments.size()),
                           [&](int i) { return LoadPayment(i); }));
  for (size_t i = 0; i < company_.visits.size(); ++i) {
    visits_of_[company_.visits[i].account].push_back(static_cast<int>(i));
  }
  for (size_t i = 0; i < company_.communications.size(); ++i) {
    talks_of_[company_.communications[i].account].push_back(static_cast<int>(i));
  }
  const int accounts = static_cast<int>(company_.accounts.size());
  RETURN_IF_ERROR(Parallel("visits of accounts", accounts, [&](int i) { return LoadVisits(i); }));
  RETURN_IF_ERROR(Parallel("communications of accounts", accounts,
                           [&](int i) { return LoadCommunications(i); }));
  return LoadResult{std::move(import)};
}

}  // namespace

std::string RequestId(std::string_view method, const google::protobuf::Message& request) {
  const std::string text = absl::StrCat(kSeed, " ", method, " ", request.SerializeAsString());
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  digest[6] = static_cast<char>((digest[6] & 0x0f) | 0x80);  // version 8 (RFC 9562): our own
  digest[8] = static_cast<char>((digest[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(digest.substr(0, 16));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

absl::StatusOr<LoadResult> Load(const Company& company, grpc::Channel& channel,
                                const LoadOptions& options) {
  return Loader(company, channel, options).Run();
}

}  // namespace mainstay::demo
