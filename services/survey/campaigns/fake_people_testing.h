// People that tests make up, instead of accounts' and engagement's.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "services/survey/campaigns/people.h"

namespace mainstay::survey {

class FakePeople : public People {
 public:
  absl::StatusOr<std::vector<Person>> ContactsOf(
      const Asking&, const std::vector<std::string>& account_ids) override {
    if (asked) asked();
    if (!status.ok()) return status;
    std::vector<Person> found;
    for (const std::string& id : account_ids) {
      for (const Person& person : people) {
        if (person.account_id == id) found.push_back(person);
      }
    }
    return found;
  }
  absl::StatusOr<absl::flat_hash_set<std::string>> OverBudget(
      const Asking&, const std::vector<std::string>&) override {
    if (!status.ok()) return status;
    return over_budget;
  }

  std::vector<Person> people;
  absl::flat_hash_set<std::string> over_budget;
  absl::Status status;
  std::function<void()> asked;  // called when it is; may be empty
};

}  // namespace mainstay::survey
