#include "tools/mainstayctl/survey_analysis_tables.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "tools/mainstayctl/bar.h"
#include "tools/mainstayctl/driver_chart.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this group

constexpr int kBar = 24;  // columns
constexpr int kChartWidth = 72, kChartHeight = 18;

std::string Suppressed(Language language) {
  return In(language, "(too few to tell)", "（人数过少，不显示）");
}

// Not "0.000", which no test finds.
std::string PValueText(double p) { return p < 0.001 ? "<0.001" : absl::StrFormat("%.3f", p); }

std::string Number(double value) { return absl::StrFormat("%.2f", value); }

// "42.1 % (38.0-46.2)".
std::string ShareText(const ShareFigure& share) {
  return absl::StrFormat("%.1f %% (%.1f-%.1f)", 100 * share.value(), 100 * share.interval().low(),
                         100 * share.interval().high());
}

// What matters most of a question: NPS, the top box, the mean or the most frequent option.
std::string MainFigure(const QuestionFigures& figures, const QuestionTexts& texts) {
  if (figures.has_nps()) {
    const NpsFigure& nps = figures.nps();
    return absl::StrFormat("NPS %+.1f (%+.1f to %+.1f)", nps.value(), nps.interval().low(),
                           nps.interval().high());
  }
  std::string text;
  if (figures.has_top_box()) text = ShareText(figures.top_box());
  if (figures.has_mean()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", "⌀ ", Number(figures.mean().value()));
    if (figures.mean().has_interval()) {
      absl::StrAppendFormat(&text, " (%.2f-%.2f)", figures.mean().interval().low(),
                            figures.mean().interval().high());
    }
  }
  for (const OptionFigure& option : figures.options()) {
    if (!option.has_share()) continue;
    absl::StrAppendFormat(&text, "%s%s %.0f %%", text.empty() ? "" : ", ",
                          texts.OfOption(figures.question(), option.option()),
                          100 * option.share().value());
  }
  return text;
}

void AddGroup(Table& table, const GroupFigures& group, const std::string& label,
              const QuestionTexts& texts, Language language) {
  if (group.suppressed()) {
    table.Add({label, "", "", Suppressed(language)});
    return;
  }
  std::string about = In(language, "responses", "答卷");
  if (group.has_response_rate()) {
    absl::StrAppendFormat(&about, ", %s %.1f %%", In(language, "rate", "回收率"),
                          100 * group.response_rate().value());
  }
  if (group.uninvited_count() > 0) {
    absl::StrAppend(&about, ", ", FormatCount(group.uninvited_count()),
                    In(language, " on paper of nobody invited", " 份纸质答卷未受邀请"));
  }
  if (group.flagged_count() > 0) {
    absl::StrAppend(&about, ", ", FormatCount(group.flagged_count()),
                    In(language, " with flags", " 份有质量标记"));
  }
  table.Add({label, "", FormatCount(group.response_count()), about});
  for (const QuestionFigures& figures : group.questions()) {
    table.Add({"", texts.Of(figures.question()),
               figures.suppressed() ? "" : FormatCount(figures.answered()),
               figures.suppressed() ? Suppressed(language) : MainFigure(figures, texts)});
  }
}

std::string MarkText(TrendMark mark, Language language) {
  switch (mark) {
    case TREND_MARK_STEADY:
      return In(language, "steady", "无显著变化");
    case TREND_MARK_UP:
      return In(language, "▲ up", "▲ 显著上升");
    case TREND_MARK_DOWN:
      return In(language, "▼ down", "▼ 显著下降");
    case TREND_MARK_TOO_FEW:
      return In(language, "too few", "样本过少");
    case TREND_MARK_NOT_COMPARED:
      return In(language, "not compared", "不参与比较");
    default:
      return "";
  }
}

// Of links made one by one, and of papers of nobody invited.
std::string NoWave(Language language) { return In(language, "no wave", "无波次"); }

// "campaigns/{uuid}/waves/2" → "2".
std::string WaveNumber(const std::string& wave, Language language) {
  const size_t at = wave.find("/waves/");
  return at == std::string::npos ? NoWave(language) : wave.substr(at + 7);
}

std::string ClassText(feedback::v1::KanoClass kano_class, Language language) {
  switch (kano_class) {
    case feedback::v1::KANO_CLASS_MUST_BE:
      return In(language, "must-be", "基本型");
    case feedback::v1::KANO_CLASS_ONE_DIMENSIONAL:
      return In(language, "one-dimensional", "期望型");
    case feedback::v1::KANO_CLASS_ATTRACTIVE:
      return In(language, "attractive", "兴奋型");
    case feedback::v1::KANO_CLASS_INDIFFERENT:
      return In(language, "indifferent", "无差异型");
    case feedback::v1::KANO_CLASS_REVERSE:
      return In(language, "reverse", "反向型");
    default:
      return In(language, "questionable", "可疑");
  }
}

bool KnowsAll(const CrossTable& cross) {
  const auto unknown = [](const auto& one) { return one.value().empty() && one.total() > 0; };
  return std::none_of(cross.rows().begin(), cross.rows().end(), unknown) &&
         std::none_of(cross.columns().begin(), cross.columns().end(), unknown);
}

// A p-value of too few would be read as one, whatever stands behind it.
std::string AssociationText(const CrossTable& cross, Language language) {
  const Association& found = cross.association();
  if (!found.reliable()) {
    return In(language, "too few in some groups to test whether the two go together\n",
              "部分组别样本过少，无法检验两者是否相关\n");
  }
  const std::string p = PValueText(found.p_value());
  return absl::StrFormat(
      "χ² = %.2f (df %d), p %s%s, Cramér's V = %.2f%s\n", found.chi_square(), found.degrees(),
      p[0] == '<' ? "" : "= ", p, found.cramers_v(),
      KnowsAll(cross) ? "" : In(language, "; without those not known", "；不含“未知”"));
}

// What stands for the classes in the titles.
std::string KanoLegend(Language language) {
  return In(
      language,
      "M must-be, O one-dimensional, A attractive, I indifferent, R reverse (wanted the other "
      "way round), Q questionable (contradicts itself)\n",
      "M 基本型，O 期望型，A 兴奋型，I 无差异型，R 反向型，Q 可疑（前后矛盾）\n");
}

}  // namespace

void PrintFigures(Session& session, const SurveyFigures& figures, const QuestionTexts& texts,
                  Language language) {
  Table table({{.title = In(language, "GROUP", "分组")},
               {.title = In(language, "QUESTION", "问题"), .shrinks = true},
               {.title = "N", .right = true},
               {.title = In(language, "FIGURE (95 %)", "指标（95 % 置信区间）")}});
  AddGroup(table, figures.total(), In(language, "all", "合计"), texts, language);
  for (const GroupFigures& group : figures.groups()) {
    const bool none = group.value() == "0";  // of waves alone
    const std::string label = none ? NoWave(language) : Printable(group.value());
    AddGroup(table, group, label.empty() ? In(language, "(not known)", "（未知）") : label, texts,
             language);
  }
  session.out() << table.Render(session.out_terminal());
  const GroupFigures& total = figures.total();
  if (!total.suppressed() && total.response_count() == 0 && figures.uncounted() == 0) {
    session.err() << In(language, "nobody has answered, or nobody of those asked about\n",
                        "尚无符合条件的答卷\n");
  }
  if (figures.in_steps()) {
    session.err() << In(language,
                        "told in steps of five or more: the latest answers wait, and groups are "
                        "told once the survey was closed\n",
                        "分批公布：最新的答卷稍后计入，分组结果在调查关闭后公布\n");
  }
  if (figures.uncounted() > 0) {
    session.err() << FormatCount(figures.uncounted())
                  << In(language, " more are being counted\n", " 份正在统计\n");
  }
}

void PrintTrend(Session& session, const SurveyTrend& trend, const QuestionTexts& texts,
                Language language) {
  const bool share = trend.kind() == QUESTION_KIND_CSAT;
  const double scale = share ? 100 : 1;
  Table table({{.title = In(language, "WAVE", "波次"), .right = true},
               {.title = In(language, "BEGAN", "开始")},
               {.title = "N", .right = true},
               {.title = Printable(trend.question()), .right = true},
               {.title = "95 %", .right = true},
               {.title = In(language, "CHANGE", "变化"), .right = true},
               {.title = "P", .right = true},
               {.title = ""}});
  for (const TrendPoint& point : trend.points()) {
    std::vector<std::string> row = {WaveNumber(point.wave(), language),
                                    FormatTime(point.start_time())};
    if (point.suppressed()) {
      row.insert(row.end(), {"", "", "", "", "", Suppressed(language)});
      table.Add(std::move(row));
      continue;
    }
    row.push_back(FormatCount(point.answered()));
    row.push_back(point.has_value() ? Number(scale * point.value()) : "");
    row.push_back(point.has_interval() ? absl::StrCat(Number(scale * point.interval().low()), " … ",
                                                      Number(scale * point.interval().high()))
                                       : "");
    row.push_back(point.has_change() ? absl::StrFormat("%+.2f", scale * point.change()) : "");
    row.push_back(point.has_p_value() ? PValueText(point.p_value()) : "");
    row.push_back(MarkText(point.mark(), language));
    table.Add(std::move(row));
  }
  if (table.empty()) {
    session.out() << In(language, "the campaign has no waves: nothing to compare\n",
                        "该调查没有波次，无从比较\n");
    return;
  }
  session.err() << texts.Of(trend.question()) << "\n";
  session.out() << table.Render(session.out_terminal());
}

void PrintCrossTable(Session& session, const CrossTable& cross, const QuestionTexts& texts,
                     Language language) {
  const auto count = [](bool told, int64_t value) {
    return told ? FormatCount(value) : std::string("·");
  };
  const auto label = [&](const std::string& of, const std::string& value) {
    if (of == "survey.wave" && value == "0") return NoWave(language);
    return value.empty() ? std::string(In(language, "(not known)", "（未知）"))
                         : texts.OfOption(of, value);
  };
  for (const std::string& side : {cross.row(), cross.column()}) {
    if (const std::string text = texts.Of(side); text != side) session.err() << text << "\n";
  }
  std::vector<Column> columns = {{.title = Printable(cross.row() + " \\ " + cross.column())}};
  for (const CrossTableColumn& column : cross.columns()) {
    columns.push_back({.title = label(cross.column(), column.value()), .right = true});
  }
  columns.push_back({.title = In(language, "ALL", "合计"), .right = true});
  Table table(std::move(columns));
  bool hidden = false;
  for (const CrossTableRow& row : cross.rows()) {
    std::vector<std::string> cells = {label(cross.row(), row.value())};
    for (const CrossTableCell& cell : row.cells()) {
      cells.push_back(count(cell.has_count(), cell.count()));
      hidden = hidden || !cell.has_count();
    }
    cells.push_back(count(row.has_total(), row.total()));
    table.Add(std::move(cells));
  }
  if (cross.rows().empty() || cross.total() == 0) {
    session.out() << In(language, "nobody has answered both, or nobody of those asked about\n",
                        "尚无同时回答两者的答卷\n");
    return;
  }
  std::vector<std::string> totals = {In(language, "all", "合计")};
  for (const CrossTableColumn& column : cross.columns()) {
    totals.push_back(count(column.has_total(), column.total()));
  }
  totals.push_back(FormatCount(cross.total()));
  table.Add(std::move(totals));
  session.out() << table.Render(session.out_terminal());
  if (cross.has_association()) session.out() << AssociationText(cross, language);
  if (hidden) {
    session.err() << In(language, "· is not told: too few, or it would tell who the few are\n",
                        "· 为保护少数作答者而不显示\n");
  }
}

void PrintDrivers(Session& session, const DriverAnalysis& analysis, const QuestionTexts& texts,
                  Language language) {
  if (analysis.suppressed()) {
    session.out() << Suppressed(language) << "\n";
    return;
  }
  const int terminal_width = session.out_terminal().width;
  const int width = terminal_width > 0 ? std::min(terminal_width, kChartWidth) : kChartWidth;
  session.out() << RenderDriverChart(analysis, session.out_terminal(), language, width,
                                     kChartHeight)
                << "\n";
  Table table({{.title = ""},
               {.title = In(language, "DRIVER", "驱动因素"), .shrinks = true},
               {.title = In(language, "SHARE", "贡献"), .right = true},
               {.title = ""},
               {.title = "β", .right = true},
               {.title = "r", .right = true},
               {.title = "N", .right = true},
               {.title = In(language, "MEAN", "均值"), .right = true},
               {.title = In(language, "PERFORMANCE", "绩效"), .right = true},
               {.title = ""}});
  double most = 1e-9;
  for (const Driver& driver : analysis.drivers()) most = std::max(most, driver.shapley_share());
  for (int i = 0; i < analysis.drivers_size(); ++i) {
    const Driver& driver = analysis.drivers(i);
    table.Add({std::string(1, DriverLetter(i)), texts.Of(driver.question()),
               FormatShare(driver.shapley_share()), BarText(driver.shapley_share() / most, kBar),
               driver.has_weight() ? absl::StrFormat("%+.3f", driver.weight()) : "",
               driver.has_pearson() ? absl::StrFormat("%+.3f", driver.pearson()) : "",
               FormatCount(driver.answered()), driver.has_mean() ? Number(driver.mean()) : "",
               driver.has_performance() ? FormatShare(driver.performance()) : "",
               QuadrantName(driver.quadrant(), language)});
  }
  session.out() << table.Render(session.out_terminal());
  session.out() << absl::StrFormat("R² = %.3f (", analysis.r_squared())
                << Printable(analysis.outcome()) << "), " << FormatCount(analysis.complete_count())
                << In(language, " complete answers of ", " 份完整答卷，共 ")
                << FormatCount(analysis.response_count()) << In(language, "", " 份") << "\n";
  if (!analysis.enough()) {
    session.err() << In(language, "fewer than ten complete answers a driver: weights say little\n",
                        "每个驱动因素不足十份完整答卷，权重仅供参考\n");
  }
}

void PrintKano(Session& session, const KanoAnalysis& analysis, const QuestionTexts& texts,
               Language language) {
  if (analysis.suppressed()) {
    session.out() << Suppressed(language) << "\n";
    return;
  }
  if (analysis.needs().empty()) {
    session.out() << In(language,
                        "the questionnaire asks no KANO pairs; surveys figures has what it asks\n",
                        "问卷中没有 KANO 题；各题结果见 surveys figures\n");
    return;
  }
  Table table({{.title = In(language, "NEED", "需求"), .shrinks = true},
               {.title = "N", .right = true},
               {.title = "M", .right = true},
               {.title = "O", .right = true},
               {.title = "A", .right = true},
               {.title = "I", .right = true},
               {.title = "R", .right = true},
               {.title = "Q", .right = true},
               {.title = In(language, "BETTER", "增加后满意系数"), .right = true},
               {.title = In(language, "WORSE", "消除后不满意系数"), .right = true},
               {.title = In(language, "CLASS", "类别")},
               {.title = ""}});
  for (const KanoNeed& need : analysis.needs()) {
    const bool any = need.answered() > 0;
    std::string note = need.mixed() ? In(language, "mixed", "混合型") : "";
    if (any && !need.significant()) {
      absl::StrAppend(&note, note.empty() ? "" : ", ",
                      In(language, "not significant", "差异不显著"));
    }
    table.Add({texts.Of(need.question()), FormatCount(need.answered()), FormatCount(need.must_be()),
               FormatCount(need.one_dimensional()), FormatCount(need.attractive()),
               FormatCount(need.indifferent()), FormatCount(need.reverse()),
               FormatCount(need.questionable()), need.has_better() ? Number(need.better()) : "",
               need.has_worse() ? Number(need.worse()) : "",
               any ? ClassText(need.kano_class(), language) : "", note});
  }
  session.out() << table.Render(session.out_terminal());
  session.err() << KanoLegend(language);
}

}  // namespace mainstay::ctl
