#include "services/gateway/transcode/json_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <random>

namespace mainstay::gateway {
namespace {

TEST(JsonTextTest, EscapesWhereverItStands) {
  for (unsigned char c = 1; c < 0x80; ++c) {
    for (size_t at = 0; at < 20; ++at) {
      std::string text(20, at % 2 == 0 ? ' ' : '~'), json;
      text[at] = static_cast<char>(c);
      AppendJsonString(text, &json);
      EXPECT_EQ(nlohmann::json::parse(json).get<std::string>(), text) << int{c} << " at " << at;
    }
  }
}

TEST(JsonTextTest, ReplacesBytesThatAreNotUtf8) {
  std::string json;
  AppendJsonString("a\xff\xed\xa0\x80z", &json);
  EXPECT_EQ(json, "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

TEST(JsonTextTest, WritesDoublesThatReadBackTheSame) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    uint64_t bits = random();
    double value;
    std::memcpy(&value, &bits, sizeof value);
    float narrow;
    std::memcpy(&narrow, &bits, sizeof narrow);
    std::string json;
    if (std::isfinite(value)) {
      AppendJsonNumber(value, &json);
      EXPECT_EQ(std::strtod(json.c_str(), nullptr), value) << json;
      EXPECT_TRUE(nlohmann::json::accept(json)) << json;
    }
    json.clear();
    if (std::isfinite(narrow)) {
      AppendJsonNumber(narrow, &json);
      EXPECT_EQ(std::strtof(json.c_str(), nullptr), narrow) << json;
      EXPECT_TRUE(nlohmann::json::accept(json)) << json;
    }
  }
}

}  // namespace
}  // namespace mainstay::gateway
