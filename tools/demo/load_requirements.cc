// What the customers ask for: 120 requirements on their way through the funnel, several of them
// merged, with their scores, a review meeting and two rankings.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include <mainstay/feedback/v1/requirement_service.pb.h>
#include <mainstay/feedback/v1/scoring_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/demo/loads.h"
#include "tools/demo/random.h"

namespace mainstay::demo {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of the API

constexpr char kRequirements[] = "feedback/RequirementService/";
constexpr char kScoring[] = "feedback/ScoringService/";
constexpr char kSetName[] = "年度需求评价";
constexpr uint64_t kChance = 41;  // stream of chance
constexpr int kCount = 120;

struct Topic {
  const char* title;
  const char* why;
};
constexpr Topic kTopics[] = {
    {"按批次提供检测报告", "入厂免检需要随货报告"},
    {"交货期提前一天通知", "仓库要提前安排卸货"},
    {"包装改为可回收周转箱", "减少废弃物处理费用"},
    {"标签增加二维码追溯", "质量问题能查到批次"},
    {"提供英文说明书", "海外工厂直接使用"},
    {"开通线上订单进度查询", "采购不必打电话问进度"},
    {"关键尺寸公差收紧一级", "装配一次合格率不够"},
    {"设立区域备件库", "停机等备件损失大"},
    {"提供现场安装指导", "首次使用总要返工"},
    {"缩短样品交付周期", "新项目节点赶不上"},
    {"对账单按项目拆分", "财务分摊成本方便"},
    {"支持分批发货", "库容有限"},
    {"提供材料环保证明", "客户审核要求"},
    {"增加耐腐蚀表面处理", "沿海工厂使用寿命短"},
    {"建立质量问题八小时响应", "产线不能久等"},
    {"提供三维图纸下载", "设计选型更快"},
    {"允许订单小批量起订", "试产数量少"},
    {"设专属技术联系人", "问题不必重复说明"},
    {"增加防错接口设计", "现场装反过多次"},
    {"每季度联合质量评审", "问题重复发生"},
    {"提供寿命测试数据", "制定保养计划需要"},
    {"电子发票自动推送", "纸质发票常丢失"},
    {"延长质保到两年", "与最终客户承诺一致"},
    {"周末可安排发货", "周一投产来不及"},
    {"替代料变更提前通知", "需要重新认证"},
    {"提供维修培训课程", "自己能做日常维护"},
    {"降低运行噪声", "车间噪声超标"},
    {"增加状态监测传感器", "想做预测性维护"},
    {"统一接口尺寸", "减少转接件"},
    {"提供能耗对比数据", "内部节能考核"},
    {"优化开箱防护", "运输划伤"},
    {"提供移动端报修", "现场人员不带电脑"},
    {"合同模板标准化", "法务审批时间长"},
    {"订单变更在线确认", "邮件来回容易错"},
    {"按项目配套供货", "现场少缺件"},
    {"提供安全库存寄售", "避免断供"},
    {"出货前提供照片", "提前核对实物"},
    {"增加快速更换结构", "换型时间太长"},
    {"提供清洁度检测", "精密装配要求"},
    {"建立价格联动机制", "原料波动大"},
};
constexpr int kTopicCount = static_cast<int>(std::size(kTopics));
constexpr const char* kScopes[] = {"标准件", "定制件", "备件"};
// Of these topics what is asked for custom parts says the same as for standard ones.
constexpr int kMergedTopics[] = {3, 9, 14, 21, 27, 33, 38};

std::string Title(int index) {
  return absl::StrCat(kTopics[index % kTopicCount].title, "（", kScopes[index / kTopicCount], "）");
}

// Calls a write with a request id of its own content.
template <class Res, class Request>
absl::StatusOr<Res> Write(LoaderSession& session, const std::string& method, Request request) {
  request.set_request_id(RequestId(method, request));
  return session.Call<Res>(method, request);
}

void SetDay(absl::CivilDay day, google::type::Date* date) {
  date->set_year(static_cast<int>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

// The requirements that are there, by title. Request ids last a day, and what is asked for has the
// day in it: a load that broke off knows by the title what it made before.
using Requirements = std::map<std::string, Requirement>;

absl::StatusOr<Requirements> RequirementsThere(LoaderSession& session) {
  ListRequirementsRequest request;
  request.set_parent("accounts/-");
  request.set_page_size(500);
  request.set_show_merged(true);
  Requirements requirements;
  do {
    ASSIGN_OR_RETURN(const auto page,
                     session.Call<ListRequirementsResponse>(
                         absl::StrCat(kRequirements, "ListRequirements"), request));
    for (const Requirement& r : page.requirements()) requirements.emplace(r.title(), r);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return requirements;
}

// Requirement `index` as it is taken in: what large customers want is asked for by more.
CreateRequirementRequest Asked(const LoaderSession& session, int index, Random& random) {
  const Company& company = session.company;
  CreateRequirementRequest create;
  Requirement& r = *create.mutable_requirement();
  const Topic& topic = kTopics[index % kTopicCount];
  r.set_title(Title(index));
  r.set_what(topic.title);
  r.set_why(topic.why);
  const int asking = random.Between(1, 6);
  for (int i = 0; i < asking; ++i) {
    const int account = random.Below(static_cast<int>(company.accounts.size()));
    RequirementAsker& asker = *r.add_askers();
    asker.set_account(session.names[account]);
    asker.set_words(topic.why);
    *asker.mutable_say_time() = TimeOf(company.today - random.Between(10, 180), 10, 30);
    if (i == 0) r.set_accountable(company.accounts[account].card.owner());
  }
  r.set_responsible(r.accountable());
  r.set_urgency(random.Between(1, 5));
  r.set_importance(random.Between(1, 5));
  SetDay(company.today + random.Between(-20, 180), r.mutable_due_date());
  if (random.Chance(60)) {
    r.set_kano_class(static_cast<KanoClass>(random.Between(1, 3)));
    r.set_kano_source("客户访谈");
  }
  return create;
}

absl::Status Move(LoaderSession& session, const std::string& name, const std::string& verb,
                  const std::string& note = "") {
  RequirementVerbRequest request;
  request.set_name(name);
  request.set_note(note);
  return Write<Requirement>(session, absl::StrCat(kRequirements, verb, "Requirement"), request)
      .status();
}

absl::Status Score(LoaderSession& session, const std::string& name, const std::string& set,
                   const std::vector<std::pair<std::string, double>>& scores, bool realized) {
  SetRequirementScoresRequest request;
  request.set_name(name);
  request.set_criteria_set(set);
  request.set_realized(realized);
  for (const auto& [criterion, score] : scores) {
    request.add_scores()->set_criterion(criterion);
    request.mutable_scores(request.scores_size() - 1)->set_score(score);
  }
  return Write<RequirementScores>(session, absl::StrCat(kScoring, "SetRequirementScores"), request)
      .status();
}

// Takes it in, scores it, and takes it as far as it has come. One that an earlier load took farther
// than in stays as it is.
absl::StatusOr<std::string> LoadOne(LoaderSession& session, const Requirements& there,
                                    const std::string& set, int index) {
  Random random({kSeed, kChance, static_cast<uint64_t>(index)});
  const CreateRequirementRequest asked = Asked(session, index, random);
  Requirement made;
  if (const auto found = there.find(asked.requirement().title()); found != there.end()) {
    made = found->second;
    if (made.state() != REQUIREMENT_STATE_COLLECTED || !made.merged_into().empty()) {
      return made.name();
    }
  } else {
    ASSIGN_OR_RETURN(
        made, Write<Requirement>(session, absl::StrCat(kRequirements, "CreateRequirement"), asked));
  }
  const std::string& name = made.name();
  const int effect = random.Between(1, 10), effort = random.Between(3, 120);
  std::vector<std::pair<std::string, double>> scores = {
      {"effect", effect}, {"fit", random.Between(1, 5)}, {"risk", random.Between(1, 5)}};
  // Some nobody has estimated yet.
  if (index % 25 != 7) scores.push_back({"effort", effort});
  RETURN_IF_ERROR(Score(session, name, set, scores, /*realized=*/false));
  constexpr std::array<const char*, 5> kWay = {"Screen", "Assess", "Plan", "Start", "Deliver"};
  const int steps = random.Between(0, 6);
  for (int i = 0; i < steps && i < static_cast<int>(kWay.size()); ++i) {
    RETURN_IF_ERROR(Move(session, name, kWay[i]));
  }
  if (steps >= 5) {
    RETURN_IF_ERROR(Score(session, name, set,
                          {{"effect", std::clamp(effect - random.Between(-1, 3), 0, 10)},
                           {"fit", random.Between(1, 5)},
                           {"value", static_cast<double>(made.value())},
                           {"urgency", made.urgency()},
                           {"effort", effort + random.Between(-2, 20)},
                           {"risk", random.Between(1, 5)}},
                          /*realized=*/true));
  }
  if (steps == 6) RETURN_IF_ERROR(Move(session, name, "Validate", "回访确认已满足"));
  if (steps < 4 && index % 17 == 5) {
    RETURN_IF_ERROR(Move(session, name, "Reject", "投入大，只有个别客户需要"));
  }
  return name;
}

absl::StatusOr<CriteriaSet> LoadSet(LoaderSession& session) {
  struct Row {
    const char* id;
    const char* title;
    CriterionDirection direction;
    double weight;
    CriterionSource source;
    double min, max;  // both 0: no scale
  };
  constexpr Row kRows[] = {
      {"effect", "预期效果", CRITERION_DIRECTION_BENEFIT, 30, CRITERION_SOURCE_HAND, 0, 10},
      {"fit", "战略契合", CRITERION_DIRECTION_BENEFIT, 15, CRITERION_SOURCE_HAND, 1, 5},
      {"value", "客户价值", CRITERION_DIRECTION_BENEFIT, 25, CRITERION_SOURCE_VALUE, 0, 0},
      {"urgency", "紧急程度", CRITERION_DIRECTION_BENEFIT, 10, CRITERION_SOURCE_URGENCY, 1, 5},
      {"effort", "投入人日", CRITERION_DIRECTION_COST, 15, CRITERION_SOURCE_HAND, 0, 0},
      {"risk", "实施风险", CRITERION_DIRECTION_COST, 5, CRITERION_SOURCE_HAND, 1, 5},
  };
  CreateCriteriaSetRequest create;
  create.mutable_criteria_set()->set_display_name(kSetName);
  for (const Row& row : kRows) {
    Criterion& criterion = *create.mutable_criteria_set()->add_criteria();
    criterion.set_id(row.id);
    criterion.set_display_name(row.title);
    criterion.set_direction(row.direction);
    criterion.set_weight(row.weight);
    criterion.set_source(row.source);
    if (row.max == 0) continue;
    criterion.mutable_scale()->set_min(row.min);
    criterion.mutable_scale()->set_max(row.max);
  }
  return Write<CriteriaSet>(session, absl::StrCat(kScoring, "CreateCriteriaSet"), create);
}

// A meeting that kept some as they are.
absl::Status Review(LoaderSession& session, const std::vector<std::string>& names) {
  ListRequirementReviewsRequest list;
  list.set_parent("accounts/-");
  ASSIGN_OR_RETURN(const auto there,
                   session.Call<ListRequirementReviewsResponse>(
                       absl::StrCat(kRequirements, "ListRequirementReviews"), list));
  if (there.requirement_reviews_size() > 0) return absl::OkStatus();
  CreateRequirementReviewRequest hold;
  RequirementReview& review = *hold.mutable_requirement_review();
  SetDay(session.company.today - 7, review.mutable_date());
  review.add_attendees(session.company.accounts[0].card.owner());
  review.set_minutes("季度需求评审：对照排序结果逐项讨论。");
  for (int i = 0; i < 5; ++i) {
    RequirementReview::Item& item = *review.add_decisions();
    item.set_requirement(names[i]);
    item.set_decision(REQUIREMENT_DECISION_KEEP);
    item.set_note("下季度再看");
  }
  return Write<RequirementReview>(session, absl::StrCat(kRequirements, "CreateRequirementReview"),
                                  hold)
      .status();
}

absl::Status Rank(LoaderSession& session, const CriteriaSet& set, const std::string& filter) {
  RankRequirementsRequest request;
  request.set_filter(filter);
  request.set_criteria_set(set.name());
  request.set_version(set.version());
  return Write<Ranking>(session, absl::StrCat(kScoring, "RankRequirements"), request).status();
}

// Ranks all that is not rejected by the set, and then what is still to be done by its next version,
// in which customers weigh more.
absl::Status RankTwice(LoaderSession& session, const CriteriaSet& set) {
  ASSIGN_OR_RETURN(const auto there,
                   session.Call<ListRankingsResponse>(absl::StrCat(kScoring, "ListRankings"),
                                                      ListRankingsRequest()));
  if (there.rankings_size() == 0) {
    RETURN_IF_ERROR(Rank(session, set, "state != REQUIREMENT_STATE_REJECTED"));
  }
  UpdateCriteriaSetRequest update;
  *update.mutable_criteria_set() = set;
  update.mutable_criteria_set()->mutable_criteria(2)->set_weight(35);
  update.set_reason("核心客户的声音更重要");
  ASSIGN_OR_RETURN(
      const auto changed,
      Write<CriteriaSet>(session, absl::StrCat(kScoring, "UpdateCriteriaSet"), update));
  return Rank(session, changed, "open = true");
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> RequirementNames(LoaderSession& session) {
  ASSIGN_OR_RETURN(const Requirements there, RequirementsThere(session));
  std::map<std::string, std::string> names;
  for (const auto& [title, requirement] : there) names[title] = requirement.name();
  return names;
}

absl::Status LoadRequirements(LoaderSession& session) {
  ASSIGN_OR_RETURN(const auto sets,
                   session.Call<ListCriteriaSetsResponse>(
                       absl::StrCat(kScoring, "ListCriteriaSets"), ListCriteriaSetsRequest()));
  CriteriaSet set;
  for (const CriteriaSet& made : sets.criteria_sets()) {
    if (made.display_name() == kSetName) set = made;
  }
  // Its second version is the last thing but one of a load that went through.
  if (set.version() > 1) return absl::OkStatus();
  if (set.name().empty()) {
    ASSIGN_OR_RETURN(set, LoadSet(session));
  }
  ASSIGN_OR_RETURN(const Requirements there, RequirementsThere(session));
  std::vector<std::string> names(kCount);
  RETURN_IF_ERROR(session.Parallel("requirements", kCount, [&](int i) -> absl::Status {
    ASSIGN_OR_RETURN(names[i], LoadOne(session, there, set.name(), i));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(Review(session, names));
  for (const int topic : kMergedTopics) {
    const auto merged = there.find(Title(topic + kTopicCount));
    if (merged != there.end() && !merged->second.merged_into().empty()) continue;
    MergeRequirementRequest merge;
    merge.set_name(names[topic + kTopicCount]);
    merge.set_into(names[topic]);
    merge.set_note("同一需求");
    RETURN_IF_ERROR(
        Write<Requirement>(session, absl::StrCat(kRequirements, "MergeRequirement"), merge)
            .status());
  }
  return RankTwice(session, set);
}

}  // namespace mainstay::demo
