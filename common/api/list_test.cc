#include "common/api/list.h"

#include <mainstay/accounts/v1/contact_service.pb.h>

#include <algorithm>
#include <pqxx/pqxx>

#include "common/api/listing.h"
#include "common/pg/session.h"
#include "common/status/status.h"
#include "common/testing/fake_clock.h"
#include "common/testing/postgres.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::api {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const ListFields& Fields() {
  static const auto& filters = *new std::vector<FilterField>{
      {.name = "rank", .column = "t.rank", .type = FilterType::kNumber}};
  static constexpr Sort kSorts[] = {{"rank", true, "t.rank", "int"},
                                    {"title", false, "t.title COLLATE \"C\"", "text"},
                                    {"title", true, "t.title COLLATE \"C\"", "text"}};
  static const auto& fields = *new ListFields{filters, kSorts};
  return fields;
}

// Things a to e with ranks 1, 2, 2, 2, 3: some rank the same.
class ListTest : public ::testing::Test {
 protected:
  ListTest() {
    Do([](pg::Tx& tx) {
      tx.Exec("CREATE TABLE things (id uuid, title text, rank int)");
      tx.Exec(
          "INSERT INTO things SELECT gen_random_uuid(), v.* FROM (VALUES ('a', 1), ('b', 2), "
          "('c', 2), ('d', 2), ('e', 3)) v");
    });
  }

  void Do(const std::function<void(pg::Tx&)>& body) {
    const absl::Status status = db_.Write({}, [&](pg::Tx& tx) -> absl::Status {
      body(tx);
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
  }

  Rows<std::string> Page(const ListQuery& query) {
    Rows<std::string> rows;
    Do([&](pg::Tx& tx) {
      ListParams params(query);
      const std::string sql = absl::StrCat("SELECT t.title", KeyColumns(query, "t.id"),
                                           " FROM things t WHERE ", query.filter.where);
      const std::string page = KeysetEnd(query, "t.id", params);
      rows = ReadRows(tx.Exec(sql + page, params.values()), query,
                      [](const pqxx::row& row) { return std::string(row[0].c_str()); });
    });
    return rows;
  }
  std::vector<std::string> AllPages(ListQuery query) {
    std::vector<std::string> titles;
    do {
      const Rows<std::string> page = Page(query);
      EXPECT_LE(page.items.size(), static_cast<size_t>(query.limit));
      titles.insert(titles.end(), page.items.begin(), page.items.end());
      query.after = page.next;
    } while (!query.after.empty());
    return titles;
  }

  rpc::CallContext CallOf(auth::AccountScope scope = auth::AccountScope::All(),
                          std::string_view method = "S/List") {
    return {method,
            {.subject = "ada"},
            std::move(scope),
            trace::NewTrace(),
            absl::InfiniteFuture(),
            &db_,
            &clock_,
            [] { return false; },
            /*token=*/""};
  }
  absl::StatusOr<Listing> Read(const accounts::v1::ListContactsRequest& request,
                               std::string_view binding = "accounts/1",
                               auth::AccountScope scope = auth::AccountScope::All()) {
    return Listing::Read(CallOf(std::move(scope)), tokens_, request, Fields(), binding);
  }
  static std::string FieldOf(const absl::Status& status) {
    const auto violations = status::GetFieldViolations(status);
    return violations.empty() ? "" : violations[0].field;
  }

  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  pg::Session db_{{.dsn = database_->owner_dsn()}};
  testing::FakeClock clock_{absl::Now()};
  PageTokens tokens_{"a key of the test, long enough"};
};

TEST_F(ListTest, PagesHoldEveryRowOnceInOrder) {
  const Sort rank = Fields().sorts[0], up = Fields().sorts[1], down = Fields().sorts[2];
  const ListQuery all{.filter = *ParseFilter("", Fields().filters, 1)};
  for (const int limit : {1, 2, 4, 5, 6}) {
    ListQuery query = all;
    query.limit = limit;
    query.sort = up;
    EXPECT_THAT(AllPages(query), ElementsAre("a", "b", "c", "d", "e"));
    query.sort = down;
    EXPECT_THAT(AllPages(query), ElementsAre("e", "d", "c", "b", "a"));
    query.sort = rank;
    std::vector<std::string> by_rank = AllPages(query);
    ASSERT_EQ(by_rank.size(), 5u);
    EXPECT_EQ(by_rank.front(), "e");
    EXPECT_EQ(by_rank.back(), "a");
    std::sort(by_rank.begin(), by_rank.end());
    EXPECT_THAT(by_rank, ElementsAre("a", "b", "c", "d", "e")) << "rows that rank the same";
  }
}

TEST_F(ListTest, APageThatEndsWithTheListIsTheLast) {
  ListQuery query{.filter = *ParseFilter("rank = 2", Fields().filters, 1),
                  .sort = Fields().sorts[1],
                  .limit = 3};
  const Rows<std::string> page = Page(query);
  EXPECT_THAT(page.items, ElementsAre("b", "c", "d"));
  EXPECT_THAT(page.next, IsEmpty());
}

TEST_F(ListTest, ReadsWhatTheRequestAsksFor) {
  accounts::v1::ListContactsRequest request;
  const auto by_default = Read(request);
  ASSERT_TRUE(by_default.ok()) << by_default.status();
  EXPECT_EQ(by_default->query().limit, 50);
  EXPECT_EQ(by_default->query().sort.field, "rank");
  EXPECT_EQ(by_default->Token({}), "");

  request.set_page_size(2);
  request.set_filter("rank >= 2");
  request.set_order_by("title desc");
  const auto listing = Read(request);
  ASSERT_TRUE(listing.ok()) << listing.status();
  const Rows<std::string> page = Page(listing->query());
  EXPECT_THAT(page.items, ElementsAre("e", "d"));
  request.set_page_token(listing->Token(page.next));
  EXPECT_THAT(Page(Read(request)->query()).items, ElementsAre("c", "b"));
}

TEST_F(ListTest, NamesTheFieldThatCannotBeRead) {
  const auto refused = [&](const std::function<void(accounts::v1::ListContactsRequest&)>& spoil) {
    accounts::v1::ListContactsRequest request;
    spoil(request);
    return FieldOf(Read(request).status());
  };
  EXPECT_EQ(refused([](auto& r) { r.set_page_size(-1); }), "page_size");
  EXPECT_EQ(refused([](auto& r) { r.set_filter("colour = 1"); }), "filter");
  EXPECT_EQ(refused([](auto& r) { r.set_order_by("colour"); }), "order_by");
  EXPECT_EQ(refused([](auto& r) { r.set_page_token("made up"); }), "page_token");
}

TEST_F(ListTest, ATokenIsForItsOwnList) {
  accounts::v1::ListContactsRequest request;
  const std::string token = Read(request)->Token({"2", "x"});
  request.set_page_token(token);
  EXPECT_THAT(Read(request)->query().after, ElementsAre("2", "x"));
  EXPECT_EQ(FieldOf(Read(request, "accounts/2").status()), "page_token") << "another parent";
  EXPECT_EQ(FieldOf(Read(request, "accounts/1", auth::AccountScope::Team("bo")).status()),
            "page_token")
      << "another scope";
  EXPECT_EQ(FieldOf(Listing::Read(CallOf(auth::AccountScope::All(), "S/Other"), tokens_, request,
                                  Fields(), "accounts/1")
                        .status()),
            "page_token")
      << "another method";
  accounts::v1::ListContactsRequest filtered = request;
  filtered.set_filter("rank = 1");
  EXPECT_EQ(FieldOf(Read(filtered).status()), "page_token");
  accounts::v1::ListContactsRequest sorted = request;
  sorted.set_order_by("title");
  EXPECT_EQ(FieldOf(Read(sorted).status()), "page_token");
  // A cursor of the same binding that is not one of two values is no cursor of a list.
  request.set_page_token(Read({})->Token({"2"}));
  EXPECT_EQ(FieldOf(Read(request).status()), "page_token");
}

TEST_F(ListTest, APageOfLongTextsEndsEarly) {
  Do([](pg::Tx& tx) { tx.Exec("UPDATE things SET title = title || repeat('x', 3000000)"); });
  ListQuery query{.filter = {.where = "TRUE"}, .sort = Fields().sorts[0], .limit = 50};
  std::string seen;
  int pages = 0;
  do {
    const Rows<std::string> page = Page(query);
    EXPECT_EQ(page.items.size(), pages < 2 ? 2U : 1U);
    for (const std::string& title : page.items) seen += title[0];
    query.after = page.next;
    ++pages;
  } while (!query.after.empty() && pages < 9);
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen, "abcde");
}

}  // namespace
}  // namespace mainstay::api
