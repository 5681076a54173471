#include "common/log/log.h"

#include <unistd.h>

#include <limits>
#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "absl/strings/str_split.h"
#include "common/log/line.h"
#include "common/log/line_writer.h"

namespace mainstay::log {
namespace {

const absl::Time kTime = absl::FromUnixMicros(1767225600000042);  // 2026-01-01T00:00:00.000042Z

TEST(LineTest, JsonHoldsEverything) {
  const auto json = nlohmann::json::parse(
      JsonLine(kTime, Level::kWarning, "accounts", "slow \"call\"",
               {{"method", "Get"}, {"count", int64_t{-3}}, {"seconds", 0.25}, {"cached", true}}));
  EXPECT_EQ(json["time"], "2026-01-01T00:00:00.000042Z");
  EXPECT_EQ(json["level"], "warning");
  EXPECT_EQ(json["service"], "accounts");
  EXPECT_EQ(json["message"], "slow \"call\"");
  EXPECT_EQ(json["method"], "Get");
  EXPECT_EQ(json["count"], -3);
  EXPECT_EQ(json["seconds"], 0.25);
  EXPECT_EQ(json["cached"], true);
}

TEST(LineTest, AnyBytesMakeParsableJsonOnOneLine) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string text = {'x', static_cast<char>(a), static_cast<char>(b)};
      const std::string line = JsonLine(kTime, Level::kInfo, "", "m", {{"text", text}});
      ASSERT_TRUE(nlohmann::json::accept(line)) << a << " " << b;
      ASSERT_EQ(line.find('\n'), line.size() - 1);
    }
  }
  const std::string chinese = JsonLine(kTime, Level::kInfo, "", "大客户 😀", {});
  EXPECT_EQ(nlohmann::json::parse(chinese)["message"], "大客户 😀");
}

TEST(LineTest, NumbersThatJsonLacksAreNull) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::string line = JsonLine(kTime, Level::kInfo, "", "m", {{"v", nan}});
  EXPECT_TRUE(nlohmann::json::parse(line)["v"].is_null());
}

TEST(LineTest, ConsoleQuotesOnlyWhatNeedsIt) {
  const std::string line =
      ConsoleLine(kTime, Level::kInfo, "ready", {{"a", "plain"}, {"b", "two words"}});
  EXPECT_NE(line.find("info    ready a=plain b=\"two words\"\n"), line.npos) << line;
}

TEST(LogTest, LinesOfManyThreadsArriveWholeAfterFlush) {
  testing::internal::CaptureStderr();
  Init({.service = "test", .format = Format::kJson});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 500; ++i) Info("line", {{"thread", int64_t{t}}, {"i", int64_t{i}}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  Debug("below the level");
  Flush();
  const std::string out = testing::internal::GetCapturedStderr();
  int lines = 0;
  for (const std::string_view line : absl::StrSplit(out, '\n', absl::SkipEmpty())) {
    ASSERT_TRUE(nlohmann::json::accept(std::string(line))) << line;
    ++lines;
  }
  EXPECT_EQ(lines, 2000);
}

TEST(LineWriterTest, AReaderWhoStopsCostsLinesNotTime) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  auto writer = std::make_unique<LineWriter>(ends[1]);
  const std::string line = std::string(1023, 'x') + "\n";
  const absl::Time start = absl::Now();
  for (int i = 0; i < 20000; ++i) writer->Add(line, false);
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  std::thread reader([&] {
    char bytes[65536];
    std::string end;
    ssize_t size;
    while ((size = read(ends[0], bytes, sizeof bytes)) > 0) end.append(bytes, size);
    EXPECT_NE(end.find("log lines were dropped"), end.npos);
  });
  writer.reset();  // writes what it kept
  close(ends[1]);
  reader.join();
  close(ends[0]);
}

}  // namespace
}  // namespace mainstay::log
