#include "tools/mainstayctl/lists.h"

#include <algorithm>
#include <limits>
#include <memory>

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/names.h"
#include "tools/mainstayctl/words.h"

namespace mainstay::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void SetText(Message* message, const std::string& field, const std::string& value) {
  const FieldDescriptor* descriptor = message->GetDescriptor()->FindFieldByName(field);
  if (descriptor != nullptr) message->GetReflection()->SetString(message, descriptor, value);
}

const FieldDescriptor* ItemsField(const Message& response) {
  const google::protobuf::Descriptor& type = *response.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->is_repeated()) return type.field(i);
  }
  return nullptr;
}

std::string Cell(const Message& item, const Field& field, Names& names) {
  const std::string text = FormatField(item, field.path);
  switch (field.shown) {
    case Shown::kCount: {
      const FieldDescriptor* counted = item.GetDescriptor()->FindFieldByName(field.path);
      const int count = item.GetReflection()->FieldSize(item, counted);
      return count == 0 ? "" : absl::StrCat(count);
    }
    case Shown::kText:
      return text;
    case Shown::kTimes:
      return WithLocalTimes(text);
    case Shown::kId:
      return text.substr(text.rfind('/') + 1);
    case Shown::kName:
      return names.Of(text);
    case Shown::kAccount:
      return names.OfAccount(text);
    case Shown::kCase:
      return names.NumberOfCase(text);
  }
  return text;
}

}  // namespace

Field AccountField(std::string path) {
  return {std::move(path), {.title = "ACCOUNT", .shrinks = true}, Shown::kAccount};
}

std::vector<Field> ChangeFields() {
  return {{"change_time", {.title = "WHEN"}},
          {"actor", {.title = "WHO", .shrinks = true}},
          {"action", {.title = "ACTION"}},
          {"field", {.title = "FIELD"}},
          {"old_value", {.title = "BEFORE", .shrinks = true}, Shown::kTimes},
          {"new_value", {.title = "AFTER", .shrinks = true}, Shown::kTimes},
          {"reason", {.title = "WHY", .shrinks = true}}};
}

void AddListOptions(CLI::App& command, ListOptions& options, std::string_view filter_example) {
  command.add_option("--limit", options.limit, "How many at most")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  command.add_flag("--all", options.all, "Every one, however many");
  if (filter_example.empty()) return;
  command.add_option("--filter", options.filter,
                     absl::StrCat("Conditions joined by AND, such as: ", filter_example));
  command.add_option("--order-by", options.order_by, "A field, or \"field desc\"");
}

absl::Status FetchPages(Session& session, std::string_view method, const ListOptions& options,
                        Message* request, Message* response) {
  constexpr int kLargestPage = 1000;
  const int limit = options.all ? std::numeric_limits<int>::max() : options.limit;
  if (!options.filter.empty()) {
    SetText(request, "filter",
            FilterByNames(options.filter, *ItemsField(*response)->message_type()));
  }
  if (!options.order_by.empty()) SetText(request, "order_by", options.order_by);
  const FieldDescriptor* page_size = request->GetDescriptor()->FindFieldByName("page_size");
  int fetched = 0;
  while (true) {
    request->GetReflection()->SetInt32(request, page_size, std::min(limit - fetched, kLargestPage));
    std::unique_ptr<Message> page(response->New());
    RETURN_IF_ERROR(session.CallRaw(method, *request, page.get()));
    fetched += static_cast<int>(Items(*page).size());
    response->MergeFrom(*page);
    const std::string next = FormatField(*page, "next_page_token");
    SetText(response, "next_page_token", next);
    if (next.empty() || fetched >= limit) return absl::OkStatus();
    SetText(request, "page_token", next);
  }
}

std::vector<const Message*> Items(const Message& response) {
  const FieldDescriptor* field = ItemsField(response);
  std::vector<const Message*> items;
  const int size = response.GetReflection()->FieldSize(response, field);
  for (int i = 0; i < size; ++i) {
    items.push_back(&response.GetReflection()->GetRepeatedMessage(response, field, i));
  }
  return items;
}

void PrintList(Session& session, const Message& response, const std::vector<Field>& fields) {
  if (session.json()) {
    session.out() << FormatJson(response);
    return;
  }
  std::vector<Column> columns;
  for (const Field& field : fields) columns.push_back(field.column);
  Table table(std::move(columns));
  Names names(session);
  for (const Message* item : Items(response)) {
    std::vector<std::string> cells;
    for (const Field& field : fields) cells.push_back(Cell(*item, field, names));
    table.Add(std::move(cells));
  }
  if (table.empty()) {
    session.err() << "none\n";
    return;
  }
  session.out() << table.Render(session.out_terminal());
  if (!FormatField(response, "next_page_token").empty()) {
    session.err() << "there are more: --limit N or --all\n";
  }
}

}  // namespace mainstay::ctl
