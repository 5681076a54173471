// Templates that look ahead: churn, market research, risk check, KANO.
#include "services/survey/questionnaires/template_parts.h"

namespace mainstay::survey {

QuestionnaireTemplate ChurnTemplate() {
  QuestionnaireContent content;
  content.title = {"我们想知道原因", "We would like to know why"};
  content.intro = {"我们注意到您最近减少或停止了采购。无论原因是什么，您的坦率对我们都很重要。",
                   "You have bought less from us lately, or nothing. Whatever the reason, your "
                   "frankness matters to us."};
  content.thanks = {"感谢您的坦率。", "Thank you for being frank with us."};
  content.sections = {
      {.key = "what",
       .questions = {Required(
           AskOne("situation", "下面哪种情况最符合您？", "Which of these describes it best?",
                  {Choice("paused", "需求暂时减少，以后会恢复",
                          "Our need is lower for now and will return"),
                   Choice("moved", "已改向其他供应商采购", "We buy from another supplier now"),
                   Choice("ended", "不再需要此类产品", "We no longer need such products"),
                   Choice("still", "仍在正常采购", "We still buy as before")}))}},
      {.key = "why",
       .visible_if = "situation in ['paused', 'moved']",
       .questions =
           {AskMany("reasons", "主要原因有哪些？（最多三项）",
                    "What are the main reasons? (at most three)",
                    {Choice("price", "价格", "Price"),
                     Choice("quality", "质量问题", "Quality problems"),
                     Choice("delivery", "交期或供货不稳定", "Late or unsteady delivery"),
                     Choice("service", "服务与响应", "Service and response"),
                     Choice("range", "产品不全或技术落后", "Range too small or technology behind"),
                     Choice("terms", "付款或合同条件", "Payment or contract terms"),
                     Choice("inside", "内部调整或项目结束",
                            "Changes on your side, or the project ended"),
                     OtherChoice()}),
            If("contains(reasons, 'quality') or contains(reasons, 'delivery')",
               AskText("incident", "请描述最近一次让您失望的经历。",
                       "Please describe the last time we disappointed you.")),
            If("situation = 'moved'", AskText("competitor_strength", "新的供应商哪些方面做得更好？",
                                              "What does the other supplier do better?"))}},
      {.key = "back",
       .visible_if = "situation != 'ended'",
       .questions = {Required(Labelled(
                         {"完全不可能", "Not at all likely"}, {"非常可能", "Very likely"},
                         AskOf("return_likelihood", QuestionKind::kRating,
                               "未来六个月内您有多大可能恢复或增加采购？",
                               "How likely are you to buy again, or more, within six months?"))),
                     AskText("condition", "什么条件会让您重新考虑我们？",
                             "What would make you consider us again?"),
                     AskOne("call", "您愿意和我们的负责人谈一谈吗？",
                            "Would you talk to the person in charge at our side?",
                            {Choice("yes", "愿意", "Yes"), Choice("no", "暂时不必", "Not now")})}}};
  content.sections[1].questions[0].max_choices = 3;
  return {
      "churn",
      {"流失调查", "Churn survey"},
      {"面向采购减少或停止的客户：情况、原因、是否可能回来。",
       "For customers who buy less or nothing: what happened, why, and whether they may return."},
      std::move(content)};
}

QuestionnaireTemplate MarketResearchTemplate() {
  QuestionnaireContent content;
  content.title = {"市场需求调研", "What the market needs"};
  content.intro = {"我们在规划下一代产品与服务，想先听听您的看法。约需六分钟。",
                   "We are planning our next products and services and would like to hear you "
                   "first. It takes about six minutes."};
  content.thanks = {"感谢您的参与！", "Thank you for taking part!"};
  Question budget = AskOf("budget", QuestionKind::kNumber,
                          "贵公司今年在此类产品上的预算大约是多少？（万元人民币）",
                          "About how much does your company plan to spend on such products this "
                          "year? (10,000 CNY)");
  budget.minimum = 0;
  budget.maximum = 10'000'000;
  Question suppliers = AskOf("suppliers", QuestionKind::kNumber, "目前有几家供应商？",
                             "How many suppliers do you have for them?");
  suppliers.minimum = 0;
  suppliers.maximum = 1000;
  suppliers.whole_number = true;
  Question importance =
      Labelled({"不重要", "Not important"}, {"非常重要", "Very important"},
               AskOf("importance", QuestionKind::kMatrix, "选择供应商时，以下因素有多重要？",
                     "How important are these when you choose a supplier?"));
  importance.rows = {{"price", {"价格", "Price"}},
                     {"quality", {"质量稳定性", "Steady quality"}},
                     {"delivery", {"交期", "Lead time"}},
                     {"innovation", {"新技术", "New technology"}},
                     {"service", {"本地服务", "Local service"}},
                     {"sustainability", {"环保与合规", "Sustainability and compliance"}}};
  importance.random_order = true;
  content.sections = {
      {.key = "company",
       .title = {"贵公司的情况", "Your company"},
       .questions = {Required(AskOne(
                         "trend", "未来一年贵公司对此类产品的需求会怎样？",
                         "How will your need for such products develop next year?",
                         {Choice("grow", "增长", "Grow"), Choice("same", "持平", "Stay the same"),
                          Choice("shrink", "下降", "Shrink"),
                          Choice("unknown", "不确定", "I cannot say")})),
                     budget, suppliers}},
      {.key = "choice",
       .title = {"您如何选择", "How you choose"},
       .questions = {importance, AskMany("channels", "您从哪里了解新产品和新供应商？",
                                         "Where do you learn of new products and suppliers?",
                                         {Choice("fairs", "展会", "Trade fairs"),
                                          Choice("peers", "同行介绍", "Colleagues in the industry"),
                                          Choice("web", "网络与媒体", "Web and press"),
                                          Choice("sales", "供应商拜访", "Visits by suppliers"),
                                          Choice("tenders", "招标平台", "Tender platforms"),
                                          OtherChoice(), NoneChoice("都没有", "None of these")})}},
      {.key = "outlook",
       .title = {"展望", "Outlook"},
       .questions = {
           If("trend = 'grow'", AskText("growth_needs", "增长主要来自哪些应用？",
                                        "Which uses does the growth come from?")),
           If("trend = 'shrink'",
              AskText("shrink_reasons", "下降的主要原因是什么？", "Why will it shrink?")),
           AskText("missing", "目前市场上缺少什么样的产品或服务？",
                   "Which product or service is missing in the market?"),
           AskOne("pilot", "如有新产品，您愿意参与试用吗？",
                  "Would you take part in a trial of a new product?",
                  {Choice("yes", "愿意", "Yes"), Choice("maybe", "视情况而定", "It depends"),
                   Choice("no", "不愿意", "No")})}}};
  return {"market_research",
          {"市场调研", "Market research"},
          {"需求趋势、选择标准、信息渠道与空白点。",
           "Demand, what suppliers are chosen by, sources of information, and gaps."},
          std::move(content)};
}

QuestionnaireTemplate RiskCheckTemplate() {
  QuestionnaireContent content;
  content.title = {"合作健康度检查", "How healthy is our cooperation?"};
  content.intro = {"请从您的角度看看我们的合作有没有隐患，约需两分钟。",
                   "Please look at our cooperation from your side, for two minutes."};
  content.thanks = {"谢谢！您的客户经理会和您一起看结果。",
                    "Thank you! Your account manager will go through it with you."};
  Question statements =
      Labelled({"完全不同意", "Strongly disagree"}, {"完全同意", "Strongly agree"},
               AskOf("health", QuestionKind::kMatrix, "您同意以下说法吗？", "Do you agree?"));
  statements.required = true;
  statements.rows = {
      {"plan", {"我们清楚双方下一年的合作计划", "We know what we plan together for next year"}},
      {"contacts", {"我们知道遇到问题该找谁", "We know whom to turn to with a problem"}},
      {"promises", {"对方说到做到", "What is promised to us is done"}},
      {"management", {"双方管理层保持沟通", "Our managements are in touch"}},
      {"first_choice",
       {"有新需求时会优先考虑对方", "We think of this company first for new needs"}}};
  content.sections = {
      {.key = "health", .questions = {statements}},
      {.key = "risks",
       .questions = {
           AskMany("changes", "未来半年贵公司会有以下变化吗？",
                   "Will any of these happen at your company within six months?",
                   {Choice("contact", "对接人或负责人变动", "A change of our contact or manager"),
                    Choice("tender", "重新招标或比价", "A new tender or comparison of prices"),
                    Choice("budget", "预算缩减", "A smaller budget"),
                    Choice("relocation", "生产转移或关闭", "Production moved or closed"),
                    Choice("insource", "改为自产或整合供应商",
                           "Making it yourselves, or fewer suppliers"),
                    NoneChoice("都没有", "None of these")}),
           If("contains(changes, 'tender') or health.first_choice <= 2",
              AskText("tender_points", "我们最需要改善的是什么，才能继续合作？",
                      "What must we do better to go on working with you?")),
           If("contains(changes, 'contact')",
              AskText("new_contact", "以后由谁负责？我们想尽早认识。",
                      "Who will be in charge? We would like to meet early.")),
           Required(
               Labelled({"非常不稳固", "Very shaky"}, {"非常稳固", "Very solid"},
                        AskOf("solidity", QuestionKind::kRating, "您认为双方的合作关系有多稳固？",
                              "How solid do you think our cooperation is?")))}}};
  content.drivers = {.outcome = "solidity",
                     .drivers = {"health.plan", "health.contacts", "health.promises",
                                 "health.management", "health.first_choice"}};
  return {"risk_check",
          {"风险排查", "Risk check"},
          {"面向重点客户的合作健康度检查，尽早发现流失风险。",
           "A health check with important customers, to see risks before they leave."},
          std::move(content)};
}

QuestionnaireTemplate KanoTemplate() {
  const auto need = [](std::string key, std::string zh, std::string en) {
    return Required(AskOf(std::move(key), QuestionKind::kKano, std::move(zh), std::move(en)));
  };
  QuestionnaireContent content;
  content.title = {"您真正需要什么", "What you really need"};
  content.intro = {
      "每项功能有两个问题：有它时您怎么想，没有它时您怎么想。请凭直觉回答。",
      "There are two questions to each feature: how you feel if it is there, and how if "
      "it is not. Please answer as you feel."};
  content.thanks = {"感谢！结果会决定我们先做什么。",
                    "Thank you! The results decide what we build first."};
  content.sections = {
      {.key = "ordering",
       .title = {"订货与交付", "Ordering and delivery"},
       .questions = {need("tracking", "在线订单跟踪", "online order tracking"),
                     need("fixed_dates", "固定的交货日", "fixed delivery days"),
                     need("stock_view", "实时库存查询", "a live view of stock")}},
      {.key = "support",
       .title = {"服务与支持", "Service and support"},
       .questions = {need("hotline", "24 小时技术热线", "a technical hotline round the clock"),
                     need("training", "现场培训", "training on site"),
                     need("spare_parts", "备件当日发货", "spare parts sent the same day")}},
      {.key = "wishes",
       .questions = {AskText("other_needs", "还有哪些您希望有的功能或服务？",
                             "Which other features or services would you like?")}}};
  return {
      "kano",
      {"KANO 需求研究", "KANO study"},
      {"用成对问题区分必备、期望与魅力需求；请把示例功能换成您的需求。",
       "Pairs of questions that tell basic, performance and attractive needs apart; put your own "
       "needs in the place of the examples."},
      std::move(content)};
}

}  // namespace mainstay::survey
