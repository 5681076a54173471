#include "common/directory/directory.h"

#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/team_service.pb.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/api/etag.h"
#include "common/rpc/channel.h"
#include "common/status/status.h"

namespace mainstay::directory {
namespace {

namespace v1 = accounts::v1;

constexpr size_t kMostRemembered = 10000;                    // questions
constexpr absl::Duration kWayBack = absl::Milliseconds(20);  // of the caller's time, left to answer
// When as many ask as may: an answer that comes within moments makes room for the next question;
// when none does, accounts is taken for slow, and for a while nobody waits for room.
constexpr absl::Duration kWaitForRoom = absl::Milliseconds(50);
constexpr absl::Duration kSlowFor = absl::Seconds(1);
constexpr int kReadings = 3;  // of an account that changes while its team is read

rpc::CallOptions OptionsOf(const rpc::CallContext& call) {
  return {.token = std::string(call.token()),
          .traceparent = call.trace().ToTraceparent(),
          .deadline = call.deadline() - kWayBack};
}

std::string NameOf(const std::string& account_id) { return absl::StrCat("accounts/", account_id); }

std::string IdOf(const std::string& name) {
  return std::string(absl::StripPrefix(name, "accounts/"));
}

absl::StatusOr<v1::Account> GetAccount(grpc::Channel& accounts, const rpc::CallContext& call,
                                       const std::string& name) {
  v1::GetAccountRequest request;
  request.set_name(name);
  return rpc::Call<v1::Account>(accounts, "mainstay.accounts.v1.AccountService/GetAccount",
                                OptionsOf(call), request);
}

absl::StatusOr<std::vector<std::string>> GetTeam(grpc::Channel& accounts,
                                                 const rpc::CallContext& call,
                                                 const std::string& name) {
  std::vector<std::string> users;
  v1::ListTeamMembersRequest request;
  request.set_parent(name);
  request.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     rpc::Call<v1::ListTeamMembersResponse>(
                         accounts, "mainstay.accounts.v1.TeamService/ListTeamMembers",
                         OptionsOf(call), request));
    for (const v1::TeamMember& member : page.team_members()) users.push_back(member.user());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return users;
}

Change ToChange(const v1::Account& account) {
  const std::string& tier = v1::Tier_Name(account.tier());
  Change change{.account_id = IdOf(account.name()),
                .version = api::VersionOf(account.etag()).value_or(0)};
  change.display_name = account.display_name();
  change.owner = account.owner();
  change.region = account.region();
  change.tier = account.tier() == v1::TIER_UNSPECIFIED
                    ? ""
                    : absl::AsciiStrToLower(absl::StripPrefix(tier, "TIER_"));
  change.state = account.state() == v1::ACCOUNT_STATE_DELETED ? "deleted" : "active";
  return change;
}

Account ToAccount(const Change& change) {
  return {.id = change.account_id,
          .display_name = *change.display_name,
          .owner = *change.owner,
          .tier = *change.tier,
          .state = *change.state,
          .version = change.version};
}

// The account as it was at one version, with its team; without the team when the caller may not see
// it, or the account changes too fast.
absl::StatusOr<Change> Read(grpc::Channel& accounts, const rpc::CallContext& call,
                            const std::string& account_id) {
  ASSIGN_OR_RETURN(v1::Account account, GetAccount(accounts, call, NameOf(account_id)));
  for (int i = 0; i < kReadings; ++i) {
    absl::StatusOr<std::vector<std::string>> team = GetTeam(accounts, call, account.name());
    if (absl::IsPermissionDenied(team.status())) break;
    if (!team.ok()) return team.status();
    ASSIGN_OR_RETURN(v1::Account again, GetAccount(accounts, call, account.name()));
    const bool same = again.etag() == account.etag();
    account = std::move(again);
    if (!same) continue;
    Change change = ToChange(account);
    change.members = *std::move(team);
    change.complete = true;
    return change;
  }
  return ToChange(account);
}

}  // namespace

Directory::Directory(std::shared_ptr<grpc::Channel> accounts, int most_questions)
    : accounts_(std::move(accounts)), most_questions_(std::max(1, most_questions)) {}

absl::StatusOr<Account> Directory::Find(rpc::CallContext& call, const std::string& account_id) {
  struct Known {
    std::optional<Account> account;
    bool there;  // outside the scope, perhaps
  };
  ASSIGN_OR_RETURN(const Known known,
                   call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Known> {
                     Known found{FindAccount(tx, account_id, call.scope()), true};
                     if (!found.account) {
                       found.there =
                           FindAccount(tx, account_id, auth::AccountScope::All()).has_value();
                     }
                     return found;
                   }));
  if (known.account) return *known.account;
  const Question question{account_id, call.principal().subject, call.scope().all()};
  if (known.there || KnownAsNone(question, call.now())) {
    return status::NotFound(NameOf(account_id));
  }
  absl::StatusOr<Account> answer = Ask(call, account_id);
  if (absl::IsNotFound(answer.status())) RememberNone(question, call.now());
  return answer;
}

absl::StatusOr<Account> Directory::Ask(rpc::CallContext& call, const std::string& account_id) {
  if (!Enter()) {
    return status::RetryLater(absl::StatusCode::kUnavailable, "ACCOUNTS_SLOW",
                              "the accounts service is slow to answer; try again", kSlowFor);
  }
  const absl::StatusOr<Change> change = Read(*accounts_, call, account_id);
  Leave();
  if (absl::IsPermissionDenied(change.status())) return status::NotFound(NameOf(account_id));
  if (!change.ok()) return change.status();
  if (change->complete) {
    RETURN_IF_ERROR(call.db().Write(call.tx_options(), [&](pg::Tx& tx) {
      Apply(tx, *change, call.now());
      if (change->account_id != account_id) {
        NoteMerged(tx, account_id, change->account_id, call.now());
      }
      return absl::OkStatus();
    }));
  }
  return ToAccount(*change);
}

bool Directory::Enter() {
  absl::MutexLock lock(&mutex_);
  const auto has_room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return asking_ < most_questions_;
  };
  if (!has_room()) {
    if (absl::Now() < slow_until_) return false;
    if (!mutex_.AwaitWithTimeout(absl::Condition(&has_room), kWaitForRoom)) {
      slow_until_ = absl::Now() + kSlowFor;
      return false;
    }
  }
  ++asking_;
  return true;
}

void Directory::Leave() {
  absl::MutexLock lock(&mutex_);
  --asking_;
}

bool Directory::KnownAsNone(const Question& question, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const auto found = none_until_.find(question);
  return found != none_until_.end() && now < found->second;
}

void Directory::RememberNone(Question question, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (none_until_.size() >= kMostRemembered) {
    absl::erase_if(none_until_, [&](const auto& entry) { return entry.second <= now; });
  }
  if (none_until_.size() < kMostRemembered) none_until_[std::move(question)] = now + kNoneFor;
}

}  // namespace mainstay::directory
