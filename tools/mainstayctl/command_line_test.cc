// What is typed: arguments, tokens; exit codes, completion.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/token_file.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kToken[] = "e30.e30.e30";  // three parts

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
  const Outcome away = RunProgram(
      {"accounts", "list", "--server", "127.0.0.1:1", "--token", kToken, "--timeout", "5"});
  EXPECT_EQ(away.code, 6) << away.err;
  EXPECT_EQ(away.out, "");
}

TEST(CommandLineTest, InputIsCheckedBeforeAnythingIsSent) {
  const std::vector<std::string> server = {"--server", "127.0.0.1:1", "--token", kToken};
  auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), server.begin(), server.end());
    return RunProgram(arguments);
  };
  const Outcome field = run({"accounts", "create", "--set", "colour=red"});
  EXPECT_EQ(field.code, 2);
  EXPECT_THAT(field.err, AllOf(HasSubstr("colour: Account has no such field; it has: "),
                               HasSubstr("display_name, short_name"), Not(HasSubstr("tier"))));
  EXPECT_THAT(run({"contacts", "update", "x", "--set", "titel=x"}).err,
              HasSubstr("did you mean title?"));
  for (const char* field_set : {"tier=core", "createTime=2026-01-01", "state=deleted"}) {
    const Outcome refused = run({"accounts", "update", "accounts/x", "--set", field_set});
    EXPECT_EQ(refused.code, 2) << field_set;
    EXPECT_THAT(refused.err, HasSubstr("it cannot be written")) << field_set;
  }
  EXPECT_EQ(run({"accounts", "create"}).code, 2);
  EXPECT_EQ(run({"accounts", "update", "accounts/x", "--set", "size=huge"}).code, 2);
  EXPECT_EQ(run({"import", "trade", "/nowhere.csv", "--map", "order=No"}).code, 2);
  EXPECT_EQ(run({"import", "trade", "x.csv", "--map", "colour=No"}).code, 2);
  EXPECT_EQ(run({"accounts", "get", "accounts/x", "--as-of", "yesterday"}).code, 2);
}

TEST(CommandLineTest, HelpSaysHowImportantDatesAreGiven) {
  for (const char* command : {"create", "update"}) {
    EXPECT_THAT(RunProgram({"contacts", command, "--help"}).out,
                AllOf(HasSubstr("lunar-leap"), HasSubstr("Exit codes")));
  }
}

TEST(CommandLineTest, SaysWhichCommandWasMeant) {
  EXPECT_THAT(RunProgram({"bogus"}).err,
              AllOf(HasSubstr("no command bogus"), HasSubstr("accounts, contacts")));
  EXPECT_THAT(RunProgram({"acounts", "list"}).err, HasSubstr("did you mean accounts?"));
  const Outcome lst = RunProgram({"accounts", "lst"});
  EXPECT_EQ(lst.code, kExitUsage);
  EXPECT_THAT(lst.err, AllOf(HasSubstr("no command lst; did you mean list?"),
                             HasSubstr("accounts has: list, get, search")));
  EXPECT_THAT(RunProgram({"accounts", "list", "--nonsense"}).err, Not(HasSubstr("no command")));
}

TEST(CommandLineTest, TokenAndServerAreLookedAt) {
  auto list = [](const std::string& server, const std::string& token) {
    return RunProgram({"accounts", "list", "--server", server, "--token", token, "--token-file",
                       "/nowhere/token", "--timeout", "5"});
  };
  for (const char* server : {"127.0.0.1:…", "http://127.0.0.1:8080", "https://x:1", "host",
                             "host:", ":1", "host:99999", "host:http"}) {
    const Outcome refused = list(server, kToken);
    EXPECT_EQ(refused.code, 2) << server;
    EXPECT_THAT(refused.err, HasSubstr("wants host:port")) << server;
  }
  for (const char* token : {"garbage", "a.b", "a..b", "a.b.c.d", "e30.e30.!"}) {
    const Outcome refused = list("127.0.0.1:1", token);
    EXPECT_EQ(refused.code, 4) << token;
    EXPECT_THAT(refused.err, HasSubstr("not a JWT")) << token;
  }
  unsetenv("MAINSTAY_TOKEN");
  const Outcome none = list("127.0.0.1:1", "");
  EXPECT_EQ(none.code, 4);
  EXPECT_THAT(none.err, AllOf(HasSubstr("--token"), HasSubstr("MAINSTAY_TOKEN"),
                              HasSubstr("mainstayctl token use")));
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

TEST(ErrorTest, FieldsAreNamedAsFlags) {
  const absl::Status refused = NameFlags(
      status::BadFields({{"abc_analysis.b_threshold", "must be above"}, {"other", "is odd"}}),
      {{"abc_analysis.b_threshold", "--b"}});
  EXPECT_EQ(refused.message(), "--b: must be above; other: is odd");
  const absl::Status parts = NameFlags(
      status::BadFields({{"columns.kind", "only when columns.facts"}, {"words[1]", "two words"}}),
      {{"columns.", "--map "}, {"words", "--word"}});
  EXPECT_EQ(parts.message(), "--map kind: only when --map facts; --word[1]: two words");
  CLI::App command;
  std::string day;
  command.add_option("--due-date", day);
  EXPECT_EQ(NameOptions(status::BadFields({{"action.due_date", "is past"}, {"a.title", "is long"}}),
                        command)
                .message(),
            "--due-date: is past; a.title: is long");
  CLI::App of_campaign;
  of_campaign.add_option("--due-date", day);
  of_campaign.add_option("campaign", day);
  of_campaign.add_option("rule", day);
  EXPECT_EQ(
      NameOptions(status::BadFields({{"parent", "is none"}, {"a.name", "is odd"}}), of_campaign)
          .message(),
      "campaign: is none; a.name: is odd")
      << "what the command is about is its first argument";
  const absl::Status duplicate =
      NameFlags(status::Error(absl::StatusCode::kAlreadyExists, "DUPLICATE", "set this"),
                {{"set this", "give --this"}});
  EXPECT_EQ(DescribeError(duplicate, {}), "error: give --this (DUPLICATE)\n");
  EXPECT_TRUE(NameFlags(absl::OkStatus(), {{"a", "b"}}).ok());
}

TEST(TokenTest, IsSavedForItsOwnerAndNeverShownUnasked) {
  std::string pattern = (std::filesystem::temp_directory_path() / "ctl-XXXXXX").string();
  const std::string folder = mkdtemp(pattern.data());
  const std::string file = folder + "/deep/token";
  // {"sub":"wang.li","roles":["admin","analyst"],"exp":1}
  const std::string token =
      "e30.eyJzdWIiOiJ3YW5nLmxpIiwicm9sZXMiOlsiYWRtaW4iLCJhbmFseXN0Il0sImV4cCI6MX0.sig0";
  EXPECT_EQ(*ReadTokenFile(file), "");
  EXPECT_EQ(RunProgram({"token", "show", "--token-file", file}).code, 4);
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

TEST(CareRuleTest, NobodyLosesItsTiersUnasked) {
  const Outcome nothing = RunProgram({"care", "rule", "mid_autumn"});
  EXPECT_EQ(nothing.code, 1);
  EXPECT_THAT(nothing.err, AllOf(HasSubstr("--tier"), HasSubstr("--off")));
}

TEST(HelpTest, ExamplesStandBelowTheProgramsOnly) {
  EXPECT_THAT(RunProgram({"--help"}).out, AllOf(HasSubstr("Try:"), HasSubstr("Exit codes:")));
  EXPECT_THAT(RunProgram({"gifts", "--help"}).out,
              AllOf(Not(HasSubstr("Try:")), HasSubstr("Exit codes:"), HasSubstr("zone")));
}

}  // namespace
}  // namespace mainstay::ctl
