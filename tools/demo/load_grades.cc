// Who matters how much: the ABC analysis of all trade, and its classes as tiers.
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/grading_service.pb.h>
#include <mainstay/survey/v1/campaign_service.pb.h>

#include <algorithm>
#include <map>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/demo/campaigns.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of the API

// How many of the customers that surveys ask have a tier.
absl::StatusOr<int> GradedCustomers(LoaderSession& session) {
  const size_t customers = std::min(kSurveyedCustomers, session.names.size());
  const absl::flat_hash_set<std::string> asked(session.names.begin(),
                                               session.names.begin() + customers);
  int graded = 0;
  ListAccountsRequest list;
  list.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     session.Call<ListAccountsResponse>("AccountService/ListAccounts", list));
    for (const Account& account : page.accounts()) {
      graded += account.tier() != TIER_UNSPECIFIED && asked.contains(account.name()) ? 1 : 0;
    }
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return graded;
}

}  // namespace

absl::Status LoadGrades(LoaderSession& session) {
  ListAbcAnalysesRequest list;
  list.set_page_size(1);
  ASSIGN_OR_RETURN(const auto there,
                   session.Call<ListAbcAnalysesResponse>("GradingService/ListAbcAnalyses", list));
  if (there.abc_analyses_size() > 0) return absl::OkStatus();
  CreateAbcAnalysisRequest create;
  create.mutable_abc_analysis()->set_currency_code(kCurrency);
  create.set_request_id(RequestId("CreateAbcAnalysis", create));
  ASSIGN_OR_RETURN(const auto analysis,
                   session.Call<AbcAnalysis>("GradingService/CreateAbcAnalysis", create));
  ApplyAbcTiersRequest apply;
  apply.set_name(analysis.name());
  apply.set_reason("按近两年销售额分级");
  apply.set_request_id(RequestId("ApplyAbcTiers", apply));
  return session.Call<ApplyAbcTiersResponse>("GradingService/ApplyAbcTiers", apply).status();
}

absl::Status WaitForGrades(LoaderSession& session) {
  survey::v1::PreviewAudienceRequest preview;
  ASSIGN_OR_RETURN(*preview.mutable_name(), CampaignCalled(session, kNpsPulse2026));
  ASSIGN_OR_RETURN(const int expected, GradedCustomers(session));
  constexpr int kAttempts = 300;  // of a fifth of a second: a busy machine takes a while
  for (int attempt = 1;; ++attempt) {
    ASSIGN_OR_RETURN(const auto audience, session.Call<survey::v1::AudiencePreview>(
                                              "survey/CampaignService/PreviewAudience", preview));
    int known = 0;
    for (const auto& tier : audience.tiers()) {
      known += tier.tier() == survey::v1::AUDIENCE_TIER_NONE ? 0 : tier.account_count();
    }
    if (known >= expected) return absl::OkStatus();
    if (attempt == kAttempts) {
      return absl::InternalError(absl::StrCat("survey knows the tier of ", known, " of ", expected,
                                              " accounts; is its consumer of events running?"));
    }
    absl::SleepFor(absl::Milliseconds(200));
  }
}

}  // namespace mainstay::demo
