// The command groups. Each adds its subcommands to `app`.
#pragma once

#include <CLI/CLI.hpp>

#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

void AddAccountReads(CLI::App& accounts, Chosen& chosen);   // list, get, search, changes, check
void AddAccountWrites(CLI::App& accounts, Chosen& chosen);  // create, update, delete, merge, …
void AddContacts(CLI::App& app, Chosen& chosen);
void AddTeam(CLI::App& app, Chosen& chosen);
void AddThemes(CLI::App& app, Chosen& chosen);
void AddImport(CLI::App& app, Chosen& chosen);
void AddOrders(CLI::App& app, Chosen& chosen);
void AddCommunications(CLI::App& app, Chosen& chosen);
void AddCommunicationImport(CLI::App& communications, Chosen& chosen);
void AddTrade(CLI::App& app, Chosen& chosen);  // payments, trade
void AddAbc(CLI::App& app, Chosen& chosen);
void AddVisits(CLI::App& app, Chosen& chosen);
void AddVisitForms(CLI::App& visits, Chosen& chosen);         // into the group visits
void AddCaseVerifications(CLI::App& visits, Chosen& chosen);  // likewise
void AddCommitments(CLI::App& app, Chosen& chosen);
void AddTasks(CLI::App& app, Chosen& chosen);
void AddCadence(CLI::App& app, Chosen& chosen);
void AddAgents(CLI::App& app, Chosen& chosen);
void AddBenchmarks(CLI::App& app, Chosen& chosen);
void AddImprovements(CLI::App& app, Chosen& chosen);
void AddRank(CLI::App& app, Chosen& chosen);
void AddReports(CLI::App& app, Chosen& chosen);
void AddRequirements(CLI::App& app, Chosen& chosen);
void AddCases(CLI::App& app, Chosen& chosen);
void AddCaseImport(CLI::App& cases, Chosen& chosen);         // of cases
void AddCasePromises(CLI::App& cases, Chosen& chosen);       // into the group cases
void AddCaseLinks(CLI::App& cases, Chosen& chosen);          // into the group cases
void AddCaseClocks(CLI::App& cases, Chosen& chosen);         // into the group cases
void AddResponseFiles(CLI::App& responses, Chosen& chosen);  // into the group responses
void AddResponseFlags(CLI::App& responses, Chosen& chosen);  // likewise
void AddInterviews(CLI::App& responses, Chosen& chosen);     // likewise
void AddSla(CLI::App& app, Chosen& chosen);
void AddCategories(CLI::App& app, Chosen& chosen);
void AddSteps(CLI::App& app, Chosen& chosen);
void AddDisputes(CLI::App& app, Chosen& chosen);
void AddQuestionnaires(CLI::App& app, Chosen& chosen);
void AddCampaigns(CLI::App& app, Chosen& chosen);
void AddSurveyInvitations(CLI::App& app, Chosen& chosen);
void AddResponses(CLI::App& app, Chosen& chosen);
void AddLoop(CLI::App& app, Chosen& chosen);
void AddSatisfaction(CLI::App& app, Chosen& chosen);
void AddSurveyAnalysis(CLI::App& app, Chosen& chosen);
void AddPlans(CLI::App& app, Chosen& chosen);
void AddCare(CLI::App& app, Chosen& chosen);
void AddFrequency(CLI::App& app, Chosen& chosen);
void AddGatherings(CLI::App& app, Chosen& chosen);
void AddGifts(CLI::App& app, Chosen& chosen);
void AddCalendars(CLI::App& app, Chosen& chosen);
void AddFeed(CLI::App& app, Chosen& chosen);
void AddDeadLetters(CLI::App& app, Chosen& chosen);
void AddToken(CLI::App& app, Chosen& chosen);
void AddCompletion(CLI::App& app, Chosen& chosen);

// The whole command line. `settings` and `chosen` must outlive `app`.
void BuildCommandLine(CLI::App& app, Settings& settings, Chosen& chosen);

}  // namespace mainstay::ctl
