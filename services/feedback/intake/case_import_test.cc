#include "services/feedback/intake/case_import_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

TEST_F(CaseImportTest, EachRecordBecomesOneCaseWithEverythingThatFollows) {
  const std::string file = absl::StrCat(
      "客户,类型,渠道,严重程度,主题,事实经过,产品,接收时间,负责人,外部编号\n",  //
      account_,
      ",投诉,电话,严重,漏油,\"第一行\n\"\"第二行\"\", 完\",P-1;P-2,2026-01-31 14:30,li.na,7\n",
      "南风,praise,web,,,服务很好。还会再来,,2026-02-01,,\n");
  const auto import = Import(file, Of("accounts/-"), "ada", 7);
  EXPECT_EQ(Counts(import), "2 0 0");
  const auto cases = List();
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0].subject(), "漏油");
  EXPECT_EQ(cases[0].facts(), "第一行\n\"第二行\", 完");
  EXPECT_EQ(cases[0].severity(), v1::CASE_SEVERITY_MAJOR);
  EXPECT_THAT(cases[0].products(), ElementsAre("P-1", "P-2"));
  EXPECT_EQ(cases[0].receive_time().seconds(), 1769841000) << "Asia/Shanghai";
  EXPECT_EQ(cases[0].assignee(), "li.na");
  EXPECT_THAT(cases[1].name(), StartsWith(other_)) << "by its whole name";
  EXPECT_EQ(cases[1].subject(), "服务很好。还会再来");
  EXPECT_EQ(cases[1].number(), cases[0].number() + 1);
  EXPECT_THAT(EventsOf(cases[0].name()), ElementsAre("CaseOpened"));
  ExpectAnEventForEveryVersion(service_.db());
  v1::ListCaseChangesRequest changes;
  changes.set_parent(cases[0].name());
  const auto history = Call<v1::ListCaseChangesResponse>("CaseService/ListCaseChanges", changes);
  ASSERT_TRUE(history.ok());
  EXPECT_EQ(history->changes(0).reason(), import->name());

  EXPECT_EQ(Counts(Import(file, Of("accounts/-"))), "0 2 0") << "the same file again";
  EXPECT_EQ(List().size(), 2u);
}

TEST_F(CaseImportTest, CategoriesAreNamedByCodeOrName) {
  ASSERT_TRUE(
      Sql("UPDATE case_categories SET display_name = 'LATE' WHERE code = 'service.response'"));
  const std::string file =
      "kind,facts,category\n投诉,a,product.defect\n投诉,b,缺陷\n投诉,c, wrong Goods\n投诉,d,\n"
      "投诉,e,瑕疵\n投诉,f,Late\n";
  Request request = Of(account_);
  request.mutable_defaults()->set_category("发票");
  const auto import = Import(file, request);
  EXPECT_EQ(Counts(import), "4 0 2");
  std::vector<std::string> categories;
  for (const v1::Case& c : List()) categories.push_back(c.subject() + " " + c.category());
  EXPECT_THAT(categories, UnorderedElementsAre("a product.defect", "b product.defect",
                                               "c delivery.wrong", "d price.invoice"));
  ASSERT_EQ(import->rejects_size(), 2);
  EXPECT_THAT(import->rejects(0).reason(), HasSubstr("no category \"瑕疵\""));
  EXPECT_THAT(import->rejects(1).reason(), HasSubstr("delivery.late, service.response"));
}

TEST_F(CaseImportTest, WhatIsSaidTwiceInAFileIsTwoCasesButAnIdIsOne) {
  const std::string file =
      "kind,facts,external_id\n投诉,太吵,\n投诉,太吵,\n投诉,早餐差,7\n投诉,x,7\n";
  EXPECT_EQ(Counts(Import(file, Of(account_))), "3 1 0");
  EXPECT_EQ(Counts(Import(file, Of(account_))), "0 4 0");
  EXPECT_EQ(Counts(Import(file, Of(other_))), "3 1 0") << "ids are an account's own";
  Request elsewhere = Of(account_);
  elsewhere.set_source("携程");
  EXPECT_EQ(Counts(Import(file, elsewhere)), "3 1 0") << "and a system's own";
}

TEST_F(CaseImportTest, ARepeatOfARejectedRecordIsNotLost) {
  const std::string file =
      "kind,facts,category,external_id\n"
      "投诉,早餐差,retired,7\n投诉,早餐差极了,,7\n投诉,太吵,,8\n投诉,还是吵,,8\n";
  const auto import = Import(file, Of(account_));
  EXPECT_EQ(Counts(import), "1 1 2");
  EXPECT_THAT(Rejects(*import), ElementsAre("2 category", "3 external_id"));
  EXPECT_THAT(import->rejects(1).reason(), HasSubstr("further up"));
  const auto rejects = Download(import->name());
  ASSERT_TRUE(rejects.ok()) << rejects.status();
  EXPECT_EQ(Counts(Import(absl::StrReplaceAll(*rejects, {{"retired", ""}}), Of(account_))),
            "1 1 0");
}

TEST_F(CaseImportTest, AQuoteThatNeverEndsSaysWhatItTakes) {
  std::string file = "kind,facts\n";
  for (int i = 0; i < 150; ++i) absl::StrAppend(&file, "bad,x\n");
  absl::StrAppend(&file, "投诉,\"oh\n投诉,太吵\n投诉,漏水\n");
  const auto import = Import(file, Of(account_));
  EXPECT_EQ(Counts(import), "0 0 151");
  ASSERT_EQ(import->rejects_size(), 101) << "the first 100 and it";
  EXPECT_EQ(Rejects(*import).back(), "152 file");
  EXPECT_THAT(import->rejects(100).reason(), HasSubstr("lines 152 to 154"));
  for (const std::string end : {"\r\n", "\r"}) {
    const auto other = Import(absl::StrReplaceAll(file, {{"\n", end}}), Of(account_));
    EXPECT_EQ(Counts(other), "0 0 151");
    EXPECT_THAT(other->rejects(100).reason(), HasSubstr("lines 152 to 154"));
  }
}

// All of a set's rejects together, and the last one alone, are more than a message may have.
TEST_F(CaseImportTest, LongRejectsComeInPieces) {
  std::string file = "kind,facts\n";
  for (int i = 0; i < 20; ++i) {
    absl::StrAppend(&file, "bad,", i, std::string(700 << 10, 'x'), "\n");
  }
  absl::StrAppend(&file, "投诉,\"", std::string(5 << 20, 'y'));
  const auto import = Import(file, Of(account_), "ada", 1 << 20);
  EXPECT_EQ(Counts(import), "0 0 21");
  size_t longest = 0;
  const auto rejects = Download(import->name(), &longest);
  ASSERT_TRUE(rejects.ok()) << rejects.status();
  EXPECT_EQ(longest, size_t{1} << 20);
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(*rejects, HasSubstr(absl::StrCat("xxx,", i + 2, ",kind,")));
  }
  EXPECT_TRUE(rejects->ends_with("yyy\",22,file,\"a quoted field never ends\"\n"));
}

TEST_F(CaseImportTest, RejectsRecordByRecordAndGoesOn) {
  const std::string file =
      absl::StrCat("account,kind,facts,category,external_id\n",              //
                   account_, ",complaint,\"好\n的\",,1\n",                   // line 2 and 3
                   account_, ",complaint,short\n",                           // 4
                   "\n",                                                     // 5, nothing
                   account_, ",complaint,a,b,c,d\n",                         // 6
                   account_, ",complaint,", std::string(1, '\0'), "x,,2\n",  // 7
                   account_, ",complaint,\xff\xfe,,3\n",                     // 8
                   "accounts/0190a000-0000-7000-8000-00000000ffff,complaint,x,,4\n",  // 9
                   "谁,complaint,x,,5\n",                                             // 10
                   account_, ",bad,x,,6\n",                                           // 11
                   account_, ",complaint,x,NOT A CODE,7\n",                           // 12
                   account_, ",complaint,ok,,8\n",                                    // 13
                   account_, ",complaint,\"never ends,,9\n");                         // 14
  const auto import = Import(file, Of("accounts/-"));
  EXPECT_EQ(Counts(import), "2 0 9");
  EXPECT_THAT(Rejects(*import),
              ElementsAre("4 record", "6 record", "7 record", "8 record", "9 account", "10 account",
                          "11 kind", "12 category", "14 file"));
  EXPECT_THAT(import->rejects(0).reason(), HasSubstr("3 fields where the header has 5"));
  EXPECT_THAT(import->rejects(2).reason(), HasSubstr("NUL"));
  EXPECT_THAT(import->rejects(3).reason(), HasSubstr("not UTF-8"));
  EXPECT_THAT(Subjects(), ElementsAre("ok", "好 的"));

  const auto rejects = Download(import->name());
  ASSERT_TRUE(rejects.ok()) << rejects.status();
  EXPECT_THAT(*rejects, StartsWith("account,kind,facts,category,external_id,line,field,reason\n"));
  EXPECT_THAT(*rejects, HasSubstr(absl::StrCat(account_, ",bad,x,,6,11,kind,\"must be complaint")));
  // Corrected, what was rejected comes in; the columns behind it do not disturb.
  const std::string corrected =
      absl::StrReplaceAll(*rejects, {{",bad,", ",complaint,"}, {"NOT A CODE", "product"}});
  EXPECT_EQ(Counts(Import(corrected, Of("accounts/-"))), "4 0 5")
      << "what could not be read is shown as U+FFFD, and readable then";
  service_.clock().Advance(absl::Hours(24 * 31));
  EXPECT_EQ(Reason(Download(import->name()).status()), "REJECTS_EXPIRED");
}

TEST_F(CaseImportTest, AFileWithoutAReadableHeaderIsRefusedWhole) {
  const auto failure = [&](const std::string& file) {
    const absl::Status status = Import(file, Of("accounts/-")).status();
    EXPECT_EQ(Reason(status), "MALFORMED_FILE") << status;
    return std::string(status.message());
  };
  EXPECT_THAT(failure(""), HasSubstr("empty"));
  EXPECT_THAT(failure("kind,facts\nx,y\n"), HasSubstr("columns.account"));
  EXPECT_THAT(failure("\xff,facts\n"), HasSubstr("not UTF-8"));
}

TEST_F(CaseImportTest, ReadsOtherDelimitersEncodingsAndWords) {
  Request request = Of(account_);
  request.set_delimiter("\t");
  request.set_encoding("gbk");
  request.mutable_columns()->set_kind("label");
  request.mutable_columns()->set_facts("review");
  request.add_words("kind:0=complaint");
  request.add_words("kind:1=praise");
  request.mutable_defaults()->set_channel(v1::CASE_CHANNEL_WEB);
  request.mutable_defaults()->set_category("service");
  EXPECT_EQ(Counts(Import("label\treview\n0\t\xb1\xa8\xbc\xdb\n1\t\xb5\xe7\n", request)), "2 0 0");
  EXPECT_THAT(Subjects(), ElementsAre("报价", "电"));
  EXPECT_EQ(List("报价")[0].kind(), v1::CASE_KIND_COMPLAINT);
  EXPECT_EQ(List("报价")[0].channel(), v1::CASE_CHANNEL_WEB);
  EXPECT_EQ(List("报价")[0].category(), "service");
}

TEST_F(CaseImportTest, TheSameRequestIsOneImport) {
  Request request = Of(account_);
  request.set_request_id("0190A000-0000-7000-8000-0000000000aa");
  request.set_file_name("投诉.csv");
  const std::string file = "kind,facts\n投诉,太吵\n";
  const auto import = Import(file, request);
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(import->name(), "caseImports/0190a000-0000-7000-8000-0000000000aa");
  EXPECT_EQ(Counts(Import(file, request)), "1 0 0") << "the first answer";
  EXPECT_EQ(Import(file + "投诉,x\n", request).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Import(file, request, "bo").status().code(), absl::StatusCode::kInvalidArgument);
  const auto list = Call<v1::ListCaseImportsResponse>("CaseImportService/ListCaseImports",
                                                      v1::ListCaseImportsRequest());
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->case_imports_size(), 1);
  EXPECT_EQ(list->case_imports(0).file_name(), "投诉.csv");
}

// What a kill leaves: some sets in, and a row that says so.
TEST_F(CaseImportTest, AnImportThatDiedGoesOnWhereItStopped) {
  std::string file = "kind,facts\n";
  for (int i = 0; i < 2500; ++i) {
    absl::StrAppend(&file, i % 100 == 0 ? "bad" : "投诉", ",第", i, "件\n");
  }
  Request request = Of(account_);
  request.set_request_id("0190a000-0000-7000-8000-0000000000ab");
  const std::string name = "caseImports/" + request.request_id();
  // It stops behind the second set.
  ASSERT_TRUE(Sql("ALTER TABLE cases ADD CONSTRAINT stop CHECK (number <= 1980) NOT VALID"));
  EXPECT_FALSE(Import(file, request).ok());
  v1::GetCaseImportRequest get;
  get.set_name(name);
  auto import = Call<v1::CaseImport>("CaseImportService/GetCaseImport", get);
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(import->state(), v1::CASE_IMPORT_STATE_INTERRUPTED);
  EXPECT_EQ(import->processed_records(), 2000);
  EXPECT_EQ(import->created_records(), 1980);
  EXPECT_EQ(List().size(), 1980u);
  ASSERT_TRUE(Sql("ALTER TABLE cases DROP CONSTRAINT stop"));
  // As if the process had gone without a word.
  ASSERT_TRUE(Sql("UPDATE case_imports SET state = 'applying'"));
  import = Call<v1::CaseImport>("CaseImportService/GetCaseImport", get);
  EXPECT_EQ(import->state(), v1::CASE_IMPORT_STATE_APPLYING);
  service_.clock().Advance(absl::Minutes(2));
  import = Call<v1::CaseImport>("CaseImportService/GetCaseImport", get);
  EXPECT_EQ(import->state(), v1::CASE_IMPORT_STATE_INTERRUPTED);
  EXPECT_EQ(Counts(Import(file, request)), "2475 0 25");
  EXPECT_EQ(List().size(), 2475u);
  EXPECT_EQ(Counts(Import(file, Of(account_))), "0 2475 25");
  ExpectAnEventForEveryVersion(service_.db());
}

// A set whose commit was not answered is in: neither its cases nor its rejects come twice.
TEST_F(CaseImportTest, AnImportGoesOnBehindACommitInDoubt) {
  const std::string file = "kind,facts\n投诉,太吵\nbad,x\n投诉,漏水\n";
  Request request = Of(account_);
  request.set_request_id("0190a000-0000-7000-8000-0000000000ac");
  fault::Set("case_import.after_commit", fault::Action::kError);
  EXPECT_FALSE(Import(file, request).ok());
  fault::Set("case_import.after_commit", fault::Action::kNone);
  v1::GetCaseImportRequest get;
  get.set_name("caseImports/" + request.request_id());
  const auto import = Call<v1::CaseImport>("CaseImportService/GetCaseImport", get);
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(import->state(), v1::CASE_IMPORT_STATE_INTERRUPTED);
  EXPECT_EQ(import->processed_records(), 3);
  EXPECT_EQ(Counts(Import(file, request)), "2 0 1");
  EXPECT_EQ(List().size(), 2u);
}

TEST_F(CaseImportTest, MergedAccountsKeepTheirIds) {
  const std::string file =
      absl::StrCat("account,kind,facts,external_id\n", account_, ",投诉,a,1\n");
  EXPECT_EQ(Counts(Import(file, Of("accounts/-"))), "1 0 0");
  Merge(service_, account_, other_);
  EXPECT_EQ(Counts(Import(file, Of("accounts/-"))), "0 1 0");
  EXPECT_EQ(Counts(Import(absl::StrReplaceAll(file, {{account_, other_}}), Of("accounts/-"))),
            "0 1 0")
      << "an export made later names the survivor";
}

// Texts as customers write them: quotes, line breaks of all kinds, commas, emoji, what looks like
// the end of a COPY.
TEST_F(CaseImportTest, NastyTextsComeThroughByteForByte) {
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {"\"", "\"\"", "\n",      "\r\n", "\r",   ",",
                                           ";",  "\\.",  "\n\\.\n", "房间", "差！", "😀",
                                           "\t", "'",    "\\",      "NULL", " ",    "a"};
  std::map<std::string, int> texts;
  std::string file = "kind,facts,external_id\n";
  for (int i = 0; i < 1500; ++i) {
    std::string text = absl::StrCat(i, ":");
    for (size_t n = random() % 30; n > 0; --n) text += pieces[random() % pieces.size()];
    texts[text] = i;
    absl::StrAppend(&file, "投诉,\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\",", i, "\n");
  }
  EXPECT_EQ(Counts(Import(file, Of(account_), "ada", 997)), "1500 0 0");
  const auto cases = List();
  ASSERT_EQ(cases.size(), 1500u);
  for (const v1::Case& c : cases) EXPECT_EQ(texts.erase(c.facts()), 1u) << c.facts();
  EXPECT_THAT(texts, IsEmpty());
}

}  // namespace
}  // namespace mainstay::feedback
