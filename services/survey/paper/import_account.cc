#include "services/survey/paper/import_account.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "common/text/person.h"

namespace mainstay::survey {

absl::StatusOr<NamedAccount> NamedIn(const PaperRecord& record) {
  NamedAccount named;
  const std::string account = absl::AsciiStrToLower(record.account);
  const std::string id(absl::StripPrefix(account, "accounts/"));
  (api::IsUuid(id) ? named.id : named.name) = api::IsUuid(id) ? id : record.account;
  const std::string contact = absl::AsciiStrToLower(record.contact);
  if (contact.empty()) return named;
  if (text::IsContactName(contact)) {
    const std::vector<std::string> parts = absl::StrSplit(contact, '/');
    if (!account.empty() && named.id != parts[1]) {
      return status::BadField("contact", "is another account's; write the id alone");
    }
    named.id = parts[1];
    named.contact_id = parts[3];
  } else if (!api::IsUuid(contact)) {
    return status::BadField("contact", "must be accounts/{uuid}/contacts/{uuid}, or the id alone");
  } else if (account.empty()) {
    return status::BadField("contact", "needs its account; write accounts/{uuid}/contacts/{uuid}");
  } else {
    named.contact_id = contact;
  }
  return named;
}

}  // namespace mainstay::survey
