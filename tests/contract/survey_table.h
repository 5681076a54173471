// Who may do what in survey (authorisation_table.h says how to read it). $dead is a dead letter;
// $questionnaire is a draft, and others are named after their state, as are campaigns; $invited and
// $calls are campaigns by link and by phone that invited the account, $mail is the Message-ID of an
// invitation; $rule is a loop rule of the campaign $looping, whose rules did something about the
// account and which followed a case of it up, and which asks about a requirement; $answered is a
// campaign to which the account answered on $paper, by the file $import, and $interview is
// an invitation of it by phone; $analysed is a draft about satisfaction; $secret opens a link that
// was answered without a name.
#pragma once

#include "tests/contract/authorisation_table.h"

namespace mainstay::contract {

// clang-format off
inline constexpr Row kSurveyTable[] = {
  //                                            admin
  //                                            |director
  //                                            ||account_manager
  //                                            |||service_agent
  //                                            ||||analyst
  //                                            |||||survey_manager
  //                                            ||||||integration
  {"AnalysisService/GetSurveyFigures",         "******-", About::kNothing,  R"(campaign: "$analysed")"},
  {"AnalysisService/GetSurveyTrend",           "******-", About::kNothing,  R"(campaign: "$analysed" question: "nps")"},
  {"AnalysisService/GetCrossTable",            "******-", About::kNothing,  R"(campaign: "$analysed" row: "account.tier" column: "survey.wave")"},
  {"AnalysisService/GetDriverAnalysis",        "******-", About::kNothing,  R"(campaign: "$analysed")"},
  {"AnalysisService/GetKanoAnalysis",          "******-", About::kNothing,  R"(campaign: "$analysed")"},
  {"AnalysisService/GetTextThemes",            "**t-**-", About::kNothing,  R"(campaign: "$analysed" question: "improve")"},

  {"QuestionnaireService/GetQuestionnaire",    "******-", About::kNothing,  R"(name: "$questionnaire")"},
  {"QuestionnaireService/ListQuestionnaires",  "******-", About::kNothing,  R"()"},
  {"QuestionnaireService/CreateQuestionnaire", "**---*-", About::kNothing,  R"(questionnaire {display_name: "x"} template: "questionnaireTemplates/kano")", true},
  {"QuestionnaireService/UpdateQuestionnaire", "**---*-", About::kNothing,  R"(questionnaire {name: "$questionnaire" display_name: "y"})", true},
  {"QuestionnaireService/CheckQuestionnaire",  "******-", About::kNothing,  R"(name: "$questionnaire")"},
  {"QuestionnaireService/PublishQuestionnaire", "**---*-", About::kNothing, R"(name: "$questionnaire")", true},
  {"QuestionnaireService/RetireQuestionnaire", "**---*-", About::kNothing,  R"(name: "$published_questionnaire")", true},
  {"QuestionnaireService/RestoreQuestionnaire", "**---*-", About::kNothing, R"(name: "$retired_questionnaire")", true},
  {"QuestionnaireService/DeleteQuestionnaire", "**---*-", About::kNothing,  R"(name: "$questionnaire")", true},
  {"QuestionnaireService/UndeleteQuestionnaire", "**---*-", About::kNothing, R"(name: "$deleted_questionnaire")", true},
  {"QuestionnaireService/GetQuestionnaireVersion", "******-", About::kNothing, R"(name: "$published_questionnaire/versions/1")"},
  {"QuestionnaireService/ListQuestionnaireVersions", "******-", About::kNothing, R"(parent: "$published_questionnaire")"},
  {"QuestionnaireService/ListQuestionnaireChanges", "******-", About::kNothing, R"(parent: "$questionnaire")"},
  {"QuestionnaireService/ListQuestionnaireTemplates", "******-", About::kNothing, R"()"},

  {"CampaignService/GetCampaign",              "******-", About::kNothing,  R"(name: "$campaign")"},
  {"CampaignService/ListCampaigns",            "******-", About::kNothing,  R"()"},
  {"CampaignService/CreateCampaign",           "**---*-", About::kNothing,  R"(campaign {display_name: "x" purpose: CAMPAIGN_PURPOSE_KANO privacy: CAMPAIGN_PRIVACY_ANONYMOUS
                                                                             questionnaire_version: "$published_questionnaire/versions/1"})", true},
  {"CampaignService/UpdateCampaign",           "**---*-", About::kNothing,  R"(campaign {name: "$campaign" display_name: "y"})", true},
  {"CampaignService/PreviewAudience",          "**---*-", About::kNothing,  R"(name: "$campaign")"},
  {"CampaignService/LaunchCampaign",           "**---*-", About::kNothing,  R"(name: "$campaign")", true},
  {"CampaignService/PauseCampaign",            "**---*-", About::kNothing,  R"(name: "$running_campaign")", true},
  {"CampaignService/ResumeCampaign",           "**---*-", About::kNothing,  R"(name: "$paused_campaign")", true},
  {"CampaignService/CloseCampaign",            "**---*-", About::kNothing,  R"(name: "$running_campaign")", true},
  {"CampaignService/ListCampaignChanges",      "******-", About::kNothing,  R"(parent: "$campaign")"},

  {"InvitationService/GetInvitation",          "**tt**-", About::kAccount,  R"(name: "$invitation")"},
  {"InvitationService/ListInvitations",        "**tt**-", About::kAccounts, R"(parent: "$invited")"},
  {"InvitationService/CreateInvitation",       "**---*-", About::kAccount,  R"(parent: "$running_campaign" invitation {account: "$account" channel: INVITATION_CHANNEL_LINK})", true},
  {"InvitationService/RevokeInvitation",       "**---*-", About::kAccount,  R"(name: "$invitation")", true},
  {"InvitationService/ReportBounce",           "**---**", About::kNothing,  R"(message_id: "$mail")"},
  {"InvitationService/ListCalls",              "**tt-*-", About::kAccounts, R"(parent: "$calls")"},

  {"LoopService/GetLoopRule",                  "******-", About::kNothing,  R"(name: "$rule")"},
  {"LoopService/ListLoopRules",                "******-", About::kNothing,  R"(parent: "$looping")"},
  {"LoopService/CreateLoopRule",               "**---*-", About::kNothing,  R"(parent: "$looping" loop_rule {display_name: "x" condition: "true" action: LOOP_ACTION_NOTICE})", true},
  {"LoopService/UpdateLoopRule",               "**---*-", About::kNothing,  R"(loop_rule {name: "$rule" disabled: true})", true},
  {"LoopService/ListLoopRuleChanges",          "**---*-", About::kNothing,  R"(parent: "$rule")"},
  {"LoopService/ListLoopFirings",              "**t-**-", About::kAccounts, R"(parent: "$looping")"},
  {"LoopService/ListCaseFollowUps",            "**t-**-", About::kAccounts, R"(parent: "$looping")"},
  {"LoopService/PublishKanoResults",           "**---*-", About::kNothing,  R"(name: "$looping")", true},

  {"PublicSurveyService/GetSurveyForm",        "*******", About::kNothing,  R"(token: "$secret")"},
  {"PublicSurveyService/SaveSurveyAnswers",    "*******", About::kNothing,  R"(token: "$secret" section: "s")", true},
  {"PublicSurveyService/SubmitSurvey",         "*******", About::kNothing,  R"(token: "$secret")", true},
  {"PublicSurveyService/ReadSurveyPage",       "*******", About::kNothing,  R"(token: "$secret")"},
  {"PublicSurveyService/SendSurveyPage",       "*******", About::kNothing,  R"(token: "$secret")", true},
  {"ResponseService/GetResponse",              "**t-**-", About::kAccount,  R"(name: "$paper")"},
  {"ResponseService/ListResponses",            "**t-**-", About::kAccounts, R"(parent: "$answered")"},
  {"ResponseService/GetInterviewForm",         "**tt-*-", About::kAccount,  R"(invitation: "$interview")"},
  {"ResponseService/RecordResponse",           "**tt-*-", About::kAccount,  R"(invitation: "$interview")", true},

  {"ResponseImportService/ImportResponses",    "**---**", About::kNothing,  R"(parent: "$answered" file {data: "nps\n9\n"})", true},
  {"ResponseImportService/GetResponseImport",  "**---**", About::kNothing,  R"(name: "$import")"},
  {"ResponseImportService/ListResponseImports", "**---**", About::kNothing, R"(parent: "$answered")"},
  {"ResponseImportService/DownloadResponseImportRejects", "**---**", About::kNothing, R"(name: "$import")"},
  {"ResponseExportService/ExportResponses",    "**t-**-", About::kAccounts, R"(parent: "$answered")"},
  {"ResponseQualityService/FlagResponse",      "**---*-", About::kNothing,  R"(name: "$paper" flag: "other" reason: "x")", true},
  {"ResponseQualityService/ClearResponseFlag", "**---*-", About::kNothing,  R"(name: "$paper" flag: "other" reason: "x")", true},
  {"ResponseQualityService/ListResponseFlagChanges", "**t-**-", About::kAccount, R"(parent: "$paper")"},

  {"SatisfactionService/GetSatisfaction",      "**tt**-", About::kAccount,  R"(name: "$account/satisfaction")"},

  {"EventAdminService/ListDeadLetters",        "*------", About::kNothing,  R"(parent: "services/survey")"},
  {"EventAdminService/ReplayDeadLetter",       "*------", About::kNothing,  R"(name: "$dead")"},
  {"EventAdminService/DiscardDeadLetter",      "*------", About::kNothing,  R"(name: "$dead" reason: "x")", true},
};
// clang-format on

}  // namespace mainstay::contract
