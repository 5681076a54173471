// The regions that imports tell.
#include "services/accounts/trade/import_fixture.h"

namespace mainstay::accounts {
namespace {

class ImportRegionTest : public ImportFixture {};

TEST_F(ImportRegionTest, ARegionIsThatOfTheNewestLine) {
  MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-03-01 00:00:00,1,K,Peru\n",
                          "2,A,x,1,2026-03-02 00:00:00,1,K,Chile\n",
                          "3,A,x,1,2026-01-01 00:00:00,1,K,Cuba\n"));
  const auto region = [&] { return Sql("SELECT region FROM accounts WHERE external_id = 'K'"); };
  EXPECT_EQ(region(), "Chile");
  const std::string older = absl::StrCat(kHeader, "4,A,x,1,2026-02-01 00:00:00,1,K,Cuba\n");
  EXPECT_EQ(MustImport(older).counts().regions_changed(), 0);
  EXPECT_EQ(region(), "Chile");
  const std::string newer = absl::StrCat(kHeader, "5,A,x,1,2026-04-01 00:00:00,1,K,Peru\n");
  EXPECT_EQ(MustImport(newer).counts().regions_changed(), 1);
  EXPECT_EQ(region(), "Peru");
  EXPECT_EQ(Sql("SELECT string_agg(concat_ws(' ', action, field, old_value, new_value), '; ' "
                "ORDER BY version) FROM account_changes"),
            "import   ; import region Chile Peru");
}

TEST_F(ImportRegionTest, HistoryDoesNotRunBackwardsWhenAChangeComesDuringAnUpload) {
  MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-03-01,1,K,Peru\n"));
  const auto set_region = [&](const std::string& region) {
    v1::UpdateAccountRequest request;
    request.mutable_account()->set_name(AccountOf("K"));
    request.mutable_account()->set_region(region);
    request.mutable_update_mask()->add_paths("region");
    ASSERT_TRUE(CallAccount("UpdateAccount", request).ok());
  };
  service_.clock().Advance(absl::Seconds(1));  // Newest goes by time
  int messages = 0;
  Request message;
  v1::TradeImport import;
  const absl::Status status = rpc::CallClientStream(
      service_.channel(), absl::StrCat(kTrade, "ImportTrade"), service_.As("ada", "admin"),
      [&](google::protobuf::Message* next) {
        auto& request = static_cast<Request&>(*next);
        request = messages == 0 ? Mapping() : Request();
        if (messages == 0) request.mutable_file()->set_data(kHeader);
        if (messages == 1) {
          while (Newest().state() != v1::TRADE_IMPORT_STATE_RECEIVING) {
            absl::SleepFor(absl::Milliseconds(10));
          }
          service_.clock().Advance(absl::Minutes(1));
          set_region("Cuba");
          request.mutable_file()->set_data("2,A,x,1,2026-04-01,1,K,Chile\n");
        }
        return ++messages <= 2;
      },
      &message, &import);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(import.counts().regions_changed(), 1);
  service_.clock().Advance(-absl::Hours(1));  // another instance's clock is behind
  MustImport(absl::StrCat(kHeader, "3,A,x,1,2026-05-01,1,K,Peru\n"));
  EXPECT_EQ(Sql("SELECT string_agg(new_value, ' ' ORDER BY change_time, version) "
                "FROM account_changes WHERE field = 'region'"),
            "Cuba Chile Peru");
  EXPECT_EQ(Sql("SELECT bool_and(c.change_time = o.occurred_at) FROM account_changes c "
                "JOIN outbox o ON o.aggregate_id = c.account_id "
                "AND o.aggregate_version = c.version AND o.aggregate_type = 'account'"),
            "t");
  EXPECT_EQ(Sql("SELECT update_time = (SELECT max(change_time) FROM account_changes) "
                "FROM accounts"),
            "t");
}

TEST_F(ImportRegionTest, LinesOfAMergedAccountTellTheSurvivorsRegion) {
  MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-03-01,1,GONE,Peru\n",
                          "2,A,x,1,2026-02-01,1,STAYS,Cuba\n"));
  v1::MergeAccountRequest merge;
  merge.set_name(AccountOf("GONE"));
  merge.set_into(AccountOf("STAYS"));
  ASSERT_TRUE(CallAccount("MergeAccount", merge).ok());
  const auto regions = [&] {
    return Sql("SELECT string_agg(external_id || ' ' || region, ', ' ORDER BY 1) FROM accounts");
  };
  // What was there before the merge says nothing new.
  EXPECT_EQ(MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-03-01,1,GONE,Peru\n"))
                .counts()
                .regions_changed(),
            0);
  EXPECT_EQ(regions(), "GONE Peru, STAYS Cuba");
  EXPECT_EQ(MustImport(absl::StrCat(kHeader, "3,A,x,1,2026-04-02,1,GONE,Chile\n",
                                    "4,A,x,1,2026-04-01,1,STAYS,Italy\n"))
                .counts()
                .regions_changed(),
            1);
  EXPECT_EQ(regions(), "GONE Peru, STAYS Chile");
  EXPECT_EQ(Sql("SELECT count(*) FROM orders JOIN accounts USING (account_id) "
                "WHERE external_id = 'GONE'"),
            "2")
      << "orders stay under the account that was named";
}

}  // namespace
}  // namespace mainstay::accounts
