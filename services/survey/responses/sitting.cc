#include "services/survey/responses/sitting.h"

#include <algorithm>

#include "common/web/language.h"

namespace mainstay::survey {

Facts FactsOf(const Campaign& campaign, const Invitation& invitation, std::string_view language) {
  Facts facts;
  facts.account_tier = invitation.tier;
  facts.account_region = invitation.region;
  if (!campaign.anonymous()) {
    facts.contact_role = invitation.role;
    if (invitation.influence > 0) facts.contact_influence = invitation.influence;
  }
  if (invitation.wave > 0) facts.wave = invitation.wave;
  facts.channel = invitation.channel;
  facts.language = language;
  return facts;
}

std::string LanguageFor(std::string_view asked, std::string_view before,
                        std::string_view accept_language, std::string_view invited) {
  if (asked == "zh" || asked == "en") return std::string(asked);
  if (!before.empty()) return std::string(before);
  if (!accept_language.empty()) {
    return web::LanguageOf(accept_language) == web::Language::kChinese ? "zh" : "en";
  }
  return invited == "en" ? "en" : "zh";
}

double DurationSeconds(absl::Time start, absl::Time end) {
  return static_cast<double>(std::max<int64_t>(0, absl::ToInt64Milliseconds(end - start))) / 1000;
}

bool IsLanguageOrNone(std::string_view language) {
  return language.empty() || language == "zh" || language == "en";
}

}  // namespace mainstay::survey
