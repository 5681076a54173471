// What the company decides of closing cases.
#pragma once

#include <string>

namespace mainstay::feedback {

// What tokens of confirmation links are for (common/auth/link_token.h).
inline constexpr char kLinkPurpose[] = "mainstay.feedback.confirmation_link.v1";

struct ClosureSettings {
  // Where people reach the gateway, "https://kam.example.com": begins the URLs of confirmation
  // links. Empty: they are told without it.
  std::string public_url;
  // What links are signed with; at least 16 bytes, the same on every instance. Another key ends the
  // links of the one before.
  std::string link_key;
  // Working days of `calendar` from the resolution to the first reminder, from it to the second,
  // and from that to closing without an answer. At least 1.
  int first_reminder_days = 3;
  int second_reminder_days = 5;
  int time_out_days = 5;
  std::string calendar = "cn";  // the name of a working calendar
  // A case that comes at most so many days after another one was closed may be its recurrence; 0:
  // none is.
  int recurrence_days = 90;
  // What a recurrence does to the closed case: "flag" leaves it closed, "reopen" opens it again.
  std::string recurrence_rule = "flag";
};

}  // namespace mainstay::feedback
