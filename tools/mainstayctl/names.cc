#include "tools/mainstayctl/names.h"

#include <vector>

#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace mainstay::ctl {
namespace {

constexpr size_t kMostAsked = 300;

}  // namespace

std::string Names::Of(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  const bool contact = parts.size() == 4 && parts[0] == "accounts" && parts[2] == "contacts";
  return contact ? Ask(name, parts[3]) : OfAccount(name);
}

std::string Names::OfAccount(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() < 2 || parts[0] != "accounts") return name;
  return Ask(absl::StrCat("accounts/", parts[1]), parts[1]);
}

std::string Names::NumberOfCase(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() < 4 || parts[2] != "cases") return name;
  return Ask(absl::StrCat(parts[0], "/", parts[1], "/cases/", parts[3]), parts[3]);
}

std::string Names::Ask(const std::string& resource, const std::string& id) {
  const auto known = known_.find(resource);
  if (known != known_.end()) return known->second;
  if (known_.size() >= kMostAsked) return id;
  std::string& name = known_[resource] = id;
  if (absl::StrContains(resource, "/cases/")) {
    feedback::v1::GetCaseRequest request;
    request.set_name(resource);
    const auto found = session_.Call<feedback::v1::Case>("feedback/CaseService/GetCase", request);
    if (found.ok()) name = absl::StrCat("#", found->number());
    return name;
  }
  if (absl::StrContains(resource, "/contacts/")) {
    accounts::v1::GetContactRequest request;
    request.set_name(resource);
    const auto contact = session_.Call<accounts::v1::Contact>("ContactService/GetContact", request);
    if (contact.ok()) name = contact->display_name();
    return name;
  }
  accounts::v1::GetAccountRequest request;
  request.set_name(resource);
  const auto account = session_.Call<accounts::v1::Account>("AccountService/GetAccount", request);
  if (!account.ok()) return name;
  name = account->external_id().empty()
             ? account->display_name()
             : absl::StrCat(account->external_id(), " ", account->display_name());
  return name;
}

}  // namespace mainstay::ctl
