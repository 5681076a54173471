// The duplicate check: what it finds, what it refuses, and that nothing slips by.
#include <string>
#include <thread>
#include <vector>

#include "services/accounts/profile/account_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;

class Duplicates : public AccountFixture {
 protected:
  v1::CheckDuplicatesResponse Check(const std::string& name, const std::string& tax_id,
                                    const std::string& website, std::string_view user = "ada",
                                    std::string_view role = kAdmin) {
    v1::CheckDuplicatesRequest request;
    request.set_display_name(name);
    request.set_tax_id(tax_id);
    request.set_website(website);
    return Must(Call<v1::CheckDuplicatesResponse>("CheckDuplicates", request, user, role));
  }
  v1::Account Original() {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name("华为技术有限公司");
    request.mutable_account()->set_tax_id("91350100M000100Y43");
    request.mutable_account()->set_website("www.huawei.com");
    return Must(Create(request, "wang.li", kManager));
  }
};

TEST_F(Duplicates, AreFoundByTaxIdNameAndDomain) {
  v1::Account original = Original();
  auto all = Check("華為技術 有限责任公司", "91350100-M000100Y43", "https://huawei.com/cn");
  ASSERT_EQ(all.candidates_size(), 1);
  EXPECT_EQ(all.candidates(0).account().name(), original.name());
  EXPECT_THAT(all.candidates(0).reasons(),
              ElementsAre(v1::CheckDuplicatesResponse::MATCH_REASON_TAX_ID,
                          v1::CheckDuplicatesResponse::MATCH_REASON_NAME,
                          v1::CheckDuplicatesResponse::MATCH_REASON_DOMAIN));
  EXPECT_EQ(Check("华为终端", "", "").candidates_size(), 0);
  EXPECT_EQ(Check("", "", "huawei.com").candidates_size(), 1);
  MustCreate("!!!");
  EXPECT_EQ(Check("", "", "huawei.com").candidates_size(), 1) << "no name is not a name in common";
}

TEST_F(Duplicates, AreNotLookedForUnderTextsThatNoAccountCanHave) {
  v1::CheckDuplicatesRequest request;
  request.set_display_name(std::string(201, 'x'));
  request.set_tax_id(std::string(21, '1'));
  request.set_website(std::string(301, 'x'));
  EXPECT_THAT(
      ViolatedFields(Call<v1::CheckDuplicatesResponse>("CheckDuplicates", request).status()),
      ElementsAre("display_name", "tax_id", "website"));
  request.set_display_name("a\nb");
  request.clear_tax_id();
  request.clear_website();
  EXPECT_THAT(
      ViolatedFields(Call<v1::CheckDuplicatesResponse>("CheckDuplicates", request).status()),
      ElementsAre("display_name"));
  EXPECT_EQ(Check(std::string(200, 'x'), "", std::string(300, 'x')).candidates_size(), 0);
  EXPECT_EQ(Check("", "91350100-M000100Y 4", "").candidates_size(), 0) << "half typed";
}

TEST_F(Duplicates, RevealNothingOutsideTheScope) {
  v1::Account original = Original();
  auto hidden = Check("华为技术", "", "", "zhao.min", kManager);
  ASSERT_EQ(hidden.candidates_size(), 1);
  EXPECT_FALSE(hidden.candidates(0).has_account());
  v1::CreateAccountRequest request;
  request.mutable_account()->set_display_name("华为技术");
  absl::Status refused = Create(request, "zhao.min", kManager).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Reason(refused), "DUPLICATE_ACCOUNT");
  EXPECT_EQ(refused.ToString().find(original.name()), std::string::npos);
  EXPECT_EQ(std::string(refused.message()).find("华为技术有限公司"), std::string::npos);
}

TEST_F(Duplicates, CreationIsRefusedUnlessAllowed) {
  v1::Account original = Original();
  v1::CreateAccountRequest request;
  request.mutable_account()->set_display_name("Huawei");
  request.mutable_account()->set_website("http://huawei.com");
  absl::Status refused = Create(request, "wang.li", kManager).status();
  EXPECT_EQ(Reason(refused), "DUPLICATE_ACCOUNT");
  EXPECT_NE(refused.message().find(original.name()), std::string::npos);
  EXPECT_EQ(
      Sql("SELECT concat((SELECT count(*) FROM accounts), (SELECT count(*) FROM team_members), "
          "(SELECT count(*) FROM account_search))"),
      "111");
  request.set_allow_duplicate(true);
  EXPECT_TRUE(Create(request, "wang.li", kManager).ok());
}

TEST_F(Duplicates, OfTwoCreationsAtOneInstantOneIsRefused) {
  // Alike in one way each, and in all ways.
  std::vector<v1::CreateAccountRequest> kinds(4);
  for (size_t i = 0; i < kinds.size(); ++i) {
    v1::Account& account = *kinds[i].mutable_account();
    account.set_display_name("华为技术有限公司");
    if (i == 0 || i == 3) account.set_tax_id("91350100M000100Y43");
    if (i == 2 || i == 3) account.set_website("www.huawei.com");
  }
  for (size_t kind = 0; kind < kinds.size(); ++kind) {
    constexpr int kThreads = 16;
    Sql("DELETE FROM account_search");
    Sql("DELETE FROM team_members");
    Sql("DELETE FROM accounts");
    std::vector<absl::Status> results(kThreads);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        v1::CreateAccountRequest request = kinds[kind];
        if (kind == 0 || kind == 2) {
          request.mutable_account()->set_display_name(absl::StrCat("Number ", i));
        }
        results[i] = Create(request).status();
      });
    }
    for (std::thread& thread : threads) thread.join();
    int created = 0;
    for (const absl::Status& status : results) {
      created += status.ok();
      EXPECT_EQ(Reason(status), status.ok() ? "" : "DUPLICATE_ACCOUNT") << status;
    }
    EXPECT_EQ(created, 1) << "kind " << kind;
  }
}

TEST_F(Duplicates, CompaniesOfAGroupMayShareAWebsite) {
  v1::Account original = Original();
  v1::CreateAccountRequest request;
  request.mutable_account()->set_display_name("Huawei Terminal");
  request.mutable_account()->set_website("huawei.com");
  request.mutable_account()->set_parent_account(original.name());
  EXPECT_TRUE(Create(request).ok());
  request.mutable_account()->set_display_name("Huawei Cloud");
  EXPECT_TRUE(Create(request).ok()) << "a sibling";
}

}  // namespace
}  // namespace mainstay::accounts
