// Who may do what in engagement (authorisation_table.h says how to read it). $account and what is
// named after a state ($visit: planned, $confirmed, $checked_in …) are of the account the call is
// about; $dead (a dead letter), $calendar (a working
// calendar), $rule (a cadence rule), $new_id (of one to be made) and $secret (of somebody's
// calendar feed) belong to nobody.
#pragma once

#include "tests/contract/authorisation_table.h"

namespace mainstay::contract {

// clang-format off
inline constexpr Row kEngagementTable[] = {
  //                                      admin
  //                                      |director
  //                                      ||account_manager
  //                                      |||service_agent
  //                                      ||||analyst
  //                                      |||||survey_manager
  //                                      ||||||integration
  {"VisitService/GetVisit",              "**tt*--", About::kAccount,  R"(name: "$visit")"},
  {"VisitService/ListVisits",            "**tt*--", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 user: "$visit_user")"},
  {"VisitService/CreateVisit",           "**tt---", About::kAccount,  R"(parent: "$account" visit {kind: VISIT_KIND_VISIT planned_start_time {seconds: 1790000000}})", true},
  {"VisitService/RecordVisit",           "**tt---", About::kAccount,  R"(parent: "$account" visit {kind: VISIT_KIND_VISIT planned_start_time {seconds: 1700000000} content: "x"})", true},
  {"VisitService/UpdateVisit",           "**tt---", About::kAccount,  R"(visit {name: "$visit" place: "Hall 3"})", true},
  {"VisitService/RescheduleVisit",       "**tt---", About::kAccount,  R"(name: "$visit" planned_start_time {seconds: 1790000000})", true},
  {"VisitService/ConfirmVisit",          "**tt---", About::kAccount,  R"(name: "$visit")", true},
  {"VisitService/PrepareVisit",          "**tt---", About::kAccount,  R"(name: "$confirmed")", true},
  {"VisitService/CheckInVisit",          "**tt---", About::kAccount,  R"(name: "$visit")", true},
  {"VisitService/CompleteVisit",         "**tt---", About::kAccount,  R"(name: "$checked_in" content: "x")", true},
  {"VisitService/CancelVisit",           "**tt---", About::kAccount,  R"(name: "$visit" reason: "x")", true},
  {"VisitService/ListVisitChanges",      "**tt*--", About::kAccount,  R"(parent: "$visit")"},
  {"VisitService/GetVisitHistory",       "**tt*--", About::kAccount,  R"(name: "$account/visitHistory")"},

  {"VisitFormService/GetVisitForm",      "**tt*--", About::kNothing,  R"(name: "visitForms/review")"},
  {"VisitFormService/UpdateVisitForm",   "**-----", About::kNothing,  R"(visit_form {name: "visitForms/review"})"},

  {"CommunicationService/GetCommunication",      "**tt*-*", About::kAccount,  R"(name: "$communication")"},
  {"CommunicationService/ListCommunications",    "**tt*-*", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 user: "$speaker")"},
  {"CommunicationService/SearchCommunications",  "**tt*-*", About::kAccounts, R"(parent: "accounts/-" query: "$speaker")"},
  {"CommunicationService/CreateCommunication",   "**tt--*", About::kAccount,  R"(parent: "$account" communication {channel: COMMUNICATION_CHANNEL_PHONE direction: COMMUNICATION_DIRECTION_INBOUND subject: "x"})", true},
  {"CommunicationService/UpdateCommunication",   "**tt--*", About::kAccount,  R"(communication {name: "$communication" subject: "y"})", true},
  {"CommunicationService/DeleteCommunication",   "**tt--*", About::kAccount,  R"(name: "$communication")", true},
  {"CommunicationService/ImportCommunications",  "**tt--*", About::kAccount,  R"(parent: "$account" file {data: "c,d,t,s\nphone,in,2026-01-31,x\n"}
                                                                          columns {channel: "c" direction: "d" occur_time: "t" subject: "s"})", true},
  {"CommunicationService/UndeleteCommunication", "**tt--*", About::kAccount,  R"(name: "$gone_communication")", true},
  {"CommunicationService/ListCommunicationChanges", "**tt*-*", About::kAccount, R"(parent: "$communication")"},

  {"CommitmentService/GetCommitment",         "**tt*--", About::kAccount,  R"(name: "$commitment")"},
  {"CommitmentService/ListCommitments",       "**tt*--", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 filter: "promiser = $promiser")"},
  {"CommitmentService/CreateCommitment",      "**tt---", About::kAccount,  R"(parent: "$account" commitment {subject: "x" party: COMMITMENT_PARTY_OURS due_time {seconds: 1890000000}})", true},
  {"CommitmentService/UpdateCommitment",      "**tt---", About::kAccount,  R"(commitment {name: "$commitment" text: "y"})", true},
  {"CommitmentService/KeepCommitment",        "**tt---", About::kAccount,  R"(name: "$commitment" proof: "x")", true},
  {"CommitmentService/BreakCommitment",       "**tt---", About::kAccount,  R"(name: "$commitment" reason: "x")", true},
  {"CommitmentService/RenegotiateCommitment", "**tt---", About::kAccount,  R"(name: "$commitment" reason: "x" due_time {seconds: 1890000000})", true},
  {"CommitmentService/CancelCommitment",      "**tt---", About::kAccount,  R"(name: "$commitment" reason: "x")", true},
  {"CommitmentService/ReopenCommitment",      "**tt---", About::kAccount,  R"(name: "$broken_commitment")", true},
  {"CommitmentService/ListCommitmentChanges", "**tt*--", About::kAccount,  R"(parent: "$commitment")"},
  {"CommitmentService/GetCommitmentStats",    "**tt*--", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 start_time {seconds: 1880000000} end_time {seconds: 1880000001})"},

  // A task is also seen by who made it and by who is to do it; these are neither.
  {"TaskService/GetTask",               "**tttt-", About::kAccount,  R"(name: "$task")"},
  {"TaskService/ListTasks",             "**tttt-", About::kAccounts, R"(filter: "account = $account")"},
  {"TaskService/CreateTask",            "**tttt-", About::kAccount,  R"(task {subject: "x" account: "$account" due_time {seconds: 1890000000}})", true},
  {"TaskService/UpdateTask",            "**tttt-", About::kAccount,  R"(task {name: "$task" text: "y"})", true},
  {"TaskService/CompleteTask",          "**tttt-", About::kAccount,  R"(name: "$task")", true},
  {"TaskService/CancelTask",            "**tttt-", About::kAccount,  R"(name: "$task")", true},
  {"TaskService/ReopenTask",            "**tttt-", About::kAccount,  R"(name: "$done_task")", true},
  {"TaskService/ReassignTask",          "**tttt-", About::kAccount,  R"(name: "$task" assignee: "colleague")", true},
  {"TaskService/ListTaskChanges",       "**tttt-", About::kAccount,  R"(parent: "$task")"},
  {"TaskService/WatchTasks",            "**tttt-", About::kNothing,  R"(duration {nanos: 1000000})"},

  // A gathering ($gathering: open, $planned_gathering) is of no account, but organized by the owner
  // of this one; its invitations are of accounts.
  {"GatheringService/GetGathering",          "**tt*--", About::kNothing,  R"(name: "$gathering")"},
  {"GatheringService/ListGatherings",        "**tt*--", About::kNothing,  R"(page_size: 1)"},
  {"GatheringService/CreateGathering",       "**tt---", About::kNothing,  R"(gathering {kind: GATHERING_KIND_SEMINAR title: "x" start_time {seconds: 1790000000} end_time {seconds: 1790003600}})", true},
  {"GatheringService/UpdateGathering",       "**tt---", About::kPerson,   R"(gathering {name: "$gathering" place: "Hall 3"})", true},
  {"GatheringService/OpenGathering",         "**tt---", About::kPerson,   R"(name: "$planned_gathering")", true},
  {"GatheringService/HoldGathering",         "**tt---", About::kPerson,   R"(name: "$gathering" outcome: "x")", true},
  {"GatheringService/CancelGathering",       "**tt---", About::kPerson,   R"(name: "$gathering" reason: "x")", true},
  {"GatheringService/ListGatheringChanges",  "**tt*--", About::kNothing,  R"(parent: "$gathering")"},
  {"GatheringService/GetInvitation",         "**tt*--", About::kAccount,  R"(name: "$invitation")"},
  {"GatheringService/ListInvitations",       "**tt*--", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 filter: "account = $account AND reply = REPLY_NONE")"},
  {"GatheringService/CreateInvitation",      "**tt---", About::kAccount,  R"(parent: "$gathering" invitation {account: "$account" guest_name: "x"})", true},
  {"GatheringService/ReplyInvitation",       "**tt---", About::kAccount,  R"(name: "$invitation" reply: REPLY_ACCEPTED)", true},
  {"GatheringService/AttendInvitation",      "**tt---", About::kAccount,  R"(name: "$invitation")", true},
  {"GatheringService/ListInvitationChanges", "**tt*--", About::kAccount,  R"(parent: "$invitation")"},

  {"CareService/ListUpcomingCare", "**tt*--", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 filter: "festival = mid_autumn")"},
  {"CareService/ListCareRules",    "**tt*--", About::kNothing,  ""},
  {"CareService/UpdateCareRule",   "**-----", About::kNothing,  R"(care_rule {name: "careRules/christmas" days_ahead: 7})", true},

  {"CaseVerificationService/ListCaseVerifications", "**tt*--", About::kAccount, R"(parent: "$account")"},
  {"CaseVerificationService/VerifyCase",            "**tt---", About::kAccount, R"(name: "$verification" visit: "$checked_in" solved: true)", true},

  {"FrequencyService/ListContactFrequencies", "**tt*--", About::kAccount, R"(parent: "$account")"},
  {"FrequencyService/BatchGetContactBudgets", "**tt*-*", About::kAccounts, R"(accounts: "$account")"},

  {"GiftService/GetGift",         "**tt*--", About::kAccount,  R"(name: "$gift")"},
  {"GiftService/ListGifts",       "**tt*--", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 filter: "year = 2026 AND amount > 1000000" order_by: "update_time desc")"},
  {"GiftService/CreateGift",      "**tt---", About::kAccount,  R"(parent: "$account" gift {direction: GIFT_DIRECTION_GIVEN kind: GIFT_KIND_MEAL value {currency_code: "CNY" units: 1}
                                                                   contact: "$account/contacts/0190a000-0000-7000-8000-000000000001"})", true},
  {"GiftService/UpdateGift",      "**tt---", About::kAccount,  R"(gift {name: "$gift" occasion: "y"})", true},
  {"GiftService/ApproveGift",     "**-----", About::kAccount,  R"(name: "$gift")", true},
  {"GiftService/RefuseGift",      "**tt---", About::kAccount,  R"(name: "$gift" reason: "x")", true},
  {"GiftService/CancelGift",      "**tt---", About::kAccount,  R"(name: "$gift" reason: "x")", true},
  {"GiftService/ListGiftChanges", "**tt*--", About::kAccount,  R"(parent: "$gift")"},
  {"GiftService/ListGiftTotals",  "**tt*--", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 year: 2026)"},
  {"GiftService/GetGiftLimit",    "**tt*--", About::kNothing,  R"(name: "giftLimits/EUR")"},
  {"GiftService/ListGiftLimits",  "**tt*--", About::kNothing,  ""},
  {"GiftService/UpdateGiftLimit", "**-----", About::kNothing,  R"(gift_limit {name: "giftLimits/EUR" amount {currency_code: "EUR" units: 50}})", true},

  {"WorkingCalendarService/GetWorkingCalendar",         "*******", About::kNothing, R"(name: "$calendar")"},
  {"WorkingCalendarService/ListWorkingCalendars",       "*******", About::kNothing, R"(page_size: 1)"},
  {"WorkingCalendarService/ListSpecialDays",            "*******", About::kNothing, R"(parent: "$calendar")"},
  {"WorkingCalendarService/ListWorkingCalendarChanges", "*******", About::kNothing, R"(parent: "$calendar")"},
  {"WorkingCalendarService/AddWorkingTime",             "*******", About::kNothing, R"(name: "$calendar" start_time {seconds: 1790000000} working_time {seconds: 60})"},
  {"WorkingCalendarService/WorkingTimeBetween",         "*******", About::kNothing, R"(name: "$calendar" start_time {seconds: 1790000000} end_time {seconds: 1790000001})"},
  {"WorkingCalendarService/NextWorkingTime",            "*******", About::kNothing, R"(name: "$calendar")"},
  {"WorkingCalendarService/CreateWorkingCalendar",      "**-----", About::kNothing, R"(working_calendar_id: "$new_id" working_calendar {display_name: "x" time_zone: "UTC"})", true},
  {"WorkingCalendarService/UpdateWorkingCalendar",      "**-----", About::kNothing, R"(working_calendar {name: "$calendar" display_name: "y"})", true},
  {"WorkingCalendarService/ImportDays",                 "**-----", About::kNothing, R"(name: "$calendar" format: DAY_FORMAT_CSV text: "date,kind,name,name_en\n2026-01-01,holiday,x,\n")", true},

  {"CadenceRuleService/GetCadenceRule",         "**tt*--", About::kNothing, R"(name: "$rule")"},
  {"CadenceRuleService/ListCadenceRules",       "**tt*--", About::kNothing, R"(page_size: 1)"},
  {"CadenceRuleService/CreateCadenceRule",      "**-----", About::kNothing, R"(cadence_rule {display_name: "x" tiers: CADENCE_TIER_CORE kind: CADENCE_KIND_PERIODIC days: 30})", true},
  {"CadenceRuleService/UpdateCadenceRule",      "**-----", About::kNothing, R"(cadence_rule {name: "$rule" days: 40})", true},
  {"CadenceRuleService/DeleteCadenceRule",      "**-----", About::kNothing, R"(name: "$rule")", true},
  {"CadenceRuleService/UndeleteCadenceRule",    "**-----", About::kNothing, R"(name: "$gone_rule")", true},
  {"CadenceRuleService/ListCadenceRuleChanges", "**-----", About::kNothing, R"(parent: "$rule")"},

  // A plan is seen by its creator and by whom it is for; $plan is made by the account's owner.
  {"ReturnVisitPlanService/GenerateReturnVisitPlan",    "**tt---", About::kNothing, R"(start_date {year: 2090 month: 1 day: 1} end_date {year: 2090 month: 1 day: 31} user: "nobody")", true},
  {"ReturnVisitPlanService/GetReturnVisitPlan",         "**tt*--", About::kAccount,  R"(name: "$plan")"},
  {"ReturnVisitPlanService/ListReturnVisitPlans",       "**tt*--", About::kNothing,  R"(page_size: 1)"},
  {"ReturnVisitPlanService/ApproveReturnVisitPlan",     "**tt---", About::kAccount,  R"(name: "$plan")", true},
  {"ReturnVisitPlanService/DiscardReturnVisitPlan",     "**tt---", About::kAccount,  R"(name: "$plan")", true},
  {"ReturnVisitPlanService/GetReturnVisitPlanProgress", "**tt*--", About::kAccount,  R"(name: "$plan/progress")"},
  {"ReturnVisitPlanService/ListReturnVisitPlanChanges", "**tt*--", About::kAccount,  R"(parent: "$plan")"},
  {"ReturnVisitPlanService/GetPlanItem",                "**tt*--", About::kAccount,  R"(name: "$item_of_plan")"},
  {"ReturnVisitPlanService/ListPlanItems",              "**tt*--", About::kAccount,  R"(parent: "$plan" page_size: 1)"},
  {"ReturnVisitPlanService/CreatePlanItem",             "**tt---", About::kAccount,  R"(parent: "$plan" item {account: "$account" start_time {seconds: 3786000000}})", true},
  {"ReturnVisitPlanService/UpdatePlanItem",             "**tt---", About::kAccount,  R"(item {name: "$item_of_plan" purpose: "x"})", true},
  {"ReturnVisitPlanService/SkipPlanItem",               "**tt---", About::kAccount,  R"(name: "$item_of_plan" reason: "x")", true},
  {"ReturnVisitPlanService/RestorePlanItem",            "**tt---", About::kAccount,  R"(name: "$skipped_item_of_plan")", true},
  {"ReturnVisitPlanService/DeletePlanItem",             "**tt---", About::kAccount,  R"(name: "$item_of_plan")", true},

  // Everybody's own; the feed itself is for whoever knows its secret, with or without a token.
  {"CalendarFeedService/CreateCalendarFeed", "******-", About::kNothing, R"(parent: "users/me")"},
  {"CalendarFeedService/GetCalendarFeed",    "******-", About::kNothing, R"(name: "users/me/calendarFeed")"},
  {"CalendarFeedService/RevokeCalendarFeed", "******-", About::kNothing, R"(name: "users/me/calendarFeed")", true},
  {"CalendarFeedService/ReadCalendarFeed",   "*******", About::kNothing, R"(token: "$secret")"},

  {"EventAdminService/ListDeadLetters",   "*------", About::kNothing, R"(parent: "services/engagement")"},
  {"EventAdminService/ReplayDeadLetter",  "*------", About::kNothing, R"(name: "$dead")"},
  {"EventAdminService/DiscardDeadLetter", "*------", About::kNothing, R"(name: "$dead" reason: "broken")", true},
};
// clang-format on

}  // namespace mainstay::contract
