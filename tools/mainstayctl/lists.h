// Lists: page after page, printed as a table or as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>
#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "tools/mainstayctl/session.h"
#include "tools/mainstayctl/table.h"

namespace mainstay::ctl {

struct ListOptions {
  int limit = 50;
  bool all = false;
  std::string filter, order_by;
};
// --limit and --all; --filter, with an example of one, and --order-by where the method has them.
void AddListOptions(CLI::App& command, ListOptions& options, std::string_view filter_example = "");

// How a column shows its field.
enum class Shown {
  kText,     // as it is
  kTimes,    // as it is, with the instants in it in local time
  kCount,    // how many values a repeated field has
  kId,       // the last segment of a resource name
  kName,     // what people call the account or contact that the field names
  kAccount,  // what people call the account that the field names something of
  kCase,     // the number of the case that the field names something of
};

// A column of a list: the field it shows, by path.
struct Field {
  std::string path;
  Column column;
  Shown shown = Shown::kText;
};

// The account of something that a list over every account has, by the path of its name.
Field AccountField(std::string path = "name");

// The columns of a list of changes.
std::vector<Field> ChangeFields();

// Calls `method` until `options.limit` items are there or the pages end. `request` gets
// page_size, page_token, filter and order_by; `response` gets the items of all pages, and the
// token of the next one if there are more.
absl::Status FetchPages(Session& session, std::string_view method, const ListOptions& options,
                        google::protobuf::Message* request, google::protobuf::Message* response);

// The items of a list response, its only repeated field.
std::vector<const google::protobuf::Message*> Items(const google::protobuf::Message& response);

// Prints a response as FetchPages leaves it.
void PrintList(Session& session, const google::protobuf::Message& response,
               const std::vector<Field>& fields);

}  // namespace mainstay::ctl
