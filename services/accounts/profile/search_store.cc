#include "services/accounts/profile/search_store.h"

#include "absl/strings/str_cat.h"
#include "services/accounts/profile/account_row.h"
#include "services/accounts/profile/search_text.h"

namespace mainstay::accounts {
namespace {

// The two parts of the result, as they stand in cursors.
constexpr char kByPrefix[] = "prefix";
constexpr char kByWords[] = "words";

// Sorts after every text that begins with what is before it.
constexpr char kHighest[] = "\U0010FFFF";

// SQL and its parameters, put together piece by piece.
struct Sql {
  std::string text;
  std::vector<pg::Param> params;
  std::string Add(pg::Param value) {
    params.push_back(std::move(value));
    return absl::StrCat("$", params.size());
  }
};

void Scope(const auth::AccountScope& scope, Sql& sql) {
  if (scope.all()) return;
  absl::StrAppend(&sql.text, " JOIN team_members m ON m.account_id = a.account_id AND m.user_id = ",
                  sql.Add(scope.user()));
}

std::string BeginsWith(const std::string& prefix, Sql& sql) {
  return absl::StrCat("(a.normal_name >= ", sql.Add(prefix), " AND a.normal_name < ",
                      sql.Add(prefix + kHighest), ")");
}

std::vector<Account> Run(pg::Tx& tx, const Sql& sql) {
  std::vector<Account> accounts;
  for (const auto& row : tx.Exec(sql.text, sql.params)) accounts.push_back(AccountFromRow(row));
  return accounts;
}

std::vector<Account> ByPrefix(pg::Tx& tx, const text::SearchQuery& query,
                              const auth::AccountScope& scope,
                              const std::vector<std::string>& after, int limit) {
  Sql sql{absl::StrCat("SELECT ", MAINSTAY_ACCOUNT_COLUMNS, " FROM accounts a"), {}};
  Scope(scope, sql);
  absl::StrAppend(&sql.text, " WHERE a.state = 'active' AND ", BeginsWith(query.prefix, sql));
  if (!after.empty()) {
    std::string name = sql.Add(after[1]), id = sql.Add(after[2]);
    absl::StrAppend(&sql.text, " AND (a.normal_name, a.account_id) > (", name, ", ", id, "::uuid)");
  }
  absl::StrAppend(&sql.text, " ORDER BY a.normal_name, a.account_id LIMIT ",
                  sql.Add(pg::ToParam(limit)), "::int");
  return Run(tx, sql);
}

// The grams find candidates through the index; the texts decide. Folded words have letters and
// digits only and are looked for as they are: there is no pattern to escape.
std::vector<Account> ByWords(pg::Tx& tx, const text::SearchQuery& query,
                             const auth::AccountScope& scope, const std::vector<std::string>& after,
                             int limit) {
  Sql sql{absl::StrCat("SELECT ", MAINSTAY_ACCOUNT_COLUMNS,
                       " FROM account_search s JOIN accounts a ON a.account_id = s.account_id"),
          {}};
  Scope(scope, sql);
  absl::StrAppend(&sql.text, " WHERE a.state = 'active' AND NOT ", BeginsWith(query.prefix, sql));
  if (!query.grams.empty()) {
    std::vector<int64_t> grams(query.grams.begin(), query.grams.end());
    absl::StrAppend(&sql.text, " AND s.grams @> ", sql.Add(pg::ToParam(grams)), "::int[]");
  }
  for (const std::string& word : query.words) {
    absl::StrAppend(&sql.text, " AND strpos(s.text, ", sql.Add(word), ") > 0");
  }
  // Ids begin with the time they were made, so both orders are the same; a team's accounts come
  // from the team's own index.
  const bool all = scope.all();
  if (!after.empty()) {
    std::string id = sql.Add(after[1]);
    if (all) {
      absl::StrAppend(&sql.text, " AND s.account_id < ", id, "::uuid");
    } else {
      absl::StrAppend(&sql.text, " AND (m.account_create_time, m.account_id) < (",
                      sql.Add(after[2]), "::timestamptz, ", id, "::uuid)");
    }
  }
  absl::StrAppend(&sql.text, " ORDER BY ",
                  all ? "s.account_id DESC" : "m.account_create_time DESC, m.account_id DESC",
                  " LIMIT ", sql.Add(pg::ToParam(limit)), "::int");
  return Run(tx, sql);
}

}  // namespace

FoundAccounts SearchAccounts(pg::Tx& tx, const text::SearchQuery& query,
                             const auth::AccountScope& scope, const std::vector<std::string>& after,
                             int limit) {
  // A word that a tenth of all names have wants another plan than one that three have.
  tx.Exec("SET LOCAL plan_cache_mode = force_custom_plan");
  FoundAccounts found;
  const bool words_only = !after.empty() && after[0] == kByWords;
  if (!words_only) found.accounts = ByPrefix(tx, query, scope, after, limit + 1);
  const size_t by_prefix = found.accounts.size();
  if (by_prefix <= static_cast<size_t>(limit)) {
    int rest = limit + 1 - static_cast<int>(by_prefix);
    for (Account& account :
         ByWords(tx, query, scope, words_only ? after : std::vector<std::string>{}, rest)) {
      found.accounts.push_back(std::move(account));
    }
  }
  if (found.accounts.size() <= static_cast<size_t>(limit)) return found;
  found.accounts.resize(static_cast<size_t>(limit));
  const Account& last = found.accounts.back();
  if (by_prefix >= found.accounts.size()) {
    found.next = {kByPrefix, NormalName(last.display_name), last.id};
  } else {
    found.next = {kByWords, last.id, *pg::ToParam(last.create_time)};
  }
  return found;
}

}  // namespace mainstay::accounts
