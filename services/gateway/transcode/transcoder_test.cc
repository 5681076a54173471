#include "services/gateway/transcode/transcoder.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "mainstay/type/v1/http_body.pb.h"
#include "services/gateway/transcode/http_status.h"
#include "transcode_test.pb.h"

namespace mainstay::gateway {
namespace {

using ::testing::HasSubstr;

const google::protobuf::ServiceDescriptor* SampleService() {
  return sample::v1::Item::descriptor()->file()->service(0);
}

std::unique_ptr<Transcoder> Sample() { return Transcoder::Create({SampleService()}).value(); }

const Binding& Find(const Transcoder& transcoder, std::string_view method, std::string_view path) {
  return *transcoder.Match(method, path).value().binding;
}

TEST(TranscoderTest, ServesEveryLinkedService) {
  auto services = LinkedServices();
  ASSERT_FALSE(services.empty());
  bool accounts = false;
  for (const auto* service : services) {
    accounts |= service->full_name() == "mainstay.accounts.v1.AccountService";
    EXPECT_NE(service, SampleService());  // lies outside mainstay/
  }
  EXPECT_TRUE(accounts);
  auto transcoder = Transcoder::Create(services);
  ASSERT_TRUE(transcoder.ok()) << transcoder.status();
  const Binding& binding = Find(**transcoder, "GET", "/v1/accounts/42");
  EXPECT_EQ(binding.rpc_path, "/mainstay.accounts.v1.AccountService/GetAccount");
  EXPECT_EQ(binding.area, "accounts");
  EXPECT_NE(Find(**transcoder, "PATCH", "/v1/accounts/42").update_mask, nullptr);
}

TEST(TranscoderTest, KnowsWhatABindingCarries) {
  auto transcoder = Sample();
  EXPECT_EQ(Find(*transcoder, "GET", "/v1/any/x").rpc_path,
            "/mainstay.sample.v1.SampleService/Head");
  EXPECT_EQ(Find(*transcoder, "PURGE", "/v1/any/x").http_method, "*");
  EXPECT_TRUE(Find(*transcoder, "GET", "/v1/files/a").raw_response);
  EXPECT_TRUE(Find(*transcoder, "POST", "/v1/items/1/uploads").raw_request);
  EXPECT_FALSE(Find(*transcoder, "POST", "/v1/items/1/uploads").raw_response);
  EXPECT_TRUE(Find(*transcoder, "POST", "/v1/echo").takes_body());
  EXPECT_FALSE(Find(*transcoder, "GET", "/v1/items/1").takes_body());
  EXPECT_TRUE(Find(*transcoder, "GET", "/v1/items/1:watch").method->server_streaming());
  for (const auto& binding : transcoder->bindings()) {
    EXPECT_NE(binding->method->name(), "Unmapped");
  }
  EXPECT_EQ(transcoder->Match("GET", "/v1/raw/a%2Fb/c:download").value().values.at(0), "a%2Fb/c");
}

TEST(TranscoderTest, RefusesRulesTwice) {
  auto twice = Transcoder::Create({SampleService(), SampleService()});
  EXPECT_EQ(twice.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(twice.status().message()), HasSubstr("SampleService.GetItem"));
}

TEST(TranscoderTest, WritesResponses) {
  auto transcoder = Sample();
  sample::v1::Item item;
  item.set_name("items/1");
  item.set_size(5);
  std::string json;
  ASSERT_TRUE(
      transcoder->Response(Find(*transcoder, "GET", "/v1/items/1"), item.SerializeAsString(), &json)
          .ok());
  EXPECT_EQ(json, R"({"name":"items/1","size":"5"})");

  sample::v1::ListItemsResponse list;
  *list.add_items() = item;
  list.set_next_page_token("t");
  json.clear();
  ASSERT_TRUE(
      transcoder->Response(Find(*transcoder, "GET", "/v1/items"), list.SerializeAsString(), &json)
          .ok());
  EXPECT_EQ(json, R"([{"name":"items/1","size":"5"}])");
  json.clear();
  ASSERT_TRUE(transcoder->Response(Find(*transcoder, "GET", "/v1/items:search"), "", &json).ok());
  EXPECT_EQ(json, "{}");
  EXPECT_EQ(transcoder->Response(Find(*transcoder, "GET", "/v1/items/1"), "\xff", &json).code(),
            absl::StatusCode::kInternal);
}

TEST(TranscoderTest, PassesRawBodies) {
  auto transcoder = Sample();
  type::v1::HttpBody body;
  body.set_content_type("text/csv");
  body.set_data(std::string("\0\xff", 2));
  body.set_filename("rejects.csv");
  auto raw =
      transcoder->RawResponse(Find(*transcoder, "GET", "/v1/files/a"), body.SerializeAsString());
  ASSERT_TRUE(raw.ok());
  EXPECT_EQ(raw->content_type, "text/csv");
  EXPECT_EQ(raw->data, std::string("\0\xff", 2));
  EXPECT_EQ(raw->filename, "rejects.csv");
  EXPECT_EQ(raw->status, 200);
}

TEST(TranscoderTest, RawBodiesSayTheirStatusOrWhereToGo) {
  auto transcoder = Sample();
  const auto raw = [&](int status, const std::string& location) {
    type::v1::HttpBody body;
    body.set_status(status);
    body.set_location(location);
    return transcoder->RawResponse(Find(*transcoder, "GET", "/v1/files/a"),
                                   body.SerializeAsString());
  };
  EXPECT_EQ(raw(404, "")->status, 404);
  EXPECT_EQ(raw(0, "?page=2")->status, 303);
  EXPECT_EQ(raw(0, "?page=2")->location, "?page=2");
  EXPECT_EQ(raw(0, "/s/x?page=2")->location, "/s/x?page=2");
  for (const char* elsewhere : {"//evil.example", "https://evil.example", "x",
                                "/a\r\nSet-Cookie: b", "/\\evil.example", "?a b"}) {
    EXPECT_EQ(raw(0, elsewhere).status().code(), absl::StatusCode::kInternal) << elsewhere;
  }
  for (const int none : {-1, 1, 101, 204, 304, 600}) {
    EXPECT_EQ(raw(none, "").status().code(), absl::StatusCode::kInternal) << none;
  }
}

TEST(HttpStatusTest, MapsEveryCode) {
  int expected[] = {200, 499, 500, 400, 504, 404, 409, 403, 429,
                    400, 409, 400, 501, 500, 503, 500, 401};
  for (int code = 0; code < 17; ++code) EXPECT_EQ(HttpStatusOf(code), expected[code]) << code;
  EXPECT_EQ(HttpStatusOf(17), 500);
  EXPECT_EQ(HttpStatusOf(-1), 500);
}

TEST(HttpStatusTest, WritesDetails) {
  google::rpc::Status status;
  status.set_code(3);
  status.set_message("ignored: the call's own message counts");
  google::rpc::ErrorInfo info;
  info.set_reason("ETAG_MISMATCH");
  info.set_domain("accounts.mainstay");
  status.add_details()->PackFrom(info);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(200000000);
  status.add_details()->PackFrom(retry);
  EXPECT_EQ(ErrorJson(StatusOf(10, "say \"again\"", status.SerializeAsString())),
            R"({"code":10,"message":"say \"again\"","details":[)"
            R"({"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ETAG_MISMATCH",)"
            R"("domain":"accounts.mainstay"},)"
            R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"0.200s"}]})");
  EXPECT_EQ(ErrorJson(StatusOf(5, "gone", "")), R"({"code":5,"message":"gone"})");
  EXPECT_EQ(ErrorJson(StatusOf(5, "gone", "\xff\xff")), R"({"code":5,"message":"gone"})");
}

TEST(HttpStatusTest, KeepsTheMessageWhenADetailHasNoJson) {
  google::rpc::Status status;
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(-2000000000);
  status.add_details()->PackFrom(retry);
  EXPECT_EQ(ErrorJson(StatusOf(14, "later", status.SerializeAsString())),
            R"({"code":14,"message":"later"})");
}

}  // namespace
}  // namespace mainstay::gateway
