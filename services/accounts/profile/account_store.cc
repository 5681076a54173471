#include "services/accounts/profile/account_store.h"

#include <algorithm>
#include <functional>

#include "common/text/search.h"
#include "services/accounts/profile/account_row.h"
#include "services/accounts/profile/search_text.h"
#include "services/accounts/profile/website.h"

namespace mainstay::accounts {
namespace {

// Arrays, one element an account, so that one and a thousand are the same statement. Arrays within
// arrays travel as their text. The duplicate check, the row, what it is found by, and the team.
constexpr pg::Statement kInsert{"account_insert", R"sql(
WITH new AS MATERIALIZED (
  SELECT * FROM unnest(
    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
    $16::uuid[], $17::text[], $18::text[], $19::text[], $20::text[], $21::numeric[], $22::text[],
    $23::text[], $24::text[], $25::text[], $26::text[], $27::text[], $28::text[], $29::timestamptz[])
    AS n (account_id, display_name, short_name, aliases, tax_id, external_id, type, industry,
          region, size, market_position, website, address, currency_code, attributes, parent_id,
          owner, overview, operations, transaction_state, credit_limit, credit_currency,
          payment_terms, normal_name, domain, sort_name, text, grams, create_time)
  WHERE $30::boolean OR NOT (
    EXISTS (SELECT FROM accounts d
      WHERE d.tax_id = n.tax_id AND d.tax_id <> '' AND d.state <> 'deleted')
    OR EXISTS (SELECT FROM accounts d
      WHERE d.normal_name = n.normal_name AND d.normal_name <> '' AND d.state <> 'deleted')
    OR EXISTS (SELECT FROM accounts d
      WHERE d.domain = n.domain AND d.domain <> '' AND d.state <> 'deleted'
        AND (n.parent_id IS NULL OR
             (d.account_id <> n.parent_id AND d.parent_id IS DISTINCT FROM n.parent_id))))
), card AS (
  INSERT INTO accounts (account_id, version, state, display_name, short_name, aliases, tax_id,
    external_id, type, industry, region, size, market_position, website, address, currency_code,
    attributes, parent_id, owner, overview, operations, transaction_state, credit_limit,
    credit_currency, payment_terms, normal_name, domain, sort_name, create_time, update_time)
  SELECT account_id, 1, 'active', display_name, short_name, aliases::text[], tax_id, external_id,
    type, industry, region, size, market_position, website, address, currency_code,
    attributes::text[], parent_id, owner, overview, operations, transaction_state, credit_limit,
    credit_currency, payment_terms, normal_name, domain, sort_name, create_time, create_time
  FROM new
), search AS (
  INSERT INTO account_search (account_id, text, grams)
  SELECT account_id, text, grams::int[] FROM new
), team AS (
  INSERT INTO team_members (account_id, user_id, role, raci, account_create_time, create_time,
                            update_time)
  SELECT account_id, m.user_id, m.role, m.raci, new.create_time, new.create_time, new.create_time
  FROM unnest($31::uuid[], $32::text[], $33::text[], $34::text[])
         AS m (account_id, user_id, role, raci)
  JOIN new USING (account_id)
)
SELECT account_id FROM new
)sql"};

// The scope is that of the survivor: whoever sees it may act on what was merged into it.
constexpr pg::Statement kLock{"account_lock", R"sql(
SELECT )sql" MAINSTAY_ACCOUNT_COLUMNS R"sql(
FROM accounts a
WHERE a.account_id = $1::uuid AND ($2::text IS NULL OR EXISTS (
  SELECT FROM team_members m
  WHERE m.account_id = coalesce(a.merged_into, a.account_id) AND m.user_id = $2))
FOR NO KEY UPDATE OF a
)sql"};

constexpr pg::Statement kUpdate{"account_update", R"sql(
UPDATE accounts SET
  version = $2, state = $3, display_name = $4, short_name = $5, aliases = $6::text[], tax_id = $7,
  external_id = $8, type = $9, industry = $10, region = $11, size = $12, market_position = $13,
  website = $14, address = $15, currency_code = $16, attributes = $17::text[],
  parent_id = $18::uuid, owner = $19, overview = $20, operations = $21, transaction_state = $22,
  credit_limit = $23::numeric, credit_currency = $24, payment_terms = $25, tier = $26,
  merged_into = $27::uuid, merged_direct = $28::uuid, update_time = $29::timestamptz,
  delete_time = $30::timestamptz, normal_name = $31, domain = $32, sort_name = $33
WHERE account_id = $1::uuid
)sql"};

constexpr pg::Statement kUpdateSearch{"account_search_update", R"sql(
UPDATE account_search SET text = $2, grams = $3::int[] WHERE account_id = $1::uuid
)sql"};

constexpr pg::Statement kRead{"account_read", R"sql(
SELECT k.place, )sql" MAINSTAY_ACCOUNT_COLUMNS R"sql(
FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS k (account_id, user_id, place)
JOIN accounts asked ON asked.account_id = k.account_id
JOIN accounts a ON a.account_id = coalesce(asked.merged_into, asked.account_id)
WHERE k.user_id IS NULL OR EXISTS (
  SELECT FROM team_members m WHERE m.account_id = a.account_id AND m.user_id = k.user_id)
)sql"};

constexpr pg::Statement kReadItself{"account_read_itself", R"sql(
SELECT )sql" MAINSTAY_ACCOUNT_COLUMNS R"sql(
FROM accounts a
WHERE a.account_id = $1::uuid AND ($2::text IS NULL OR EXISTS (
  SELECT FROM team_members m
  WHERE m.account_id = coalesce(a.merged_into, a.account_id) AND m.user_id = $2))
)sql"};

constexpr pg::Statement kLockGroups{
    "account_lock_groups", "SELECT pg_advisory_xact_lock(hashtext('mainstay.accounts.groups'))"};

// UNION, not UNION ALL: a cycle ends the walk.
constexpr pg::Statement kAncestry{"account_ancestry", R"sql(
WITH RECURSIVE up (account_id) AS (
  SELECT coalesce(merged_into, account_id) FROM accounts WHERE account_id = $2::uuid
  UNION
  SELECT coalesce(p.merged_into, p.account_id)
  FROM up JOIN accounts c ON c.account_id = up.account_id
  JOIN accounts p ON p.account_id = c.parent_id
)
SELECT EXISTS (SELECT FROM up WHERE account_id =
  (SELECT coalesce(merged_into, account_id) FROM accounts WHERE account_id = $1::uuid))
)sql"};

pg::Param OrNull(const std::string& text) { return text.empty() ? pg::Param() : pg::Param(text); }

std::vector<std::string> Flatten(const std::map<std::string, std::string>& attributes) {
  std::vector<std::string> flat;
  for (const auto& [key, value] : attributes) {
    flat.push_back(key);
    flat.push_back(value);
  }
  return flat;
}

std::string GramsText(const std::string& search_text) {
  std::vector<int32_t> grams = text::SearchGrams(search_text);
  return pg::ToParam(std::vector<int64_t>(grams.begin(), grams.end())).value();
}

// One array parameter: that value of every account.
template <class F>
pg::Param Each(absl::Span<const Account> accounts, F value) {
  std::vector<std::optional<std::string>> values;
  values.reserve(accounts.size());
  for (const Account& account : accounts) values.push_back(std::invoke(value, account));
  return pg::ToParam(values);
}

template <class F>
pg::Param Each(absl::Span<const NewMember> members, F value) {
  std::vector<std::string> values;
  for (const NewMember& member : members) values.push_back(std::invoke(value, member));
  return pg::ToParam(values);
}

}  // namespace

std::vector<std::string> InsertAccounts(pg::Tx& tx, absl::Span<const Account> accounts,
                                        absl::Span<const NewMember> members,
                                        Duplicates duplicates) {
  std::vector<std::string> texts;
  for (const Account& account : accounts) texts.push_back(SearchText(account));
  std::vector<std::string> grams;
  for (const std::string& text : texts) grams.push_back(GramsText(text));
  auto each = [&](auto value) { return Each(accounts, value); };
  using A = Account;
  pqxx::result rows =
      tx.RunParams(kInsert, {each(&A::id),
                             each(&A::display_name),
                             each(&A::short_name),
                             each([](const A& a) { return pg::ToParam(a.aliases); }),
                             each(&A::tax_id),
                             each([](const A& a) { return OrNull(a.external_id); }),
                             each(&A::type),
                             each(&A::industry),
                             each(&A::region),
                             each(&A::size),
                             each(&A::market_position),
                             each(&A::website),
                             each(&A::address),
                             each(&A::currency_code),
                             each([](const A& a) { return pg::ToParam(Flatten(a.attributes)); }),
                             each([](const A& a) { return OrNull(a.parent_id); }),
                             each(&A::owner),
                             each(&A::overview),
                             each(&A::operations),
                             each(&A::transaction_state),
                             each([](const A& a) { return OrNull(a.credit_limit); }),
                             each(&A::credit_currency),
                             each(&A::payment_terms),
                             each([](const A& a) { return NormalName(a.display_name); }),
                             each([](const A& a) { return OwnDomainOf(a.website); }),
                             each([](const A& a) { return SortName(a.display_name); }),
                             pg::ToParam(texts),
                             pg::ToParam(grams),
                             each([](const A& a) { return pg::ToParam(a.create_time); }),
                             pg::ToParam(duplicates == Duplicates::kAllow),
                             Each(members, &NewMember::account_id),
                             Each(members, &NewMember::user),
                             Each(members, &NewMember::role),
                             Each(members, &NewMember::raci)});
  std::vector<std::string> inserted;
  for (const auto& row : rows) inserted.push_back(row[0].c_str());
  return inserted;
}

std::optional<Account> LockAccount(pg::Tx& tx, const std::string& account_id,
                                   const auth::AccountScope& scope) {
  pqxx::result rows = tx.Run(kLock, account_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return AccountFromRow(rows[0]);
}

void UpdateAccount(pg::Tx& tx, const Account& before, const Account& after) {
  const Account& a = after;
  tx.RunParams(kUpdate, {pg::ToParam(a.id),
                         pg::ToParam(a.version),
                         pg::ToParam(a.state),
                         pg::ToParam(a.display_name),
                         pg::ToParam(a.short_name),
                         pg::ToParam(a.aliases),
                         pg::ToParam(a.tax_id),
                         OrNull(a.external_id),
                         pg::ToParam(a.type),
                         pg::ToParam(a.industry),
                         pg::ToParam(a.region),
                         pg::ToParam(a.size),
                         pg::ToParam(a.market_position),
                         pg::ToParam(a.website),
                         pg::ToParam(a.address),
                         pg::ToParam(a.currency_code),
                         pg::ToParam(Flatten(a.attributes)),
                         OrNull(a.parent_id),
                         pg::ToParam(a.owner),
                         pg::ToParam(a.overview),
                         pg::ToParam(a.operations),
                         pg::ToParam(a.transaction_state),
                         OrNull(a.credit_limit),
                         pg::ToParam(a.credit_currency),
                         pg::ToParam(a.payment_terms),
                         pg::ToParam(a.tier),
                         OrNull(a.merged_into),
                         OrNull(a.merged_direct),
                         pg::ToParam(a.update_time),
                         pg::ToParam(a.delete_time),
                         pg::ToParam(NormalName(a.display_name)),
                         pg::ToParam(OwnDomainOf(a.website)),
                         pg::ToParam(SortName(a.display_name))});
  std::string text = SearchText(after);
  if (text != SearchText(before)) tx.Run(kUpdateSearch, a.id, text, GramsText(text));
}

std::vector<std::optional<Account>> ReadAccounts(pg::Tx& tx, absl::Span<const AccountKey> keys) {
  std::vector<std::string> ids;
  std::vector<std::optional<std::string>> users;
  for (const AccountKey& key : keys) {
    ids.push_back(key.account_id);
    users.push_back(key.scope.user());
  }
  std::vector<std::optional<Account>> accounts(keys.size());
  for (const auto& row : tx.Run(kRead, ids, users)) {
    accounts[row[0].as<size_t>() - 1] = AccountFromRow(row, 1);
  }
  return accounts;
}

std::optional<Account> ReadAccount(pg::Tx& tx, const std::string& account_id,
                                   const auth::AccountScope& scope) {
  return ReadAccounts(tx, {{account_id, scope}})[0];
}

std::optional<Account> ReadAccountItself(pg::Tx& tx, const std::string& account_id,
                                         const auth::AccountScope& scope) {
  pqxx::result rows = tx.Run(kReadItself, account_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return AccountFromRow(rows[0]);
}

void LockGroups(pg::Tx& tx) { tx.Run(kLockGroups); }

bool IsInAncestry(pg::Tx& tx, const std::string& account_id, const std::string& start_id) {
  return tx.Run(kAncestry, account_id, start_id)[0][0].as<bool>();
}

}  // namespace mainstay::accounts
