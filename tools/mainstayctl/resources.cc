#include "tools/mainstayctl/resources.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/api/field_mask.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "tools/mainstayctl/fields.h"

namespace mainstay::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void SetIfThere(Message* message, const std::string& field, const std::string& value) {
  const FieldDescriptor* descriptor = message->GetDescriptor()->FindFieldByName(field);
  if (descriptor != nullptr && !value.empty()) {
    message->GetReflection()->SetString(message, descriptor, value);
  }
}

absl::Status CheckWritable(const google::protobuf::Descriptor& type, const std::string& name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  const std::string set_by = field == nullptr ? "" : api::SetBy(*field);
  return set_by.empty() ? absl::OkStatus() : status::BadField(name, api::OutputOnlyRefusal(set_by));
}

absl::Status ReadJson(const std::string& path, Message* message) {
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) return status::BadField("--file", absl::StrCat("cannot read ", path));
  }
  std::istream& in = path == "-" ? std::cin : file;
  const std::string json((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (absl::StripAsciiWhitespace(json).empty()) {
    return status::BadField("--file", absl::StrCat(path, " is empty: give JSON"));
  }
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, message);
  if (!parsed.ok()) return status::BadField("--file", std::string(parsed.message()));
  return absl::OkStatus();
}

// A state at a time, the likeliest first.
absl::StatusOr<std::string> Resolve(Session& session, const std::string& text,
                                    const std::vector<accounts::v1::AccountState>& states) {
  if (absl::StartsWith(text, "accounts/")) return text;
  if (text == "-") return "accounts/-";
  if (api::IsUuid(text)) return absl::StrCat("accounts/", text);
  const std::string literal = absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}});
  for (const accounts::v1::AccountState state : states) {
    accounts::v1::ListAccountsRequest request;
    request.set_page_size(2);
    request.set_filter(absl::StrCat("external_id = \"", literal,
                                    "\" AND state = ", accounts::v1::AccountState_Name(state)));
    ASSIGN_OR_RETURN(const auto found, session.Call<accounts::v1::ListAccountsResponse>(
                                           "AccountService/ListAccounts", request));
    if (found.accounts_size() == 1) return found.accounts(0).name();
    if (found.accounts_size() > 1) {
      return absl::InvalidArgumentError(absl::StrCat(
          "several deleted accounts had the external id \"", text, "\"; name one by its id: ",
          "mainstayctl accounts list --deleted --filter 'external_id = \"", literal, "\"'"));
    }
  }
  return status::NotFound(absl::StrCat("account with the external id \"", text, "\""));
}

bool IsCaseNumber(std::string_view text) {
  constexpr size_t kLongest = 9;
  return !text.empty() && text.size() <= kLongest &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// The case that customers were told this number of; of `account`, "accounts/-" for any.
absl::StatusOr<std::string> FindCase(Session& session, const std::string& account,
                                     std::string_view number) {
  feedback::v1::ListCasesRequest request;
  request.set_parent(account);
  request.set_page_size(1);
  request.set_filter(absl::StrCat("number = ", number));
  ASSIGN_OR_RETURN(const auto found, session.Call<feedback::v1::ListCasesResponse>(
                                         "feedback/CaseService/ListCases", request));
  if (found.cases().empty()) return status::NotFound(absl::StrCat("case number ", number));
  return found.cases(0).name();
}

}  // namespace

absl::StatusOr<std::string> ResolveAccount(Session& session, const std::string& text) {
  using namespace accounts::v1;  // NOLINT: the states
  return Resolve(session, text,
                 {ACCOUNT_STATE_ACTIVE, ACCOUNT_STATE_MERGED, ACCOUNT_STATE_DELETED});
}

absl::StatusOr<std::string> ResolveDeletedAccount(Session& session, const std::string& text) {
  using namespace accounts::v1;  // NOLINT: the states
  return Resolve(session, text,
                 {ACCOUNT_STATE_DELETED, ACCOUNT_STATE_ACTIVE, ACCOUNT_STATE_MERGED});
}

std::string InCollection(std::string_view collection, const std::string& text) {
  return absl::StrContains(text, '/') ? text : absl::StrCat(collection, "/", text);
}

std::string InNested(std::string_view parents, std::string_view collection,
                     const std::string& text) {
  const size_t slash = text.find('/');
  if (slash == text.npos || absl::StartsWith(text, absl::StrCat(parents, "/"))) return text;
  return absl::StrCat(parents, "/", text.substr(0, slash), "/", collection, text.substr(slash));
}

absl::StatusOr<std::string> ResolveOfAccount(Session& session, std::string_view collection,
                                             const std::string& text) {
  if (absl::StartsWith(text, "accounts/")) return text;
  const bool cases = collection == "cases";
  if (cases && IsCaseNumber(text)) return FindCase(session, "accounts/-", text);
  const size_t slash = text.rfind('/');  // an external id may have slashes, an id has none
  if (slash == text.npos || slash == 0 || slash + 1 == text.size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text, "\" does not say of which account: ", "write ", OfAccountHelp(collection)));
  }
  ASSIGN_OR_RETURN(const std::string account, ResolveAccount(session, text.substr(0, slash)));
  if (cases && IsCaseNumber(std::string_view(text).substr(slash + 1))) {
    return FindCase(session, account, std::string_view(text).substr(slash + 1));
  }
  return absl::StrCat(account, "/", collection, text.substr(slash));
}

std::string OfAccountHelp(std::string_view collection) {
  return absl::StrCat("ACCOUNT/ID, with the id that the list shows, or accounts/…/", collection,
                      collection == "cases" ? "/…, or its number" : "/…");
}

std::string ContactOf(const std::string& account, const std::string& text) {
  return api::IsUuid(text) ? absl::StrCat(account, "/contacts/", text) : text;
}

void AddRequestId(CLI::App& command, std::string& request_id) {
  command.add_option("--request-id", request_id,
                     "A UUID that makes the call repeatable; made when absent");
}

void AddWriteOptions(CLI::App& command, WriteOptions& options, bool with_etag) {
  command.add_option("--reason", options.reason, "Why, for the change history");
  AddRequestId(command, options.request_id);
  if (!with_etag) return;
  command.add_option("--etag", options.etag, "Fail if somebody changed it since it had this etag");
}

void ApplyWriteOptions(const WriteOptions& options, Message* request) {
  SetIfThere(request, "reason", options.reason);
  SetIfThere(request, "etag", options.etag);
  SetIfThere(request, "request_id",
             options.request_id.empty() ? api::NewUuid(absl::Now()) : options.request_id);
}

void AddContentOptions(CLI::App& command, ContentOptions& options) {
  command.add_option("--set", options.set, "field=value; may be given several times")
      ->allow_extra_args(false);
  command.add_option("--file", options.file, "The resource as JSON; - for standard input");
}

absl::Status ReadContent(const ContentOptions& options, Message* message,
                         std::vector<std::string>* fields) {
  if (options.file.empty() && options.set.empty()) {
    return absl::InvalidArgumentError("give the fields: --set field=value or --file JSON");
  }
  if (!options.file.empty()) RETURN_IF_ERROR(ReadJson(options.file, message));
  if (fields != nullptr) {
    std::vector<const FieldDescriptor*> set;
    message->GetReflection()->ListFields(*message, &set);
    for (const FieldDescriptor* field : set) fields->push_back(field->name());
  }
  for (const std::string& assignment : options.set) {
    RETURN_IF_ERROR(CheckWritable(*message->GetDescriptor(), FieldOf(assignment)));
    RETURN_IF_ERROR(SetField(message, assignment));
    if (fields == nullptr) continue;
    const std::string field = FieldOf(assignment);
    if (std::find(fields->begin(), fields->end(), field) == fields->end()) {
      fields->push_back(field);
    }
  }
  return absl::OkStatus();
}

}  // namespace mainstay::ctl
