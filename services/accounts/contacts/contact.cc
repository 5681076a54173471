#include "services/accounts/contacts/contact.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/text/rules.h"

namespace mainstay::accounts {
namespace {

constexpr size_t kMaxDates = 20;
constexpr size_t kMaxProtectedText = 2000;
constexpr std::string_view kProtected[] = {"personality", "interests", "family", "education",
                                           "career"};

template <std::string Contact::*member>
constexpr history::Field<Contact> Text(std::string_view name) {
  return {name, [](const Contact& c) { return c.*member; },
          [](Contact& c, std::string_view value) { c.*member = std::string(value); }};
}

std::string GetInfluence(const Contact& contact) {
  return contact.influence == 0 ? "" : absl::StrCat(contact.influence);
}

void SetInfluence(Contact& contact, std::string_view value) {
  if (!absl::SimpleAtoi(value, &contact.influence)) contact.influence = 0;
}

// One a line: labels have no line breaks.
std::string GetDates(const Contact& contact) {
  return absl::StrJoin(
      contact.important_dates, "\n",
      [](std::string* out, const ImportantDate& date) { out->append(ToText(date)); });
}

void SetDates(Contact& contact, std::string_view value) {
  contact.important_dates.clear();
  for (const std::string& line :
       std::vector<std::string>(absl::StrSplit(std::string(value), '\n', absl::SkipEmpty()))) {
    if (auto date = ParseImportantDate(line)) contact.important_dates.push_back(*std::move(date));
  }
}

constexpr history::Field<Contact> kFields[] = {
    Text<&Contact::display_name>("display_name"),
    Text<&Contact::title>("title"),
    Text<&Contact::department>("department"),
    Text<&Contact::buying_role>("buying_role"),
    {"influence", GetInfluence, SetInfluence},
    Text<&Contact::attitude>("attitude"),
    Text<&Contact::reports_to>("reports_to"),
    Text<&Contact::phone>("phone"),
    Text<&Contact::email>("email"),
    Text<&Contact::wechat>("wechat"),
    {"important_dates", GetDates, SetDates},
    Text<&Contact::personality>("personality"),
    Text<&Contact::interests>("interests"),
    Text<&Contact::family>("family"),
    Text<&Contact::education>("education"),
    Text<&Contact::career>("career"),
};

bool IsPhone(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) {
                       return absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                              std::string_view(" +-()#,").find(c) != std::string_view::npos;
                     }) &&
         std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

// One "@" with something before it and a domain with a dot after it: whether mail arrives only
// sending it tells.
bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos) {
    return false;
  }
  std::string_view domain = text.substr(at + 1);
  const size_t dot = domain.find('.');
  return dot != std::string_view::npos && dot != 0 && domain.back() != '.' &&
         text.find_first_of(" \t<>,;\"") == std::string_view::npos;
}

void CheckReachability(const Contact& contact, std::vector<status::FieldViolation>& violations) {
  text::CheckText("phone", contact.phone, 0, 40, text::Lines::kOne, violations);
  if (!contact.phone.empty() && !IsPhone(contact.phone)) {
    violations.push_back(
        {"phone", "must be digits, spaces, \"+\", \"-\", \"(\", \")\", \"#\" and \",\""});
  }
  text::CheckText("email", contact.email, 0, 254, text::Lines::kOne, violations);
  if (!contact.email.empty() && !IsEmail(contact.email)) {
    violations.push_back({"email", "must be an e-mail address, such as chen.jing@example.com"});
  }
  text::CheckText("wechat", contact.wechat, 0, 60, text::Lines::kOne, violations);
}

}  // namespace

void Normalize(Contact& contact) {
  for (std::string* text : {&contact.display_name, &contact.title, &contact.department,
                            &contact.phone, &contact.email, &contact.wechat}) {
    *text = text::Trim(*text);
  }
  for (ImportantDate& date : contact.important_dates) date.label = text::Trim(date.label);
  if (const size_t at = contact.email.find('@'); at != std::string::npos) {
    contact.email = contact.email.substr(0, at) + absl::AsciiStrToLower(contact.email.substr(at));
  }
}

absl::Status Validate(const Contact& contact) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("display_name", contact.display_name, 1, 100, text::Lines::kOne, violations);
  text::CheckText("title", contact.title, 0, 100, text::Lines::kOne, violations);
  text::CheckText("department", contact.department, 0, 100, text::Lines::kOne, violations);
  if (contact.influence < 0 || contact.influence > 5) {
    violations.push_back({"influence", "must be 1 (little) to 5 (decisive), or 0 when not known"});
  }
  CheckReachability(contact, violations);
  if (contact.important_dates.size() > kMaxDates) {
    violations.push_back({"important_dates", absl::StrCat("must be at most ", kMaxDates)});
  }
  for (size_t i = 0; i < contact.important_dates.size(); ++i) {
    CheckImportantDate(absl::StrCat("important_dates[", i, "]"), contact.important_dates[i],
                       violations);
  }
  for (std::string_view name : kProtected) {
    const history::Field<Contact>* field = std::find_if(
        std::begin(kFields), std::end(kFields), [&](const auto& f) { return f.name == name; });
    text::CheckText(name, field->get(contact), 0, kMaxProtectedText, text::Lines::kMany,
                    violations);
  }
  if (violations.empty()) return absl::OkStatus();
  return status::BadFields(std::move(violations));
}

absl::Span<const history::Field<Contact>> ContactFields() { return kFields; }

bool IsProtected(std::string_view field) {
  return std::find(std::begin(kProtected), std::end(kProtected), field) != std::end(kProtected);
}

}  // namespace mainstay::accounts
