// Figures of cases as tables, in English or Chinese.
#pragma once

#include <string>

#include <mainstay/feedback/v1/report_service.pb.h>

#include "absl/container/flat_hash_map.h"
#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

// How a report calls what it counts by.
struct ReportWords {
  Language language = Language::kEnglish;
  std::string by;  // "category"; empty: everything together
  // What categories are called, by code; in English codes say it.
  absl::flat_hash_map<std::string, std::string> categories = {};

  const char* In(const char* english, const char* chinese) const {
    return ctl::In(language, english, chinese);
  }
  // The title of what is counted by.
  std::string Title() const;
  // A group's key: a word of an enum, a category, or anything else as it is.
  std::string Label(const std::string& key) const;
};

// "manager" of what `--by` got: that itself, or its Chinese title.
std::string GroupingOf(const std::string& text);

void PrintReport(Session& session, const feedback::v1::CaseReport& report,
                 const ReportWords& words);
void PrintBacklog(Session& session, const feedback::v1::CaseBacklog& backlog,
                  const ReportWords& words);
void PrintPareto(Session& session, const feedback::v1::CasePareto& pareto,
                 const ReportWords& words);

}  // namespace mainstay::ctl
