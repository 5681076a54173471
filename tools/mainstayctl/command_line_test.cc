// What is typed: arguments, fields, columns, tokens, exit codes, completion.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/accounts/v1/trade_service.pb.h>
#include <sys/stat.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/column_map.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/token_file.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The program, less main: exit code, standard output and error.
struct Outcome {
  int code;
  std::string out, err;
};

Outcome RunProgram(std::vector<std::string> arguments) {
  CLI::App app;
  app.name("mainstayctl");
  Settings settings;
  Chosen chosen;
  BuildCommandLine(app, settings, chosen);
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  std::ostringstream out, err;
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, out, err);
    return {code == 0 ? 0 : kExitUsage, out.str(), err.str()};
  }
  Session session(settings, out, err, {}, {});
  const absl::Status status = chosen.action(session);
  if (!status.ok()) err << DescribeError(status, {});
  return {ExitCode(status), out.str(), err.str()};
}

TEST(CommandLineTest, EveryCommandHasHelp) {
  CLI::App app;
  Settings settings;
  Chosen chosen;
  BuildCommandLine(app, settings, chosen);
  int commands = 0;
  auto all = [](const CLI::App*) { return true; };
  for (CLI::App* group : app.get_subcommands(all)) {
    EXPECT_FALSE(group->get_description().empty()) << group->get_name();
    for (CLI::App* command : group->get_subcommands(all)) {
      ++commands;
      EXPECT_FALSE(command->get_description().empty()) << command->get_name();
      for (CLI::Option* option : command->get_options()) {
        EXPECT_FALSE(option->get_description().empty()) << option->get_name();
      }
      const Outcome run = RunProgram({group->get_name(), command->get_name(), "--help"});
      EXPECT_EQ(run.code, 0);
      EXPECT_THAT(run.out, HasSubstr("Options"));
    }
  }
  EXPECT_GE(commands, 40);
}

TEST(CommandLineTest, WrongUsageIsOne) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"accounts"},
                                             {"nonsense"},
                                             {"accounts", "get"},
                                             {"accounts", "list", "--limit", "0"},
                                             {"accounts", "list", "--limit", "many"},
                                             {"accounts", "list", "--nonsense"},
                                             {"accounts", "merge", "a"},
                                             {"accounts", "check"},
                                             {"team", "add", "a", "wang.li"},
                                             {"abc", "show", "--class", "D"},
                                             {"abc", "chart", "--width", "3"},
                                             {"import", "trade"}}) {
    EXPECT_EQ(RunProgram(arguments).code, kExitUsage) << ::testing::PrintToString(arguments);
  }
  EXPECT_THAT(RunProgram({"--help"}).out, HasSubstr("Exit codes"));
}

TEST(CommandLineTest, OptionsOfTheProgramMayStandBehindTheCommand) {
  unsetenv("MAINSTAY_SERVER");
  const Outcome nowhere = RunProgram({"accounts", "list", "--json"});
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("--server"));
  const Outcome away =
      RunProgram({"accounts", "list", "--server", "127.0.0.1:1", "--token", "x", "--timeout", "5"});
  EXPECT_EQ(away.code, 6) << away.err;
  EXPECT_EQ(away.out, "");
}

TEST(CommandLineTest, InputIsCheckedBeforeAnythingIsSent) {
  const std::vector<std::string> server = {"--server", "127.0.0.1:1", "--token", "x"};
  auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), server.begin(), server.end());
    return RunProgram(arguments);
  };
  const Outcome field = run({"accounts", "create", "--set", "colour=red"});
  EXPECT_EQ(field.code, 2);
  EXPECT_THAT(field.err, HasSubstr("colour: Account has no such field"));
  EXPECT_EQ(run({"accounts", "create"}).code, 2);
  EXPECT_EQ(run({"accounts", "update", "accounts/x", "--set", "size=huge"}).code, 2);
  EXPECT_EQ(run({"import", "trade", "/nowhere.csv", "--map", "order=No"}).code, 2);
  EXPECT_EQ(run({"import", "trade", "x.csv", "--map", "colour=No"}).code, 2);
  EXPECT_EQ(run({"accounts", "get", "accounts/x", "--as-of", "yesterday"}).code, 2);
}

TEST(ExitCodeTest, MapsEveryStatus) {
  using Code = absl::StatusCode;
  const std::pair<Code, int> expected[] = {
      {Code::kInvalidArgument, 2},   {Code::kOutOfRange, 2},
      {Code::kNotFound, 3},          {Code::kPermissionDenied, 4},
      {Code::kUnauthenticated, 4},   {Code::kAlreadyExists, 5},
      {Code::kAborted, 5},           {Code::kFailedPrecondition, 5},
      {Code::kUnavailable, 6},       {Code::kDeadlineExceeded, 6},
      {Code::kResourceExhausted, 6}, {Code::kCancelled, 6},
      {Code::kInternal, 7},          {Code::kUnknown, 7},
      {Code::kUnimplemented, 7},     {Code::kDataLoss, 7}};
  EXPECT_EQ(ExitCode(absl::OkStatus()), 0);
  for (const auto& [code, exit] : expected) EXPECT_EQ(ExitCode(absl::Status(code, "x")), exit);
}

TEST(ErrorTest, OneLineAndTheFields) {
  EXPECT_EQ(DescribeError(status::Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                                        "somebody changed it; read it again"),
                          {}),
            "error: somebody changed it; read it again (ETAG_MISMATCH)\n");
  EXPECT_EQ(
      DescribeError(status::BadFields({{"account.display_name", "must be 1 to 200 characters"},
                                       {"account.size", "is unknown"}}),
                    {}),
      "error: the input was refused\n"
      "  account.display_name: must be 1 to 200 characters\n"
      "  account.size: is unknown\n");
  EXPECT_THAT(DescribeError(absl::UnauthenticatedError("no token"), {}),
              HasSubstr("mainstayctl token use"));
  EXPECT_THAT(DescribeError(absl::NotFoundError("evil \x1b[2J"), {}), Not(HasSubstr("\x1b")));
}

TEST(FieldsTest, SetsFieldsByType) {
  accounts::v1::Account account;
  for (const char* assignment :
       {"display_name=上海 = 精密", "shortName=SP", "size=large", "type=ACCOUNT_TYPE_PARTNER",
        "credit_limit=1200.5 cny", "aliases=one", "aliases=two", "attributes.segment=medical"}) {
    ASSERT_TRUE(SetField(&account, assignment).ok()) << assignment;
  }
  EXPECT_EQ(account.display_name(), "上海 = 精密");
  EXPECT_EQ(account.short_name(), "SP");
  EXPECT_EQ(account.size(), accounts::v1::COMPANY_SIZE_LARGE);
  EXPECT_EQ(account.type(), accounts::v1::ACCOUNT_TYPE_PARTNER);
  EXPECT_EQ(FormatMoney(account.credit_limit()), "1,200.50 CNY");
  EXPECT_EQ(account.aliases_size(), 2);
  EXPECT_EQ(account.attributes().at("segment"), "medical");
  EXPECT_TRUE(SetField(&account, "short_name=").ok());
  EXPECT_EQ(account.short_name(), "");
  EXPECT_EQ(FieldOf("displayName=x"), "display_name");
  EXPECT_EQ(FieldOf("attributes.segment=x"), "attributes");
  for (const char* bad : {"display_name", "colour=red", "size=huge", "credit_limit=much",
                          "credit_limit=1 2 CNY", "attributes=x", "display_name.x=y"}) {
    EXPECT_FALSE(SetField(&account, bad).ok()) << bad;
  }
}

TEST(FieldsTest, ReadsImportantDates) {
  accounts::v1::Contact contact;
  for (const char* date :
       {"birthday lunar 1985-06-15", "anniversary 2010-5-1", "festival lunar-leap 4-8",
        "other solar 09-10 Day of the company's foundation"}) {
    ASSERT_TRUE(SetField(&contact, absl::StrCat("important_dates=", date)).ok()) << date;
  }
  std::vector<std::string> lines;
  for (const auto& date : contact.important_dates()) lines.push_back(date.ShortDebugString());
  EXPECT_THAT(lines,
              ElementsAre("kind: IMPORTANT_DATE_KIND_BIRTHDAY calendar: CALENDAR_LUNAR year: 1985 "
                          "month: 6 day: 15",
                          "kind: IMPORTANT_DATE_KIND_ANNIVERSARY calendar: CALENDAR_SOLAR "
                          "year: 2010 month: 5 day: 1",
                          "kind: IMPORTANT_DATE_KIND_FESTIVAL calendar: CALENDAR_LUNAR month: 4 "
                          "day: 8 leap_month: true",
                          "kind: IMPORTANT_DATE_KIND_OTHER calendar: CALENDAR_SOLAR month: 9 "
                          "day: 10 label: \"Day of the company\\\'s foundation\""));
  for (const auto& [bad, says] : std::vector<std::pair<std::string, std::string>>{
           {"1985-06-15", "begin with birthday"},
           {"unspecified 06-15", "begin with birthday"},
           {"birthday", "YEAR-MONTH-DAY"},
           {"birthday 1985/06/15", "YEAR-MONTH-DAY"},
           {"birthday 13-01", "YEAR-MONTH-DAY"},
           {"birthday lunar 06-31", "YEAR-MONTH-DAY"},
           {"birthday 0-06-15", "YEAR-MONTH-DAY"},
           {"birthday x-06-15", "calendar must be"},
           {"birthday lunisolar 06-15", "calendar must be"},
           {"other 06-15", "what it is"}}) {
    const absl::Status status = SetField(&contact, "important_dates=" + bad);
    EXPECT_THAT(std::string(status.message()), HasSubstr(says)) << bad;
    EXPECT_THAT(std::string(status.message()), HasSubstr("important_dates")) << bad;
  }
  EXPECT_TRUE(SetField(&contact, "important_dates=").ok());
  EXPECT_EQ(contact.important_dates_size(), 0);
  for (const char* command : {"create", "update"}) {
    EXPECT_THAT(RunProgram({"contacts", command, "--help"}).out,
                AllOf(HasSubstr("lunar-leap"), HasSubstr("Exit codes")));
  }
}

TEST(FieldsTest, ReadsMoneyAndTimes) {
  EXPECT_EQ(FormatMoney(*ParseMoney("CNY -0.05")), "-0.05 CNY");
  EXPECT_EQ(ParseMoney("-12.5 EUR")->nanos(), -500000000);
  EXPECT_EQ(ParseMoney("-12.5 EUR")->units(), -12);
  for (const char* bad : {"", "12", "CNY", "12 EURO", "1,200 CNY", "1e3 CNY", "1.2.3 CNY", ". CNY",
                          "1. CNY", "0.1234567891 CNY", "99999999999999999999 CNY", "- CNY"}) {
    EXPECT_FALSE(ParseMoney(bad).ok()) << bad;
  }
  EXPECT_EQ(ParseTime("2026-01-31T14:30:00Z")->seconds(), 1769869800);
  EXPECT_EQ(ParseTime("2026-01-31T14:30:00.5+08:00")->seconds(), 1769841000);
  EXPECT_EQ(ParseTime("2026-01-31T14:30:00.5+08:00")->nanos(), 500000000);
  EXPECT_TRUE(ParseTime("2026-01-31").ok());
  for (const char* bad : {"", "31.1.2026", "2026-02-30", "2026-01-31 25:00", "now"}) {
    EXPECT_FALSE(ParseTime(bad).ok()) << bad;
  }
}

TEST(ColumnMapTest, ReadsWordsAndHeadersWithCommas) {
  accounts::v1::TradeColumns columns;
  ASSERT_TRUE(
      ReadColumnMap({"customer=CustomerID,order=InvoiceNo", "price=Price, net,time=Date"}, &columns)
          .ok());
  EXPECT_EQ(columns.account_external_id(), "CustomerID");
  EXPECT_EQ(columns.order_number(), "InvoiceNo");
  EXPECT_EQ(columns.unit_price(), "Price, net");
  EXPECT_EQ(columns.order_time(), "Date");
  for (const char* bad : {"order", "order=", "colour=x", "=x", "order=a,order=b"}) {
    accounts::v1::TradeColumns fresh;
    EXPECT_FALSE(ReadColumnMap({bad}, &fresh).ok()) << bad;
  }
}

TEST(TokenTest, IsSavedForItsOwnerAndNeverShownUnasked) {
  std::string pattern = (std::filesystem::temp_directory_path() / "ctl-XXXXXX").string();
  const std::string folder = mkdtemp(pattern.data());
  const std::string file = folder + "/deep/token";
  // {"sub":"wang.li","roles":["admin","analyst"],"exp":1}
  const std::string token =
      "e30.eyJzdWIiOiJ3YW5nLmxpIiwicm9sZXMiOlsiYWRtaW4iLCJhbmFseXN0Il0sImV4cCI6MX0.sig0";
  EXPECT_EQ(*ReadTokenFile(file), "");
  EXPECT_EQ(RunProgram({"token", "show", "--token-file", file}).code, 3);
  ASSERT_TRUE(WriteTokenFile(file, token).ok());
  EXPECT_EQ(*ReadTokenFile(file), token);
  struct stat about {};
  ASSERT_EQ(stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  const Outcome shown = RunProgram({"token", "show", "--token-file", file});
  EXPECT_THAT(shown.out, HasSubstr("wang.li"));
  EXPECT_THAT(shown.out, HasSubstr("admin, analyst"));
  EXPECT_THAT(shown.out, HasSubstr("past"));
  EXPECT_THAT(shown.out, Not(HasSubstr("eyJ")));
  EXPECT_EQ(RunProgram({"token", "show", "--raw", "--token-file", file}).out, token + "\n");
  EXPECT_EQ(RunProgram({"token", "clear", "--token-file", file}).code, 0);
  EXPECT_EQ(*ReadTokenFile(file), "");
  std::filesystem::remove_all(folder);
}

TEST(CompletionTest, KnowsEveryCommand) {
  const std::string script = RunProgram({"completion", "bash"}).out;
  EXPECT_THAT(script, HasSubstr("'accounts') words='list get search"));
  EXPECT_THAT(script, HasSubstr("--credit-note-prefix"));
  EXPECT_THAT(script, HasSubstr("'abc chart') words="));
  EXPECT_THAT(RunProgram({"completion", "zsh"}).out, HasSubstr("bashcompinit"));
  // The script runs, and completes.
  std::string pattern = (std::filesystem::temp_directory_path() / "ctl-XXXXXX").string();
  const std::string folder = mkdtemp(pattern.data());
  {
    std::ofstream file(folder + "/check.sh");
    file << script << R"sh(
complete_words() {
  COMP_WORDS=(mainstayctl "$@"); COMP_CWORD=$#; _mainstayctl; echo "${COMPREPLY[*]}"
}
[ "$(complete_words acc)" = accounts ] && [ "$(complete_words --json accounts se)" = search ] &&
  [ "$(complete_words import trade file.csv --rej)" = --rejects ]
)sh";
  }
  EXPECT_EQ(std::system(absl::StrCat("bash ", folder, "/check.sh").c_str()), 0);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace mainstay::ctl
