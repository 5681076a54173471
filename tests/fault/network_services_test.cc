// The network between services: far away, slow, or silent. No call outlives its deadline, nothing
// grows, and what does not need the broken way goes on as if nothing were.
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>

#include <filesystem>
#include <iostream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/page.h"
#include "common/api/uuid.h"
#include "services/accounts/constraint_errors.h"
#include "services/accounts/deps.h"
#include "services/accounts/profile/account_service.h"
#include "services/accounts/team/member_writes.h"
#include "services/accounts/team/team_service.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/visits/visit_service.h"
#include "services/gateway/http/server.h"
#include "services/gateway/testing/http_client.h"
#include "services/gateway/transcode/transcoder.h"
#include "tests/fault/network_traffic.h"
#include "tests/fault/schedule.h"
#include "tools/faultproxy/proxy.h"

namespace mainstay::faults {
namespace {

namespace v1 = accounts::v1;
using faultproxy::Direction;

constexpr char kWay[] = "accounts";

template <class T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) std::cerr << value.status() << std::endl;
  return *std::move(value);
}

// What this process holds.
struct Held {
  int64_t threads, descriptors;
};
Held HeldNow() {
  const auto count = [](const char* folder) {
    return std::distance(std::filesystem::directory_iterator(folder), {});
  };
  return {count("/proc/self/task"), count("/proc/self/fd")};
}

// One kind of trouble on the way to accounts.
struct Trouble {
  const char* name;
  void (*change)(faultproxy::Shape&);
  bool to_server = true, to_client = true;
};
constexpr Trouble kTroubles[] = {
    {"200 ms further", [](faultproxy::Shape& shape) { shape.delay = absl::Milliseconds(100); }},
    {"1 kB/s", [](faultproxy::Shape& shape) { shape.bytes_per_second = 1000; }},
    {"blackhole to accounts", [](faultproxy::Shape& shape) { shape.blackhole = true; }, true,
     false},
    {"blackhole from accounts", [](faultproxy::Shape& shape) { shape.blackhole = true; }, false,
     true},
};

// Accounts behind a proxy; engagement and the gateway's HTTP server, which reach it through that.
class NetworkServicesTest : public ::testing::Test {
 protected:
  NetworkServicesTest() {
    v1::CreateAccountRequest create;
    create.mutable_account()->set_display_name("Acme");
    create.mutable_account()->set_owner("ada");
    account_ = Must(rpc::Call<v1::Account>(accounts_.channel(),
                                           "mainstay.accounts.v1.AccountService/CreateAccount",
                                           {.token = token_}, create))
                   .name();
    known_ = testing::AddAccount(engagement_, "Known", "ada");
  }

  static testing::ServiceFixture::Setup AccountsSetup(NetworkServicesTest* test) {
    return {
        .migrations = "services/accounts/migrations",
        .services = {"mainstay.accounts.v1.AccountService",
                     "mainstay.accounts.v1.AttributeSchemaService",
                     "mainstay.accounts.v1.TeamService"},
        .handlers =
            [test](rpc::Router& router) {
              accounts::RegisterAccountService(router, test->accounts_deps_);
              accounts::RegisterTeamService(router, test->accounts_deps_);
            },
        .constraint_errors = &accounts::AccountsConstraintErrors(),
        .adjust = [test](rpc::ServerOptions& options) { options.verifier = &*test->verifier_; }};
  }
  static testing::ServiceFixture::Setup EngagementSetup(NetworkServicesTest* test) {
    return {.migrations = "services/engagement/migrations",
            .services = {"mainstay.engagement.v1.VisitService",
                         "mainstay.engagement.v1.VisitFormService"},
            .handlers =
                [test](rpc::Router& router) {
                  engagement::RegisterVisitService(router, test->engagement_deps_);
                },
            .constraint_errors = &engagement::EngagementConstraintErrors(),
            .adjust =
                [test](rpc::ServerOptions& options) {
                  options.verifier = &*test->verifier_;
                  options.workers = 8;  // as the service has by itself
                }};
  }

  // GET through the gateway, over a connection of the caller's own.
  std::function<Call()> Http(const std::string& path) {
    return [this, path]() -> Call {
      auto client = std::make_shared<gateway::HttpClient>(gateway_->address());
      return [this, path, client](absl::Time deadline) -> absl::Status {
        const int status =
            client
                ->Call("GET", path,
                       absl::StrCat("Authorization: Bearer ", token_, "\r\nX-Request-Timeout: ",
                                    absl::ToInt64Milliseconds(deadline - absl::Now()), "ms\r\n"))
                .result_int();
        return status == 200 ? absl::OkStatus()
                             : absl::UnavailableError(absl::StrCat("HTTP ", status));
      };
    };
  }
  // The visits of an account that engagement knows, or of one that it has to ask accounts for.
  std::function<Call()> Visits(bool known) {
    return [this, known]() -> Call {
      return [this, known](absl::Time deadline) -> absl::Status {
        engagement::v1::ListVisitsRequest request;
        request.set_parent(known ? known_ : absl::StrCat("accounts/", api::NewUuid(absl::Now())));
        const absl::Status status =
            rpc::Call<engagement::v1::ListVisitsResponse>(
                engagement_.channel(), "mainstay.engagement.v1.VisitService/ListVisits",
                {.token = token_, .deadline = deadline}, request)
                .status();
        return !known && absl::IsNotFound(status) ? absl::OkStatus() : status;
      };
    };
  }

  // Each trouble in turn: `broken` callers need the way, `sound` ones do not.
  void Break(const std::function<Call()>& broken, const std::function<Call()>& sound);
  void ExpectSoundAgain(const std::function<Call()>& broken);

  testing::TestIssuer issuer_;
  const std::string token_ = issuer_.Token("ada", {"admin"});
  std::unique_ptr<auth::Verifier> verifier_ = Must(auth::Verifier::Create(issuer_.options()));
  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};

  accounts::Deps accounts_deps_{.page_tokens = &page_tokens_, .hand_over = accounts::HandOver};
  testing::ServiceFixture accounts_{AccountsSetup(this)};
  std::unique_ptr<faultproxy::Proxy> proxy_ = Must(faultproxy::Proxy::Start(
      {{.name = kWay, .listen = "127.0.0.1:0", .upstream = accounts_.address()}}));
  const std::string way_ = proxy_->Address(kWay).value();

  directory::Directory directory_{Must(rpc::NewChannel({.target = way_}))};
  engagement::Deps engagement_deps_{.page_tokens = &page_tokens_, .directory = &directory_};
  testing::ServiceFixture engagement_{EngagementSetup(this)};

  std::unique_ptr<gateway::Transcoder> transcoder_ =
      Must(gateway::Transcoder::Create(gateway::LinkedServices()));
  std::unique_ptr<gateway::Backends> backends_ = Must(gateway::Backends::Create(
      {.targets = absl::StrCat("accounts=", way_, ",engagement=", engagement_.address())}));
  gateway::HttpMetrics metrics_{*transcoder_};
  gateway::CorsPolicy cors_{{}};
  absl::flat_hash_map<std::string, gateway::Page> pages_;
  std::unique_ptr<gateway::HttpServer> gateway_ =
      Must(gateway::HttpServer::Start({.threads = 2}, {.transcoder = transcoder_.get(),
                                                       .backends = backends_.get(),
                                                       .verifier = &*verifier_,
                                                       .limiter = nullptr,
                                                       .metrics = &metrics_,
                                                       .cors = &cors_,
                                                       .pages = &pages_}));
  std::string account_, known_;
};

void NetworkServicesTest::Break(const std::function<Call()>& broken,
                                const std::function<Call()>& sound) {
  // The contract is 100 ms, and no call lost of those that do not need the way. Beside other tests
  // on a busy machine even a sleeping thread may wake later, and calls take long: there it is only
  // seen that none hangs, and that the others are not held up altogether.
  const absl::Duration tolerance = LongRun() ? absl::Milliseconds(100) : absl::Seconds(10);
  const double goodput = LongRun() ? 0.95 : 0.25;
  const absl::Duration time = absl::Seconds(LongRun() ? 20 : 2);
  const TrafficOptions needs_it = {.callers = 16,
                                   .pace = absl::Milliseconds(300),
                                   .timeout = absl::Milliseconds(500),
                                   .new_caller = broken};
  const TrafficOptions does_not = {.callers = 8,
                                   .pace = absl::Milliseconds(100),
                                   .timeout = absl::Seconds(2),
                                   .new_caller = sound};
  ExpectSoundAgain(broken);
  {
    Traffic first(needs_it), second(does_not);
    absl::SleepFor(time);
    for (Traffic* traffic : {&first, &second}) {
      const Outcome outcome = traffic->Stop();
      EXPECT_GE(outcome.goodput(), goodput) << "with nothing broken; " << outcome.first_error;
    }
  }
  const Held before = HeldNow();
  for (const Trouble& trouble : kTroubles) {
    if (trouble.to_server) {
      ASSERT_TRUE(proxy_->Change(kWay, Direction::kToServer, trouble.change).ok());
    }
    if (trouble.to_client) {
      ASSERT_TRUE(proxy_->Change(kWay, Direction::kToClient, trouble.change).ok());
    }
    Traffic needing(needs_it), other(does_not);
    absl::SleepFor(time);
    const Held under = HeldNow();
    const Outcome theirs = needing.Stop(), others = other.Stop();
    ASSERT_TRUE(proxy_->Heal(kWay).ok());
    std::cout << trouble.name << ": of " << theirs.calls << " calls that way " << theirs.answered
              << " answered, latest " << theirs.latest << " after the deadline (p99 "
              << theirs.latest_99 << "); of " << others.calls << " others "
              << 100 * others.goodput() << " %; threads " << before.threads << " -> "
              << under.threads << ", descriptors " << before.descriptors << " -> "
              << under.descriptors << "\n";
    EXPECT_LE(theirs.latest, tolerance) << trouble.name;
    EXPECT_GE(others.goodput(), goodput) << trouble.name << ": " << others.first_error;
    ExpectSoundAgain(broken);
  }
  // gRPC has a few threads more or less, as it sees fit; connections end a moment later.
  Held after = HeldNow();
  const auto grew = [&] {
    return after.threads > before.threads + 4 || after.descriptors > before.descriptors + 4;
  };
  for (int i = 0; i < 600 && grew(); ++i) {
    absl::SleepFor(absl::Milliseconds(100));
    after = HeldNow();
  }
  EXPECT_LE(after.threads, before.threads + 4);
  EXPECT_LE(after.descriptors, before.descriptors + 4);
}

void NetworkServicesTest::ExpectSoundAgain(const std::function<Call()>& broken) {
  const Call call = broken();
  const absl::Time end = absl::Now() + absl::Minutes(3);
  absl::Status status;
  while (!(status = call(absl::Now() + absl::Seconds(1))).ok() && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(NetworkServicesTest, GatewayToAccounts) {
  Break(Http(absl::StrCat("/v1/", account_)), Http(absl::StrCat("/v1/", known_, "/visits")));
}

TEST_F(NetworkServicesTest, EngagementToAccounts) { Break(Visits(false), Visits(true)); }

}  // namespace
}  // namespace mainstay::faults
