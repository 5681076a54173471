#include "tools/demo/opinion_words.h"

#include <string_view>

#include "absl/strings/str_cat.h"

namespace mainstay::demo {
namespace {

struct Words {
  std::string_view bad_zh[2], good_zh[2], wish_zh;
  std::string_view bad_en, good_en, wish_en;
};

// By aspect.
constexpr Words kWords[kAspects] = {
    {{"产品质量不稳定，同一批次差别很大。", "到货抽检又发现不合格品，返工耽误了生产。"},
     {"产品质量一直稳定，基本不用返工。", "质量好，装机一年没有出过故障。"},
     "希望每批都附出厂检测报告。",
     "Quality varies from batch to batch; we had to rework parts again.",
     "Quality is steady, we hardly ever rework anything.",
     "Please send a test report with every batch."},
    {{"实际性能达不到样本上的参数。", "高负荷下性能下降明显。"},
     {"性能参数和样本一致。", "性能余量大，换型很顺利。"},
     "希望公布更完整的性能曲线。",
     "It does not reach the performance of the data sheet.",
     "It performs as the data sheet says.",
     "Please publish complete performance curves."},
    {{"交货太慢，经常延期，也没人提前通知。", "交货日期改了两次，生产线停了一天。"},
     {"交货比以前准时多了。", "交货准时，急单也能安排。"},
     "希望交货延期时提前三天通知我们。",
     "Delivery is late again and again, and nobody tells us.",
     "Deliveries are much more punctual than they were.",
     "Tell us three days ahead when a delivery will be late."},
    {{"包装太简单，运输途中有磕碰。", "纸箱受潮，外包装破损。"},
     {"包装结实，没有运输破损。", "标签清楚，入库很方便。"},
     "希望改用可回收的包装。",
     "Packaging is too thin; parts arrived damaged.",
     "Well packed, nothing was ever damaged.",
     "Please use packaging that can be returned."},
    {{"涨价太多，报价比同行高。", "价格一涨再涨，内部很难解释。"},
     {"价格合理，性价比高。", "批量价格有竞争力。"},
     "希望签年度框架价格，不要频繁涨价。",
     "Prices went up too much; competitors quote less.",
     "Fair prices for what we get.",
     "A yearly frame price would help us plan."},
    {{"客户经理换了三个人，每次都要重新解释。", "对接人不了解我们的工艺。"},
     {"客户经理很负责，随叫随到。", "对接人员专业，能给出好的建议。"},
     "希望固定一位对接人。",
     "Our contact changed three times and we explain everything anew.",
     "Our account manager knows our plant and cares.",
     "One contact who stays would be good."},
    {{"报修之后两天没人回电话，响应太慢。", "询价要等一周才有回复。"},
     {"响应速度快，当天就有回复。", "报修两小时内就有工程师联系。"},
     "希望询价当天回复。",
     "Answers take too long; two days without a call back.",
     "Quick answers, usually on the same day.",
     "Answer our enquiries on the same day."},
    {{"技术支持只会读手册，问题没有解决。", "调试时找不到技术人员。"},
     {"技术支持到位，现场一次解决。", "工程师经验丰富。"},
     "希望开放在线技术培训。",
     "Technical support reads the manual to us and solves nothing.",
     "The engineers solved it on their first visit.",
     "Offer technical training online."},
    {{"投诉处理拖了一个月，没有结论。", "同样的投诉提了两次，还是没有解决。"},
     {"投诉处理及时，有原因分析。", "出了问题不推诿，处理到底。"},
     "希望投诉处理的进展能主动告知。",
     "Our complaint was open for a month without any result.",
     "Complaints are handled openly and to the end.",
     "Keep us informed while a complaint is open."},
    {{"发票金额与订单不符，对账很费时间。", "单据经常缺合格证。"},
     {"对账清楚，发票及时。", "单据齐全，入账很快。"},
     "希望提供电子对账单。",
     "Invoices do not match our orders; checking takes hours.",
     "Invoices are correct and in time.",
     "Send statements electronically."},
    {{"线上系统查不到订单进度。", "网站经常打不开，只能打电话。"},
     {"线上下单很方便。", "手机上就能查订单进度。"},
     "希望能在线查询订单进度。",
     "The portal does not show where our orders are.",
     "Ordering online is easy.",
     "Show the progress of orders online."}};

// How people begin, so that not everybody says the same.
std::string_view Opening(Random& random, bool english) {
  constexpr std::string_view kZh[] = {"", "", "最近", "总的来说，"};
  return english ? "" : random.Pick<std::string_view>(kZh);
}

}  // namespace

std::string Complaint(Random& random, const Opinion& opinion, bool english) {
  const Words& words = kWords[opinion.worst];
  const std::string_view opening = Opening(random, english);
  return absl::StrCat(opening, english ? words.bad_en : words.bad_zh[random.Below(2)]);
}

std::string Praise(Random& random, const Opinion& opinion, bool english) {
  const Words& words = kWords[opinion.best];
  const std::string_view opening = Opening(random, english);
  return absl::StrCat(opening, english ? words.good_en : words.good_zh[random.Below(2)]);
}

std::string Wish(Random& random, const Opinion& opinion, bool english) {
  // Now and then something else than what is worst.
  const auto about = random.Chance(70)
                         ? opinion.worst
                         : static_cast<Aspect>(random.Below(static_cast<int>(kAspects)));
  return std::string(english ? kWords[about].wish_en : kWords[about].wish_zh);
}

}  // namespace mainstay::demo
