#include "services/engagement/commitments/commitment_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;

class CommitmentStatsTest : public CommitmentFixture {
 protected:
  absl::StatusOr<v1::CommitmentStats> Stats(v1::GetCommitmentStatsRequest request,
                                            std::string_view user = "ada",
                                            std::string_view role = "admin") {
    if (request.parent().empty()) request.set_parent("accounts/-");
    return Call<v1::CommitmentStats>("CommitmentService/GetCommitmentStats", request, user, role);
  }
  // due / on time / renegotiated / late / broken / overdue / open
  static std::string Counts(const v1::CommitmentStats::Group& g) {
    return absl::StrCat(g.due_count(), "/", g.kept_on_time_count(), "/",
                        g.kept_after_renegotiation_count(), "/", g.kept_late_count(), "/",
                        g.broken_count(), "/", g.overdue_count(), "/", g.open_count());
  }
  // At 1 March 2027 in Shanghai, with one promise of each fate, all of wang.li, in account_.
  void MakeOneOfEach() {
    service_.clock().Set(absl::FromUnixSeconds(1803830400));
    const std::string on_time = Made(account_, Ours("on time", absl::Hours(2)));
    const std::string renegotiated = Made(account_, Ours("renegotiated", absl::Hours(2)));
    const std::string late = Made(account_, Ours("late", absl::Hours(2)));
    const std::string broken = Made(account_, Ours("broken", absl::Hours(2)));
    const std::string cancelled = Made(account_, Ours("cancelled", absl::Hours(2)));
    Made(account_, Ours("overdue", absl::Hours(2)));
    Made(account_, Ours("open", absl::Hours(24 * 40)));
    ASSERT_TRUE(Renegotiate(renegotiated, absl::Hours(24)).ok());
    ASSERT_TRUE(Keep(on_time).ok());
    service_.clock().Advance(absl::Hours(3));
    ASSERT_TRUE(Keep(renegotiated).ok());
    ASSERT_TRUE(Keep(late).ok());
    ASSERT_TRUE(Close<v1::BreakCommitmentRequest>("BreakCommitment", broken).ok());
    ASSERT_TRUE(Close<v1::CancelCommitmentRequest>("CancelCommitment", cancelled).ok());
  }
};

TEST_F(CommitmentStatsTest, NothingHasNoRate) {
  const auto stats = Stats({});
  ASSERT_TRUE(stats.ok()) << stats.status();
  EXPECT_EQ(Counts(stats->total()), "0/0/0/0/0/0/0");
  EXPECT_FALSE(stats->total().has_kept_on_time_rate());
  EXPECT_EQ(stats->groups_size(), 0);
}

TEST_F(CommitmentStatsTest, EveryFateIsCounted) {
  MakeOneOfEach();
  const auto stats = Stats({});
  ASSERT_TRUE(stats.ok()) << stats.status();
  EXPECT_EQ(Counts(stats->total()), "5/1/1/1/1/1/1");
  EXPECT_DOUBLE_EQ(stats->total().kept_on_time_rate(), 0.2);
  ASSERT_EQ(stats->groups_size(), 1);
  EXPECT_EQ(stats->groups(0).account(), account_);
  EXPECT_EQ(stats->groups(0).account_display_name(), "北风");
  EXPECT_EQ(Counts(stats->groups(0)), "5/1/1/1/1/1/1");
}

TEST_F(CommitmentStatsTest, MonthsAreThoseOfTheTimeZone) {
  MakeOneOfEach();
  v1::GetCommitmentStatsRequest request;
  request.set_group_by(v1::COMMITMENT_GROUPING_MONTH);
  auto stats = Stats(request);
  ASSERT_TRUE(stats.ok()) << stats.status();
  ASSERT_EQ(stats->groups_size(), 2);
  EXPECT_EQ(stats->groups(0).month().month(), 4) << "the open one";
  EXPECT_FALSE(stats->groups(0).has_kept_on_time_rate());
  EXPECT_EQ(stats->groups(1).month().year(), 2027);
  EXPECT_EQ(stats->groups(1).month().month(), 3);
  EXPECT_EQ(Counts(stats->groups(1)), "5/1/1/1/1/1/0");
  request.set_time_zone("America/New_York");  // there it is still February
  stats = Stats(request);
  ASSERT_EQ(stats->groups_size(), 3);
  EXPECT_EQ(stats->groups(2).month().month(), 2);
  EXPECT_EQ(Counts(stats->groups(2)), "4/1/0/1/1/1/0");
}

TEST_F(CommitmentStatsTest, PeopleComeInPagesWithTheMostDueFirst) {
  MakeOneOfEach();
  v1::Commitment c = Ours("x", absl::Hours(1), "li.na");
  Made(AddAccount(service_, "南风", "li.na"), c);
  v1::GetCommitmentStatsRequest request;
  request.set_group_by(v1::COMMITMENT_GROUPING_PROMISER);
  request.set_page_size(1);
  std::vector<std::string> people;
  do {
    const auto page = Stats(request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(Counts(page->total()), "5/1/1/1/1/1/2") << "over all pages";
    for (const auto& group : page->groups()) people.push_back(group.promiser());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(people, ElementsAre("wang.li", "li.na"));
}

TEST_F(CommitmentStatsTest, AContactOfAMergedAccountIsOnePromiser) {
  const std::string survivor = AddAccount(service_, "南风", "li.na");
  const auto promised = [&](const std::string& account) {
    v1::Commitment c = Ours("x", absl::Hours(1));
    c.set_party(v1::COMMITMENT_PARTY_CUSTOMER);
    c.set_promiser(account + "/contacts/0190a000-0000-7000-8000-000000000001");
    Made(account, c);
    return c.promiser();
  };
  promised(account_);
  Merge(service_, account_, survivor);
  const std::string contact = promised(survivor);
  Made(survivor, Ours("ours", absl::Hours(1), "li.na"));
  v1::GetCommitmentStatsRequest request;
  request.set_group_by(v1::COMMITMENT_GROUPING_PROMISER);
  auto stats = Stats(request);
  ASSERT_TRUE(stats.ok()) << stats.status();
  ASSERT_EQ(stats->groups_size(), 2);
  EXPECT_EQ(stats->groups(0).promiser(), "li.na");
  EXPECT_EQ(stats->groups(1).promiser(), contact);
  EXPECT_EQ(stats->groups(1).open_count(), 2);
  Merge(service_, account_, "");
  stats = Stats(request);
  EXPECT_EQ(stats->groups_size(), 3) << "unmerged, they are two again";
}

TEST_F(CommitmentStatsTest, AreLimitedToAPeriodASideAnAccountAndTheScope) {
  MakeOneOfEach();
  const std::string other = AddAccount(service_, "南风", "li.na");
  Made(other, Ours("x", absl::Hours(1), "li.na"));
  EXPECT_EQ(Counts(Stats({}, "li.na", kManager)->total()), "0/0/0/0/0/0/1");
  v1::GetCommitmentStatsRequest request;
  request.set_parent(other);
  EXPECT_EQ(Counts(Stats(request)->total()), "0/0/0/0/0/0/1");
  EXPECT_EQ(Stats(request, "wang.li", kManager).status().code(), absl::StatusCode::kNotFound);
  request.set_parent("");
  request.set_party(v1::COMMITMENT_PARTY_CUSTOMER);
  EXPECT_EQ(Counts(Stats(request)->total()), "0/0/0/0/0/0/0");
  request.clear_party();
  *request.mutable_start_time() = api::TimeToProto(service_.clock().Now());
  EXPECT_EQ(Counts(Stats(request)->total()), "1/0/1/0/0/0/2");
  *request.mutable_end_time() = request.start_time();
  EXPECT_THAT(FieldsOf(Stats(request).status()), ElementsAre("end_time"));
}

}  // namespace
}  // namespace mainstay::engagement
