// Contacts between the API's messages and the domain.
#pragma once

#include <string>

#include <mainstay/accounts/v1/contact_service.pb.h>

#include "absl/status/statusor.h"
#include "services/accounts/contacts/contact.h"

namespace mainstay::accounts {

// The fields that people may set, normalized; output-only ones are left out. What has no place in
// the domain (a bad name in reports_to, an unknown enum number) is a violation of that field.
absl::StatusOr<Contact> FromProto(const v1::Contact& message);
v1::Contact ToProto(const Contact& contact);

// `with_protected` false leaves the values of protected fields out and says so.
v1::ContactChange ToContactChange(const history::RecordedChange& recorded, bool with_protected);

// "accounts/{account}/contacts/{contact}".
std::string ContactName(const std::string& account_id, const std::string& contact_id);

}  // namespace mainstay::accounts
