#include "services/gateway/transcode/request_builder.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "services/gateway/transcode/transcoder.h"
#include "transcode_test.pb.h"

namespace mainstay::gateway {
namespace {

using ::testing::HasSubstr;

const Transcoder& Sample() {
  static const auto* transcoder = new std::unique_ptr<Transcoder>(
      Transcoder::Create({sample::v1::GetItemRequest::descriptor()->file()->service(0)}).value());
  return **transcoder;
}

// The request message in one line of text format, or "field: what is wrong".
std::string Build(std::string_view method, std::string_view target, std::string_view body = "") {
  std::string_view path = target.substr(0, target.find('?'));
  std::string_view query = path.size() == target.size() ? "" : target.substr(path.size() + 1);
  auto match = Sample().Match(method, path);
  if (!match.ok()) return std::string(match.status().message());
  if (match->binding == nullptr) return "no route";
  auto bytes = Sample().Request(*match, query, body);
  if (!bytes.ok()) {
    EXPECT_EQ(bytes.status().code(), absl::StatusCode::kInvalidArgument);
    auto violations = status::GetFieldViolations(bytes.status());
    if (violations.empty()) return std::string(bytes.status().message());
    return absl::StrCat(violations[0].field, ": ", violations[0].description);
  }
  std::unique_ptr<google::protobuf::Message> request(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(match->binding->method->input_type())
          ->New());
  EXPECT_TRUE(request->ParseFromString(*bytes));
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(*request, &text);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

TEST(RequestBuilderTest, TakesPathValues) {
  EXPECT_EQ(Build("GET", "/v1/items/42"), "name: \"items/42\"");
  EXPECT_EQ(Build("GET", "/v1/shelves/top%20one/items/1"), "name: \"items/1\" shelf: \"top one\"");
  EXPECT_EQ(Build("GET", "/v1/typed/-5/18446744073709551615/true/COLOR_RED/aGk="),
            "int_value: -5 long_value: 18446744073709551615 flag: true color: COLOR_RED "
            "bytes_value: \"hi\"");
  EXPECT_EQ(Build("GET", "/v1/typed/1/2/false/2/_-8"),
            "int_value: 1 long_value: 2 color: COLOR_GREEN bytes_value: \"\\377\\357\"");
}

TEST(RequestBuilderTest, RefusesPathValuesOfTheWrongType) {
  struct {
    std::string_view path, field;
  } cases[] = {
      {"/v1/typed/x/2/true/1/aa", "int_value: must be an integer from -2147483648"},
      {"/v1/typed/2147483648/2/true/1/aa", "int_value: must be an integer"},
      {"/v1/typed/1.0/2/true/1/aa", "int_value: must be an integer"},
      {"/v1/typed/+1/2/true/1/aa", "int_value: must be an integer"},
      {"/v1/typed/%201/2/true/1/aa", "int_value: must be an integer"},
      {"/v1/typed/1/-2/true/1/aa", "long_value: must be an integer from 0"},
      {"/v1/typed/1/2/TRUE/1/aa", "flag: must be true or false"},
      {"/v1/typed/1/2/1/1/aa", "flag: must be true or false"},
      {"/v1/typed/1/2/true/red/aa",
       "color: must be one of COLOR_UNSPECIFIED, COLOR_RED, COLOR_GREEN"},
      {"/v1/typed/1/2/true/1/a", "bytes_value: must be base64"},
      {"/v1/typed/1/2/true/1/a*", "bytes_value: must be base64"},
  };
  for (const auto& c : cases) EXPECT_THAT(Build("GET", c.path), HasSubstr(c.field)) << c.path;
}

TEST(RequestBuilderTest, TakesQueryParameters) {
  struct {
    std::string_view query, request;
  } cases[] = {
      {"", ""},
      {"pageSize=5", "page_size: 5"},
      {"page_size=5", "page_size: 5"},
      {"page%53ize=5", "page_size: 5"},
      {"filter=a+b%2Bc%3D1", "filter: \"a b+c=1\""},
      {"filter=industry%20%3D%20%22%E5%8C%96%E5%B7%A5%22", "filter: \"industry = \\\"化工\\\"\""},
      {"filter=", ""},
      {"tags=a&tags=b&tags=a", "tags: \"a\" tags: \"b\" tags: \"a\""},
      {"colors=COLOR_RED&colors=2&colors=7", "colors: COLOR_RED colors: COLOR_GREEN colors: 7"},
      {"ids=1&ids=9223372036854775807", "ids: 1 ids: 9223372036854775807"},
      {"since=2026-01-31T08:00:00%2B08:00", "since { seconds: 1769817600 }"},
      {"age=1.5s", "age { seconds: 1 nanos: 500000000 }"},
      {"fields=displayName,inner.size", "fields { paths: \"display_name\" paths: \"inner.size\" }"},
      {"limit=0", "limit { }"},
      {"limit=7", "limit { value: 7 }"},
      {"moments=1970-01-01T00:00:01Z&moments=1970-01-01T00:00:02Z",
       "moments { seconds: 1 } moments { seconds: 2 }"},
      {"nested.int32Value=1&nested.child.string_value=x",
       "nested { int32_value: 1 child { string_value: \"x\" } }"},
      {"nested.doubleValue=1e3&nested.floatValue=NaN",
       "nested { float_value: nan double_value: 1000 }"},
      {"nested.boolValue=true&nested.boolList=true&nested.boolList=false",
       "nested { bool_value: true bool_list: true bool_list: false }"},
      {"nested.custom-Name=j&nested.URLPath=u", "nested { with_json_name: \"j\" URLPath: \"u\" }"},
      {"nested.choiceText=t", "nested { choice_text: \"t\" }"},
      {"nested.maybeInt=0", "nested { maybe_int: 0 }"},
      {"&&pageSize=1&", "page_size: 1"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Build("GET", absl::StrCat("/v1/items?", c.query)), c.request) << c.query;
  }
}

TEST(RequestBuilderTest, RefusesQueryParameters) {
  struct {
    std::string_view query, error;
  } cases[] = {
      {"bogus=1", "bogus: is not a known query parameter"},
      {"page_Size=1", "page_Size: is not a known query parameter"},
      {"pageSize.x=1", "pageSize.x: is not a known query parameter"},
      {"nested.bogus=1", "nested.bogus: is not a known query parameter"},
      {"nested..child=1", "nested..child: is not a known query parameter"},
      {".=1", ".: is not a known query parameter"},
      {"=1", ": is not a known query parameter"},
      {"tags.x=1", "tags.x: is not a known query parameter"},
      {"pageSize=", "page_size: must be an integer"},
      {"pageSize=ten", "page_size: must be an integer"},
      {"pageSize=1&pageSize=2", "pageSize: is given twice"},
      {"pageSize=1&page_size=2", "page_size: is given twice"},
      {"colors=COLOR_BLUE", "colors: must be one of COLOR_UNSPECIFIED"},
      {"since=yesterday", "since: must be a time such as"},
      {"since=2026-01-31T08:00:00+08:00", "since: must be a time such as"},
      {"age=90", "age: must be a duration in seconds"},
      {"fields=a-b", "fields: must be field names joined by commas"},
      {"limit=x", "limit: must be an integer"},
      {"nested=1", "nested: must be sent field by field, as in nested.int32Value"},
      {"items=1", "items: cannot be sent in a query"},
      {"nested.textByText=1", "nested.textByText: cannot be sent in a query"},
      {"nested.textByText.a=1", "nested.textByText.a: is not a known query parameter"},
      {"nested.any=1", "nested.any: must be an object"},
      {"nested.choiceText=a&nested.choiceNumber=1",
       "nested.choiceNumber: is one of several fields of which only one may be given"},
      {"nested.bytesValue=a+b=", "nested.bytes_value: must be base64"},
      {"nested.doubleValue=inf", "nested.double_value: must be a number"},
      {"nested.doubleValue=1e999", "nested.double_value: must be a number"},
      {"nested.floatValue=1e39", "nested.float_value: must be a number"},
      {"filter=%zz", "two hex digits"},
      {"%zz=1", "two hex digits"},
      {"filter=%ff", "not UTF-8"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Build("GET", absl::StrCat("/v1/items?", c.query)), HasSubstr(c.error)) << c.query;
  }
  std::string deep = "nested";
  for (int i = 0; i < 200; ++i) deep += ".child";
  EXPECT_THAT(Build("GET", absl::StrCat("/v1/items?", deep, ".int32Value=1")),
              HasSubstr("is not a known query parameter"));
}

TEST(RequestBuilderTest, KeepsPathBodyAndQueryApart) {
  EXPECT_EQ(Build("GET", "/v1/items/1?name=items/2"), "name: is given by the URL's path already");
  EXPECT_EQ(Build("GET", "/v1/items/1?verbose=true"), "name: \"items/1\" verbose: true");
  EXPECT_EQ(Build("POST", "/v1/items?requestId=r", R"({"displayName":"d"})"),
            "item { display_name: \"d\" } request_id: \"r\"");
  EXPECT_EQ(Build("POST", "/v1/items?item.displayName=x", "{}"),
            "item.displayName: is part of the body and must be sent there");
  EXPECT_EQ(Build("POST", "/v1/items?bogus=x", "{}"), "bogus: is not a known query parameter");
  EXPECT_EQ(Build("POST", "/v1/items/1:archive?shelf=x", "{}"),
            "shelf: must be sent in the body, not in the query");
  EXPECT_EQ(Build("POST", "/v1/items/1:archive?bogus=x", "{}"),
            "bogus: is not a known query parameter");
  EXPECT_EQ(Build("POST", "/v1/items/1:archive", R"({"shelf":"s"})"),
            "name: \"items/1\" shelf: \"s\"");
  EXPECT_EQ(Build("POST", "/v1/items/1:archive", R"({"name":"items/2"})"),
            "name: must be the same in the body as in the URL's path, or left out");
  EXPECT_EQ(Build("POST", "/v1/items/1:archive", R"({"name":"items/1"})"), "name: \"items/1\"");
  EXPECT_EQ(Build("POST", "/v1/items/1:archive", R"({"name":""})"), "name: \"items/1\"");
  EXPECT_EQ(Build("GET", "/v1/items/1", "{}"), "body: must be empty: this method takes none");
  EXPECT_EQ(Build("DELETE", "/v1/items/1", " \r\n"), "name: \"items/1\"");
  EXPECT_EQ(Build("POST", "/v1/items", ""), "");
  EXPECT_EQ(Build("POST", "/v1/items", "null"), "");
  EXPECT_EQ(Build("POST", "/v1/items", "{}"), "item { }");
  EXPECT_EQ(Build("POST", "/v1/items", "[]"), "item: must be an object");
  EXPECT_EQ(Build("POST", "/v1/echo", "[]"), "body: must be an object");
}

TEST(RequestBuilderTest, FillsTheUpdateMaskOfAPatch) {
  struct {
    std::string_view target, body, request;
  } cases[] = {
      {"/v1/items/1", R"({"displayName":"d"})",
       R"(item { name: "items/1" display_name: "d" } update_mask { paths: "display_name" })"},
      {"/v1/items/1", R"({"display_name":"d","size":"0"})",
       R"(item { name: "items/1" display_name: "d" } update_mask { paths: "display_name" paths: "size" })"},
      {"/v1/items/1", R"({"name":"items/1","etag":"\"3\"","color":"COLOR_RED"})",
       R"(item { name: "items/1" color: COLOR_RED etag: "\"3\"" } update_mask { paths: "color" })"},
      {"/v1/items/1", R"({"displayName":null})",
       R"(item { name: "items/1" } update_mask { paths: "display_name" })"},
      {"/v1/items/1", R"({"inner":{"displayName":"d"},"tags":[]})",
       R"(item { name: "items/1" inner { display_name: "d" } } update_mask { paths: "inner" paths: "tags" })"},
      {"/v1/items/1?updateMask=size&reason=r", R"({"displayName":"d"})",
       R"(item { name: "items/1" display_name: "d" } update_mask { paths: "size" } reason: "r")"},
      {"/v1/items/1?updateMask=*", R"({"displayName":"d"})",
       R"(item { name: "items/1" display_name: "d" } update_mask { paths: "*" })"},
      {"/v1/items/1", "{}", R"(item { name: "items/1" })"},
      {"/v1/items/1", "", R"(item { name: "items/1" })"},
      {"/v1/items/1", R"({"name":"items/2"})",
       "item.name: must be the same in the body as in the URL's path, or left out"},
      {"/v1/items/1?item.size=1", "{}", "item.size: is part of the body and must be sent there"},
  };
  for (const auto& c : cases) EXPECT_EQ(Build("PATCH", c.target, c.body), c.request) << c.body;
}

TEST(RequestBuilderTest, TakesTheAcceptLanguageHeader) {
  const auto language = [](std::string_view query, std::string_view header) {
    auto match = Sample().Match("GET", "/v1/files/a").value();
    match.accept_language = header;
    sample::v1::FileRequest request;
    EXPECT_TRUE(request.ParseFromString(Sample().Request(match, query, "").value()));
    return request.accept_language();
  };
  EXPECT_EQ(language("", "zh-CN, en;q=0.8"), "zh-CN, en;q=0.8");
  EXPECT_EQ(language("acceptLanguage=en", "zh"), "en") << "what is said plainly counts";
  EXPECT_EQ(language("", "zh\xff"), "");
  EXPECT_EQ(language("", std::string(1001, 'z')), "");
  auto other = Sample().Match("GET", "/v1/items/1").value();
  other.accept_language = "zh";
  EXPECT_TRUE(Sample().Request(other, "", "").ok()) << "no such field";
}

TEST(RequestBuilderTest, SplitsAnUpload) {
  auto match = Sample().Match("POST", "/v1/items/1/uploads").value();
  ASSERT_TRUE(match.binding->raw_request);
  auto upload = Sample().Upload(match, "mode=fast", "text/csv");
  ASSERT_TRUE(upload.ok()) << upload.status();
  sample::v1::UploadRequest first, second;
  ASSERT_TRUE(first.ParseFromString(upload->Next("a,b\n")));
  ASSERT_TRUE(second.ParseFromString(upload->Next(std::string_view("\0\xff", 2))));
  EXPECT_EQ(first.ShortDebugString(),
            "parent: \"items/1\" mode: \"fast\" file { content_type: \"text/csv\" data: "
            "\"a,b\\n\" }");
  EXPECT_EQ(second.ShortDebugString(), "file { data: \"\\000\\377\" }");

  EXPECT_FALSE(Sample().Upload(match, "bogus=1", "text/csv").ok());
  EXPECT_FALSE(Sample().Upload(match, "file.data=1", "text/csv").ok());
  EXPECT_FALSE(Sample().Upload(match, "parent=items/2", "text/csv").ok());
}

}  // namespace
}  // namespace mainstay::gateway
