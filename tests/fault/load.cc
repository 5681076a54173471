#include "tests/fault/load.h"

#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/accounts/v1/team_service.pb.h>
#include <mainstay/engagement/v1/communication_service.pb.h>
#include <mainstay/engagement/v1/task_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>

#include <algorithm>
#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/etag.h"
#include "common/api/uuid.h"
#include "common/rpc/channel.h"
#include "common/status/status.h"
#include "common/trace/trace.h"

namespace mainstay::faults {
namespace {

namespace av1 = accounts::v1;
namespace ev1 = engagement::v1;
namespace fv1 = feedback::v1;

constexpr absl::Duration kPatience = absl::Seconds(30);  // with a write, after the end
constexpr absl::Duration kCall = absl::Seconds(3);
constexpr int kGiveUp = 12;  // one attempt without an answer in so many is the last

int64_t VersionIn(const google::protobuf::Message& answer) {
  const auto* field = answer.GetDescriptor()->FindFieldByName("etag");
  if (field == nullptr) return 0;
  return api::VersionOf(answer.GetReflection()->GetString(answer, field)).value_or(0);
}

}  // namespace

bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnimplemented:
      return true;
    case absl::StatusCode::kAborted: {
      const auto detail = status::GetErrorDetail(status);
      return detail.has_value() && detail->reason == "ETAG_MISMATCH";
    }
    default:
      return false;
  }
}

// One client, on a thread of its own, with accounts of its own.
class Load::Writer {
 public:
  Writer(Load& load, int number)
      : load_(load),
        number_(number),
        token_(load.suite_.Token(absl::StrCat("writer-", number))),
        random_(load.options_.seed * 1000 + number) {}

  std::vector<std::string> MakeAccounts() {
    std::vector<std::string> accounts;
    for (int i = 0; i < load_.options_.accounts_each; ++i) {
      const auto account = CreateAccount();
      if (account) accounts.push_back(account->name());
    }
    return accounts;
  }

  void Run() {
    const auto& accounts = load_.accounts_[number_];
    for (size_t i = 0; !load_.stop_; ++i) {
      WriteSomething(accounts[i % accounts.size()]);
      absl::SleepFor(load_.options_.pause);
    }
  }

  std::vector<Write> writes;

 private:
  // Sends it until it has an answer or the client has had enough.
  template <class Res, class Req>
  std::optional<Res> Send(Part service, std::string_view method, Req request,
                          bool to_be_refused = false) {
    const trace::TraceContext trace = trace::NewTrace();
    Write write{.service = service,
                .method = std::string(method),
                .writer = number_,
                .request_id = api::NewUuid(absl::Now()),
                .trace_id = trace.trace_id,
                .to_be_refused = to_be_refused};
    request.set_request_id(write.request_id);
    Res answer;
    absl::Time end = absl::InfiniteFuture();
    while (write.told == Told::kUnknown && absl::Now() < end) {
      ++write.attempts;
      const absl::Status status = rpc::Call(
          load_.suite_.channel(service), absl::StrCat("mainstay.", NameOf(service), ".v1.", method),
          {.token = token_, .traceparent = trace.ToTraceparent(), .deadline = absl::Now() + kCall},
          request, &answer);
      if (status.ok()) {
        write.told = Told::kAcknowledged;
        write.version = VersionIn(answer);
        ++load_.acknowledged_;
        break;
      }
      write.error = status.ToString(absl::StatusToStringMode::kWithNoExtraData);
      if (IsRefusal(status)) {
        write.told = Told::kRefused;
      } else if (random_() % kGiveUp == 0) {
        break;
      } else {
        absl::SleepFor(absl::Milliseconds(20 + random_() % 80));
      }
      if (load_.stop_ && end == absl::InfiniteFuture()) end = absl::Now() + kPatience;
    }
    const bool done = write.told == Told::kAcknowledged;
    writes.push_back(std::move(write));
    return done ? std::optional<Res>(std::move(answer)) : std::nullopt;
  }

  std::string NewName() { return absl::StrCat(load_.options_.name, " ", number_, "-", ++names_); }

  std::optional<av1::Account> CreateAccount() {
    av1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(NewName());
    request.mutable_account()->set_owner(absl::StrCat("owner-", number_));
    request.set_allow_duplicate(true);
    return Send<av1::Account>(Part::kAccounts, "AccountService/CreateAccount", request);
  }

  void Rename(const std::string& account, bool wrong_version) {
    av1::UpdateAccountRequest request;
    request.mutable_account()->set_name(account);
    request.mutable_account()->set_display_name(NewName());
    if (wrong_version) request.mutable_account()->set_etag(api::EtagOf(1'000'000'000));
    request.mutable_update_mask()->add_paths("display_name");
    Send<av1::Account>(Part::kAccounts, "AccountService/UpdateAccount", request, wrong_version);
  }

  void ChangeTeam(const std::string& account) {
    std::string& member = members_[account];
    if (member.empty()) {
      av1::CreateTeamMemberRequest request;
      request.set_parent(account);
      request.mutable_team_member()->set_user(absl::StrCat("user-", number_, "-", ++names_));
      request.mutable_team_member()->set_role(av1::TEAM_ROLE_SERVICE);
      const auto added =
          Send<av1::TeamMember>(Part::kAccounts, "TeamService/CreateTeamMember", request);
      if (added) member = added->name();
    } else {
      av1::DeleteTeamMemberRequest request;
      request.set_name(member);
      Send<av1::DeleteTeamMemberResponse>(Part::kAccounts, "TeamService/DeleteTeamMember", request);
      member.clear();
    }
  }

  void AddContact(const std::string& account) {
    av1::CreateContactRequest request;
    request.set_parent(account);
    request.mutable_contact()->set_display_name(NewName());
    Send<av1::Contact>(Part::kAccounts, "ContactService/CreateContact", request);
  }

  void WorkOnTask(const std::string& account) {
    std::string& task = tasks_[account];
    if (task.empty()) {
      ev1::CreateTaskRequest request;
      request.mutable_task()->set_subject(NewName());
      request.mutable_task()->set_account(account);
      request.mutable_task()->mutable_due_time()->set_seconds(2'000'000'000);
      const auto made = Send<ev1::Task>(Part::kEngagement, "TaskService/CreateTask", request);
      if (made) task = made->name();
    } else {
      ev1::CompleteTaskRequest request;
      request.set_name(task);
      Send<ev1::Task>(Part::kEngagement, "TaskService/CompleteTask", request);
      task.clear();
    }
  }

  void LogCommunication(const std::string& account) {
    ev1::CreateCommunicationRequest request;
    request.set_parent(account);
    request.mutable_communication()->set_subject(NewName());
    request.mutable_communication()->set_channel(ev1::COMMUNICATION_CHANNEL_PHONE);
    request.mutable_communication()->set_direction(ev1::COMMUNICATION_DIRECTION_OUTBOUND);
    Send<ev1::Communication>(Part::kEngagement, "CommunicationService/CreateCommunication",
                             request);
  }

  // A case that was breached before it was taken in goes all ways, and back.
  void WorkOnCase(const std::string& account) {
    fv1::Case& c = cases_[account];
    switch (c.state()) {
      case fv1::CASE_STATE_NEW: {
        fv1::AcknowledgeCaseRequest request;
        return Move("AcknowledgeCase", request, c);
      }
      case fv1::CASE_STATE_ACKNOWLEDGED: {
        fv1::WaitForCustomerRequest request;
        request.set_reason("photographs");
        if (random_() % 2 == 0) return Move("WaitForCustomer", request, c);
        return Resolve(c);
      }
      case fv1::CASE_STATE_IN_PROGRESS:
      case fv1::CASE_STATE_WAITING_FOR_CUSTOMER:
        return Resolve(c);
      case fv1::CASE_STATE_RESOLVED: {
        fv1::ReopenCaseRequest request;
        request.set_reason("it came back");
        if (random_() % 3 != 0) return Move("ReopenCase", request, c);
        fv1::ConfirmCaseRequest confirm;
        confirm.set_contact(account + "/contacts/01900000-0000-7000-8000-000000000001");
        confirm.set_note("said so");
        return Move("ConfirmCase", confirm, c);
      }
      default:
        return OpenCase(account, c);
    }
  }

  void OpenCase(const std::string& account, fv1::Case& c) {
    fv1::CreateCaseRequest request;
    request.set_parent(account);
    request.mutable_case_()->set_kind(fv1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_severity(fv1::CASE_SEVERITY_MAJOR);
    request.mutable_case_()->set_subject(NewName());
    request.mutable_case_()->mutable_receive_time()->set_seconds(1'760'000'000);
    c = Send<fv1::Case>(Part::kFeedback, "CaseService/CreateCase", request).value_or(fv1::Case());
  }

  void Resolve(fv1::Case& c) {
    fv1::ResolveCaseRequest request;
    request.set_resolution("a new seal");
    request.set_cause("an old seal");
    Move("ResolveCase", request, c);
  }

  // One whose outcome is unknown is left as it is, whatever that is.
  template <class Request>
  void Move(const std::string& method, Request request, fv1::Case& c) {
    request.set_name(c.name());
    c = Send<fv1::Case>(Part::kFeedback, "CaseService/" + method, request).value_or(fv1::Case());
  }

  void WriteSomething(const std::string& account) {
    const int die = static_cast<int>(random_() % (load_.options_.others ? 23 : 14));
    if (die < 6) return Rename(account, false);
    if (die < 7) return Rename(account, true);
    if (die < 11) return ChangeTeam(account);
    if (die < 13) return AddContact(account);
    if (die < 14) {
      CreateAccount();
      return;
    }
    if (die < 17) return WorkOnTask(account);
    if (die < 21) return WorkOnCase(account);
    LogCommunication(account);
  }

  Load& load_;
  const int number_;
  const std::string token_;
  std::minstd_rand random_;
  int names_ = 0;
  std::map<std::string, std::string> members_, tasks_;  // of each account, the one that is there
  std::map<std::string, fv1::Case> cases_;              // likewise
};

Load::Load(Suite& suite, const LoadOptions& options) : suite_(suite), options_(options) {
  for (int i = 0; i < options.writers; ++i) {
    writers_.push_back(std::make_unique<Writer>(*this, i));
    accounts_.push_back(writers_.back()->MakeAccounts());
    EXPECT_EQ(accounts_.back().size(), static_cast<size_t>(options.accounts_each));
  }
}

Load::~Load() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
}

void Load::Start() {
  running_ = static_cast<int>(writers_.size());
  for (const auto& writer : writers_) {
    threads_.emplace_back([this, &writer] {
      writer->Run();
      --running_;
    });
  }
}

std::vector<Write> Load::Finish() {
  stop_ = true;
  while (running_ > 0) suite_.KeepFor(absl::Milliseconds(20));
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  std::vector<Write> writes;
  for (const auto& writer : writers_) {
    writes.insert(writes.end(), writer->writes.begin(), writer->writes.end());
  }
  return writes;
}

std::string Summary(const std::vector<Write>& writes) {
  std::map<Told, int> told;
  std::map<std::string, int> errors;
  for (const Write& write : writes) {
    ++told[write.told];
    if (!write.error.empty() && !write.to_be_refused) {
      ++errors[write.error.substr(0, write.error.find(':'))];
    }
  }
  std::string text =
      absl::StrCat(told[Told::kAcknowledged], " acknowledged, ", told[Told::kRefused], " refused, ",
                   told[Told::kUnknown], " unknown; met on the way:");
  for (const auto& [error, count] : errors) absl::StrAppend(&text, " ", error, " ", count);
  return text;
}

}  // namespace mainstay::faults
