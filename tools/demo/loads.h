// The parts of a load, in the order in which they are made. What is there already stays as it is.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/demo/loader_session.h"

namespace mainstay::demo {

absl::Status LoadAccounts(LoaderSession& session);  // fills session.names and were_there
absl::StatusOr<accounts::v1::TradeImport> LoadTrade(LoaderSession& session);
// Runs an ABC analysis and makes its classes tiers, unless there is an analysis already.
absl::Status LoadGrades(LoaderSession& session);
absl::Status LoadPeople(LoaderSession& session);  // contacts and teams; fills session.contacts
absl::Status LoadPayments(LoaderSession& session);
// Visits with the promises made in them and the tasks to prepare the next ones; communications.
absl::Status LoadEngagement(LoaderSession& session);
// Gatherings with their guests, gifts and their limit.
absl::Status LoadHospitality(LoaderSession& session);
// The rules of contacting customers, and the plan of the coming quarter made by them.
absl::Status LoadPlans(LoaderSession& session);
absl::Status LoadAgents(LoaderSession& session);  // who takes cases; before these
// What cases of a category take several departments; before them.
absl::Status LoadStepTemplates(LoaderSession& session);
absl::Status LoadCases(LoaderSession& session);
absl::Status LoadReopenedCases(LoaderSession& session);  // what was not solved after all
// What customers say is solved: closed, to be verified at the next visit, and followed up; after
// LaunchCampaigns.
absl::Status LoadConfirmedCases(LoaderSession& session);
absl::Status LoadSteps(LoaderSession& session);  // how far the steps of open cases are
absl::Status LoadDisputes(LoaderSession& session);
absl::Status LoadCaseFile(LoaderSession& session);  // what customers wrote on the website
// What is done about the cases, and learned from them.
absl::Status LoadImprovement(LoaderSession& session);
// Requirements with who asks, their scores, and two rankings.
absl::Status LoadRequirements(LoaderSession& session);
// The names of all that there are, by title.
absl::StatusOr<std::map<std::string, std::string>> RequirementNames(LoaderSession& session);
// Until survey knows the tiers of the customers that it asks, which it hears of by events; after
// LoadCampaigns.
absl::Status WaitForGrades(LoaderSession& session);
// What customers answered on paper before anything followed from it; after WaitForInvitations.
absl::Status LoadEarlierResponses(LoaderSession& session);
// What is done about answers to the NPS pulse from now on; after LoadEarlierResponses.
absl::Status LoadLoop(LoaderSession& session);
// What they answered since; after LoadLoop, whose rules it fires.
absl::Status LoadResponses(LoaderSession& session);
absl::Status LoadLinks(LoaderSession& session);       // by links that our people passed on
absl::Status LoadInterviews(LoaderSession& session);  // by phone: half of the call list
// Whether anybody answered the campaign.
absl::StatusOr<bool> HasResponses(LoaderSession& session, const std::string& campaign);

}  // namespace mainstay::demo
