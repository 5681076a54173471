// Templates about the whole relationship: satisfaction, the NPS pulse, the case follow-up.
#include "services/survey/questionnaires/template_parts.h"

namespace mainstay::survey {

QuestionnaireTemplate SatisfactionTemplate() {
  QuestionnaireContent content;
  content.title = {"客户满意度调查", "Customer satisfaction survey"};
  content.intro = {"感谢您抽出约五分钟时间。您的意见会直接影响我们下一年的改进重点。",
                   "Thank you for giving us about five minutes. What you tell us decides what we "
                   "improve next year."};
  content.thanks = {"感谢您的反馈！我们会把改进结果告诉您。",
                    "Thank you! We will tell you what we change because of it."};
  content.sections = {
      {.key = "overall",
       .title = {"总体评价", "Overall"},
       .questions = {AskCsat("overall", "总的来说，您对与我们的合作满意吗？",
                             "All in all, how satisfied are you with working with us?"),
                     AskNps("您有多大可能把我们推荐给同行或合作伙伴？",
                            "How likely are you to recommend us to a colleague or partner?")}},
      {.key = "product",
       .title = {"产品与交付", "Products and delivery"},
       .questions = {AskSatisfactionWith(
           "product", "您对以下各方面满意吗？", "How satisfied are you with the following?",
           {{"quality", {"产品质量", "Product quality"}},
            {"performance", {"产品性能与规格符合度", "Performance against specification"}},
            {"delivery", {"交货准时率", "Delivery on time"}},
            {"packaging", {"包装与运输", "Packaging and transport"}},
            {"price", {"性价比", "Value for money"}}})}},
      {.key = "service",
       .title = {"服务与沟通", "Service and communication"},
       .questions = {AskSatisfactionWith(
                         "service", "您对以下各方面满意吗？",
                         "How satisfied are you with the following?",
                         {{"contact", {"对接人员的专业程度", "Expertise of your contact"}},
                          {"response", {"响应速度", "Speed of response"}},
                          {"support", {"技术支持", "Technical support"}},
                          {"complaints", {"投诉处理", "Handling of complaints"}},
                          {"documents", {"单据与对账", "Documents and invoicing"}}}),
                     AskOf(
                         "effort", QuestionKind::kCes, "“与这家公司打交道很省事。”您同意吗？",
                         "“This company makes it easy to do business with them.” Do you agree?")}},
      {.key = "reasons",
       .title = {"我们还有差距", "Where we fall short"},
       .visible_if = "overall <= 3 or nps <= 6",
       .questions = {AskMany(
                         "reasons", "最让您不满意的是哪几点？（最多三项）",
                         "What disappoints you most? (at most three)",
                         {Choice("quality", "产品质量", "Product quality"),
                          Choice("delivery", "交货", "Delivery"), Choice("price", "价格", "Price"),
                          Choice("response", "响应速度", "Speed of response"),
                          Choice("support", "技术支持", "Technical support"),
                          Choice("people", "人员变动或态度", "Our people: changes or attitude"),
                          OtherChoice()}),
                     AskText("improve", "请告诉我们具体发生了什么，我们会跟进。",
                             "Please tell us what happened; we will follow it up.")}},
      {.key = "closing",
       .title = {"最后", "Finally"},
       .questions = {If("nps >= 9", AskText("praise", "您最看重我们的哪一点？",
                                            "What do you value most about us?")),
                     AskText("wishes", "如果只能改进一件事，您希望是什么？",
                             "If we could improve one thing only, what should it be?")}}};
  content.sections[2].questions[1] =
      Labelled({"完全不同意", "Strongly disagree"}, {"完全同意", "Strongly agree"},
               content.sections[2].questions[1]);
  content.sections[3].questions[0].max_choices = 3;
  content.drivers = {
      .outcome = "overall",
      .drivers = {"product.quality", "product.performance", "product.delivery", "product.packaging",
                  "product.price", "service.contact", "service.response", "service.support",
                  "service.complaints", "service.documents"}};
  return {
      "satisfaction",
      {"客户满意度调查", "Customer satisfaction"},
      {"年度或半年度的全面满意度调查：总体、产品与交付、服务，含驱动因素模型。",
       "The yearly or half-yearly survey of everything: overall, products and delivery, service, "
       "with a driver model."},
      std::move(content)};
}

QuestionnaireTemplate NpsPulseTemplate() {
  QuestionnaireContent content;
  content.title = {"一分钟反馈", "One minute of feedback"};
  content.thanks = {"谢谢您！", "Thank you!"};
  content.sections = {
      {.key = "recommend",
       .questions = {AskNps("您有多大可能把我们推荐给同行或合作伙伴？",
                            "How likely are you to recommend us to a colleague or partner?")}},
      {.key = "why",
       .questions = {
           If("nps <= 6", AskText("detractor_reason", "很抱歉没有让您满意。主要原因是什么？",
                                  "We are sorry to hear that. What is the main reason?")),
           If("nps in [7, 8]", AskText("passive_reason", "怎样做才能让您给我们 9 分或 10 分？",
                                       "What would make it a 9 or a 10?")),
           If("nps >= 9", AskText("promoter_reason", "您最满意的是哪一点？",
                                  "What are you most pleased with?")),
           If("nps >= 9", AskOne("referral", "您愿意为我们介绍一位同行吗？",
                                 "Would you introduce us to a colleague in your industry?",
                                 {Choice("yes", "愿意，请联系我", "Yes, please contact me"),
                                  Choice("later", "以后再说", "Perhaps later"),
                                  Choice("no", "不方便", "I would rather not")})),
           AskText("anything_else", "还有什么想告诉我们的吗？",
                   "Is there anything else you would like to tell us?")}}};
  return {"nps_pulse",
          {"NPS 快速调查", "NPS pulse"},
          {"一个问题加一个追问，按得分分流；适合每季度一次。",
           "One question and one more by the score; for every quarter."},
          std::move(content)};
}

QuestionnaireTemplate CaseFollowUpTemplate() {
  QuestionnaireContent content;
  content.title = {"投诉处理回访", "How we handled your complaint"};
  content.intro = {
      "您反映的问题已经处理完毕，请用一分钟告诉我们处理得怎么样。",
      "What you complained of has been dealt with. Please take a minute to tell us how "
      "it went."};
  content.thanks = {"感谢您的回复。如果问题还没有解决，我们会马上联系您。",
                    "Thank you. If it is not solved yet, we will be in touch at once."};
  content.sections = {
      {.key = "result",
       .questions = {Required(AskOne(
                         "solved", "您反映的问题解决了吗？", "Is the problem solved?",
                         {Choice("yes", "已解决", "Yes"), Choice("partly", "部分解决", "Partly"),
                          Choice("no", "没有解决", "No")})),
                     AskCsat("handling", "您对这次处理满意吗？",
                             "How satisfied are you with the way it was handled?"),
                     Labelled({"完全不同意", "Strongly disagree"}, {"完全同意", "Strongly agree"},
                              AskOf("effort", QuestionKind::kCes,
                                    "“解决这个问题没有让我费什么力气。”您同意吗？",
                                    "“It was easy for me to get this solved.” Do you agree?"))}},
      {.key = "details",
       .visible_if = "solved in ['partly', 'no'] or handling <= 3",
       .questions = {
           AskMany(
               "shortcomings", "哪些方面没有做好？", "What did not go well?",
               {Choice("slow", "处理太慢", "It took too long"),
                Choice("informed", "没有及时告知进展", "I was not kept informed"),
                Choice("solution", "方案没有解决根本问题", "The solution did not go to the root"),
                Choice("attitude", "人员态度", "The attitude of our people"),
                Choice("repeat", "同样的问题再次出现", "The same thing happened again"),
                OtherChoice()}),
           AskText("open_points", "还有哪些问题需要我们继续处理？", "What is still to be done?")}}};
  return {"case_follow_up",
          {"投诉回访", "Case follow-up"},
          {"投诉结案后的回访：是否解决、是否满意、费力程度。",
           "After a complaint was closed: solved or not, satisfaction, effort."},
          std::move(content)};
}

}  // namespace mainstay::survey
