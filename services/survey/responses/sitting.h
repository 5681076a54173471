// One respondent before their form: what the holder of a link, or an interviewer, has to do with.
// Domain code.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "services/survey/campaigns/campaign.h"
#include "services/survey/invitations/invitation.h"
#include "services/survey/questionnaires/flow.h"
#include "services/survey/responses/part_answers.h"

namespace mainstay::survey {

struct PublishedVersion;  // questionnaires/version_store.h

struct Sitting {
  // As LinkState says; "unknown": the token was never made here; "gone": it opens nothing any more.
  std::string state;
  // Of those two, nothing more is known.
  Campaign campaign;
  Invitation invitation;
  std::shared_ptr<const PublishedVersion> version;
  PartAnswers part;  // of one that is open; the language also of one that was answered

  bool open() const { return state == "open"; }
};

// What is known of the respondent before the first question. Of anonymous campaigns only what their
// responses keep, so that they are asked by what can be looked at later.
Facts FactsOf(const Campaign& campaign, const Invitation& invitation, std::string_view language);

// "zh" or "en": what was asked for, else the one of before, else what the browser wants, else the
// invitation's.
std::string LanguageFor(std::string_view asked, std::string_view before,
                        std::string_view accept_language, std::string_view invited);

// To the millisecond; 0 for clocks that run backwards.
double DurationSeconds(absl::Time start, absl::Time end);

// Whether `language` is "zh", "en" or empty.
bool IsLanguageOrNone(std::string_view language);

}  // namespace mainstay::survey
