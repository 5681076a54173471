// Papers of contacts answer their invitations, once, whoever is first.
#include <mainstay/survey/v1/public_survey_service.pb.h>

#include <algorithm>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "common/auth/link_token.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/paper/paper_fixture.h"
#include "services/survey/responses/public_survey_service.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kLinkKey[] = "0123456789abcdef0123456789abcdef";

void RegisterImportsAndLinks(rpc::Router& router, const Deps& deps) {
  Deps keyed = deps;
  keyed.delivery.link_key = kLinkKey;
  RegisterResponseImportService(router, keyed);
  RegisterPublicSurveyService(router, keyed);
}

class PaperInvitationTest : public PaperTest {
 protected:
  PaperInvitationTest() : PaperTest(RegisterImportsAndLinks, {"PublicSurveyService"}) {}

  struct Invited {
    Invitation invitation;
    std::string token;
  };
  // A contact of account_, or `contact` again; with a link and a reminder that is due.
  Invited Invite(const std::string& campaign, int wave = 0, const std::string& contact = "",
                 const std::string& state = "sent") {
    Invited invited{.invitation = {}, .token = auth::NewLinkToken(kLinkKey, kInvitationPurpose)};
    Invitation& one = invited.invitation;
    one.id = api::NewUuid(absl::Now());
    one.campaign_id = campaign.substr(campaign.find('/') + 1);
    one.wave = wave;
    one.account_id = account_.substr(account_.find('/') + 1);
    one.contact_id = contact.empty() ? api::RandomUuid() : contact;
    one.channel = "email";
    one.language = "zh";
    one.state = state;
    one.tier = "core";
    one.role = "decision_maker";
    one.create_time = service_.clock().Now();
    if (state != "planned") {
      one.send_time = one.create_time;
      one.expire_time = one.create_time + absl::Hours(24 * 30);
    }
    InTx([&](pg::Tx& tx) {
      InsertInvitations(tx, {one});
      if (state != "planned") {
        InsertToken(tx, one.id, 0, auth::LinkTokenHash(invited.token), one.create_time);
      }
      tx.Exec(
          "INSERT INTO invitation_deliveries (delivery_id, invitation_id, number, state, "
          "next_time, "
          "create_time) VALUES (gen_random_uuid(), $1, 1, 'due', now(), now())",
          {one.id});
    });
    service_.clock().Advance(absl::Minutes(1));
    return invited;
  }
  template <class F>
  void InTx(F body) {
    const absl::Status done = service_.db().Write({}, [&](pg::Tx& tx) -> absl::Status {
      body(tx);
      return absl::OkStatus();
    });
    ASSERT_TRUE(done.ok()) << done;
  }
  // The first column of all rows, in order.
  std::vector<std::string> Column(const std::string& sql) {
    std::vector<std::string> values;
    InTx([&](pg::Tx& tx) {
      for (const auto& row : tx.Exec(sql)) values.push_back(row[0].c_str());
    });
    return values;
  }
  std::string One(const std::string& sql) {
    const std::vector<std::string> values = Column(sql);
    return values.size() == 1 ? values[0] : absl::StrCat(values.size(), " rows");
  }
  std::string StateOf(const Invited& invited) {
    return One(absl::StrCat("SELECT state FROM invitations WHERE invitation_id = '",
                            invited.invitation.id, "'"));
  }
  // A file of papers of account_: "external_id contact wave nps" each.
  std::string File(const std::vector<std::vector<std::string>>& papers) {
    std::string file = "external_id,account,contact,wave,overall\n";
    for (const auto& paper : papers) {
      absl::StrAppend(&file, paper[0], ",", account_, ",", paper[1], ",", paper[2], ",", paper[3],
                      "\n");
    }
    return file;
  }
  absl::StatusOr<v1::SurveyForm> Submit(const std::string& token) {
    v1::SubmitSurveyRequest request;
    request.set_token(token);
    (*request.mutable_answers())["overall"].set_number(4);
    return Call<v1::SurveyForm>("PublicSurveyService/SubmitSurvey", request);
  }
  // Runs `body` in a transaction of somebody else.
  void Elsewhere(const std::function<void(pg::Tx&)>& body) {
    pg::Session other({.dsn = service_.database().owner_dsn()});
    const absl::Status done = other.Write({}, [&](pg::Tx& tx) -> absl::Status {
      body(tx);
      return absl::OkStatus();
    });
    EXPECT_TRUE(done.ok()) << done;
  }
  // Until so many transactions wait for locks of others.
  void AwaitWaiting(int count) {
    const absl::Time give_up = absl::Now() + absl::Minutes(1);
    while (absl::Now() < give_up) {
      if (One("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
              "AND datname = current_database()") == absl::StrCat(count)) {
        return;
      }
      absl::SleepFor(absl::Milliseconds(5));
    }
    ADD_FAILURE() << "nobody waits";
  }
};

TEST_F(PaperInvitationTest, APaperAnswersTheInvitationOfItsContact) {
  const std::string campaign = AddCampaign();
  const Invited invited = Invite(campaign, 1);
  v1::GetSurveyFormRequest open;
  open.set_token(invited.token);
  EXPECT_EQ(Call<v1::SurveyForm>("PublicSurveyService/GetSurveyForm", open)->state(),
            v1::SURVEY_STATE_OPEN);
  EXPECT_EQ(One("SELECT count(*) FROM part_answers"), "1");
  Sql(absl::StrCat(
      "INSERT INTO campaign_quotas (campaign_id, dimension, value, position, maximum, when_full, "
      "answered) VALUES ('",
      campaign.substr(10), "', 'role', 'decision_maker', 0, 1, 'close_links', 1)"));
  EXPECT_EQ(Counts(Import(File({{"P-1", invited.invitation.contact_id, "", "4"}}), Of(campaign))),
            "1 0 0")
      << "a full quota refuses no paper";
  EXPECT_EQ(StateOf(invited), "answered");
  EXPECT_EQ(One("SELECT count(*) FROM invitation_deliveries WHERE state = 'due'"), "0");
  EXPECT_EQ(One("SELECT count(*) FROM part_answers"), "0");
  EXPECT_EQ(One("SELECT answered FROM campaign_quotas"), "2") << "by the role of the invitation";
  EXPECT_EQ(
      One("SELECT invitation_id FROM responses WHERE NOT uninvited AND wave = 1 AND facts ->> "
          "'role' = 'decision_maker' AND channel = 'paper'"),
      invited.invitation.id);
  EXPECT_EQ(Submit(invited.token)->state(), v1::SURVEY_STATE_ANSWERED);
  EXPECT_EQ(One("SELECT count(*) FROM responses"), "1");

  const Invited planned = Invite(campaign, 1, "", "planned");
  EXPECT_EQ(Counts(Import(File({{"P-2", planned.invitation.contact_id, "", "4"}}), Of(campaign))),
            "1 0 0");
  EXPECT_EQ(StateOf(planned), "answered");
  EXPECT_EQ(One("SELECT count(*) FROM invitation_deliveries WHERE state = 'due'"), "0")
      << "it goes out no more";
}

TEST_F(PaperInvitationTest, TheWaveNamedElseTheNewestIsAnswered) {
  const std::string campaign = AddCampaign();
  Sql("INSERT INTO campaign_waves (campaign_id, number, asked_time, start_time, state) SELECT "
      "campaign_id, 2, now(), now(), 'invited' FROM campaigns");
  const Invited first = Invite(campaign, 1);
  const std::string& contact = first.invitation.contact_id;
  const Invited second = Invite(campaign, 2, contact), by_hand = Invite(campaign, 0, contact);
  EXPECT_EQ(Counts(Import(File({{"1", contact, "2", "4"}}), Of(campaign))), "1 0 0");
  EXPECT_EQ(StateOf(second), "answered");
  const std::string file = File({{"2", contact, "2", "4"},
                                 {"3", contact, "", "5"},
                                 {"4", contact, "0", "1"},
                                 {"5", contact, "", "2"}});
  const auto import = Import(file, Of(campaign));
  EXPECT_EQ(Counts(import), "2 0 2");
  EXPECT_THAT(Rejects(*import), ElementsAre("2 contact", "5 contact"));
  EXPECT_THAT(import->rejects(0).reason(), HasSubstr("already answered"));
  EXPECT_EQ(One(absl::StrCat("SELECT answers -> 'overall' ->> 'number' FROM responses WHERE "
                             "invitation_id = '",
                             by_hand.invitation.id, "' AND wave = 0")),
            "5");
  EXPECT_EQ(StateOf(first), "answered");
  EXPECT_EQ(Counts(Import(file, Of(campaign))), "0 2 2") << "the same again";
}

TEST_F(PaperInvitationTest, WhatIsRejectedAnswersNothing) {
  const std::string campaign = AddCampaign();
  const Invited invited = Invite(campaign);
  const std::string& contact = invited.invitation.contact_id;
  const auto import =
      Import(File({{"1", contact, "", ""}, {"2", contact, "", "4"}, {"3", contact, "", "4"}}),
             Of(campaign));
  EXPECT_EQ(Counts(import), "1 0 2");
  EXPECT_THAT(Rejects(*import), ElementsAre("2 answers.overall", "4 contact"));
  EXPECT_EQ(One("SELECT external_id FROM responses WHERE invitation_id IS NOT NULL"), "2");
}

TEST_F(PaperInvitationTest, PapersOfNobodyInvitedAnswerNothing) {
  const std::string campaign = AddCampaign();
  const Invited open = Invite(campaign), over = Invite(campaign), revoked = Invite(campaign);
  Sql(absl::StrCat("UPDATE invitations SET state = CASE WHEN invitation_id = '", over.invitation.id,
                   "' THEN 'expired' WHEN invitation_id = '", revoked.invitation.id,
                   "' THEN 'revoked' ELSE state END"));
  const std::string other = AddAccount(service_, "南风", "li.na");
  service_.clock().Advance(absl::Hours(24 * 40));
  Sql("UPDATE invitations SET expire_time = NULL WHERE state = 'sent'");
  const std::string before = absl::FormatTime(
      "%Y-%m-%dT%H:%M:%SZ", *over.invitation.expire_time - absl::Hours(1), absl::UTCTimeZone());
  const std::string file =
      absl::StrCat("external_id,account,contact,submit_time,overall\n",          //
                   "1,", account_, ",,,4\n",                                     //
                   "2,", account_, ",", api::RandomUuid(), ",,4\n",              //
                   "3,", account_, ",", revoked.invitation.contact_id, ",,4\n",  //
                   "4,", other, ",", open.invitation.contact_id, ",,4\n",        //
                   "5,", account_, ",", over.invitation.contact_id, ",,4\n",     //
                   "6,", account_, ",", over.invitation.contact_id, ",", before, ",4\n");
  EXPECT_EQ(Counts(Import(file, Of(campaign))), "6 0 0");
  EXPECT_THAT(Column("SELECT external_id FROM responses WHERE uninvited ORDER BY 1"),
              ElementsAre("1", "2", "3", "4", "5"));
  EXPECT_EQ(One("SELECT external_id FROM responses WHERE invitation_id IS NOT NULL"), "6")
      << "handed in while it was open";
  EXPECT_EQ(StateOf(open), "sent");
}

TEST_F(PaperInvitationTest, AnonymouslyNothingSaysWhoseItWas) {
  const std::string campaign = AddCampaign("anonymous");
  const Invited invited = Invite(campaign, 1), planned = Invite(campaign, 1, "", "planned");
  const std::string rows = "SELECT string_agg(i::text, ' ' ORDER BY i) FROM invitations i";
  const std::string before = One(rows);
  const std::string file = File({{"1", invited.invitation.contact_id, "", "4"},
                                 {"2", invited.invitation.contact_id, "", "5"},
                                 {"3", planned.invitation.contact_id, "", "5"}});
  EXPECT_EQ(Counts(Import(file, Of(campaign))), "3 0 0") << "a reject would tell who answered";
  EXPECT_EQ(One(rows), before);
  EXPECT_EQ(One("SELECT count(*) FROM invitation_tokens"), "0");
  EXPECT_EQ(One("SELECT invitation_id FROM invitation_deliveries WHERE state = 'due'"),
            planned.invitation.id);
  EXPECT_EQ(One("SELECT count(*) FROM responses WHERE invitation_id IS NULL AND contact_id IS NULL "
                "AND account_id IS NULL AND external_id IS NULL AND facts ->> 'role' IS NULL"),
            "3");
  EXPECT_EQ(One("SELECT wave FROM responses WHERE NOT uninvited"), "1");
  EXPECT_EQ(Submit(invited.token)->state(), v1::SURVEY_STATE_GONE);
}

TEST_F(PaperInvitationTest, ALinkThatIsFirstKeepsThePaperOut) {
  const std::string campaign = AddCampaign();
  const Invited invited = Invite(campaign);
  std::thread importing;
  absl::StatusOr<v1::ResponseImport> import;
  Elsewhere([&](pg::Tx& tx) {
    const auto locked = LockByToken(tx, auth::LinkTokenHash(invited.token));
    importing = std::thread([&] {
      import = Import(File({{ "1", invited.invitation.contact_id, "", "4" }}), Of(campaign));
    });
    AwaitWaiting(1);
    Consume(tx, *ReadCampaign(tx, locked->campaign_id),
            *ReadInvitation(tx, locked->campaign_id, locked->id), absl::Now());
  });
  importing.join();
  EXPECT_EQ(Counts(import), "0 0 1");
  EXPECT_THAT(Rejects(*import), ElementsAre("2 contact"));
}

TEST_F(PaperInvitationTest, APaperThatIsFirstKeepsTheLinkOut) {
  const std::string campaign = AddCampaign();
  const Invited invited = Invite(campaign);
  Sql(
      absl::StrCat("INSERT INTO campaign_quotas (campaign_id, dimension, value, position, maximum, "
                   "when_full) VALUES ('",
                   campaign.substr(10), "', 'tier', 'core', 0, 9, 'close_links')"));
  std::thread importing, submitting;
  absl::StatusOr<v1::ResponseImport> import;
  absl::StatusOr<v1::SurveyForm> form;
  // The import waits with the invitation locked, and the link for the import.
  Elsewhere([&](pg::Tx& tx) {
    tx.Exec("SELECT 1 FROM campaign_quotas FOR UPDATE");
    importing = std::thread([&] {
      import = Import(File({{ "1", invited.invitation.contact_id, "", "4" }}), Of(campaign));
    });
    AwaitWaiting(1);
    submitting = std::thread([&] { form = Submit(invited.token); });
    AwaitWaiting(2);
  });
  importing.join();
  submitting.join();
  EXPECT_EQ(Counts(import), "1 0 0");
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->state(), v1::SURVEY_STATE_ANSWERED);
  EXPECT_EQ(One("SELECT channel FROM responses"), "paper");
  EXPECT_EQ(One("SELECT answered FROM campaign_quotas"), "1");
}

TEST_F(PaperInvitationTest, OfManyAtOnceEachIsAnsweredOnce) {
  const std::string campaign = AddCampaign();
  std::vector<Invited> invited;
  std::vector<std::vector<std::string>> papers;
  for (int i = 0; i < 40; ++i) {
    invited.push_back(Invite(campaign));
    papers.push_back({absl::StrCat(i), invited.back().invitation.contact_id, "", "4"});
  }
  std::thread submitting([&] {
    for (auto one = invited.rbegin(); one != invited.rend(); ++one) {
      const auto form = Submit(one->token);
      EXPECT_TRUE(form.ok() && form->state() == v1::SURVEY_STATE_ANSWERED) << form.status();
    }
  });
  const auto import = Import(File(papers), Of(campaign));
  submitting.join();
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(import->created_records() + import->rejected_records(), 40);
  EXPECT_EQ(One("SELECT count(DISTINCT invitation_id) FROM responses"), "40");
  EXPECT_EQ(One("SELECT count(*) FROM responses"), "40");
  EXPECT_EQ(One("SELECT count(*) FROM responses WHERE channel = 'paper'"),
            absl::StrCat(import->created_records()));
}

}  // namespace
}  // namespace mainstay::survey
