#include "common/api/filter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "absl/time/time.h"
#include "common/api/filter_lexer.h"
#include "common/api/uuid.h"
#include "common/status/status.h"

namespace mainstay::api {
namespace {

constexpr size_t kMaxCharacters = 2000;
constexpr int kMaxTerms = 20;
constexpr size_t kMaxDigits = 30;

// A literal as a SQL parameter, and the cast that makes its type certain.
struct Literal {
  std::string text;
  std::string_view cast;
};

std::string_view OperatorsOf(FilterType type) {
  switch (type) {
    case FilterType::kText:
      return "= != :";
    case FilterType::kNumber:
    case FilterType::kTime:
      return "= != < <= > >=";
    case FilterType::kBool:
    case FilterType::kUuid:
    case FilterType::kEnum:
      break;
  }
  return "= !=";
}

bool Allows(FilterType type, std::string_view op) {
  const std::vector<std::string> allowed = absl::StrSplit(OperatorsOf(type), ' ');
  return std::find(allowed.begin(), allowed.end(), op) != allowed.end();
}

// Digits with at most one sign before and one point between.
bool IsNumber(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || text.size() > kMaxDigits) return false;
  const auto digits = std::count_if(text.begin(), text.end(), absl::ascii_isdigit);
  const auto points = std::count(text.begin(), text.end(), '.');
  return digits + points == static_cast<int64_t>(text.size()) && points <= 1 &&
         absl::ascii_isdigit(text.front()) && absl::ascii_isdigit(text.back());
}

absl::StatusOr<Literal> TimeLiteral(const FilterToken& value) {
  absl::Time time;
  std::string error;
  // absl takes years of any length and "infinite-future"; RFC 3339 has four digits.
  const bool four_digits =
      value.text.size() > 4 && absl::ascii_isdigit(value.text[0]) && value.text[4] == '-';
  if (!four_digits || !absl::ParseTime(absl::RFC3339_full, value.text, &time, &error)) {
    return FilterError(value.position,
                       "a time is needed here, as in \"2026-01-31T08:00:00Z\" (RFC 3339)");
  }
  return Literal{*pg::ToParam(time), "::timestamptz"};
}

absl::StatusOr<Literal> EnumLiteral(const FilterField& field, const FilterToken& value) {
  const auto found = field.values.find(value.text);
  if (found != field.values.end()) return Literal{found->second, "::text"};
  return FilterError(
      value.position,
      absl::StrCat("use one of ", absl::StrJoin(field.values, ", ", [](std::string* out, auto& v) {
                     absl::StrAppend(out, v.first);
                   })));
}

absl::StatusOr<Literal> LiteralOf(const FilterField& field, const FilterToken& value) {
  switch (field.type) {
    case FilterType::kText:
      return Literal{value.text, "::text"};
    case FilterType::kNumber:
      if (IsNumber(value.text)) return Literal{value.text, "::numeric"};
      return FilterError(value.position, "a number is needed here, as in 42 or -1.5");
    case FilterType::kTime:
      return TimeLiteral(value);
    case FilterType::kBool:
      if (value.text == "true" || value.text == "false") return Literal{value.text, "::boolean"};
      return FilterError(value.position, "use true or false");
    case FilterType::kEnum:
      return EnumLiteral(field, value);
    case FilterType::kUuid:
      break;
  }
  std::string_view id = value.text;
  if (absl::StartsWith(id, field.prefix) && IsUuid(id.substr(field.prefix.size()))) {
    return Literal{std::string(id.substr(field.prefix.size())), "::uuid"};
  }
  return FilterError(value.position, absl::StrCat("use the form ", field.prefix, "{uuid}"));
}

// A pattern for ILIKE in which only our own % are wild.
std::string Substring(std::string_view text) {
  std::string pattern = "%";
  for (char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

absl::StatusOr<const FilterField*> FieldOf(const FilterToken& name,
                                           absl::Span<const FilterField> fields) {
  for (const FilterField& field : fields) {
    if (field.name == name.text) return &field;
  }
  return FilterError(
      name.position,
      absl::StrCat("unknown field; use one of ",
                   absl::StrJoin(fields, ", ", [](std::string* out, const FilterField& field) {
                     absl::StrAppend(out, field.name);
                   })));
}

// Parses one `field op literal` and adds it to `filter`.
absl::Status AddTerm(FilterLexer& lexer, absl::Span<const FilterField> fields, int first_param,
                     SqlFilter& filter) {
  ASSIGN_OR_RETURN(const FilterToken name, lexer.Name());
  ASSIGN_OR_RETURN(const FilterField* field, FieldOf(name, fields));
  ASSIGN_OR_RETURN(const FilterToken op, lexer.Operator());
  if (!Allows(field->type, op.text)) {
    return FilterError(op.position,
                       absl::StrCat(field->name, " can be compared by ", OperatorsOf(field->type)));
  }
  ASSIGN_OR_RETURN(const FilterToken value, lexer.Value());
  ASSIGN_OR_RETURN(Literal literal, LiteralOf(*field, value));
  // What has no value is different from any value.
  std::string_view sql_op = op.text == "!=" ? "IS DISTINCT FROM" : std::string_view(op.text);
  if (op.text == ":") {
    sql_op = "ILIKE";
    literal.text = Substring(literal.text);
  }
  if (!filter.where.empty()) filter.where += " AND ";
  if (!field->set.empty()) {
    const std::string parameter = absl::StrCat("$", first_param + filter.params.size());
    const std::string in =
        absl::StrCat(field->column, " IN ", absl::Substitute(field->set, parameter));
    absl::StrAppend(&filter.where, "(", in, op.text == "=" ? ")" : ") IS NOT TRUE");
    filter.params.push_back(std::move(literal.text));
    return absl::OkStatus();
  }
  absl::StrAppend(&filter.where, field->column, " ", sql_op, " ");
  if (field->type == FilterType::kEnum) {
    absl::StrAppend(&filter.where, "'", literal.text, "'");
    return absl::OkStatus();
  }
  absl::StrAppend(&filter.where, "$", first_param + filter.params.size(), literal.cast);
  filter.params.push_back(std::move(literal.text));
  return absl::OkStatus();
}

}  // namespace

std::map<std::string, std::string> EnumFilterValues(std::string_view prefix,
                                                    const std::vector<std::string>& stored) {
  std::map<std::string, std::string> values{{absl::StrCat(prefix, "UNSPECIFIED"), ""}};
  for (const std::string& value : stored) {
    values.emplace(absl::StrCat(prefix, absl::AsciiStrToUpper(value)), value);
  }
  return values;
}

absl::StatusOr<SqlFilter> ParseFilter(std::string_view filter, absl::Span<const FilterField> fields,
                                      int first_param) {
  const size_t characters =
      std::count_if(filter.begin(), filter.end(), [](char c) { return (c & 0xc0) != 0x80; });
  if (characters > kMaxCharacters) {
    return status::BadField("filter",
                            absl::StrCat("must have at most ", kMaxCharacters, " characters"));
  }
  SqlFilter result;
  FilterLexer lexer(filter);
  for (int terms = 0; !lexer.AtEnd(); ++terms) {
    if (terms > 0) {
      ASSIGN_OR_RETURN(const FilterToken joint, lexer.Name());
      if (joint.text != "AND") {
        return FilterError(joint.position, "terms are joined by AND, and by nothing else");
      }
      if (terms == kMaxTerms) {
        return FilterError(joint.position, absl::StrCat("at most ", kMaxTerms, " terms"));
      }
    }
    RETURN_IF_ERROR(AddTerm(lexer, fields, first_param, result));
  }
  if (result.where.empty()) result.where = "TRUE";
  return result;
}

absl::StatusOr<OrderBy> ParseOrderBy(std::string_view order_by, absl::Span<const OrderBy> allowed) {
  const auto text_of = [](const OrderBy& order) {
    return absl::StrCat(order.field, order.descending ? " desc" : "");
  };
  const std::vector<std::string> words =
      absl::StrSplit(order_by, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  const std::string wanted = absl::StrJoin(words, " ");
  if (wanted.empty()) return allowed.front();
  for (const OrderBy& order : allowed) {
    if (text_of(order) == wanted) return order;
  }
  return status::BadField(
      "order_by",
      absl::StrCat("must be one of: ",
                   absl::StrJoin(allowed, ", ", [&](std::string* out, const OrderBy& order) {
                     absl::StrAppend(out, text_of(order));
                   })));
}

}  // namespace mainstay::api
