// Aligned tables and record lists.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tools/mainstayctl/terminal.h"

namespace mainstay::ctl {

struct Column {
  std::string title;
  bool right = false;    // aligned right: numbers
  bool shrinks = false;  // may be cut when the table is wider than the terminal
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // As many cells as there are columns.
  void Add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  // A title line and a line a row; no spaces at the ends of lines.
  std::string Render(const Terminal& terminal) const;

 private:
  std::vector<int> Widths(int limit) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// "name   value" lines, the values below each other; further lines of a value are indented.
std::string RenderRecord(const std::vector<std::pair<std::string, std::string>>& fields,
                         const Terminal& terminal);

}  // namespace mainstay::ctl
