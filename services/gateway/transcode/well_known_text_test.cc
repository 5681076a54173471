#include "services/gateway/transcode/well_known_text.h"

#include <gtest/gtest.h>

#include "absl/strings/str_join.h"

namespace mainstay::gateway {
namespace {

TEST(WellKnownTextTest, Timestamps) {
  struct {
    std::string_view text;
    int64_t seconds;
    int32_t nanos;
    std::string_view written;
  } cases[] = {
      {"1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"},
      {"2026-01-31T08:00:00+08:00", 1769817600, 0, "2026-01-31T00:00:00Z"},
      {"1969-12-31T23:59:59.5Z", -1, 500000000, "1969-12-31T23:59:59.500Z"},
      {"2024-02-29t12:00:00.000001z", 1709208000, 1000, "2024-02-29T12:00:00.000001Z"},
      {"2000-01-01T00:00:00.123456789Z", 946684800, 123456789, "2000-01-01T00:00:00.123456789Z"},
      {"0001-01-01T00:00:00Z", -62135596800, 0, "0001-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59.999999999Z", 253402300799, 999999999, "9999-12-31T23:59:59.999999999Z"},
  };
  for (const auto& c : cases) {
    google::protobuf::Timestamp time;
    ASSERT_TRUE(ParseTimestamp(c.text, &time)) << c.text;
    EXPECT_EQ(time.seconds(), c.seconds) << c.text;
    EXPECT_EQ(time.nanos(), c.nanos) << c.text;
    std::string written;
    ASSERT_TRUE(AppendTimestamp(c.seconds, c.nanos, &written));
    EXPECT_EQ(written, c.written);
  }
  for (std::string_view bad : {"",
                               "2026",
                               "2026-01-31",
                               "2026-01-31T08:00:00",
                               "2026-02-30T00:00:00Z",
                               "2025-02-29T00:00:00Z",
                               "2026-13-01T00:00:00Z",
                               "2026-01-31T24:00:00Z",
                               "2026-01-31T08:60:00Z",
                               "2026-01-31T08:00:61Z",
                               "2026-01-31T08:00:00.Z",
                               "2026-01-31T08:00:00.1234567890Z",
                               "2026-01-31 08:00:00Z",
                               "2026-01-31T08:00:00+0800",
                               "2026-01-31T08:00:00+25:00",
                               "2026-01-31T08:00:00Zx",
                               " 2026-01-31T08:00:00Z",
                               "0000-12-31T23:59:59Z",
                               "9999-12-31T23:59:59-01:00",
                               "0001-01-01T00:00:00+01:00",
                               "1769817600"}) {
    google::protobuf::Timestamp time;
    EXPECT_FALSE(ParseTimestamp(bad, &time)) << bad;
  }
  std::string out;
  EXPECT_FALSE(AppendTimestamp(253402300800, 0, &out));
  EXPECT_FALSE(AppendTimestamp(-62135596801, 0, &out));
  EXPECT_FALSE(AppendTimestamp(0, -1, &out));
  EXPECT_FALSE(AppendTimestamp(0, 1000000000, &out));
}

TEST(WellKnownTextTest, Durations) {
  struct {
    std::string_view text;
    int64_t seconds;
    int32_t nanos;
    std::string_view written;
  } cases[] = {
      {"0s", 0, 0, "0s"},
      {"1.5s", 1, 500000000, "1.500s"},
      {"-0.25s", 0, -250000000, "-0.250s"},
      {"-3s", -3, 0, "-3s"},
      {"0.000000001s", 0, 1, "0.000000001s"},
      {"-315576000000s", -315576000000, 0, "-315576000000s"},
  };
  for (const auto& c : cases) {
    google::protobuf::Duration duration;
    ASSERT_TRUE(ParseDuration(c.text, &duration)) << c.text;
    EXPECT_EQ(duration.seconds(), c.seconds) << c.text;
    EXPECT_EQ(duration.nanos(), c.nanos) << c.text;
    std::string written;
    ASSERT_TRUE(AppendDuration(c.seconds, c.nanos, &written));
    EXPECT_EQ(written, c.written);
  }
  for (std::string_view bad :
       {"", "s", "1", "1.s", "--1s", "+1s", ".5s", "1m", "1s ", "1e3s", "315576000001s",
        "315576000000.1s", "1.1234567890s", "99999999999999999999s"}) {
    google::protobuf::Duration duration;
    EXPECT_FALSE(ParseDuration(bad, &duration)) << bad;
  }
  std::string out;
  EXPECT_FALSE(AppendDuration(1, -1, &out));
  EXPECT_FALSE(AppendDuration(-1, 1, &out));
  EXPECT_FALSE(AppendDuration(315576000001, 0, &out));
  EXPECT_FALSE(AppendDuration(0, 1000000000, &out));
}

TEST(WellKnownTextTest, FieldMasks) {
  struct {
    std::string_view text, paths;
  } cases[] = {
      {"", ""},
      {"displayName", "display_name"},
      {"display_name", "display_name"},
      {"a,creditLimit.units,tags", "a|credit_limit.units|tags"},
      {"*", "*"},
  };
  for (const auto& c : cases) {
    google::protobuf::FieldMask mask;
    ASSERT_TRUE(ParseFieldMask(c.text, &mask)) << c.text;
    EXPECT_EQ(absl::StrJoin(mask.paths(), "|"), c.paths);
  }
  for (std::string_view bad : {",", "a,", "a,,b", "a b", "a, b", "a-b", "a\"b"}) {
    google::protobuf::FieldMask mask;
    EXPECT_FALSE(ParseFieldMask(bad, &mask)) << bad;
  }
  std::string path;
  AppendMaskPath("credit_limit.units_1", &path);
  EXPECT_EQ(path, "creditLimit.units1");
}

}  // namespace
}  // namespace mainstay::gateway
