#include "common/config/config.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::config {
namespace {

using testing::HasSubstr;

struct Settings {
  std::string dsn = "default";
  std::string key;
  std::string format = "auto";
  std::string unit = "kg";
  int workers = 8;
  bool reflection = false;
  absl::Duration delay = absl::Seconds(1);
};

class ConfigTest : public testing::Test {
 protected:
  // Sets a variable until the test ends.
  void Env(const char* name, const char* value) {
    setenv(name, value, 1);
    set_.push_back(name);
  }
  void TearDown() override {
    for (const char* name : set_) unsetenv(name);
  }
  absl::Status Parse(std::vector<const char*> arguments) {
    Parser parser("mainstay-test", "A test.");
    parser.Add("pg-dsn", &settings_.dsn, "The database.");
    parser.AddSecret("page-key", &settings_.key, "The key.");
    parser.AddChoice("log-format", &settings_.format, "The format.", {"auto", "json", "console"});
    parser.AddChecked("unit", &settings_.unit, "The unit.", "a unit of two letters",
                      [](std::string_view text) { return text.size() == 2; });
    parser.Add("workers", &settings_.workers, "Threads.", 1, 64);
    parser.Add("reflection", &settings_.reflection, "Reflection.");
    parser.Add("drain-delay", &settings_.delay, "Delay.", absl::ZeroDuration(), absl::Minutes(1));
    arguments.insert(arguments.begin(), "mainstay-test");
    return parser.Parse(static_cast<int>(arguments.size()), arguments.data());
  }
  // The message of the error that these arguments must give.
  std::string Error(std::vector<const char*> arguments) {
    const absl::Status status = Parse(std::move(arguments));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  }
  std::string Write(const std::string& text) {
    const std::string path = testing::TempDir() + "config_test_secret" + std::to_string(::getpid());
    std::ofstream(path) << text;
    return path;
  }

  Settings settings_;
  std::vector<const char*> set_;
};

TEST_F(ConfigTest, DefaultsStay) {
  ASSERT_TRUE(Parse({}).ok());
  EXPECT_EQ(settings_.dsn, "default");
  EXPECT_EQ(settings_.workers, 8);
}

TEST_F(ConfigTest, ReadsFlagsOfEveryKind) {
  ASSERT_TRUE(Parse({"--pg-dsn", "host=/tmp", "--workers=4", "--reflection", "--drain-delay",
                     "250ms", "--log-format", "json"})
                  .ok());
  EXPECT_EQ(settings_.dsn, "host=/tmp");
  EXPECT_EQ(settings_.workers, 4);
  EXPECT_TRUE(settings_.reflection);
  EXPECT_EQ(settings_.delay, absl::Milliseconds(250));
  EXPECT_EQ(settings_.format, "json");
}

TEST_F(ConfigTest, TheFlagWinsOverTheEnvironment) {
  Env("MAINSTAY_WORKERS", "3");
  Env("MAINSTAY_PG_DSN", "from-env");
  Env("MAINSTAY_REFLECTION", "true");
  ASSERT_TRUE(Parse({"--workers=5", "--reflection=false"}).ok());
  EXPECT_EQ(settings_.workers, 5);
  EXPECT_EQ(settings_.dsn, "from-env");
  EXPECT_FALSE(settings_.reflection);
}

TEST_F(ConfigTest, UnknownNamesAreNamed) {
  EXPECT_THAT(Error({"--wrokers=4"}), HasSubstr("--wrokers"));
  Env("MAINSTAY_WROKERS", "4");
  EXPECT_THAT(Error({}), HasSubstr("MAINSTAY_WROKERS"));
}

TEST_F(ConfigTest, BadValuesAreNamed) {
  EXPECT_THAT(Error({"--workers=many"}), HasSubstr("--workers: must be a whole number from 1"));
  EXPECT_THAT(Error({"--workers=65"}), HasSubstr("'65'"));
  EXPECT_THAT(Error({"--drain-delay=1"}), HasSubstr("--drain-delay"));
  EXPECT_THAT(Error({"--drain-delay=2m"}), HasSubstr("to 1m"));
  EXPECT_THAT(Error({"--log-format=xml"}), HasSubstr("one of auto, json, console"));
  EXPECT_THAT(Error({"--unit=gram"}), HasSubstr("a unit of two letters"));
  EXPECT_THAT(Error({"--reflection=maybe"}), HasSubstr("--reflection"));
  Env("MAINSTAY_WORKERS", "");
  EXPECT_THAT(Error({}), HasSubstr("MAINSTAY_WORKERS"));
}

TEST_F(ConfigTest, SecretsComeFromFilesToo) {
  const std::string path = Write("s3cret \n");
  ASSERT_TRUE(Parse({"--page-key-file", path.c_str()}).ok());
  EXPECT_EQ(settings_.key, "s3cret ");
  Env("MAINSTAY_PAGE_KEY_FILE", path.c_str());
  ASSERT_TRUE(Parse({}).ok());
  EXPECT_THAT(Error({"--page-key", "other"}), HasSubstr("both given"));
  EXPECT_THAT(Error({"--page-key-file", "/nowhere/x"}), HasSubstr("/nowhere/x"));
}

TEST_F(ConfigTest, RequiredSettingsAreAskedFor) {
  std::string dsn, key;
  const char* const arguments[] = {"mainstay-test"};
  Parser texts("mainstay-test", "A test.");
  texts.Add("pg-dsn", &dsn, "The database.", true);
  EXPECT_THAT(std::string(texts.Parse(1, arguments).message()),
              HasSubstr("--pg-dsn (or MAINSTAY_PG_DSN) is required"));
  Parser secrets("mainstay-test", "A test.");
  secrets.AddSecret("page-key", &key, "The key.", true);
  EXPECT_THAT(std::string(secrets.Parse(1, arguments).message()), HasSubstr("--page-key-file"));
}

TEST_F(ConfigTest, HelpAndVersionEndTheStart) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(Parse({"--help"}).code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(Parse({"--version"}).code(), absl::StatusCode::kCancelled);
  const std::string out = testing::internal::GetCapturedStdout();
  EXPECT_THAT(out, HasSubstr("--drain-delay"));
  EXPECT_THAT(out, HasSubstr(MAINSTAY_VERSION));
}

}  // namespace
}  // namespace mainstay::config
