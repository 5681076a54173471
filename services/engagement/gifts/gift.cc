#include "services/engagement/gifts/gift.h"

#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/calendar/china.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using text::Lines;

constexpr int kFirstYear = 2000;
constexpr std::string_view kPending[] = {"pending"};
constexpr std::string_view kCounting[] = {"pending", "approved"};

absl::Status Close(Gift& gift, std::string_view verb, std::string_view state,
                   const std::string& reason, absl::Span<const std::string_view> from) {
  const std::string why = text::Trim(reason);
  if (why.empty()) return status::BadField("reason", "say why, in 1 to 500 characters");
  RETURN_IF_ERROR(status::CheckState("the gift", gift.state, verb, from));
  gift.state = state;
  gift.close_reason = why;
  gift.approver.clear();
  return absl::OkStatus();
}

template <std::string Gift::*member>
constexpr history::Field<Gift> Text(std::string_view name) {
  return {name, [](const Gift& g) { return g.*member; },
          [](Gift& g, std::string_view value) { g.*member = std::string(value); }};
}

// The first kWritten of them are what people change by Update.
constexpr history::Field<Gift> kFields[] = {
    Text<&Gift::description>("description"),
    Text<&Gift::occasion>("occasion"),
    Text<&Gift::state>("state"),
    Text<&Gift::approver>("approver"),
    Text<&Gift::close_reason>("close_reason"),
};
constexpr size_t kWritten = 2;

}  // namespace

const std::string& RecipientOf(const Gift& gift) {
  return gift.direction == "given" ? gift.contact_id : gift.user;
}

absl::CivilDay RegisterDay(absl::Time now) { return calendar::ChinaDay(now); }

void Complete(Gift& gift, const std::string& caller) {
  for (std::string* text : {&gift.user, &gift.occasion, &gift.close_reason}) {
    *text = text::Trim(*text);
  }
  if (gift.user.empty()) gift.user = caller;
}

absl::Status Validate(const Gift& gift, absl::CivilDay today) {
  std::vector<status::FieldViolation> violations;
  if (gift.direction.empty()) {
    violations.push_back(
        {"direction", "say which way: GIFT_DIRECTION_GIVEN or GIFT_DIRECTION_RECEIVED"});
  }
  if (gift.kind.empty()) violations.push_back({"kind", "say what it is, such as GIFT_KIND_MEAL"});
  text::CheckText("description", gift.description, 0, 2000, Lines::kMany, violations);
  if (gift.value.decimal.find_first_of("123456789") == std::string::npos) {
    violations.push_back({"value", "say what it is worth: more than nothing"});
  }
  text::CheckAmount("value", gift.value, violations);
  if (gift.contact_id.empty()) {
    violations.push_back({"contact", "say who: accounts/{uuid}/contacts/{uuid}"});
  }
  if (!text::IsUserId(gift.user)) violations.push_back({"user", std::string(text::kUserIdRule)});
  if (gift.day > today) {
    violations.push_back({"date", "must not be in the future"});
  } else if (gift.day.year() < kFirstYear) {
    violations.push_back({"date", absl::StrCat("must not be before ", kFirstYear)});
  }
  text::CheckText("occasion", gift.occasion, 0, 200, Lines::kOne, violations);
  text::CheckText("refuse_reason", gift.close_reason, 0, 500, Lines::kMany, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status CheckLimit(const Gift& gift, const GiftUse& use, bool may_tell) {
  if (use.fits) return absl::OkStatus();
  if (!may_tell) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "GIFT_LIMIT",
                         absl::StrCat(gift.user,
                                      " would get more than the limit of a year; refuse "
                                      "it, and register it with refuse_reason"));
  }
  const std::string& currency = gift.value.currency;
  const std::string year = absl::StrCat(gift.day.year());
  return status::Error(absl::StatusCode::kFailedPrecondition, "GIFT_LIMIT",
                       absl::StrCat(gift.direction == "given" ? "the contact" : gift.user, " got ",
                                    use.total, " ", currency, " in ", year, " and may get ",
                                    use.limit, " ", currency, " a year: ", use.left, " ", currency,
                                    " is left, less than the ", gift.value.decimal,
                                    " of this gift; refuse it, and register it with refuse_reason"),
                       {{"total", use.total},
                        {"limit", use.limit},
                        {"left", use.left},
                        {"currency", currency},
                        {"year", year}});
}

absl::Status Approve(Gift& gift, const std::string& approver) {
  RETURN_IF_ERROR(status::CheckState("the gift", gift.state, ":approve", kPending));
  if (approver == gift.user) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "OWN_GIFT",
                         "nobody approves what they gave or got; ask somebody else to");
  }
  gift.state = "approved";
  gift.approver = approver;
  return absl::OkStatus();
}

absl::Status Refuse(Gift& gift, const std::string& reason) {
  return Close(gift, ":refuse", "refused", reason, kCounting);
}

absl::Status CancelGift(Gift& gift, const std::string& reason) {
  return Close(gift, ":cancel", "cancelled", reason, kPending);
}

absl::Span<const history::Field<Gift>> GiftFields() {
  return absl::MakeConstSpan(kFields).subspan(0, kWritten);
}

absl::Span<const history::Field<Gift>> RecordedGiftFields() { return kFields; }

}  // namespace mainstay::engagement
