// The demo company's campaigns.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/demo/loader_session.h"

namespace mainstay::demo {

// By what our people call them: two yearly satisfaction surveys, each with two waves, an NPS pulse
// with one a quarter, an anonymous KANO study with a quota, and what cases are followed up by,
// which invites nobody by itself.
inline constexpr std::string_view kSatisfaction2025 = "2025 年度客户满意度";
inline constexpr std::string_view kSatisfaction2026 = "2026 年度客户满意度";
inline constexpr std::string_view kNpsPulse2026 = "2026 季度 NPS";
inline constexpr std::string_view kKanoStudy2026 = "2026 交付与服务 KANO 研究";
inline constexpr std::string_view kCaseFollowUp2026 = "2026 投诉回访";

// Makes and launches them; after LoadQuestionnaires and LoadPeople. Invitations follow by
// themselves, to the people of the 40 largest customers.
absl::Status LoadCampaigns(LoaderSession& session);

// The resource name of one of the above; NOT_FOUND before LoadCampaigns.
absl::StatusOr<std::string> CampaignCalled(LoaderSession& session, std::string_view display_name);

}  // namespace mainstay::demo
