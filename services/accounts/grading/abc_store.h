// ABC analyses in PostgreSQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/accounts/grading/abc.h"

namespace mainstay::accounts {

// Whose trade an analysis looks at.
struct AbcWindow {
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();  // not included
  std::string currency_code;
};

// An analysis without its rows.
struct AbcAnalysis {
  std::string id;  // bare UUID
  AbcWindow window;
  AbcThresholds thresholds;
  AbcResult figures;  // rows left empty
  int64_t account_count = 0;
  double top_share = 0;
  bool trial = false;
  std::string actor;
  absl::Time create_time;
};

// The currencies of the orders in the window, in order.
std::vector<std::string> AbcCurrencies(pg::Tx& tx, const AbcWindow& window);

// Net sales, to the ninth decimal, of every account with orders in the window. Trade of a merged
// account counts for the survivor; deleted accounts are left out.
std::vector<AbcEntry> NetSales(pg::Tx& tx, const AbcWindow& window);

// Keeps an analysis, and its rows with names and external ids as they are now.
void InsertAnalysis(pg::Tx& tx, const AbcAnalysis& analysis, const std::vector<AbcRow>& rows);

std::optional<AbcAnalysis> FindAnalysis(pg::Tx& tx, const std::string& analysis_id);
// At most `limit`, newest first, after the cursor of the page before; of one currency, or of all
// when `currency_code` is empty.
std::vector<AbcAnalysis> ListAnalyses(pg::Tx& tx, const std::string& currency_code,
                                      const std::vector<std::string>& after, int limit);
std::vector<std::string> AnalysisCursor(const AbcAnalysis& last);

// A row as kept.
struct AbcTableRow {
  AbcRow row;
  int64_t rank = 0;
  std::string display_name;
};
struct AbcRowQuery {
  std::string analysis_id;
  std::string abc_class;   // "A", "B", "C"; empty for all
  std::string account_id;  // of one account, bare UUID; empty for all
  int64_t after_rank = 0;
  int limit = 50;
};
// By rank; of accounts in the scope only. An account that was merged after the run is in the scope
// of the survivor's team.
std::vector<AbcTableRow> ListRows(pg::Tx& tx, const AbcRowQuery& query,
                                  const auth::AccountScope& scope);
// Every account of an analysis with its class, without the rest of the row; by rank.
struct AbcClassOf {
  std::string account_id;
  char abc_class = 'C';
};
std::vector<AbcClassOf> ListClasses(pg::Tx& tx, const std::string& analysis_id);

// The rows of these ranks, by rank. For those who see every account.
std::vector<AbcTableRow> RowsOfRanks(pg::Tx& tx, const std::string& analysis_id,
                                     const std::vector<int64_t>& ranks);

}  // namespace mainstay::accounts
