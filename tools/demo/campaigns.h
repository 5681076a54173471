// The demo company's campaigns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "tools/demo/loader_session.h"

namespace mainstay::demo {

// By what our people call them: two yearly satisfaction surveys, each with two waves, an NPS pulse
// with one a quarter, an anonymous KANO study with a quota, interviews by phone, and what cases are
// followed up by, which invites nobody by itself.
inline constexpr std::string_view kSatisfaction2025 = "2025 年度客户满意度";
inline constexpr std::string_view kSatisfaction2026 = "2026 年度客户满意度";
inline constexpr std::string_view kNpsPulse2026 = "2026 季度 NPS";
inline constexpr std::string_view kKanoStudy2026 = "2026 交付与服务 KANO 研究";
inline constexpr std::string_view kInterviews2026 = "2026 决策人电话访谈";
inline constexpr std::string_view kCaseFollowUp2026 = "2026 投诉回访";

// How many customers they ask, the first ones: large and small.
inline constexpr size_t kSurveyedCustomers = 40;
// When the interviews begin.
inline constexpr absl::CivilDay kInterviewDay = absl::CivilDay(2026, 11, 9);

// Makes them; after LoadQuestionnaires and LoadPeople.
absl::Status LoadCampaigns(LoaderSession& session);
// Launches them; after WaitForGrades, as invitations keep the tier that is known then. They follow
// by themselves.
absl::Status LaunchCampaigns(LoaderSession& session);
// Closes last year's survey and the KANO study, whose result goes to the requirements; after
// LoadEarlierResponses.
absl::Status CloseCampaigns(LoaderSession& session);
// Until everybody is invited whose time has come, so that papers answer the invitation of their own
// wave.
absl::Status WaitForInvitations(LoaderSession& session);

// The resource name of one of the above; NOT_FOUND before LoadCampaigns.
absl::StatusOr<std::string> CampaignCalled(LoaderSession& session, std::string_view display_name);

}  // namespace mainstay::demo
