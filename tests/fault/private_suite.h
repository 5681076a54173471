// The suite as real processes, each of which can be killed at any moment and is started again:
// the services, a PostgreSQL cluster for each, and Redis, which keeps its data on disk.
#pragma once

#include <array>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <grpcpp/channel.h>

#include "absl/time/time.h"
#include "common/redis/redis.h"
#include "common/testing/tokens.h"
#include "tests/fault/private_cluster.h"
#include "tests/fault/process.h"

namespace mainstay::faults {

enum class Part {
  kAccounts,
  kEngagement,
  kFeedback,
  kSurvey,
  kAccountsDb,
  kEngagementDb,
  kFeedbackDb,
  kSurveyDb,
  kRedis
};
inline constexpr std::array kParts = {Part::kAccountsDb, Part::kEngagementDb, Part::kFeedbackDb,
                                      Part::kSurveyDb,   Part::kRedis,        Part::kAccounts,
                                      Part::kEngagement, Part::kFeedback,     Part::kSurvey};
// "engagement", which is also the name of its database; "engagement's PostgreSQL".
const char* NameOf(Part part);

struct ServiceParts {
  Part service, database;
  std::string_view receivers;  // of its events, as --event-groups takes them
};
inline constexpr ServiceParts kServices[] = {
    {Part::kAccounts, Part::kAccountsDb, "engagement,feedback,survey"},
    {Part::kEngagement, Part::kEngagementDb, "feedback,survey"},
    {Part::kFeedback, Part::kFeedbackDb, "engagement,survey"},
    {Part::kSurvey, Part::kSurveyDb, "accounts,engagement,feedback"},
};

// All on one thread, but for `channel`, `Token` and the addresses.
class Suite {
 public:
  // Starts everything and waits until all services answer. `faults`: MAINSTAY_FAULTS of the
  // services, whenever they start. Aborts the test when it does not come up.
  explicit Suite(std::string faults = "");
  // Stops everything. The logs stay, and where is printed, when the test has failed.
  ~Suite();

  // Kills it by SIGKILL; Keep starts it again once `down` has passed.
  void Kill(Part part, absl::Duration down = absl::ZeroDuration());
  // Kills it and starts it to die at the fault point. Keep leaves it dead then, until Disarm.
  void Arm(Part part, const std::string& point);
  // Whether it has died there. It may run again from now on.
  bool Disarm(Part part);
  bool Running(Part part) { return of(part).process.Running(); }

  void FlushRedis();
  // Kills Redis and deletes its data folder.
  void LoseRedisData(absl::Duration down = absl::ZeroDuration());

  // Starts what does not run and should. To be called all the time.
  void Keep();
  void KeepFor(absl::Duration time);
  // Keeps until all services answer.
  void AwaitReady();

  int kills() const { return kills_; }
  // Ends that nobody asked for: "accounts ended with -11".
  const std::vector<std::string>& accidents() const { return accidents_; }

  std::string dsn(Part service) const;  // the owner's
  // The folder into which survey puts its mails, a file each; there once it has put one.
  std::string mails() const { return folder_.path + "/mail"; }
  redis::Options redis() const;
  grpc::Channel& channel(Part service) { return *channels_[static_cast<size_t>(service)]; }
  // Of an administrator, good for an hour.
  std::string Token(std::string_view user) const { return issuer_.Token(user, {"admin"}); }

 private:
  struct Member {
    Process process;
    Command command;
    absl::Time start_at = absl::InfinitePast();
    bool wanted = false;  // it ran, and nobody killed it
    bool armed = false;
  };
  Member& of(Part part) { return members_[static_cast<size_t>(part)]; }
  Command Service(const ServiceParts& parts) const;
  std::string Folder(Part database) const;  // of its cluster
  std::string Socket(const std::string& name) const;
  void Start(Member& member);

  const std::string faults_;
  const faults::Folder folder_{"mainstay-fault"};
  const testing::TestIssuer issuer_;
  std::array<Member, kParts.size()> members_;
  std::array<std::shared_ptr<grpc::Channel>, std::size(kServices)> channels_;  // by Part
  int kills_ = 0;
  std::vector<std::string> accidents_;
};

}  // namespace mainstay::faults
