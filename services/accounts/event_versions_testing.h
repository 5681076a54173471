// What receivers of accounts' events rely on, as common/testing/event_versions.h tells it.
#pragma once

#include "common/testing/event_versions.h"

namespace mainstay::accounts {

inline void ExpectAnEventForEveryVersion(pg::Session& db) {
  testing::ExpectAnEventForEveryVersion(db, R"sql(
    SELECT 'account' AS type, account_id AS id, version FROM accounts
    UNION ALL SELECT 'account_sales', sales_id, version FROM account_sales
    UNION ALL SELECT 'attribute_schema', '00000000-0000-0000-0000-000000000000', version - 1
    FROM attribute_schema WHERE version > 1
    UNION ALL SELECT 'contact', contact_id, version FROM contacts
    UNION ALL SELECT 'contact_date', notice_id, version FROM contact_date_notices
    UNION ALL SELECT 'trade', account_id, version FROM trade_ledgers WHERE version > 0)sql");
}

}  // namespace mainstay::accounts
