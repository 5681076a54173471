#include "common/auth/roles.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/container/flat_hash_map.h"

namespace mainstay::auth {
namespace {

constexpr std::array<std::string_view, 7> kRoles = {"admin",         "director", "account_manager",
                                                    "service_agent", "analyst",  "survey_manager",
                                                    "integration"};

// One permission: how far it reaches through each role, in the order of kRoles.
// '*' every account, 't' accounts whose team the caller is on, '-' not granted.
struct Row {
  std::string_view permission;
  std::string_view reach;
};

// clang-format off
constexpr Row kTable[] = {
    //                           admin
    //                           |director
    //                           ||account_manager
    //                           |||service_agent
    //                           ||||analyst
    //                           |||||survey_manager
    //                           ||||||integration
    {"accounts.read",           "**tt***"},
    {"accounts.create",         "**t---*"},
    {"accounts.update",         "**t---*"},
    {"accounts.delete",         "**-----"},
    {"accounts.merge",          "**-----"},
    {"accounts.configure",      "**-----"},
    {"contacts.read",           "**tt***"},
    {"contacts.write",          "**t---*"},
    {"contacts.private.read",   "**t----"},
    {"team.read",               "**tt*--"},
    {"team.manage",             "**t----"},
    {"trade.import",            "**----*"},
    {"trade.read",              "**tt*-*"},
    {"trade.write",             "**t---*"},
    {"grading.read",            "**t-*-*"},
    {"grading.run",             "**--*--"},
    {"visits.read",             "**tt*--"},
    {"visits.write",            "**tt---"},
    {"visits.configure",        "**-----"},
    {"commitments.read",        "**tt*--"},
    {"commitments.write",       "**tt---"},
    {"tasks.read",              "**tttt-"},
    {"tasks.write",             "**tttt-"},
    {"communications.read",     "**tt*-*"},
    {"communications.write",    "**tt--*"},
    {"gatherings.read",         "**tt*--"},
    {"gatherings.write",        "**tt---"},
    {"care.read",               "**tt*--"},
    {"care.configure",          "**-----"},
    {"gifts.read",              "**tt*--"},
    {"gifts.write",             "**tt---"},
    {"gifts.approve",           "**-----"},
    {"gifts.configure",         "**-----"},
    {"calendars.read",          "*******"},
    {"calendars.configure",     "**-----"},
    {"cadence.read",            "**tt*--"},
    {"cadence.manage",          "**-----"},
    {"plans.read",              "**tt*--"},
    {"plans.write",             "**tt---"},
    {"feed.own",                "******-"},
    {"cases.read",              "**tt*-*"},
    {"cases.write",             "**tt--*"},
    {"cases.import",            "**----*"},
    {"feedback.settings.read",  "*******"},
    {"feedback.settings.write", "**-----"},
    {"requirements.read",       "**tt*-*"},
    {"requirements.write",      "**tt--*"},
    {"requirements.rank",       "**--*--"},
    {"feedback.reports.read",   "**tt*--"},
    {"improvement.read",        "**tt*--"},
    {"improvement.write",       "**tt---"},
    {"surveys.read",            "**tt**-"},
    {"surveys.write",           "**---*-"},
    {"surveys.responses.read",  "**t-**-"},
    {"surveys.identities.read", "**---*-"},
    {"surveys.respond",         "**tt-*-"},
    {"surveys.import",          "**---**"},
    {"events.manage",           "*------"},
};
// clang-format on

const absl::flat_hash_map<std::string_view, std::string_view>& Table() {
  static const auto* const table = [] {
    auto* rows = new absl::flat_hash_map<std::string_view, std::string_view>;
    for (const Row& row : kTable) rows->emplace(row.permission, row.reach);
    return rows;
  }();
  return *table;
}

}  // namespace

std::optional<Reach> Grants(const Principal& principal, std::string_view permission) {
  auto row = Table().find(permission);
  if (row == Table().end()) return std::nullopt;
  std::optional<Reach> widest;
  for (const std::string& role : principal.roles) {
    auto column = std::find(kRoles.begin(), kRoles.end(), role);
    if (column == kRoles.end()) continue;
    char reach = row->second[static_cast<size_t>(column - kRoles.begin())];
    if (reach == '*') return Reach::kAll;
    if (reach == 't') widest = Reach::kTeam;
  }
  return widest;
}

const std::vector<std::string>& AllRoles() {
  static const auto* const roles = new std::vector<std::string>(kRoles.begin(), kRoles.end());
  return *roles;
}

const std::vector<std::string>& AllPermissions() {
  static const auto* const permissions = [] {
    auto* names = new std::vector<std::string>;
    for (const Row& row : kTable) names->emplace_back(row.permission);
    return names;
  }();
  return *permissions;
}

}  // namespace mainstay::auth
