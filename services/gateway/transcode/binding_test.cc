#include "services/gateway/transcode/binding.h"

#include <gmock/gmock.h>
#include <google/api/annotations.pb.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "transcode_test.pb.h"

namespace mainstay::gateway {
namespace {

using ::testing::HasSubstr;

// The error of binding a method from GetItemRequest or Everything to Item by a rule, or "".
std::string ErrorOf(std::string_view rule, std::string_view input, bool client_streaming = false) {
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  google::protobuf::FileDescriptorProto file;
  file.set_name("binding_test.proto");
  file.set_package("mainstay.bindingtest.v1");
  file.add_dependency("transcode_test.proto");
  auto* service = file.add_service();
  service->set_name("TestService");
  auto* method = service->add_method();
  method->set_name("Call");
  method->set_input_type(std::string(".mainstay.sample.v1.") + std::string(input));
  method->set_output_type(".mainstay.sample.v1.Item");
  method->set_client_streaming(client_streaming);
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      std::string(rule), method->mutable_options()->MutableExtension(google::api::http)));
  const auto* built = pool.BuildFile(file);
  auto bindings = BindingsOf(*built->service(0)->method(0));
  return bindings.ok() ? "" : std::string(bindings.status().message());
}

TEST(BindingTest, RefusesRulesThatDoNotFit) {
  struct {
    std::string_view rule, input, error;
  } cases[] = {
      {R"(get: "/v1/{name=items/*}")", "GetItemRequest", ""},
      {R"(get: "/v1/{bool_value}")", "Everything", ""},
      {R"(get: "/v1/{child.child.int32_value}")", "Everything", ""},
      {R"(post: "/v1/x" body: "text_by_text")", "Everything", ""},
      {"", "GetItemRequest", "has no HTTP method"},
      {R"(get: "v1")", "GetItemRequest", "must start with '/'"},
      {R"(get: "/v1/{bogus}")", "GetItemRequest", "unknown field bogus"},
      {R"(get: "/v1/{name.x}")", "GetItemRequest", "goes deeper"},
      {R"(get: "/v1/{child}")", "Everything", "not a single value"},
      {R"(get: "/v1/{string_list}")", "Everything", "not a single value"},
      {R"(get: "/v1/{item_list.name}")", "Everything", "goes deeper"},
      {R"(get: "/v1/{int32_value=a/*}")", "Everything", "is not a string"},
      {R"(post: "/v1/x" body: "bogus")", "GetItemRequest", "the request has no field bogus"},
      {R"(get: "/v1/x" response_body: "bogus")", "GetItemRequest",
       "the response has no field bogus"},
      {R"(get: "/v1/x" additional_bindings {get: "/v1/y" additional_bindings {get: "/v1/z"}})",
       "GetItemRequest", "has additional bindings"},
      {R"(get: "/v1/x" additional_bindings {get: "/v1/{z}"})", "GetItemRequest", "unknown field z"},
  };
  for (const auto& c : cases) {
    std::string error = ErrorOf(c.rule, c.input);
    if (c.error.empty()) {
      EXPECT_EQ(error, "") << c.rule;
    } else {
      EXPECT_THAT(error, HasSubstr(c.error)) << c.rule;
      EXPECT_THAT(error, HasSubstr("mainstay.bindingtest.v1.TestService.Call")) << c.rule;
    }
  }
  EXPECT_THAT(ErrorOf(R"(post: "/v1/x" body: "*")", "GetItemRequest", true),
              HasSubstr("needs a body field of type HttpBody"));
  EXPECT_EQ(ErrorOf(R"(post: "/v1/x" body: "file")", "UploadRequest", true), "");
}

TEST(BindingTest, ResolvesFieldPaths) {
  const auto& type = *sample::v1::Everything::descriptor();
  EXPECT_EQ(ResolveFieldPath(type, "child.choice_item.displayName")->size(), 3u);
  EXPECT_EQ(ResolveFieldPath(type, "custom-Name")->at(0)->name(), "with_json_name");
  for (std::string_view bad : {"", ".", "child.", ".child", "bogus", "string_value.x",
                               "item_list.name", "text_by_text.key"}) {
    EXPECT_FALSE(ResolveFieldPath(type, bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace mainstay::gateway
