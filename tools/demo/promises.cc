// What was promised in the visits of the last kMonths months, and what became of it.
#include <string>

#include "absl/time/time.h"
#include "tools/demo/company.h"
#include "tools/demo/random.h"

namespace mainstay::demo {
namespace {

using namespace engagement::v1;  // NOLINT: the cards

constexpr uint64_t kPromises = 33;  // stream of chance

struct Promise {
  std::string_view subject, proof;
};
constexpr Promise kOurs[] = {
    {"提供每批次检验报告", "检验报告已随货发出，对方质检签收。"},
    {"答复账期延长申请", "财务批复已书面告知对方。"},
    {"补发中文操作说明", "说明书五十册已寄达，快递签收单存档。"},
    {"安排工程师上门调试", "调试记录由客户车间主任签字。"},
    {"Send samples for the trial", "Delivery note signed by their laboratory."},
    {"Name one contact for all plants", "Letter sent; they confirmed by e-mail."},
};
constexpr Promise kTheirs[] = {
    {"下月底前确认年度框架合同", "双方已签署，合同扫描件存档。"},
    {"结清上季度尾款", "银行回单显示全额到账。"},
    {"Share the forecast of the next quarter", "Forecast received by e-mail."},
};
constexpr std::string_view kBroken[] = {"供应商缺料，未能按期提供。", "内部评审未通过。"};

absl::CivilDay DayOf(const google::protobuf::Timestamp& time) {
  absl::TimeZone zone;
  absl::LoadTimeZone(kTimeZone, &zone);
  return absl::ToCivilDay(absl::FromUnixSeconds(time.seconds()), zone);
}

// Nine of ten are kept, most of them in time; some are broken, and some are simply late.
void Settle(absl::CivilDay due, std::string_view proof, Random& random, DemoPromise& promise) {
  const int fate = random.Below(100);
  if (fate < 88) {
    const absl::CivilDay kept = fate < 78 ? due - random.Between(0, 5) : due + 2;
    promise.kept_time = TimeOf(kept, random.Between(9, 17), 0);
    promise.proof = std::string(proof);
  } else if (fate < 94) {
    promise.broken_because = std::string(random.Pick<std::string_view>(kBroken));
  }
}

}  // namespace

void AddPromises(absl::CivilDay today, Company& company) {
  for (size_t i = 0; i < company.visits.size(); ++i) {
    DemoVisit& visit = company.visits[i];
    // A stream a visit: later days only add visits behind an account's.
    Random random({kSeed, kPromises, static_cast<uint64_t>(visit.account),
                   static_cast<uint64_t>(visit.card.planned_start_time().seconds())});
    if (!visit.made || !random.Chance(25)) continue;
    const bool ours = random.Chance(75);
    const Promise& said = ours ? random.Pick<Promise>(kOurs) : random.Pick<Promise>(kTheirs);
    const absl::CivilDay due = DayOf(visit.card.planned_start_time()) + random.Between(7, 45);
    DemoPromise& promise = visit.promise.emplace();
    promise.card.set_subject(std::string(said.subject));
    promise.card.set_party(ours ? COMMITMENT_PARTY_OURS : COMMITMENT_PARTY_CUSTOMER);
    if (ours) promise.card.set_promiser(visit.card.participants(0).user());
    promise.card.set_time_zone(kTimeZone);
    *promise.card.mutable_due_time() = TimeOf(due, 18, 0);
    if (due + 3 < today) Settle(due, said.proof, random, promise);
  }
}

}  // namespace mainstay::demo
