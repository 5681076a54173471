// The tree of categories in PostgreSQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/api/list.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/feedback/categories/category.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kCategoryChanges =
    MAINSTAY_CHANGE_TABLE("case_category_changes", "category_id");

// The tree's version.
int64_t ReadTreeVersion(pg::Tx& tx);
// The same, locked until the transaction ends: nobody else writes a category until then.
int64_t LockTree(pg::Tx& tx);

// Add and save a category, whose tree_version becomes the tree's. The tree is locked.
void InsertCategory(pg::Tx& tx, const Category& category);
void UpdateCategory(pg::Tx& tx, const Category& category);

std::optional<Category> ReadCategory(pg::Tx& tx, std::string_view code);

// The active ones that stand right under `code`.
std::vector<std::string> ActiveChildren(pg::Tx& tx, const std::string& code);

// The states of those of `codes` that there are, by code, in one statement.
absl::flat_hash_map<std::string, std::string> StatesOf(pg::Tx& tx,
                                                       const std::vector<std::string>& codes);
// The codes that each of `written` may mean: itself where there is such a code, else those of the
// active categories that have it as a name, in English or Chinese. What means none is left out.
absl::flat_hash_map<std::string, std::vector<std::string>> CodesOf(
    pg::Tx& tx, const std::vector<std::string>& written);
// Every active one.
std::vector<std::string> ActiveCodes(pg::Tx& tx);

// What lists can be filtered and sorted by.
api::ListFields CategoryListFields();
api::Rows<Category> ListCategories(pg::Tx& tx, const api::ListQuery& query);

}  // namespace mainstay::feedback
