#include "tools/mainstayctl/report_tables.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/mainstayctl/bar.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/text.h"
#include "tools/mainstayctl/words.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr int kBar = 24;  // columns

struct Grouping {
  std::string_view english, chinese;
};
constexpr Grouping kGroupings[] = {
    {"account", "客户"}, {"manager", "客户经理"},  {"category", "类别"}, {"month", "月份"},
    {"kind", "类型"},    {"severity", "严重程度"}, {"channel", "渠道"},  {"assignee", "负责人"},
    {"cause", "原因"},   {"product", "产品"},
};

// "3.2 d" or "5.0 h"; empty when there is none.
std::string FormatSettling(const ReportWords& words, const CaseFigures& figures) {
  if (!figures.has_median_settling_time()) return "";
  const double hours = static_cast<double>(figures.median_settling_time().seconds()) / 3600;
  return hours < 48 ? absl::StrFormat("%.1f %s", hours, words.In("h", "小时"))
                    : absl::StrFormat("%.1f %s", hours / 24, words.In("d", "天"));
}

std::string AttainmentOf(const CaseFigures& figures, ClockKind kind) {
  for (const ClockFigures& clock : figures.clocks()) {
    if (clock.clock() == kind && clock.has_attainment_rate()) {
      return FormatShare(clock.attainment_rate());
    }
  }
  return "";
}

template <class Group>
std::string LabelOf(const ReportWords& words, const Group& group) {
  if (!group.account_display_name().empty()) return Printable(group.account_display_name());
  return group.key().empty() ? words.In("(none)", "（无）") : words.Label(group.key());
}

std::string AgeText(const ReportWords& words, const CaseBacklog::Age& age) {
  const char* days = words.In("D", " 天");
  if (age.to_days() == 0) return absl::StrCat(">", age.from_days(), days);
  return absl::StrCat(age.from_days(), "-", age.to_days(), days);
}

}  // namespace

std::string ReportWords::Title() const {
  for (const Grouping& one : kGroupings) {
    if (by == one.english && language == Language::kChinese) return std::string(one.chinese);
  }
  return absl::AsciiStrToUpper(by);
}

std::string ReportWords::Label(const std::string& key) const {
  if (language == Language::kChinese) {
    const auto category = categories.find(key);
    if (by == "category" && category != categories.end()) {
      return Printable(absl::StrCat(category->second, " ", key));
    }
    const google::protobuf::EnumDescriptor* type = by == "kind"       ? CaseKind_descriptor()
                                                   : by == "severity" ? CaseSeverity_descriptor()
                                                   : by == "channel"  ? CaseChannel_descriptor()
                                                                      : nullptr;
    const auto* value = type == nullptr ? nullptr : FindValue(*type, key);
    if (value != nullptr) return WordFor(*value, language);
  }
  return Printable(key);
}

std::string GroupingOf(const std::string& text) {
  const auto found = std::find_if(std::begin(kGroupings), std::end(kGroupings),
                                  [&](const Grouping& one) { return one.chinese == text; });
  return found == std::end(kGroupings) ? absl::AsciiStrToLower(text) : std::string(found->english);
}

void PrintReport(Session& session, const CaseReport& report, const ReportWords& words) {
  Table table({{.title = words.Title(), .shrinks = true},
               {.title = words.In("CAME", "受理"), .right = true},
               {.title = words.In("OPEN", "未结"), .right = true},
               {.title = words.In("CLOSED", "已关闭"), .right = true},
               {.title = words.In("REOPENED", "重开"), .right = true},
               {.title = words.In("BACK", "复发"), .right = true},
               {.title = words.In("RIGHT AT ONCE", "一次解决"), .right = true},
               {.title = words.In("SETTLED IN", "解决用时"), .right = true},
               {.title = words.In("ANSWERED IN TIME", "按时响应"), .right = true},
               {.title = words.In("SOLVED IN TIME", "按时解决"), .right = true},
               {.title = ""}});
  int64_t most = 1;
  for (const auto& group : report.groups()) {
    most = std::max(most, group.figures().received_count());
  }
  const auto add = [&](const std::string& label, const CaseFigures& f, const std::string& bar) {
    table.Add({label, FormatCount(f.received_count()),
               FormatCount(f.open_count() + f.resolved_count()), FormatCount(f.closed_count()),
               FormatCount(f.reopened_count()), FormatCount(f.came_back_count()),
               f.has_first_time_right_rate() ? FormatShare(f.first_time_right_rate()) : "",
               FormatSettling(words, f), AttainmentOf(f, CLOCK_KIND_FIRST_ANSWER),
               AttainmentOf(f, CLOCK_KIND_RESOLVE), bar});
  };
  for (const auto& group : report.groups()) {
    const double part =
        static_cast<double>(group.figures().received_count()) / static_cast<double>(most);
    add(LabelOf(words, group), group.figures(), BarText(part, kBar));
  }
  add(words.In("all", "合计"), report.total(), "");
  session.out() << table.Render(session.out_terminal());
  if (!report.next_page_token().empty()) {
    session.err() << words.In("there is more: --limit shows up to 1000\n",
                              "还有更多：--limit 最多 1000 行\n");
  }
}

void PrintBacklog(Session& session, const CaseBacklog& backlog, const ReportWords& words) {
  std::vector<Column> columns = {{.title = words.Title(), .shrinks = true},
                                 {.title = words.In("OPEN", "未结"), .right = true},
                                 {.title = words.In("OVERDUE", "已超时"), .right = true},
                                 {.title = words.In("WAITING", "等客户"), .right = true},
                                 {.title = words.In("NOBODY'S", "无负责人"), .right = true}};
  for (const CaseBacklog::Age& age : backlog.total().ages()) {
    columns.push_back({.title = AgeText(words, age), .right = true});
  }
  columns.push_back({.title = words.In("OLDEST", "最早")});
  columns.push_back({.title = ""});
  Table table(std::move(columns));
  const int64_t most = backlog.groups_size() == 0 ? 1 : backlog.groups(0).open_count();
  const auto add = [&](const std::string& label, const CaseBacklog::Group& group,
                       const std::string& bar) {
    std::vector<std::string> cells = {
        label, FormatCount(group.open_count()), FormatCount(group.overdue_count()),
        FormatCount(group.waiting_count()), FormatCount(group.unassigned_count())};
    for (const CaseBacklog::Age& age : group.ages()) {
      cells.push_back(age.count() == 0 ? "" : FormatCount(age.count()));
    }
    cells.push_back(group.has_oldest_receive_time() ? FormatTime(group.oldest_receive_time()) : "");
    cells.push_back(bar);
    table.Add(std::move(cells));
  };
  for (const auto& group : backlog.groups()) {
    add(LabelOf(words, group), group,
        BarText(static_cast<double>(group.open_count()) / static_cast<double>(most), kBar));
  }
  add(words.In("all", "合计"), backlog.total(), "");
  session.out() << table.Render(session.out_terminal());
}

void PrintPareto(Session& session, const CasePareto& pareto, const ReportWords& words) {
  Table table({{.title = words.Title(), .shrinks = true},
               {.title = words.In("CASES", "件数"), .right = true},
               {.title = words.In("SEVERE", "严重以上"), .right = true},
               {.title = words.In("SHARE", "占比"), .right = true},
               {.title = words.In("TOGETHER", "累计"), .right = true},
               {.title = ""}});
  const double most = pareto.rows_size() == 0 ? 1 : pareto.rows(0).share();
  for (const CasePareto::Row& row : pareto.rows()) {
    table.Add({words.Label(row.key()), FormatCount(row.count()), FormatCount(row.severe_count()),
               FormatShare(row.share()), FormatShare(row.cumulative_share()),
               BarText(row.share() / most, kBar)});
  }
  session.out() << table.Render(session.out_terminal());
  const std::string more = FormatCount(pareto.other_count());
  const std::string none = FormatCount(pareto.unknown_count());
  session.err() << (words.language == Language::kChinese
                        ? absl::StrCat("其后还有 ", more, " 件，未填写的 ", none, " 件\n")
                        : absl::StrCat(more, " more behind these, ", none, " that say none\n"));
}

}  // namespace mainstay::ctl
