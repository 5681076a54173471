#include "tests/fault/private_suite.h"

#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/engagement/v1/task_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/survey/v1/campaign_service.pb.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"

namespace mainstay::faults {
namespace {

constexpr absl::Duration kStep = absl::Milliseconds(20);
constexpr absl::Duration kRestart = absl::Milliseconds(100);  // after an end by itself
constexpr int kDiedAtPoint = 137;

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "the test's suite: %s\n", what.c_str());
  std::abort();
}

}  // namespace

const char* NameOf(Part part) {
  switch (part) {
    case Part::kAccounts:
      return "accounts";
    case Part::kEngagement:
      return "engagement";
    case Part::kFeedback:
      return "feedback";
    case Part::kSurvey:
      return "survey";
    case Part::kAccountsDb:
      return "accounts' PostgreSQL";
    case Part::kEngagementDb:
      return "engagement's PostgreSQL";
    case Part::kFeedbackDb:
      return "feedback's PostgreSQL";
    case Part::kSurveyDb:
      return "survey's PostgreSQL";
    case Part::kRedis:
      return "Redis";
  }
  return "";
}

Suite::Suite(std::string faults) : faults_(std::move(faults)) {
  const std::string& home = folder_.path;
  std::filesystem::create_directory(home + "/redis");
  of(Part::kRedis).command = {
      .words = {"redis-server", "--port", "0", "--unixsocket", home + "/redis.sock", "--dir",
                home + "/redis", "--save", "", "--appendonly", "yes", "--daemonize", "no"},
      .log = home + "/redis.log"};
  std::ofstream(home + "/survey.token") << issuer_.Token("survey", {"integration"});
  for (const ServiceParts& parts : kServices) {
    CopyCluster(Folder(parts.database));
    of(parts.database).command = ServerOf(Folder(parts.database));
    of(parts.service).command = Service(parts);
    channels_[static_cast<size_t>(parts.service)] =
        rpc::NewChannel({.target = Socket(NameOf(parts.service))}).value();
  }
  AwaitReady();
  accidents_.clear();
}

Suite::~Suite() {
  for (Member& member : members_) member.process.Kill();
  if (!::testing::Test::HasFailure()) return;
  const std::string kept = folder_.path + "-logs";
  std::error_code ignored;
  std::filesystem::create_directory(kept, ignored);
  std::vector<std::string> logs = {"redis.log"};
  for (const ServiceParts& parts : kServices) {
    logs.push_back(absl::StrCat(NameOf(parts.service), ".log"));
    logs.push_back(absl::StrCat(NameOf(parts.service), "-db/log"));
  }
  for (const std::string& log : logs) {
    std::filesystem::copy_file(folder_.path + "/" + log,
                               kept + "/" + absl::StrReplaceAll(log, {{"/", "."}}), ignored);
  }
  std::cout << "the logs are in " << kept << "\n";
}

std::string Suite::Socket(const std::string& name) const {
  return absl::StrCat("unix:", folder_.path, "/", name, ".sock");
}

std::string Suite::Folder(Part database) const {
  for (const ServiceParts& parts : kServices) {
    if (parts.database == database)
      return absl::StrCat(folder_.path, "/", NameOf(parts.service), "-db");
  }
  Die("it has no cluster");
}

Command Suite::Service(const ServiceParts& parts) const {
  const std::string name = NameOf(parts.service);
  const auth::VerifierOptions verifier = issuer_.options();
  Command command{
      .words = {absl::StrCat(MAINSTAY_BIN, "/mainstay-", name), "--listen", Socket(name),
                "--pg-dsn", ServiceDsn(Folder(parts.database), name), "--auth-issuer",
                verifier.issuer, "--auth-audience", verifier.audience, "--auth-jwks", verifier.jwks,
                "--page-token-key", "0123456789abcdef0123456789abcdef", "--redis-address",
                absl::StrCat("unix:", folder_.path, "/redis.sock"), "--drain-delay", "0s"},
      .log = absl::StrCat(folder_.path, "/", name, ".log")};
  // Half of the sessions of a real one: they are opened anew after each kill.
  for (const char* word : {"--workers", "6", "--batch-workers", "4"}) command.words.push_back(word);
  if (!parts.receivers.empty()) {
    command.words.push_back("--event-groups");
    command.words.emplace_back(parts.receivers);
  }
  if (parts.service != Part::kAccounts) {
    command.words.push_back("--accounts-address");
    command.words.push_back(Socket("accounts"));
  }
  if (parts.service == Part::kSurvey) {
    for (const std::string& word :
         {std::string("--engagement-address"), Socket("engagement"),
          std::string("--service-token-file"), folder_.path + "/survey.token",
          std::string("--public-url"), std::string("https://kam.example.com"),
          std::string("--mail-folder"), mails(), std::string("--mail-from"),
          std::string("survey@example.com")}) {
      command.words.push_back(word);
    }
  }
  return command;
}

void Suite::Start(Member& member) {
  Command command = member.command;
  const bool service =
      std::any_of(std::begin(kServices), std::end(kServices),
                  [&](const ServiceParts& parts) { return &member == &of(parts.service); });
  if (service && !faults_.empty()) command.environment.push_back("MAINSTAY_FAULTS=" + faults_);
  member.process.Start(command);
  member.wanted = true;
}

void Suite::Kill(Part part, absl::Duration down) {
  Member& member = of(part);
  ++kills_;
  member.process.Kill();
  member.wanted = false;
  member.start_at = absl::Now() + down;
}

void Suite::Arm(Part part, const std::string& point) {
  Kill(part);
  Member& member = of(part);
  Command command = member.command;
  command.environment.push_back(absl::StrCat("MAINSTAY_FAULTS=", point, "=exit"));
  member.process.Start(command);
  member.armed = true;
}

bool Suite::Disarm(Part part) {
  Member& member = of(part);
  member.armed = false;
  if (member.process.Running()) {
    Kill(part);
    return false;
  }
  return member.process.exit_code() == kDiedAtPoint;
}

void Suite::FlushRedis() {
  redis::Connection connection(redis());
  connection.Command({"FLUSHALL"}).IgnoreError();
}

void Suite::LoseRedisData(absl::Duration down) {
  Kill(Part::kRedis, down);
  std::filesystem::remove_all(folder_.path + "/redis");
  std::filesystem::create_directory(folder_.path + "/redis");
}

void Suite::Keep() {
  for (const Part part : kParts) {
    Member& member = of(part);
    if (member.armed || member.process.Running()) continue;
    if (member.wanted) {
      member.wanted = false;
      member.start_at = absl::Now() + kRestart;
      // A server finds what its killed predecessor's children still hold, and is to try again.
      const bool database =
          std::any_of(std::begin(kServices), std::end(kServices),
                      [&](const ServiceParts& parts) { return part == parts.database; });
      if (!database) {
        accidents_.push_back(
            absl::StrCat(NameOf(part), " ended with ", member.process.exit_code()));
      }
    }
    if (absl::Now() >= member.start_at) Start(member);
  }
}

void Suite::KeepFor(absl::Duration time) {
  for (const absl::Time end = absl::Now() + time; absl::Now() < end;) {
    Keep();
    absl::SleepFor(std::min(kStep, std::max(end - absl::Now(), absl::ZeroDuration())));
  }
}

void Suite::AwaitReady() {
  const absl::Time end = absl::Now() + absl::Minutes(3);
  const auto answers = [&](Part service, const char* method, const google::protobuf::Message& ask,
                           google::protobuf::Message&& answer) {
    return rpc::Call(channel(service), method,
                     {.token = Token("ada"), .deadline = absl::Now() + absl::Seconds(1)}, ask,
                     &answer)
        .ok();
  };
  feedback::v1::ListCasesRequest cases;
  cases.set_parent("accounts/-");
  while (true) {
    Keep();
    if (answers(Part::kAccounts, "mainstay.accounts.v1.AccountService/ListAccounts",
                accounts::v1::ListAccountsRequest(), accounts::v1::ListAccountsResponse()) &&
        answers(Part::kEngagement, "mainstay.engagement.v1.TaskService/ListTasks",
                engagement::v1::ListTasksRequest(), engagement::v1::ListTasksResponse()) &&
        answers(Part::kFeedback, "mainstay.feedback.v1.CaseService/ListCases", cases,
                feedback::v1::ListCasesResponse()) &&
        answers(Part::kSurvey, "mainstay.survey.v1.CampaignService/ListCampaigns",
                survey::v1::ListCampaignsRequest(), survey::v1::ListCampaignsResponse())) {
      return;
    }
    if (absl::Now() > end) Die(absl::StrCat("it does not come up; see ", folder_.path));
    absl::SleepFor(kStep);
  }
}

std::string Suite::dsn(Part service) const {
  for (const ServiceParts& parts : kServices) {
    if (parts.service == service) return OwnerDsn(Folder(parts.database), NameOf(service));
  }
  Die("it has no database");
}

redis::Options Suite::redis() const {
  return {.address = absl::StrCat("unix:", folder_.path, "/redis.sock"),
          .command_timeout = absl::Seconds(5),
          .reconnect_pause = absl::ZeroDuration()};
}

}  // namespace mainstay::faults
