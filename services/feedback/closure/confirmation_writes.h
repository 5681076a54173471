// What a customer does with a confirmation link, whether by a program or in a browser.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

// A link as its holder sees it.
struct SeenLink {
  std::string state;    // as StateOf (confirmation_link.h)
  bool solved = false;  // of one that was answered
  std::optional<absl::Time> answer_time;
  // What was sent now says otherwise than what was answered before, or in other words.
  bool ignored = false;
  // Of one that is open: what is asked. Empty otherwise.
  Case c;
  absl::Time expire_time;
};

// NOT_FOUND for a token that is none of ours, before the database is asked, and for one that is in
// it no more. No error and no log line has the token. Changes nothing.
absl::StatusOr<SeenLink> SeeLink(const rpc::CallContext& call, const Deps& deps,
                                 const std::string& token);

// Answers a link that is open: `solved` closes its case, otherwise it is opened again with
// `comment`, of at most 2,000 characters. One that is not open is left as it is. The link as it is
// then, which says where another answer was there before; errors as SeeLink, and INVALID_ARGUMENT
// when `solved` is not said. Calls at once wait for each other: the first one counts.
absl::StatusOr<SeenLink> AnswerLink(const rpc::CallContext& call, const Deps& deps,
                                    const std::string& token, std::optional<bool> solved,
                                    const std::string& comment);

}  // namespace mainstay::feedback
