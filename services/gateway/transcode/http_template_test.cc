#include "services/gateway/transcode/http_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mainstay::gateway {
namespace {

using ::testing::HasSubstr;

// "v1 * ** :verb name[1,2)" with a "+" after variables of several segments.
std::string Describe(const HttpTemplate& path) {
  std::string text;
  for (const auto& segment : path.segments) {
    absl::StrAppend(&text, text.empty() ? "" : " ",
                    segment.kind == HttpTemplate::Segment::Kind::kStar         ? "*"
                    : segment.kind == HttpTemplate::Segment::Kind::kDoubleStar ? "**"
                                                                               : segment.literal);
  }
  if (!path.verb.empty()) absl::StrAppend(&text, " :", path.verb);
  for (const auto& variable : path.variables) {
    absl::StrAppend(&text, " ", variable.field_path, "[", variable.begin, ",", variable.end, ")",
                    variable.multi_segment ? "+" : "");
  }
  return text;
}

TEST(HttpTemplateTest, Parses) {
  struct {
    std::string_view text, described;
  } cases[] = {
      {"/v1", "v1"},
      {"/v1/accounts", "v1 accounts"},
      {"/v1/*", "v1 *"},
      {"/**", "**"},
      {"/v1/{id}", "v1 * id[1,2)"},
      {"/v1/{id=*}", "v1 * id[1,2)"},
      {"/v1/{name=accounts/*}", "v1 accounts * name[1,3)+"},
      {"/v1/{name=**}", "v1 ** name[1,2)+"},
      {"/v1/{account.name=accounts/*}:merge", "v1 accounts * :merge account.name[1,3)+"},
      {"/v1/accounts:search", "v1 accounts :search"},
      {"/v1/{parent=a/*}/b/{b_id}", "v1 a * b * parent[1,3)+ b_id[4,5)"},
      {"/v1/{kind=literal}", "v1 literal kind[1,2)"},
      {"/v1/files/**:get", "v1 files ** :get"},
      {"/v1/caf%C3%A9", "v1 café"},
      {"/a-b_c.d~e", "a-b_c.d~e"},
  };
  for (const auto& c : cases) {
    auto path = HttpTemplate::Parse(c.text);
    ASSERT_TRUE(path.ok()) << c.text << ": " << path.status();
    EXPECT_EQ(Describe(*path), c.described) << c.text;
  }
}

TEST(HttpTemplateTest, RefusesWithThePosition) {
  struct {
    std::string_view text, what;
  } cases[] = {
      {"", "must start with '/'"},
      {"v1", "must start with '/'"},
      {"/", "misses a literal"},
      {"/v1/", "misses a literal"},
      {"/v1//a", "misses a literal"},
      {"/v1/{", "without a name"},
      {"/v1/{}", "without a name"},
      {"/v1/{=a}", "without a name"},
      {"/v1/{a", "misses a '}'"},
      {"/v1/{a=", "misses a literal"},
      {"/v1/{a={b}}", "variable inside a variable"},
      {"/v1/{a}/{a}", "a variable twice"},
      {"/v1/**/b", "after '**'"},
      {"/v1/{a=**}/b", "after '**'"},
      {"/v1/***", "something after its end"},
      {"/v1:", "misses a literal"},
      {"/v1:a:b", "something after its end"},
      {"/v1:a/b", "something after its end"},
      {"/v1/a b", "something after its end"},
      {"/v1/a*", "something after its end"},
      {"/v1/{a}b", "something after its end"},
      {"/v1/a?b", "something after its end"},
      {"/v1/%zz", "two hex digits"},
  };
  for (const auto& c : cases) {
    auto path = HttpTemplate::Parse(c.text);
    ASSERT_FALSE(path.ok()) << c.text;
    EXPECT_THAT(std::string(path.status().message()), HasSubstr(c.what)) << c.text;
  }
}

}  // namespace
}  // namespace mainstay::gateway
