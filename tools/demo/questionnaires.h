// What the demo company asks its customers.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/demo/loader_session.h"

namespace mainstay::demo {

// By what our people call them. The satisfaction survey has two published versions: the second
// year's asks for digital services too. The last one is a draft.
inline constexpr std::string_view kSatisfactionSurvey = "年度客户满意度";
inline constexpr std::string_view kNpsPulse = "季度 NPS";
inline constexpr std::string_view kKanoStudy = "交付与服务 KANO 研究";
inline constexpr std::string_view kCaseFollowUp = "投诉回访";
inline constexpr std::string_view kChurnDraft = "流失客户访谈（草稿）";

// `requirements`: names by title, which the KANO study's pairs are about; those that are not there
// are asked without.
absl::Status LoadQuestionnaires(LoaderSession& session,
                                const std::map<std::string, std::string>& requirements);

// The resource name of one of the above; NOT_FOUND before LoadQuestionnaires.
absl::StatusOr<std::string> QuestionnaireCalled(LoaderSession& session,
                                                std::string_view display_name);

}  // namespace mainstay::demo
