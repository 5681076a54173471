#include "services/survey/campaigns/people_reads.h"

#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/engagement/v1/frequency_service.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/enum_text.h"
#include "common/rpc/channel.h"
#include "common/status/status.h"

namespace mainstay::survey {
namespace {

constexpr char kContacts[] = "mainstay.accounts.v1.ContactService/BatchListContacts";
constexpr char kBudgets[] = "mainstay.engagement.v1.FrequencyService/BatchGetContactBudgets";

rpc::CallOptions OptionsOf(const Asking& asking) {
  return {.token = asking.token, .traceparent = "", .deadline = asking.deadline};
}

Person FromProto(const accounts::v1::Contact& contact) {
  const std::vector<std::string> parts = absl::StrSplit(contact.name(), '/');
  Person person;
  if (parts.size() == 4) {
    person.account_id = parts[1];
    person.contact_id = parts[3];
  }
  person.display_name = contact.display_name();
  person.title = contact.title();
  person.phone = contact.phone();
  person.email = contact.email();
  person.wechat = contact.wechat();
  person.role = api::EnumToText(contact.buying_role(), "BUYING_ROLE_", "").value_or("");
  person.influence = contact.influence();
  return person;
}

class RemotePeople : public People {
 public:
  RemotePeople(std::shared_ptr<grpc::Channel> accounts, std::shared_ptr<grpc::Channel> engagement)
      : accounts_(std::move(accounts)), engagement_(std::move(engagement)) {}

  absl::StatusOr<std::vector<Person>> ContactsOf(
      const Asking& asking, const std::vector<std::string>& account_ids) override {
    std::vector<Person> people;
    if (account_ids.empty()) return people;
    accounts::v1::BatchListContactsRequest request;
    for (const std::string& id : account_ids) request.add_parents(absl::StrCat("accounts/", id));
    ASSIGN_OR_RETURN(const auto answer, rpc::Call<accounts::v1::BatchListContactsResponse>(
                                            *accounts_, kContacts, OptionsOf(asking), request));
    for (const accounts::v1::Contact& contact : answer.contacts()) {
      people.push_back(FromProto(contact));
    }
    return people;
  }

  absl::StatusOr<absl::flat_hash_set<std::string>> OverBudget(
      const Asking& asking, const std::vector<std::string>& account_ids) override {
    absl::flat_hash_set<std::string> over;
    if (account_ids.empty()) return over;
    engagement::v1::BatchGetContactBudgetsRequest request;
    for (const std::string& id : account_ids) request.add_accounts(absl::StrCat("accounts/", id));
    ASSIGN_OR_RETURN(const auto answer, rpc::Call<engagement::v1::BatchGetContactBudgetsResponse>(
                                            *engagement_, kBudgets, OptionsOf(asking), request));
    for (const engagement::v1::ContactBudget& budget : answer.contact_budgets()) {
      if (budget.used_up()) over.insert(budget.account().substr(sizeof("accounts/") - 1));
    }
    return over;
  }

 private:
  const std::shared_ptr<grpc::Channel> accounts_, engagement_;
};

}  // namespace

std::unique_ptr<People> NewPeople(std::shared_ptr<grpc::Channel> accounts,
                                  std::shared_ptr<grpc::Channel> engagement) {
  return std::make_unique<RemotePeople>(std::move(accounts), std::move(engagement));
}

}  // namespace mainstay::survey
