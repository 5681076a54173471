// Confirmation links in PostgreSQL.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/api/list.h"
#include "common/pg/session.h"
#include "services/feedback/closure/confirmation_link.h"

namespace mainstay::feedback {

// Keeps `link` and what its token hashes to; the contact's open links of the same case are revoked.
// The caller has locked the case, as for every write here.
void ReplaceLink(pg::Tx& tx, const ConfirmationLink& link, const std::string& token_sha256);
void RevokeLink(pg::Tx& tx, const std::string& link_id, absl::Time now);
void AnswerLink(pg::Tx& tx, const std::string& link_id, std::string_view answer, absl::Time now);

std::optional<ConfirmationLink> ReadLink(pg::Tx& tx, const std::string& case_id,
                                         const std::string& link_id);

// A link by the hash of its token, with the account under which its case is seen now.
struct LinkOfToken {
  ConfirmationLink link;
  std::string account_id;
  bool account_deleted = false;
};
std::optional<LinkOfToken> FindLink(pg::Tx& tx, const std::string& token_sha256);

// Whether the customer said these words about the case.
bool CustomerSaid(pg::Tx& tx, const std::string& case_id, const std::string& words);

// Whom the newest link of the case's resolution asks; empty when there is none.
std::string ContactAsked(pg::Tx& tx, const std::string& case_id, const Resolution& resolution);

// What lists are sorted by: the newest first.
absl::Span<const api::Sort> LinkSorts();
api::Rows<ConfirmationLink> ListLinks(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& case_id);

}  // namespace mainstay::feedback
