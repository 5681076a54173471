// Lists and searches: order, pages, and nothing that the caller may not see.
#include <algorithm>
#include <set>

#include "services/accounts/profile/account_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class AccountPages : public AccountFixture {
 protected:
  v1::Account Make(const std::string& name, const std::string& industry = "",
                   std::string_view user = "ada", std::string_view role = kAdmin) {
    service_.clock().Advance(absl::Seconds(1));
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(name);
    request.mutable_account()->set_industry(industry);
    request.set_allow_duplicate(true);
    return Must(Create(request, user, role));
  }

  template <class Response>
  static void Collect(const Response& response, std::vector<std::string>& names) {
    for (const v1::Account& account : response.accounts()) names.push_back(account.display_name());
  }

  // Every page of a list, one after the other.
  std::vector<std::string> List(v1::ListAccountsRequest request, std::string_view user = "ada",
                                std::string_view role = kAdmin) {
    std::vector<std::string> names;
    do {
      auto page = Must(Call<v1::ListAccountsResponse>("ListAccounts", request, user, role));
      Collect(page, names);
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  std::vector<std::string> ListBy(const std::string& order_by, const std::string& filter = "",
                                  std::string_view user = "ada", std::string_view role = kAdmin) {
    v1::ListAccountsRequest request;
    request.set_order_by(order_by);
    request.set_filter(filter);
    request.set_page_size(2);
    return List(request, user, role);
  }
  std::vector<std::string> Search(const std::string& query, std::string_view user = "ada",
                                  std::string_view role = kAdmin, int page_size = 2) {
    v1::SearchAccountsRequest request;
    request.set_query(query);
    request.set_page_size(page_size);
    std::vector<std::string> names;
    do {
      auto page = Must(Call<v1::SearchAccountsResponse>("SearchAccounts", request, user, role));
      Collect(page, names);
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
};

TEST_F(AccountPages, ListsInEveryOrder) {
  for (const char* name : {"百度", "Acme", "华为", "阿里巴巴", "Zeta"}) Make(name);
  EXPECT_THAT(ListBy(""), ElementsAre("Zeta", "阿里巴巴", "华为", "Acme", "百度"));
  EXPECT_THAT(ListBy("create_time"), ElementsAre("百度", "Acme", "华为", "阿里巴巴", "Zeta"));
  EXPECT_THAT(ListBy("display_name"), ElementsAre("Acme", "阿里巴巴", "百度", "华为", "Zeta"));
  EXPECT_THAT(ListBy("display_name desc"), ElementsAre("Zeta", "华为", "百度", "阿里巴巴", "Acme"));
  EXPECT_THAT(ListBy("update_time desc"), ElementsAre("Zeta", "阿里巴巴", "华为", "Acme", "百度"));
  v1::ListAccountsRequest request;
  request.set_order_by("tax_id");
  EXPECT_THAT(ViolatedFields(Call<v1::ListAccountsResponse>("ListAccounts", request).status()),
              ElementsAre("order_by"));
}

TEST_F(AccountPages, Filters) {
  v1::Account parent = Make("A", "steel");
  Make("B", "glass");
  Make("C", "steel");
  v1::Account child = Make("D", "glass");
  v1::Account change;
  change.set_name(child.name());
  change.set_parent_account(parent.name());
  change.set_size(v1::COMPANY_SIZE_LARGE);
  Must(Update(change));
  EXPECT_THAT(ListBy("", "industry = \"steel\""), ElementsAre("C", "A"));
  EXPECT_THAT(ListBy("", "industry = \"steel\" AND owner = ada"), ElementsAre("C", "A"));
  EXPECT_THAT(ListBy("", absl::StrCat("parent_account = \"", parent.name(), "\"")),
              ElementsAre("D"));
  EXPECT_THAT(ListBy("", "size = COMPANY_SIZE_LARGE"), ElementsAre("D"));
  EXPECT_THAT(ListBy("", "tier = TIER_UNSPECIFIED AND industry != \"glass\""),
              ElementsAre("C", "A"));
  EXPECT_THAT(ListBy("", "state = ACCOUNT_STATE_ACTIVE AND industry = steel"),
              ElementsAre("C", "A"));
  v1::MergeAccountRequest merge;
  merge.set_name(child.name());
  merge.set_into(parent.name());
  Must(Call<v1::Account>("MergeAccount", merge));
  v1::DeleteAccountRequest remove;
  remove.set_name(parent.name());
  Must(Call<v1::Account>("DeleteAccount", remove));
  EXPECT_THAT(ListBy(""), ElementsAre("C", "B"));
  EXPECT_THAT(ListBy("", "state = ACCOUNT_STATE_MERGED"), ElementsAre("D"));
  EXPECT_THAT(ListBy("", "state != ACCOUNT_STATE_ACTIVE"), ElementsAre("D", "A"));
  v1::ListAccountsRequest request;
  request.set_filter("owner = x OR owner = y");
  EXPECT_THAT(ViolatedFields(Call<v1::ListAccountsResponse>("ListAccounts", request).status()),
              ElementsAre("filter"));
}

TEST_F(AccountPages, EachTeamListsItsOwn) {
  Make("A", "", "wang.li", kManager);
  Make("B", "", "zhao.min", kManager);
  Make("C", "", "wang.li", kManager);
  for (const char* order : {"", "display_name", "update_time desc"}) {
    EXPECT_THAT(ListBy(order, "", "wang.li", kManager), UnorderedElementsAre("A", "C")) << order;
  }
  EXPECT_THAT(ListBy("", "", "wang.li", kManager), ElementsAre("C", "A"));
  EXPECT_THAT(ListBy("", "", "nobody", kManager), IsEmpty());
  EXPECT_EQ(ListBy("").size(), 3u);
}

TEST_F(AccountPages, TokensAreBoundToTheQueryAndTheCaller) {
  for (const char* name : {"A", "B", "C"}) Make(name, "", "wang.li", kManager);
  v1::ListAccountsRequest request;
  request.set_page_size(1);
  auto page = Must(Call<v1::ListAccountsResponse>("ListAccounts", request, "wang.li", kManager));
  request.set_page_token(page.next_page_token());
  EXPECT_TRUE(Call<v1::ListAccountsResponse>("ListAccounts", request, "wang.li", kManager).ok());
  EXPECT_THAT(ViolatedFields(Call<v1::ListAccountsResponse>("ListAccounts", request).status()),
              ElementsAre("page_token"));
  request.set_filter("owner = \"x\"");
  EXPECT_THAT(
      ViolatedFields(
          Call<v1::ListAccountsResponse>("ListAccounts", request, "wang.li", kManager).status()),
      ElementsAre("page_token"));
}

TEST_F(AccountPages, FindsPartsOfNamesInBothScripts) {
  Make("华为技术有限公司");
  Make("深圳华为投资");
  Make("Acme Industrial Supply, Ltd.");
  Make("重庆长安汽车");
  EXPECT_THAT(Search("华为"), ElementsAre("华为技术有限公司", "深圳华为投资"));
  EXPECT_THAT(Search("為"), UnorderedElementsAre("华为技术有限公司", "深圳华为投资"));
  EXPECT_THAT(Search("技术"), ElementsAre("华为技术有限公司"));
  EXPECT_THAT(Search("有限公司"), ElementsAre("华为技术有限公司"));
  EXPECT_THAT(Search("INDUSTRIAL acme"), ElementsAre("Acme Industrial Supply, Ltd."));
  EXPECT_THAT(Search("ustri"), ElementsAre("Acme Industrial Supply, Ltd."));
  EXPECT_THAT(Search("huawei"), UnorderedElementsAre("华为技术有限公司", "深圳华为投资"));
  EXPECT_THAT(Search("hwjs"), ElementsAre("华为技术有限公司"));
  EXPECT_THAT(Search("chongqing"), ElementsAre("重庆长安汽车"));
  EXPECT_THAT(Search("a"), ::testing::SizeIs(4)) << "every name has an a in one of its readings";
  EXPECT_THAT(Search("汽车 华为"), IsEmpty());
  for (const char* nothing : {"%", "_", "\\", "", " "}) {
    v1::SearchAccountsRequest request;
    request.set_query(nothing);
    EXPECT_THAT(
        ViolatedFields(Call<v1::SearchAccountsResponse>("SearchAccounts", request).status()),
        ElementsAre("query"));
  }
}

TEST_F(AccountPages, NamesThatBeginWithTheQueryComeFirst) {
  for (const char* name : {"Big Acme", "Acme Two", "Old Acme", "Acme One"}) Make(name);
  for (int page_size : {1, 2, 3, 4, 5}) {
    EXPECT_THAT(Search("acme", "ada", kAdmin, page_size),
                ElementsAre("Acme One", "Acme Two", "Old Acme", "Big Acme"));
  }
}

TEST_F(AccountPages, SearchesFollowChangesOfTheName) {
  v1::Account account = Make("Acme");
  v1::Account change;
  change.set_name(account.name());
  change.set_display_name("Beta");
  change.add_aliases("伽马");
  Must(Update(change));
  EXPECT_THAT(Search("acme"), IsEmpty());
  EXPECT_THAT(Search("bet"), ElementsAre("Beta"));
  EXPECT_THAT(Search("伽马"), ElementsAre("Beta"));
}

TEST_F(AccountPages, EachTeamFindsItsOwn) {
  Make("Acme One", "", "wang.li", kManager);
  Make("Acme Two", "", "zhao.min", kManager);
  Make("Our Acme", "", "wang.li", kManager);
  EXPECT_THAT(Search("acme", "wang.li", kManager), ElementsAre("Acme One", "Our Acme"));
  Make("The Acme", "", "wang.li", kManager);
  Make("Big Acme", "", "wang.li", kManager);
  for (int page_size : {1, 2, 3, 9}) {
    EXPECT_THAT(Search("acme", "wang.li", kManager, page_size),
                ElementsAre("Acme One", "Big Acme", "The Acme", "Our Acme"));
  }
  EXPECT_THAT(Search("acme", "nobody", kManager), IsEmpty());
}

// Two-character Chinese queries have an index: at this size PostgreSQL would still scan, so scans
// are forbidden and the plan must find another way.
TEST_F(AccountPages, TwoCharactersUseTheIndex) {
  Make("华为技术有限公司");
  std::string plan =
      Sql("SET enable_seqscan = off; SET enable_indexscan = off; EXPLAIN (FORMAT JSON) SELECT "
          "account_id FROM account_search WHERE grams @> ARRAY[1397903658]");
  EXPECT_NE(plan.find("account_search_grams"), std::string::npos) << plan;
}

}  // namespace
}  // namespace mainstay::accounts
