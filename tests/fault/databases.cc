#include "tests/fault/databases.h"

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace mainstay::faults {
namespace {

constexpr int kReported = 5;  // of a kind

}  // namespace

Databases::Databases(const Suite& suite) {
  for (const ServiceParts& parts : kServices) {
    sessions_.emplace_back(pg::SessionOptions{.dsn = suite.dsn(parts.service)});
  }
}

Databases::Rows Databases::Read(Part service, const std::string& sql) {
  const auto rows = of(service).ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<Rows> {
    Rows rows;
    for (const auto& row : tx.Exec(sql)) {
      rows.emplace_back();
      for (const auto& field : row) rows.back().push_back(field.c_str());
    }
    return rows;
  });
  EXPECT_TRUE(rows.ok()) << rows.status() << "\n" << sql;
  return rows.value_or(Rows());
}

std::string Databases::Value(Part service, const std::string& sql) {
  const Rows rows = Read(service, sql);
  return rows.empty() ? "" : rows[0][0];
}

int64_t Databases::Number(Part service, const std::string& sql) {
  return NumberOf(Value(service, sql));
}

int64_t NumberOf(const std::string& text) {
  int64_t number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(text, &number)) << text;
  return number;
}

void Findings::Report(const std::string& kind, const std::string& what) {
  if (++reported_[kind] <= kReported) found_.push_back(absl::StrCat(kind, ": ", what));
}

std::vector<std::string> Findings::Take() {
  reported_.clear();
  return std::exchange(found_, {});
}

}  // namespace mainstay::faults
