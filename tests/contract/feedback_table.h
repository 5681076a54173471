// Who may do what in feedback (authorisation_table.h says how to read it). $account and what is
// named after a state ($case: new, $acknowledged_case …) are of the account the call is about,
// $assignee is who works on $case; $dead (a dead letter), $new_code (of a category that is not
// there), $active_category and $retired_category belong to nobody. $step (of a case of such an
// account) is $step_owner's; $template_of_steps belongs to nobody. $dispute and what is named after
// its state are of a case of such an account, led by $lead_of_dispute. $link is a confirmation link
// of a case of such an account, $secret opens one of nobody's account.
#pragma once

#include "tests/contract/authorisation_table.h"

namespace mainstay::contract {

// clang-format off
inline constexpr Row kFeedbackTable[] = {
  //                                            admin
  //                                            |director
  //                                            ||account_manager
  //                                            |||service_agent
  //                                            ||||analyst
  //                                            |||||survey_manager
  //                                            ||||||integration
  {"CaseService/GetCase",                      "**tt*-*", About::kAccount,  R"(name: "$case")"},
  {"CaseService/ListCases",                    "**tt*-*", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 filter: "assignee = $assignee")"},
  {"CaseService/CreateCase",                   "**tt--*", About::kAccount,  R"(parent: "$account" case {kind: CASE_KIND_COMPLAINT subject: "x"})", true},
  {"CaseService/RecordCase",                   "**----*", About::kAccount,  R"(parent: "$account" case {kind: CASE_KIND_QUESTION subject: "x" receive_time {seconds: 1700000000}} course {state: CASE_STATE_ACKNOWLEDGED acknowledge_time {seconds: 1700003600}})", true},
  {"CaseService/UpdateCase",                   "**tt--*", About::kAccount,  R"(case {name: "$case" cause: "y"})", true},
  {"CaseService/AssignCase",                   "**tt--*", About::kAccount,  R"(name: "$case" assignee: "x")", true},
  {"CaseService/AcknowledgeCase",              "**tt--*", About::kAccount,  R"(name: "$case")", true},
  {"CaseService/StartCase",                    "**tt--*", About::kAccount,  R"(name: "$acknowledged_case")", true},
  {"CaseService/WaitForCustomer",              "**tt--*", About::kAccount,  R"(name: "$acknowledged_case" reason: "x")", true},
  {"CaseService/ResolveCase",                  "**tt--*", About::kAccount,  R"(name: "$acknowledged_case" resolution: "x" cause: "y")", true},
  {"CaseService/ConfirmCase",                  "**tt--*", About::kAccount,  R"(name: "$resolved_case" contact: "$contact" note: "x")", true},
  {"CaseService/ReopenCase",                   "**tt--*", About::kAccount,  R"(name: "$resolved_case" reason: "x")", true},
  {"CaseService/WithdrawCase",                 "**tt--*", About::kAccount,  R"(name: "$case" reason: "x")", true},
  {"CaseService/CreateCaseEntry",              "**tt--*", About::kAccount,  R"(parent: "$case" entry {text: "x"})", true},
  {"CaseService/ListCaseEntries",              "**tt*-*", About::kAccount,  R"(parent: "$case")"},
  {"CaseService/ListCaseChanges",              "**tt*-*", About::kAccount,  R"(parent: "$case")"},

  {"CategoryService/GetCaseCategory",          "*******", About::kNothing,  R"(name: "caseCategories/product.defect")"},
  {"CategoryService/ListCaseCategories",       "*******", About::kNothing,  R"()"},
  {"CategoryService/CreateCaseCategory",       "**-----", About::kNothing,  R"(case_category_id: "$new_code" case_category {display_name: "x"})", true},
  {"CategoryService/UpdateCaseCategory",       "**-----", About::kNothing,  R"(case_category {name: "caseCategories/product.defect" display_name: "$new_code"})", true},
  {"CategoryService/RetireCaseCategory",       "**-----", About::kNothing,  R"(name: "$active_category")", true},
  {"CategoryService/RestoreCaseCategory",      "**-----", About::kNothing,  R"(name: "$retired_category")", true},
  {"CategoryService/ListCaseCategoryChanges",  "**-----", About::kNothing,  R"(parent: "caseCategories/product.defect")"},

  {"AgentService/GetAgent",                    "*******", About::kNothing,  R"(name: "$agent")"},
  {"AgentService/ListAgents",                  "*******", About::kNothing,  R"()"},
  {"AgentService/CreateAgent",                 "**-----", About::kNothing,  R"(user: "$new_user" agent {skills: "product" capacity: 5})", true},
  {"AgentService/UpdateAgent",                 "**-----", About::kNothing,  R"(agent {name: "$agent" capacity: 7})"},
  {"AgentService/ListAgentChanges",            "*******", About::kNothing,  R"(parent: "$agent")"},
  {"AgentService/SuggestAssignee",             "**tt*-*", About::kAccount,  R"(name: "$case")"},
  {"AgentService/ReassignCases",               "**tt--*", About::kAccounts, R"(name: "agents/$assignee" reason: "x")", true},

  {"CaseImportService/ImportCases",            "**----*", About::kAccount,  R"(parent: "$account" defaults {kind: CASE_KIND_COMPLAINT} file {data: "facts\nx\n"})", true},
  {"CaseImportService/GetCaseImport",          "**----*", About::kNothing,  R"(name: "$import")"},
  {"CaseImportService/ListCaseImports",        "**----*", About::kNothing,  R"()"},
  {"CaseImportService/DownloadCaseImportRejects", "**----*", About::kNothing, R"(name: "$import")"},

  {"ClosureService/CreateConfirmationLink",    "**tt--*", About::kAccount,  R"(parent: "$resolved_case" contact: "$contact")", true},
  {"ClosureService/ListConfirmationLinks",     "**tt*-*", About::kAccount,  R"(parent: "$resolved_case")"},
  {"ClosureService/RevokeConfirmationLink",    "**tt--*", About::kAccount,  R"(name: "$link")", true},
  {"ClosureService/GetConfirmation",           "*******", About::kNothing,  R"(token: "$secret")"},
  {"ClosureService/AnswerConfirmation",        "*******", About::kNothing,  R"(token: "$secret" solved: true)", true},
  {"ClosureService/ReadConfirmationPage",      "*******", About::kNothing,  R"(token: "$secret")"},
  {"ClosureService/SendConfirmationPage",      "*******", About::kNothing,  R"(token: "$secret")", true},

  {"BenchmarkCaseService/GetBenchmarkCase",        "**tt*--", About::kNothing,  R"(name: "$my_benchmark")"},
  {"BenchmarkCaseService/ListBenchmarkCases",      "**tt*--", About::kNothing,  R"()"},
  {"BenchmarkCaseService/CreateBenchmarkCase",     "**tt---", About::kAccount,  R"(benchmark_case {case: "$resolved_case" title: "x" lesson: "y"})", true},
  {"BenchmarkCaseService/UpdateBenchmarkCase",     "**tt---", About::kNothing,  R"(benchmark_case {name: "$my_benchmark" lesson: "z"})", true},
  {"BenchmarkCaseService/ListBenchmarkCaseChanges", "**tt*--", About::kNothing,  R"(parent: "$my_benchmark")"},

  {"ImprovementService/GetImprovementAction",  "**tt*--", About::kNothing,  R"(name: "$planned_action")"},
  {"ImprovementService/ListImprovementActions", "**tt*--", About::kNothing,  R"()"},
  {"ImprovementService/CreateImprovementAction", "**tt---", About::kNothing,  R"(improvement_action {title: "x"})", true},
  {"ImprovementService/UpdateImprovementAction", "**tt---", About::kNothing,  R"(improvement_action {name: "$planned_action" title: "y"})", true},
  {"ImprovementService/StartImprovementAction", "**tt---", About::kNothing,  R"(name: "$planned_action" before {first_day {year: 2026 month: 1 day: 1} last_day {year: 2026 month: 6 day: 30}})", true},
  {"ImprovementService/CheckImprovementAction", "**tt---", About::kNothing,  R"(name: "$started_action" after {first_day {year: 2026 month: 6 day: 1} last_day {year: 2026 month: 6 day: 30}})", true},
  {"ImprovementService/RepeatImprovementAction", "**tt---", About::kNothing,  R"(name: "$checked_action" reason: "x")", true},
  {"ImprovementService/StandardizeImprovementAction", "**tt---", About::kNothing,  R"(name: "$checked_action" outcome: "x")", true},
  {"ImprovementService/CancelImprovementAction", "**tt---", About::kNothing,  R"(name: "$planned_action" reason: "x")", true},
  {"ImprovementService/ListImprovementActionChanges", "**tt*--", About::kNothing,  R"(parent: "$planned_action")"},
  {"ImprovementService/GetQuarterlyPlan",      "**tt*--", About::kNothing,  R"(quarter {year: 2026 quarter: 3})"},

  {"ReportService/GetCaseReport",              "**tt*--", About::kAccount,  R"(parent: "$account")"},
  {"ReportService/GetCaseBacklog",             "**tt*--", About::kAccount,  R"(parent: "$account")"},
  {"ReportService/GetCasePareto",              "**tt*--", About::kAccount,  R"(parent: "$account")"},

  {"SlaService/GetSlaPolicy",                  "*******", About::kNothing,  R"(name: "$sla_policy")"},
  {"SlaService/ListSlaPolicies",               "*******", About::kNothing,  R"()"},
  {"SlaService/CreateSlaPolicy",               "**-----", About::kNothing,  R"(sla_policy {display_name: "x" rules {calendar: "workingCalendars/cn" resolve_minutes: 60}})", true},
  {"SlaService/UpdateSlaPolicy",               "**-----", About::kNothing,  R"(sla_policy {name: "$sla_policy" display_name: "$new_code"})", true},
  {"SlaService/ActivateSlaPolicy",             "**-----", About::kNothing,  R"(name: "$sla_policy")", true},
  {"SlaService/ListSlaPolicyChanges",          "*******", About::kNothing,  R"(parent: "$sla_policy")"},
  {"SlaService/ListCaseClocks",                "**tt*-*", About::kAccount,  R"(parent: "$case")"},
  {"SlaService/SearchCaseClocks",              "**tt*-*", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 assignee: "$assignee")"},
  {"SlaService/ListCaseClockEntries",          "**tt*-*", About::kAccount,  R"(parent: "$case")"},
  {"SlaService/ListQuarterlyPlanCases",        "**tt*-*", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 quarter {year: $year quarter: $quarter})"},

  {"CasePromiseService/CreateCasePromise",     "**tt--*", About::kAccount,  R"(parent: "$case" promise {text: "x" channel: CASE_CHANNEL_PHONE due_time {seconds: 4000000000}})", true},
  {"CasePromiseService/ListCasePromises",      "**tt*-*", About::kAccount,  R"(parent: "$case")"},

  {"DisputeService/GetDispute",                "**tt*-*", About::kAccount,  R"(name: "$dispute")"},
  {"DisputeService/ListDisputes",              "**tt*-*", About::kAccounts, R"(parent: "accounts/-/cases/-" page_size: 1000 filter: "lead = $lead_of_dispute")"},
  {"DisputeService/CreateDispute",             "**tt--*", About::kAccount,  R"(parent: "$case" dispute {subject: "x"})", true},
  {"DisputeService/UpdateDispute",             "**tt--*", About::kAccount,  R"(dispute {name: "$dispute" subject: "y"})", true},
  {"DisputeService/NegotiateDispute",          "**tt--*", About::kAccount,  R"(name: "$dispute")", true},
  {"DisputeService/ConcedeInDispute",          "**tt--*", About::kAccount,  R"(name: "$escalated_dispute" concession {party: CONCESSION_PARTY_OURS text: "x"})", true},
  {"DisputeService/EscalateDispute",           "**tt--*", About::kAccount,  R"(name: "$dispute" lead: "x" reason: "x")", true},
  {"DisputeService/SettleDispute",             "**tt--*", About::kAccount,  R"(name: "$escalated_dispute" result: "x")", true},
  {"DisputeService/LoseDispute",               "**tt--*", About::kAccount,  R"(name: "$dispute" result: "x")", true},
  {"DisputeService/ReopenDispute",             "**tt--*", About::kAccount,  R"(name: "$lost_dispute" reason: "x")", true},
  {"DisputeService/ListDisputeChanges",        "**tt*-*", About::kAccount,  R"(parent: "$dispute")"},

  {"StepService/GetStepTemplate",              "*******", About::kNothing,  R"(name: "$template_of_steps")"},
  {"StepService/ListStepTemplates",            "*******", About::kNothing,  R"()"},
  {"StepService/CreateStepTemplate",           "**-----", About::kNothing,  R"(step_template {display_name: "x" category: "never.used" steps {title: "x" due_minutes: 60}})", true},
  {"StepService/UpdateStepTemplate",           "**-----", About::kNothing,  R"(step_template {name: "$template_of_steps" display_name: "x"})", true},
  {"StepService/ListStepTemplateChanges",      "**-----", About::kNothing,  R"(parent: "$template_of_steps")"},
  {"StepService/GetCaseStep",                  "**tt*-*", About::kAccount,  R"(name: "$step")"},
  {"StepService/ListCaseSteps",                "**tt*-*", About::kAccounts, R"(parent: "accounts/-/cases/-" page_size: 1000 owner: "$step_owner")"},
  {"StepService/AssignCaseStep",               "**tt--*", About::kAccount,  R"(name: "$step" owner: "x")", true},
  {"StepService/StartCaseStep",                "**tt--*", About::kAccount,  R"(name: "$step")", true},
  {"StepService/CompleteCaseStep",             "**tt--*", About::kAccount,  R"(name: "$step")", true},
  {"StepService/SkipCaseStep",                 "**tt--*", About::kAccount,  R"(name: "$step" reason: "x")", true},
  {"StepService/ListCaseStepChanges",          "**tt*-*", About::kAccount,  R"(parent: "$step")"},

  {"ThemeService/FindThemes",                  "**tt*-*", About::kAccount,  R"(parent: "$account")"},

  {"RequirementService/GetRequirement",        "**tt*-*", About::kAccount,  R"(name: "$requirement")"},
  {"RequirementService/ListRequirements",      "**tt*-*", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 filter: "accountable = $user_of_requirement")"},
  {"RequirementService/CreateRequirement",     "**tt--*", About::kAccount,  R"(requirement {title: "x" askers {account: "$account"}})", true},
  {"RequirementService/UpdateRequirement",     "**tt--*", About::kAccount,  R"(requirement {name: "$requirement" why: "y"})", true},
  {"RequirementService/AddRequirementAsker",   "**tt--*", About::kAccount,  R"(name: "$requirement" asker {account: "$account"})", true},
  {"RequirementService/RemoveRequirementAsker", "**tt--*", About::kAccount, R"(name: "$requirement" asker: "$asker")", true},
  {"RequirementService/ScreenRequirement",     "**tt--*", About::kAccount,  R"(name: "$requirement")", true},
  {"RequirementService/AssessRequirement",     "**tt--*", About::kAccount,  R"(name: "$screened_requirement")", true},
  {"RequirementService/PlanRequirement",       "**tt--*", About::kAccount,  R"(name: "$assessed_requirement")", true},
  {"RequirementService/StartRequirement",      "**tt--*", About::kAccount,  R"(name: "$planned_requirement")", true},
  {"RequirementService/DeliverRequirement",    "**tt--*", About::kAccount,  R"(name: "$started_requirement")", true},
  {"RequirementService/ValidateRequirement",   "**tt--*", About::kAccount,  R"(name: "$delivered_requirement" note: "x")", true},
  {"RequirementService/RejectRequirement",     "**tt--*", About::kAccount,  R"(name: "$requirement" note: "x")", true},
  {"RequirementService/ReconsiderRequirement", "**tt--*", About::kAccount,  R"(name: "$rejected_requirement" note: "x")", true},
  {"RequirementService/MergeRequirement",      "**tt--*", About::kAccount,  R"(name: "$requirement" into: "$other_requirement")", true},
  {"RequirementService/UnmergeRequirement",    "**tt--*", About::kAccount,  R"(name: "$merged_requirement")", true},
  {"RequirementService/ListRequirementChanges", "**tt*-*", About::kAccount, R"(parent: "$requirement")"},
  {"RequirementService/CreateRequirementReview", "**tt--*", About::kAccount, R"(requirement_review {date {year: 2026 month: 1 day: 5} attendees: "x" decisions {requirement: "$requirement" decision: REQUIREMENT_DECISION_KEEP}})", true},
  {"RequirementService/GetRequirementReview",  "**tt*-*", About::kAccount,  R"(name: "$requirement_review")"},
  {"RequirementService/ListRequirementReviews", "**tt*-*", About::kAccount, R"(parent: "$account")"},

  {"ScoringService/CreateCriteriaSet",         "**-----", About::kNothing,  R"(criteria_set {display_name: "x" criteria {id: "c" direction: CRITERION_DIRECTION_BENEFIT weight: 1}})", true},
  {"ScoringService/GetCriteriaSet",            "*******", About::kNothing,  R"(name: "$criteria_set")"},
  {"ScoringService/ListCriteriaSets",          "*******", About::kNothing,  R"()"},
  {"ScoringService/UpdateCriteriaSet",         "**-----", About::kNothing,  R"(criteria_set {name: "$criteria_set" display_name: "y"})"},
  {"ScoringService/ListCriteriaSetVersions",   "*******", About::kNothing,  R"(parent: "$criteria_set")"},
  {"ScoringService/SetRequirementScores",      "**tt--*", About::kAccount,  R"(name: "$requirement" criteria_set: "$criteria_set" scores {criterion: "c" score: 1})", true},
  {"ScoringService/GetRequirementScores",      "**tt*-*", About::kAccount,  R"(name: "$requirement" criteria_set: "$criteria_set")"},
  {"ScoringService/RankRequirements",          "**--*--", About::kNothing,  R"(criteria_set: "$criteria_set" requirements: "$requirement")", true},
  {"ScoringService/GetRanking",                "**tt*-*", About::kNothing,  R"(name: "$ranking")"},
  {"ScoringService/ListRankings",              "**tt*-*", About::kNothing,  R"()"},
  {"ScoringService/ListRankedRequirements",    "**tt*-*", About::kNothing,  R"(parent: "$ranking")"},
  {"ScoringService/CompareRankings",           "**--*--", About::kNothing,  R"(name: "$ranking" with: "$ranking")"},
  {"ScoringService/ReviewRankingDeviation",    "**--*--", About::kNothing,  R"(name: "$ranking")"},
  {"ScoringService/RankAlternatives",          "**tt*-*", About::kNothing,  R"(criteria {id: "c" direction: CRITERION_DIRECTION_BENEFIT weight: 1} alternatives {id: "a" scores: 1})"},

  {"EventAdminService/ListDeadLetters",        "*------", About::kNothing,  R"(parent: "services/feedback")"},
  {"EventAdminService/ReplayDeadLetter",       "*------", About::kNothing,  R"(name: "$dead")"},
  {"EventAdminService/DiscardDeadLetter",      "*------", About::kNothing,  R"(name: "$dead" reason: "x")", true},
};
// clang-format on

}  // namespace mainstay::contract
