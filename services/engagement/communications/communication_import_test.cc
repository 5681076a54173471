#include <pqxx/pqxx>

#include "common/testing/file_pieces.h"
#include "services/engagement/access/engagement_test_kit.h"
#include "services/engagement/communications/communication_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class CommunicationImportTest : public CommunicationFixture {
 protected:
  using Request = v1::ImportCommunicationsRequest;

  static Request Mapping(const std::string& parent = "accounts/-") {
    Request request;
    request.set_parent(parent);
    v1::CommunicationColumns& columns = *request.mutable_columns();
    if (parent == "accounts/-") columns.set_account("客户");
    columns.set_channel("渠道");
    columns.set_direction("方向");
    columns.set_occur_time("时间");
    columns.set_subject("主题");
    columns.set_body("内容");
    columns.set_users("我方");
    columns.set_external_id("编号");
    return request;
  }
  static constexpr char kHeader[] = "客户,渠道,方向,时间,主题,内容,我方,编号\n";

  absl::StatusOr<v1::ImportCommunicationsResponse> Import(std::string_view file,
                                                          Request first = Mapping(),
                                                          std::string_view user = "ada",
                                                          size_t size = 100) {
    Request message;
    v1::ImportCommunicationsResponse response;
    absl::Status status = rpc::CallClientStream(
        service_.channel(), "mainstay.engagement.v1.CommunicationService/ImportCommunications",
        service_.As(user, "account_manager"), testing::InPieces(file, first, size), &message,
        &response);
    if (!status.ok()) return status;
    return response;
  }
  // "logged unchanged rejected".
  static std::string Counts(const absl::StatusOr<v1::ImportCommunicationsResponse>& result) {
    if (!result.ok()) return result.status().ToString();
    EXPECT_EQ(result->records(),
              result->logged_records() + result->unchanged_records() + result->rejected_records());
    return absl::StrCat(result->logged_records(), " ", result->unchanged_records(), " ",
                        result->rejected_records());
  }
  // "line field" of each.
  static std::vector<std::string> Rejects(const v1::ImportCommunicationsResponse& result) {
    std::vector<std::string> rejects;
    for (const auto& r : result.rejects())
      rejects.push_back(absl::StrCat(r.line(), " ", r.field()));
    return rejects;
  }
  std::string Row(const std::string& subject, const std::string& id = "",
                  const std::string& time = "2026-01-31 14:30") {
    return absl::StrCat(account_, ",电话,来电,", time, ",", subject, ",谈合同,li;wang,", id, "\n");
  }
};

TEST_F(CommunicationImportTest, LogsEachRecordOnce) {
  const std::string file = absl::StrCat(kHeader, Row("Price", "7"), Row("Offer", "", "2026-02-01"));
  EXPECT_EQ(Counts(Import(file)), "2 0 0");
  EXPECT_THAT(Subjects(Of(account_)), ElementsAre("Offer", "Price"));
  EXPECT_EQ(Counts(Import(file)), "0 2 0") << "the same file again";
  EXPECT_EQ(Counts(Import(absl::StrCat(kHeader, Row("Price again", "7"), Row("X", "", "2026-01-30"),
                                       Row("X", "", "2026/01/30 00:00")))),
            "1 2 0")
      << "by the external id, and twice in one file";
  EXPECT_THAT(Found("合同", account_), UnorderedElementsAre("Offer", "Price", "X"));
  ExpectAnEventForEveryVersion(service_.db());
  v1::ListCommunicationsRequest request = Of(account_);
  const auto page = Must(Call<v1::ListCommunicationsResponse>("ListCommunications", request));
  EXPECT_THAT(page.communications(0).users(), ElementsAre("li", "wang"));
  EXPECT_EQ(page.communications(0).source(), "import");
  EXPECT_THAT(page.communications(0).external_id(), StartsWith("row:"));
  EXPECT_EQ(page.communications(1).external_id(), "7");
  EXPECT_EQ(page.communications(1).occur_time().seconds(), 1769841000) << "Asia/Shanghai";
  EXPECT_EQ(page.communications(1).snippet(), "谈合同");

  v1::ListCommunicationChangesRequest changes;
  changes.set_parent(page.communications(0).name());
  const auto history =
      Must(Call<v1::ListCommunicationChangesResponse>("ListCommunicationChanges", changes));
  EXPECT_EQ(history.changes(0).action(), "import");
  EXPECT_EQ(history.changes(0).actor(), "ada");
  ASSERT_TRUE(Delete(page.communications(1).name()).ok());
  EXPECT_EQ(Counts(Import(file)), "0 2 0") << "what was deleted does not come back";
}

TEST_F(CommunicationImportTest, RejectsLineByLine) {
  const std::string file = absl::StrCat(
      kHeader, Row("\"two\nlines\""), Row("Fine"), "accounts/x,电话,in,2026-01-31,a,,,\n", other_,
      ",电话,in,2026-01-31,not ours,,,\n", account_, ",fax,in,2026-01-31,a,,,\n", account_,
      ",电话,in,2999-01-01,a,,,\n", account_, ",电话,in,2026-01-31,,,,\n");
  const auto result = Import(file);
  EXPECT_EQ(Counts(result), "1 0 6");
  EXPECT_THAT(Rejects(*result), ElementsAre("2 subject", "5 account", "6 account", "7 channel",
                                            "8 occur_time", "9 subject"));
  EXPECT_EQ(result->rejects(0).text() + "\n", Row("\"two\nlines\""));
  EXPECT_THAT(result->rejects(3).reason(), HasSubstr("phone, email"));
  EXPECT_THAT(Subjects(Of(account_)), ElementsAre("Fine"));
  // What was rejected, corrected, is logged; the rest is there.
  EXPECT_EQ(Counts(Import(absl::StrCat(kHeader, Row("one line"), Row("Fine")))), "1 1 0");
}

TEST_F(CommunicationImportTest, TellsTheFirstRejectsOfMany) {
  std::string file = kHeader;
  for (int i = 0; i < 2500; ++i)
    absl::StrAppend(&file, i % 2 == 0 ? Row(absl::StrCat(i)) : "a,,,,,,,\n");
  const auto result = Import(file, Mapping(), "ada", 1 << 20);
  EXPECT_EQ(Counts(result), "1250 0 1250");
  ASSERT_EQ(result->rejects_size(), 1000);
  EXPECT_EQ(result->rejects(999).line(), 2001);
}

TEST_F(CommunicationImportTest, OneAccountNeedsNoColumnOfIt) {
  Request mapping = Mapping(account_);
  mapping.set_delimiter(";");
  mapping.set_source("exchange");
  for (auto [field, name] : std::vector<std::pair<std::string*, const char*>>{
           {mapping.mutable_columns()->mutable_channel(), "C"},
           {mapping.mutable_columns()->mutable_direction(), "D"},
           {mapping.mutable_columns()->mutable_occur_time(), "T"},
           {mapping.mutable_columns()->mutable_subject(), "S"}}) {
    *field = name;
  }
  mapping.mutable_columns()->clear_body();
  mapping.mutable_columns()->clear_users();
  mapping.mutable_columns()->clear_external_id();
  mapping.set_encoding("gbk");
  const std::string gbk = "C;D;T;S\nemail;out;2026-01-31;\xb1\xa8\xbc\xdb\n\xb5\xe7;out;x;y\n";
  const auto result = Import(gbk, mapping);
  EXPECT_EQ(Counts(result), "1 0 1");
  EXPECT_EQ(result->rejects(0).text(), "电;out;x;y");
  EXPECT_THAT(Subjects(Of(account_)), ElementsAre("报价"));
  mapping.mutable_columns()->set_account("A");
  EXPECT_EQ(FieldOf(Import(gbk, mapping).status()), "columns.account");
  mapping = Mapping(other_);
  EXPECT_EQ(Import(gbk, mapping).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(CommunicationImportTest, AMalformedFileFailsWholeWithTheLine) {
  const auto failure = [&](const std::string& file) {
    const absl::Status status = Import(file).status();
    EXPECT_EQ(ReasonOf(status), "MALFORMED_FILE") << status;
    return std::string(status.message());
  };
  EXPECT_THAT(failure(absl::StrCat(kHeader, Row("\"two\nlines\""), Row("Fine"), "short\n")),
              StartsWith("line 5: the line has fewer fields"));
  EXPECT_THAT(failure(absl::StrCat(kHeader, Row("Fine"), "a,\"b\n")), HasSubstr("never ends"));
  EXPECT_THAT(failure("a,b\n"), HasSubstr("line 1: the header has no column \"客户\""));
  EXPECT_THAT(failure(""), HasSubstr("empty"));
  EXPECT_THAT(Subjects(Of(account_)), IsEmpty());
  Request mapping;
  mapping.set_parent("accounts/-");
  EXPECT_EQ(FieldOf(Import(kHeader, mapping).status()), "columns.account");
}

TEST_F(CommunicationImportTest, AMergedAccountKeepsItsOwnAndItsSurvivorGetsTheNewOnce) {
  const std::string file = absl::StrCat(kHeader, Row("Price", "7"));
  EXPECT_EQ(Counts(Import(file)), "1 0 0");
  const std::string survivor = AddAccount(service_, "Northwind Holding", "ada");
  Merge(service_, account_, survivor);
  EXPECT_EQ(Counts(Import(file)), "0 1 0");
  EXPECT_EQ(Counts(Import(absl::StrCat(kHeader, Row("Offer", "8")))), "1 0 0");
  EXPECT_THAT(Subjects(Of(survivor)), UnorderedElementsAre("Offer", "Price"));
  // An export made later names the survivor.
  const std::string name = std::exchange(account_, survivor);
  EXPECT_EQ(Counts(Import(absl::StrCat(kHeader, Row("Price", "7"), Row("Offer", "8")))), "0 2 0");
  account_ = name;
  Merge(service_, account_, "");
  EXPECT_THAT(Subjects(Of(account_)), ElementsAre("Price"));
  EXPECT_THAT(Subjects(Of(survivor)), ElementsAre("Offer"));
  testing::Delete(service_, account_);
  EXPECT_THAT(Rejects(*Import(absl::StrCat(kHeader, Row("Late", "9")))), ElementsAre("2 account"));
}

}  // namespace
}  // namespace mainstay::engagement
