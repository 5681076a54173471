// mainstay-accounts: what the service is made of.
#include <algorithm>
#include <optional>

#include "common/api/idempotency.h"
#include "common/api/page.h"
#include "common/events/event_admin.h"
#include "common/service/service.h"
#include "services/accounts/constraint_errors.h"
#include "services/accounts/contacts/contact_date_writes.h"
#include "services/accounts/contacts/contact_service.h"
#include "services/accounts/deps.h"
#include "services/accounts/grading/grading_service.h"
#include "services/accounts/profile/account_service.h"
#include "services/accounts/satisfaction/satisfaction_inbox_events.h"
#include "services/accounts/team/member_writes.h"
#include "services/accounts/team/team_service.h"
#include "services/accounts/trade/import_sweep_store.h"
#include "services/accounts/trade/trade_service.h"

namespace mainstay::accounts {
namespace {

// The newest file in migrations/.
constexpr int kSchemaVersion = 13;

events::Subscription SurveySubscription() {
  events::Subscription subscription{.area = "survey"};
  TakeSatisfaction(subscription);
  return subscription;
}

int Main(int argc, const char* const* argv) {
  std::optional<api::PageTokens> page_tokens;
  Deps deps;
  absl::Duration contact_date_notice = absl::Hours(24 * 14);
  const service::Definition definition = {
      .name = "accounts",
      .about = "Accounts: who the customers are, what they buy, what they are worth.",
      .grpc_services = {"mainstay.accounts.v1.AccountService",
                        "mainstay.accounts.v1.AttributeSchemaService",
                        "mainstay.accounts.v1.ContactService",
                        "mainstay.accounts.v1.EventAdminService",
                        "mainstay.accounts.v1.GradingService", "mainstay.accounts.v1.TeamService",
                        "mainstay.accounts.v1.TradeService"},
      .schema_version = kSchemaVersion,
      .constraint_errors = &AccountsConstraintErrors(),
      .periodic = {{.name = "forget_old_answers",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(2),
                    .body = api::ForgetOldAnswers},
                   {.name = "sweep_trade_imports",
                    .interval = absl::Hours(1),
                    .jitter = absl::Minutes(10),
                    .body = SweepTradeImports},
                   {.name = "announce_contact_dates",
                    .interval = absl::Seconds(30),
                    .jitter = absl::Seconds(5),
                    .body =
                        [&](pg::Tx& tx, absl::Time now) {
                          return AnnounceContactDates(tx, now, contact_date_notice);
                        }}},
      .publishes = true,
      .subscriptions = {SurveySubscription()},
      .declare =
          [&](config::Parser& parser) {
            parser.Add("contact-date-notice", &contact_date_notice,
                       "how long before a contact's day to remember it is announced",
                       absl::ZeroDuration(), absl::Hours(24 * 90));
          },
      .compose =
          [&](const service::Settings& settings, const service::Collaborators& collaborators,
              rpc::Router& router) {
            page_tokens.emplace(settings.page_token_key);
            deps.page_tokens = &*page_tokens;
            deps.database = collaborators.database;
            deps.hand_over = HandOver;
            deps.max_uploads = std::max(1, settings.batch_workers / 2);
            RegisterAccountService(router, deps);
            RegisterContactService(router, deps);
            RegisterGradingService(router, deps);
            RegisterTeamService(router, deps);
            RegisterTradeService(router, deps);
            events::RegisterEventAdmin(router, "accounts", &*page_tokens);
          },
  };
  return service::Run(argc, argv, definition);
}

}  // namespace
}  // namespace mainstay::accounts

int main(int argc, char** argv) { return mainstay::accounts::Main(argc, argv); }
