#include "services/feedback/closure/recurrence_store.h"

#include <cstdint>
#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

// A row for each thing that a case may have in common with another: its category, a product.
constexpr pg::Statement kFind{"recurrence_find", R"sql(
SELECT DISTINCT ON (asked.position) asked.position, c.case_id
FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
  asked (position, account_id, category, product, receive_time)
CROSS JOIN LATERAL (SELECT d.account_id FROM account_directory d
                    WHERE d.survivor_id = asked.account_id UNION SELECT asked.account_id) family
JOIN cases c ON c.account_id = family.account_id AND c.state = 'closed'
  AND c.close_time <= asked.receive_time
  AND c.close_time >= asked.receive_time - make_interval(days => $6)
WHERE c.kind IN ('complaint', 'question')
  AND (asked.category <> '' AND c.category = asked.category
       OR asked.product <> '' AND asked.product = ANY(c.products))
ORDER BY asked.position, c.close_time DESC, c.case_id DESC
)sql"};

}  // namespace

std::vector<std::string> FindRepeated(pg::Tx& tx, const std::vector<const Case*>& cases, int days) {
  std::vector<int64_t> positions;
  std::vector<std::string> accounts, categories, products;
  std::vector<pg::Param> times;
  for (size_t i = 0; i < cases.size(); ++i) {
    const Case& c = *cases[i];
    const auto add = [&](const std::string& category, const std::string& product) {
      positions.push_back(static_cast<int64_t>(i));
      accounts.push_back(c.account_id);
      categories.push_back(category);
      products.push_back(product);
      times.push_back(pg::ToParam(c.receive_time));
    };
    if (!c.category.empty()) add(c.category, "");
    for (const std::string& product : c.products) add("", product);
  }
  std::vector<std::string> repeated(cases.size());
  for (const auto& row : tx.Run(kFind, positions, accounts, categories, products, times, days)) {
    repeated[row[0].as<size_t>()] = row[1].c_str();
  }
  return repeated;
}

}  // namespace mainstay::feedback
