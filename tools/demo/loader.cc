#include "tools/demo/loader.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/demo/campaigns.h"
#include "tools/demo/loads.h"
#include "tools/demo/questionnaires.h"

namespace mainstay::demo {

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
  LoaderSession session(company, channel, options);
  RETURN_IF_ERROR(LoadAccounts(session));
  int lines = 0;
  for (const DemoOrder& order : company.orders) lines += static_cast<int>(order.lines.size());
  if (options.progress) options.progress("order lines", 0, lines);
  ASSIGN_OR_RETURN(accounts::v1::TradeImport import, LoadTrade(session));
  if (options.progress) options.progress("order lines", lines, lines);
  RETURN_IF_ERROR(LoadGrades(session));
  RETURN_IF_ERROR(LoadPeople(session));
  RETURN_IF_ERROR(LoadPayments(session));
  RETURN_IF_ERROR(LoadEngagement(session));
  RETURN_IF_ERROR(LoadHospitality(session));
  RETURN_IF_ERROR(LoadPlans(session));
  RETURN_IF_ERROR(LoadAgents(session));
  RETURN_IF_ERROR(LoadStepTemplates(session));
  RETURN_IF_ERROR(LoadCases(session));
  RETURN_IF_ERROR(LoadReopenedCases(session));
  RETURN_IF_ERROR(LoadSteps(session));
  RETURN_IF_ERROR(LoadDisputes(session));
  RETURN_IF_ERROR(LoadCaseFile(session));
  RETURN_IF_ERROR(LoadImprovement(session));
  RETURN_IF_ERROR(LoadRequirements(session));
  ASSIGN_OR_RETURN(const auto requirements, RequirementNames(session));
  RETURN_IF_ERROR(LoadQuestionnaires(session, requirements));
  RETURN_IF_ERROR(LoadCampaigns(session));
  RETURN_IF_ERROR(WaitForGrades(session));
  RETURN_IF_ERROR(LaunchCampaigns(session));
  RETURN_IF_ERROR(LoadConfirmedCases(session));
  RETURN_IF_ERROR(WaitForInvitations(session));
  RETURN_IF_ERROR(LoadEarlierResponses(session));
  RETURN_IF_ERROR(CloseCampaigns(session));
  RETURN_IF_ERROR(LoadLoop(session));
  RETURN_IF_ERROR(LoadResponses(session));
  RETURN_IF_ERROR(LoadLinks(session));
  RETURN_IF_ERROR(LoadInterviews(session));
  return LoadResult{std::move(import)};
}

}  // namespace mainstay::demo
