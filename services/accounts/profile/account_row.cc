#include "services/accounts/profile/account_row.h"

#include "common/pg/param.h"

namespace mainstay::accounts {
namespace {

// Reads one column after the other.
class Columns {
 public:
  Columns(const pqxx::row& row, int first) : row_(row), next_(first) {}

  std::string Text() { return row_[next_++].c_str(); }  // NULL reads as ""
  int64_t Number() { return row_[next_++].as<int64_t>(); }
  std::vector<std::string> Array() {
    std::string_view text = row_[next_++].c_str();
    return text == "{}" ? std::vector<std::string>{} : pg::ParseArray(text);
  }
  std::optional<absl::Time> Time() {
    const pqxx::field field = row_[next_++];
    if (field.is_null()) return std::nullopt;
    return pg::ParseTime(field.c_str());
  }
  std::optional<double> Double() {
    const pqxx::field field = row_[next_++];
    if (field.is_null()) return std::nullopt;
    return field.as<double>();
  }
  // Of the columns of one, whose last is its time: NULL when there is none.
  std::optional<Satisfaction> Measured() {
    const auto score = Double(), nps = Double();
    const int first = next_;
    next_ += 3;
    const auto time = Time();
    if (!time) return std::nullopt;
    return Satisfaction{
        score, nps, row_[first].as<int>(), row_[first + 1].as<int>(), row_[first + 2].as<int>(),
        *time};
  }

 private:
  const pqxx::row& row_;
  int next_;
};

std::map<std::string, std::string> PairUp(std::vector<std::string> flat) {
  std::map<std::string, std::string> pairs;
  for (size_t i = 0; i + 1 < flat.size(); i += 2) {
    pairs.emplace(std::move(flat[i]), std::move(flat[i + 1]));
  }
  return pairs;
}

}  // namespace

Account AccountFromRow(const pqxx::row& row, int first) {
  Columns columns(row, first);
  Account account;
  account.id = columns.Text();
  account.version = columns.Number();
  account.state = columns.Text();
  account.display_name = columns.Text();
  account.short_name = columns.Text();
  account.aliases = columns.Array();
  account.tax_id = columns.Text();
  account.external_id = columns.Text();
  account.type = columns.Text();
  account.industry = columns.Text();
  account.region = columns.Text();
  account.size = columns.Text();
  account.market_position = columns.Text();
  account.website = columns.Text();
  account.address = columns.Text();
  account.currency_code = columns.Text();
  account.attributes = PairUp(columns.Array());
  account.parent_id = columns.Text();
  account.owner = columns.Text();
  account.overview = columns.Text();
  account.operations = columns.Text();
  account.transaction_state = columns.Text();
  account.credit_limit = columns.Text();
  account.credit_currency = columns.Text();
  account.payment_terms = columns.Text();
  account.tier = columns.Text();
  account.merged_into = columns.Text();
  account.merged_direct = columns.Text();
  account.create_time = *columns.Time();
  account.update_time = *columns.Time();
  account.delete_time = columns.Time();
  account.satisfaction = columns.Measured();
  return account;
}

}  // namespace mainstay::accounts
