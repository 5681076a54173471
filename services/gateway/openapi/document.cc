#include "services/gateway/openapi/document.h"

#include <google/protobuf/descriptor.h>
#include <google/rpc/status.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/gateway/openapi/comment.h"
#include "services/gateway/openapi/operation.h"
#include "services/gateway/openapi/schema.h"

namespace mainstay::gateway {
namespace {

constexpr std::string_view kDescription =
    "Key account management (大客户管理): accounts and their record cards, contacts, teams, trade "
    "and grading; visits, return visit plans, communications, promises, tasks, working calendars, "
    "care, contact frequency, gatherings and gifts.\n\n"
    "Send a bearer token with every request. Resources are named by paths such as "
    "`accounts/{uuid}`. Lists come in pages: send `nextPageToken` back as `pageToken`. An update "
    "changes the fields that its body has, or those that `updateMask` names; with an `etag` in the "
    "body it fails when somebody else changed the resource in between (`If-Match` is refused). A "
    "write with a `requestId` (a UUID) "
    "may be repeated safely. 64-bit integers are strings. Unknown fields and parameters are "
    "errors.";

// Responses that operations refer to.
Json ErrorResponses(Schemas& schemas) {
  Json status = schemas.OfMessage(*google::rpc::Status::descriptor());
  Json responses = Json::object();
  for (auto [name, description] : std::initializer_list<std::pair<const char*, const char*>>{
           {"BadRequest",
            "The request cannot be accepted as it is: `details` has a google.rpc.BadRequest that "
            "names the fields."},
           {"Unauthenticated", "The bearer token is missing, expired or not valid."},
           {"PermissionDenied", "The caller's roles do not grant what the request needs."},
           {"NotFound", "There is no such resource, or the caller may not see it."},
           {"TooManyRequests", "Too many requests: wait as long as `Retry-After` says."},
           {"Error",
            "Any other error; a google.rpc.ErrorInfo in `details` has the reason for programs."}}) {
    responses[name] = {{"description", description},
                       {"content", {{"application/json", {{"schema", status}}}}}};
  }
  return responses;
}

absl::Status AddService(const google::protobuf::ServiceDescriptor& service, Schemas& schemas,
                        Json& paths) {
  for (int i = 0; i < service.method_count(); ++i) {
    ASSIGN_OR_RETURN(std::vector<Binding> bindings, BindingsOf(*service.method(i)));
    for (size_t b = 0; b < bindings.size(); ++b) {
      paths[OpenApiPath(bindings[b])][absl::AsciiStrToLower(bindings[b].http_method)] =
          OperationOf(bindings[b], static_cast<int>(b) + 1, schemas);
    }
  }
  return absl::OkStatus();
}

Json Info(std::string_view version) {
  return {{"title", "Mainstay API"},
          {"version", version},
          {"description", kDescription},
          {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
}

}  // namespace

absl::StatusOr<std::string> OpenApiDocument(const google::protobuf::FileDescriptorSet& files,
                                            std::string_view version) {
  google::protobuf::DescriptorPool pool;
  Schemas schemas;
  Json paths = Json::object(), tags = Json::array();
  for (const google::protobuf::FileDescriptorProto& proto : files.file()) {
    const google::protobuf::FileDescriptor* file = pool.BuildFile(proto);
    if (file == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat(proto.name(), " does not build"));
    }
    for (int i = 0; i < file->service_count(); ++i) {
      const auto& service = *file->service(i);
      if (!absl::StartsWith(service.full_name(), "mainstay.")) continue;
      tags.push_back({{"name", service.name()}, {"description", CommentOf(service)}});
      RETURN_IF_ERROR(AddService(service, schemas, paths));
    }
  }
  Json responses = ErrorResponses(schemas);
  Json bearer = {{"type", "http"},
                 {"scheme", "bearer"},
                 {"bearerFormat", "JWT"},
                 {"description", "A token of the configured OpenID Connect issuer."}};
  Json document = {{"openapi", "3.1.0"},
                   {"info", Info(version)},
                   {"servers", {{{"url", "/"}, {"description", "This gateway."}}}},
                   {"security", {{{"bearer", Json::array()}}}},
                   {"tags", tags},
                   {"paths", paths},
                   {"components",
                    {{"schemas", schemas.Components()},
                     {"responses", responses},
                     {"securitySchemes", {{"bearer", bearer}}}}}};
  return document.dump(1);
}

}  // namespace mainstay::gateway
