#include "services/survey/satisfaction/satisfaction_service.h"

#include <mainstay/survey/v1/satisfaction_service.pb.h>

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/survey/satisfaction/satisfaction_measure_writes.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kService = "mainstay.survey.v1.SatisfactionService/";

v1::Satisfaction ToProto(const std::string& account_id, const AccountFigures& figures,
                         absl::Time now) {
  v1::Satisfaction message;
  const std::string account = absl::StrCat("accounts/", account_id);
  message.set_name(absl::StrCat(account, "/satisfaction"));
  if (figures.score) message.set_score(*figures.score);
  if (figures.plain_mean) message.set_plain_mean(*figures.plain_mean);
  if (figures.nps) message.set_nps(*figures.nps);
  message.set_respondent_count(static_cast<int32_t>(figures.respondents));
  message.set_invited_count(static_cast<int32_t>(figures.invited));
  message.set_weight_heard(figures.weight_heard);
  message.set_effective_sample_size(figures.effective_sample_size);
  for (const std::string& contact : figures.silent_decision_makers) {
    message.add_silent_decision_makers(absl::StrCat(account, "/contacts/", contact));
  }
  message.set_representative(figures.representative);
  message.set_withheld_count(static_cast<int32_t>(figures.withheld));
  *message.mutable_start_time() = api::TimeToProto(now - kSatisfactionWindow);
  *message.mutable_measure_time() = api::TimeToProto(now);
  return message;
}

absl::StatusOr<v1::Satisfaction> Get(rpc::CallContext& call, const Deps& deps,
                                     const v1::GetSatisfactionRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.name(), "accounts/*/satisfaction", "name"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   directory::FindAccount(call, *deps.directory, ids[0], request.name()));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Satisfaction> {
    ASSIGN_OR_RETURN(const auto figures, Measure(tx, {account.id}, call.now()));
    return ToProto(account.id, figures.at(account.id), call.now());
  });
}

}  // namespace

void RegisterSatisfactionService(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kService, "GetSatisfaction"), deps, Get);
}

}  // namespace mainstay::survey
