// The real airline survey (airline_testing.h), as R analyses it: r_figures.R made the figures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>

#include "services/survey/analysis/airline_testing.h"
#include "services/survey/analysis/cross_table.h"
#include "services/survey/analysis/driver_analysis.h"
#include "services/survey/analysis/figures.h"

namespace mainstay::survey {
namespace {

constexpr double kAgree = 1e-10;

using Values = std::array<double, kAirlineDrivers>;
struct RFigures {
  int64_t respondents, complete;
  Values mean, pearson, spearman, weight, error, p_value, part;
  double r_squared, adjusted_r_squared;
};

// 0 taken as what it is, "not applicable".
const RFigures kFigures = {
    .respondents = 25976,
    .complete = 23863,
    .mean = {2.8127806700314, 3.21788981500305, 2.88971389370889, 2.9770942408377, 3.21845015606335,
             3.34564049913126, 3.44922235910071, 3.35827044509472, 3.38592438592439,
             3.36649903288201, 3.63323837388358, 3.31417462272867, 3.64953414953415,
             3.28647878647879},
    .pearson = {0.372588492467679, -0.0650229622864523, 0.218389333254186, -0.012216182592291,
                0.231523761813355, 0.571297031114591, 0.37202988056112, 0.438028121033803,
                0.34758010434275, 0.340266407486868, 0.275823342305068, 0.253067704277495,
                0.269135797812805, 0.339747302625518},
    .spearman = {0.355529255534049, -0.0626883613311284, 0.212099407596301, -0.0118245634000507,
                 0.227585424955807, 0.594670856508596, 0.384409296534787, 0.438858790792718,
                 0.355857203351873, 0.34241178485058, 0.298567804114757, 0.248971986767207,
                 0.290275429751717, 0.337975794883155},
    .weight = {0.166023921135503, -0.199348256185234, 0.0578466670548672, 0.00739371440283571,
               -0.0447500050422769, 0.361044800738604, 0.0439061768379836, 0.123618026418721,
               0.117494374736425, 0.134650453658585, 0.0290790400068759, 0.0900776418126162,
               0.0143562142103059, 0.0472702335110327},
    .error = {0.00683456129911371, 0.00599952116840496, 0.00729859464933739, 0.00603963183137266,
              0.00672535763119563, 0.00619469956887579, 0.00717500400941519, 0.00909913148192932,
              0.00620830270938564, 0.00530017343762944, 0.00648532322589433, 0.0051317481800745,
              0.00673844443067343, 0.00768326654829396},
    .p_value = {8.78485294840269e-129, 1.07351823282921e-236, 2.36686824820976e-15,
                0.220889062869056, 2.91569406496139e-11, 0, 9.54370516099063e-10,
                6.97265628040221e-42, 2.68974504747053e-79, 1.64488314798906e-140,
                7.36591886964611e-06, 1.52272661053761e-68, 0.0331410684424985,
                7.75523946839111e-10},
    .part = {0.0538559256544829, 0.0220412273205355, 0.0205931669716329, 0.00340744530215044,
             0.0103285208891144, 0.153953792098071, 0.0332691161316073, 0.0456491970463937,
             0.0341690548573504, 0.0387918721699049, 0.0158209316819173, 0.0199930046081296,
             0.0146292649047174, 0.024642642581303},
    .r_squared = 0.491145162217309,
    .adjusted_r_squared = 0.490846438310527,
};

// 0 taken as a score like others.
const RFigures kRawFigures = {
    .respondents = 25976,
    .complete = 25976,
    .mean = {2.72474591931013, 3.04681244225439, 2.75677548506314, 2.9770942408377,
             3.21535263319988, 3.26166461348937, 3.44922235910071, 3.35775331074838,
             3.38566368955959, 3.35016938712658, 3.63323837388358, 3.31417462272867,
             3.64925315676009, 3.28622574684324},
    .pearson = {0.280395114066417, -0.064797654749917, 0.157708647476495, -0.0166271179378142,
                0.216868459388765, 0.494526244198604, 0.346275361094143, 0.398951153966888,
                0.321490992862851, 0.309629445683677, 0.252415459547516, 0.24149458650458,
                0.245573022525998, 0.314349983686496},
    .spearman = {0.284277026330191, -0.0622622498636892, 0.163771370572597, -0.016833598023197,
                 0.21346909590482, 0.543606519803693, 0.358760786576868, 0.400663675370286,
                 0.328777604023692, 0.313479844169233, 0.275599093975469, 0.237460021597619,
                 0.266450413651101, 0.312929519425857},
    .weight = {0.115324922784339, -0.143725189431138, -0.0553221911410611, 0.041893451717835,
               -0.0321030129115148, 0.358135874540714, 0.0559189147369145, 0.118478373210158,
               0.114900819818453, 0.141670694503863, 0.0262120951871378, 0.0914051849871783,
               0.00919901182858263, 0.0395186479645676},
    .error = {0.00733839719287904, 0.00581094997498237, 0.0077946070408529, 0.00594487643692139,
              0.00712891217515222, 0.00642374294273372, 0.00749012820569361, 0.00946905144126445,
              0.00640978070903973, 0.00551450196491863, 0.00667124611420824, 0.00533023283849789,
              0.00693203891613941, 0.0081311749233674},
    .p_value = {2.14087954683205e-55, 1.64015706348201e-133, 1.30301258536765e-12,
                1.87402554037911e-12, 6.72248410258662e-06, 0, 8.54730786678759e-14,
                8.12678899403664e-36, 1.99887041506273e-71, 9.334822271027e-144,
                8.54796467298839e-05, 1.4837643618742e-65, 0.18451099175317, 1.17987178931563e-06},
    .part = {0.0279696651798199, 0.0140349213838432, 0.0096418165769602, 0.00168414558199141,
             0.00935140276599145, 0.126079120521981, 0.031213975123715, 0.0389480328125911,
             0.0311774092222498, 0.0349291384526641, 0.0137261759957822, 0.0199068994851266,
             0.0125152383648444, 0.0220030955546419},
    .r_squared = 0.393181037022202,
    .adjusted_r_squared = 0.392853797490532,
};

class AirlineTest : public ::testing::Test {
 protected:
  static const std::vector<Passenger>& Passengers() {
    static const auto& passengers = *new std::vector<Passenger>(LoadPassengers());
    return passengers;
  }
  void SetUp() override {
    if (Passengers().empty()) {
      GTEST_SKIP() << "no airline survey at " << kAirlineFile
                   << " (from the repository's root): its figures stay untested here";
    }
  }
  static void ExpectFigures(const DriverAnalysis& analysis, const RFigures& r) {
    EXPECT_EQ(analysis.respondents, r.respondents);
    EXPECT_EQ(analysis.complete, r.complete);
    EXPECT_NEAR(analysis.r_squared, r.r_squared, kAgree);
    EXPECT_NEAR(*analysis.adjusted_r_squared, r.adjusted_r_squared, kAgree);
    double shares = 0;
    for (size_t i = 0; i < kAirlineDrivers; ++i) {
      SCOPED_TRACE(i);
      const Driver& driver = analysis.drivers[i];
      EXPECT_NEAR(*driver.mean, r.mean[i], kAgree);
      EXPECT_NEAR(*driver.pearson, r.pearson[i], kAgree);
      EXPECT_NEAR(*driver.spearman, r.spearman[i], kAgree);
      EXPECT_NEAR(driver.regression->weight, r.weight[i], kAgree);
      EXPECT_NEAR(*driver.regression->standard_error, r.error[i], kAgree);
      EXPECT_NEAR(*driver.regression->p_value, r.p_value[i], kAgree);
      EXPECT_NEAR(driver.shapley_part, r.part[i], kAgree);
      EXPECT_NEAR(driver.shapley_share, r.part[i] / r.r_squared, kAgree);
      shares += driver.shapley_share;
    }
    EXPECT_NEAR(shares, 1, kAgree);
  }
};

TEST_F(AirlineTest, DriversAreThoseOfR) {
  ExpectFigures(Analyse(AirlineMoments(Passengers())), kFigures);
}

TEST_F(AirlineTest, DriversWithZerosAreThoseOfR) {
  ExpectFigures(Analyse(AirlineMoments(Passengers(), /*raw=*/true)), kRawFigures);
}

// In which quadrant each rating is, by importance (Shapley) and performance over the means.
TEST_F(AirlineTest, RatingsFallIntoAllFourQuadrants) {
  const DriverAnalysis analysis = Analyse(AirlineMoments(Passengers()));
  constexpr size_t kWifi = 0, kGate = 3, kBoarding = 5, kBaggage = 10;
  EXPECT_EQ(analysis.drivers[kBoarding].quadrant, Quadrant::kKeepUpTheGoodWork);
  EXPECT_EQ(analysis.drivers[kWifi].quadrant, Quadrant::kConcentrateHere);
  EXPECT_EQ(analysis.drivers[kGate].quadrant, Quadrant::kLowPriority);
  EXPECT_EQ(analysis.drivers[kBaggage].quadrant, Quadrant::kPossibleOverkill);
}

TEST_F(AirlineTest, SharesAndMeansAreThoseOfR) {
  int64_t satisfied = 0;
  ScoreCounts wifi(1, 5);
  for (const Passenger& passenger : Passengers()) {
    satisfied += passenger.satisfied;
    if (passenger.ratings[0] > 0) wifi.Add(passenger.ratings[0]);
  }
  const auto share = ShareOf(satisfied, static_cast<int64_t>(Passengers().size()));
  EXPECT_EQ(share->count, 11403);
  EXPECT_NEAR(share->interval.low, 0.432956648452219, kAgree);
  EXPECT_NEAR(share->interval.high, 0.445025670838504, kAgree);
  const auto csat = CsatOf(wifi);
  EXPECT_EQ(csat->top_two.count, 7868);
  EXPECT_EQ(csat->top_two.total, 25163);
  EXPECT_NEAR(csat->top_two.interval.low, 0.306982356143658, kAgree);
  EXPECT_NEAR(csat->top_two.interval.high, 0.318437464002428, kAgree);
  EXPECT_NEAR(csat->mean.value, 2.8127806700314, kAgree);
  EXPECT_NEAR(csat->mean.standard_deviation, 1.26223461320118, kAgree);
  EXPECT_NEAR(csat->mean.interval->low, 2.79718414456039, kAgree);
  EXPECT_NEAR(csat->mean.interval->high, 2.8283771955024, kAgree);
}

TEST_F(AirlineTest, ClassAndVerdictGoTogetherAsInR) {
  std::map<std::string, size_t> classes;
  CrossTable table(3, 2);
  for (const Passenger& passenger : Passengers()) {
    const size_t row = classes.emplace(passenger.travel_class, classes.size()).first->second;
    ++table.At(row, passenger.satisfied ? 1 : 0);
  }
  const auto association = AssociationOf(table);
  EXPECT_NEAR(association->chi_square, 6435.0352328192, 1e-8);
  EXPECT_EQ(association->degrees, 2);
  EXPECT_NEAR(association->cramers_v, 0.497724852686036, kAgree);
}

}  // namespace
}  // namespace mainstay::survey
