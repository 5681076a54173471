#include "services/gateway/openapi/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "services/gateway/openapi/openapi.h"
#include "services/gateway/openapi/operation.h"
#include "services/gateway/transcode/transcoder.h"

namespace mainstay::gateway {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

const json& Document() {
  static const json document = json::parse(OpenApiJson());
  return document;
}

const json& Schema(const std::string& name) { return Document()["components"]["schemas"].at(name); }

// The parameter of an operation by its name; null if it has none.
json Parameter(const json& operation, std::string_view name) {
  for (const json& parameter : operation.value("parameters", json::array())) {
    if (parameter["name"] == name) return parameter;
  }
  return nullptr;
}

TEST(DocumentTest, HasEveryBindingOfEveryLinkedService) {
  auto transcoder = Transcoder::Create(LinkedServices()).value();
  std::set<std::string> ids;
  for (const auto& binding : transcoder->bindings()) {
    const json& path = Document()["paths"].at(OpenApiPath(*binding));
    const json& operation = path.at(absl::AsciiStrToLower(binding->http_method));
    EXPECT_FALSE(operation["summary"].get<std::string>().empty()) << binding->rpc_path;
    EXPECT_EQ(operation["tags"][0], binding->method->service()->name());
    // Who may call: a permission, or anyone, without a token.
    EXPECT_NE(operation.contains("x-permission"), operation.contains("security"))
        << binding->rpc_path;
    EXPECT_TRUE(ids.insert(operation["operationId"]).second) << binding->rpc_path;
  }
}

TEST(DocumentTest, EveryReferenceLeadsSomewhere) {
  std::function<void(const json&)> walk = [&](const json& node) {
    if (node.is_object() && node.contains("$ref")) {
      std::string pointer = node["$ref"].get<std::string>().substr(1);
      EXPECT_TRUE(Document().contains(json::json_pointer(pointer))) << pointer;
    }
    for (const json& child : node) {
      if (child.is_structured()) walk(child);
    }
  };
  walk(Document());
}

TEST(DocumentTest, DescribesAnUpdate) {
  const json& operation = Document()["paths"]["/v1/accounts/{account}"]["patch"];
  EXPECT_EQ(operation["operationId"], "accounts_AccountService_UpdateAccount");
  EXPECT_EQ(operation["x-permission"], "accounts.update");
  EXPECT_EQ(operation["requestBody"]["content"]["application/json"]["schema"]["$ref"],
            "#/components/schemas/accounts.v1.Account");
  EXPECT_EQ(Parameter(operation, "account")["in"], "path");
  EXPECT_EQ(Parameter(operation, "updateMask")["schema"]["type"], "string");
  EXPECT_EQ(Parameter(operation, "account.name"), nullptr);
  EXPECT_EQ(operation["responses"]["404"]["$ref"], "#/components/responses/NotFound");
}

TEST(DocumentTest, DescribesQueriesAndVerbs) {
  const json& get = Document()["paths"]["/v1/accounts/{account}"]["get"];
  EXPECT_EQ(Parameter(get, "asOfTime")["schema"]["format"], "date-time");
  const json& list = Document()["paths"]["/v1/accounts"]["get"];
  EXPECT_EQ(Parameter(list, "pageSize")["schema"]["format"], "int32");
  EXPECT_THAT(Parameter(list, "pageSize")["description"].get<std::string>(), HasSubstr("1000"));
  const json& merge = Document()["paths"]["/v1/accounts/{account}:merge"]["post"];
  const json& body = merge["requestBody"]["content"]["application/json"]["schema"];
  EXPECT_TRUE(body["properties"].contains("into"));
  EXPECT_FALSE(body["properties"].contains("name"));
}

TEST(DocumentTest, DescribesUploadsAndDownloads) {
  const json& upload = Document()["paths"]["/v1/tradeImports"]["post"];
  EXPECT_EQ(upload["requestBody"]["content"]["application/octet-stream"]["schema"]["format"],
            "binary");
  EXPECT_EQ(Parameter(upload, "columns.accountExternalId")["in"], "query");
  EXPECT_EQ(Parameter(upload, "file.data"), nullptr);
  const json& download =
      Document()["paths"]["/v1/tradeImports/{tradeImport}:downloadRejects"]["get"];
  EXPECT_TRUE(download["responses"]["200"]["content"].contains("application/octet-stream"));
}

TEST(DocumentTest, DescribesFields) {
  const json& fields = Schema("accounts.v1.Account")["properties"];
  EXPECT_EQ(fields["createTime"]["format"], "date-time");
  EXPECT_EQ(fields["createTime"]["readOnly"], true);
  EXPECT_FALSE(fields["displayName"].contains("readOnly"));
  EXPECT_EQ(fields["attributes"]["additionalProperties"]["type"], "string");
  EXPECT_EQ(fields["aliases"]["items"]["type"], "string");
  EXPECT_EQ(fields["creditLimit"]["$ref"], "#/components/schemas/google.type.Money");
  EXPECT_EQ(Schema("google.type.Money")["properties"]["units"]["type"], "string");
  EXPECT_EQ(Schema("accounts.v1.AccountChange")["properties"]["version"]["format"], "int64");
  const json& tier = Schema("accounts.v1.Tier");
  EXPECT_EQ(tier["enum"][1], "TIER_CORE");
  EXPECT_THAT(tier["x-enum-descriptions"]["TIER_CORE"].get<std::string>(), HasSubstr("核心"));
  EXPECT_TRUE(Schema("google.rpc.Status")["properties"].contains("message"));
}

TEST(DocumentTest, RefusesAProtosetThatDoesNotBuild) {
  google::protobuf::FileDescriptorSet files;
  files.add_file()->set_name("a.proto");
  files.mutable_file(0)->add_dependency("missing.proto");
  EXPECT_FALSE(OpenApiDocument(files, "1").ok());
}

}  // namespace
}  // namespace mainstay::gateway
