// What customers answered, as paper brings it: a file of responses for each campaign.
#include <mainstay/survey/v1/campaign_service.pb.h>
#include <mainstay/survey/v1/questionnaire_service.pb.h>
#include <mainstay/survey/v1/response_import_service.pb.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "tools/demo/campaigns.h"
#include "tools/demo/loads.h"
#include "tools/demo/random.h"

namespace mainstay::demo {
namespace {

using namespace survey::v1;  // NOLINT: the messages of the API

constexpr size_t kCustomers = 40;

// How one respondent sees us: from -2 (badly) to 2.
struct Mood {
  int value = 0;
  int wave = 1;
};

// The customer's own mood, which gets better from wave to wave, and a little chance.
Mood MoodOf(Random& random, size_t customer, int wave) {
  const int own = static_cast<int>(customer * 7 % 5) - 2;
  return {std::clamp(own + (random.Chance(15 * wave) ? 1 : 0) + random.Between(-1, 1), -2, 2),
          wave};
}

// A score on a scale: some questions are answered better than others, whoever answers.
int Score(Random& random, const Mood& mood, int place, int min, int max) {
  const int width = max - min;
  const int tenths =
      6 + mood.value + (place * 5 % 4) / 2 - (place % 3 == 2 ? 2 : 0) + random.Between(-1, 1);
  return std::clamp(min + (width * tenths + 5) / 10, min, max);
}

std::string Choices(Random& random, const Question& question) {
  std::vector<std::string> keys;
  for (const QuestionOption& option : question.options()) {
    if (!option.exclusive() && !option.other()) keys.push_back(option.key());
  }
  if (keys.empty()) return "";
  const int first = random.Below(static_cast<int>(keys.size()));
  if (question.kind() == QUESTION_KIND_SINGLE_CHOICE || keys.size() < 2 || random.Chance(50) ||
      question.max_choices() == 1) {
    return keys[first];
  }
  return absl::StrCat(keys[first], ";", keys[(first + 1) % keys.size()]);
}

std::string Words(Random& random, const Mood& mood) {
  constexpr const char* kGood[] = {"服务很专业，响应及时。", "交货准时，质量稳定。",
                                   "客户经理很负责。", "Good support. Keep it up."};
  constexpr const char* kBad[] = {"交货太慢，经常延期。", "报价比同行高。", "报修之后没人回电话。",
                                  "Answers take too long."};
  if (!random.Chance(30)) return "";
  return (mood.value >= 0 ? kGood : kBad)[random.Below(4)];
}

// What is written into the column of a question, or of a part of it.
class Columns {
 public:
  explicit Columns(const QuestionnaireContent& content) {
    for (const QuestionnaireSection& section : content.sections()) {
      for (const Question& question : section.questions()) Add(question);
    }
  }

  std::string Header() const {
    return absl::StrCat("external_id,account,wave,", absl::StrJoin(names_, ","), "\n");
  }

  std::string Record(Random& random, const Mood& mood) const {
    std::vector<std::string> cells;
    for (size_t i = 0; i < questions_.size(); ++i) {
      cells.push_back(Cell(random, mood, static_cast<int>(i)));
    }
    return absl::StrJoin(cells, ",");
  }

 private:
  void Add(const Question& question) {
    const auto add = [&](std::string name) {
      names_.push_back(std::move(name));
      questions_.push_back(&question);
    };
    if (question.kind() == QUESTION_KIND_MATRIX) {
      for (const MatrixRow& row : question.rows())
        add(absl::StrCat(question.key(), ".", row.key()));
    } else if (question.kind() == QUESTION_KIND_KANO) {
      add(absl::StrCat(question.key(), ".functional"));
      add(absl::StrCat(question.key(), ".dysfunctional"));
    } else {
      add(question.key());
    }
  }

  std::string Cell(Random& random, const Mood& mood, int place) const {
    const Question& question = *questions_[place];
    const bool scaled = question.scale_min() != 0 || question.scale_max() != 0;
    const int min = scaled ? question.scale_min() : 1, max = scaled ? question.scale_max() : 5;
    switch (question.kind()) {
      case QUESTION_KIND_NPS:
        return absl::StrCat(Score(random, mood, place + 1, 0, 10));
      case QUESTION_KIND_CES:
        return absl::StrCat(Score(random, mood, place, 1, 7));
      case QUESTION_KIND_CSAT:
      case QUESTION_KIND_RATING:
      case QUESTION_KIND_MATRIX:
        return absl::StrCat(Score(random, mood, place, min, max));
      case QUESTION_KIND_SINGLE_CHOICE:
      case QUESTION_KIND_MULTIPLE_CHOICE:
        return Choices(random, question);
      case QUESTION_KIND_TEXT:
        return absl::StrCat("\"", Words(random, mood), "\"");
      case QUESTION_KIND_NUMBER:
        return absl::StrCat(question.has_minimum() ? question.minimum() : 3);
      case QUESTION_KIND_DATE:
        return "2026-03-02";
      case QUESTION_KIND_KANO:
        return Feeling(random, place);
      default:
        return "";
    }
  }

  // Of a need's two columns: the needs differ in whether having or lacking them matters.
  std::string Feeling(Random& random, int place) const {
    const bool functional = place % 2 == 0;
    const int need = place / 2 % 4;
    const bool moves = functional ? need == 0 || need == 1 : need == 1 || need == 2;
    if (!random.Chance(moves ? 75 : 25)) return absl::StrCat(random.Between(2, 4));
    return functional ? "1" : "5";
  }

  std::vector<std::string> names_;
  std::vector<const Question*> questions_;  // of a column
};

absl::StatusOr<std::string> FileOf(LoaderSession& session, const Campaign& campaign) {
  GetQuestionnaireVersionRequest get;
  get.set_name(campaign.questionnaire_version());
  ASSIGN_OR_RETURN(const auto version,
                   session.Call<QuestionnaireVersion>(
                       "survey/QuestionnaireService/GetQuestionnaireVersion", get));
  const Columns columns(version.content());
  const size_t customers = std::min(kCustomers, session.names.size());
  std::string file = columns.Header();
  for (int wave = 1; wave <= campaign.waves_size(); ++wave) {
    for (size_t customer = 0; customer < customers; ++customer) {
      const int people = 1 + static_cast<int>(customer % 3);
      for (int person = 0; person < people; ++person) {
        Random random = {31, customer, static_cast<uint64_t>(wave), static_cast<uint64_t>(person)};
        if (!random.Chance(70)) continue;  // who does not answer
        const Mood mood = MoodOf(random, customer, wave);
        absl::StrAppend(&file, "P-", wave, "-", customer, "-", person, ",", session.names[customer],
                        ",", wave, ",", columns.Record(random, mood), "\n");
      }
    }
  }
  return file;
}

absl::StatusOr<ResponseImport> Send(LoaderSession& session, const std::string& campaign,
                                    const std::string& file, int attempt) {
  ImportResponsesRequest request;
  request.set_parent(campaign);
  request.set_file_name("paper.csv");
  request.mutable_file()->set_data(file);
  request.set_request_id(RequestId(absl::StrCat("ImportResponses ", attempt), request));
  bool sent = false;
  const auto next = [&](google::protobuf::Message* message) {
    if (std::exchange(sent, true)) return false;
    static_cast<ImportResponsesRequest&>(*message) = request;
    return true;
  };
  ImportResponsesRequest message;
  ResponseImport import;
  RETURN_IF_ERROR(rpc::CallClientStream(
      session.channel, client::FullMethod("survey/ResponseImportService/ImportResponses"),
      {.token = session.options.token, .deadline = absl::Now() + absl::Minutes(2)}, next, &message,
      &import));
  return import;
}

absl::Status LoadCampaignResponses(LoaderSession& session, std::string_view display_name) {
  GetCampaignRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), CampaignCalled(session, display_name));
  ASSIGN_OR_RETURN(const auto campaign,
                   session.Call<Campaign>("survey/CampaignService/GetCampaign", get));
  if (campaign.state() != CAMPAIGN_STATE_RUNNING) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string file, FileOf(session, campaign));
  // Survey hears of accounts by events: until it knows them all, some records are rejected, and the
  // file is sent again; what is there already stays as it is.
  constexpr int kAttempts = 30;
  for (int attempt = 1;; ++attempt) {
    ASSIGN_OR_RETURN(const ResponseImport import, Send(session, campaign.name(), file, attempt));
    if (import.rejected_records() == 0) return absl::OkStatus();
    if (attempt == kAttempts) {
      return absl::InternalError(absl::StrCat("the answers to ", std::string(display_name),
                                              " were not imported: ", import.ShortDebugString()));
    }
    absl::SleepFor(absl::Seconds(1));
  }
}

}  // namespace

absl::Status LoadResponses(LoaderSession& session) {
  for (const std::string_view campaign :
       {kSatisfaction2025, kSatisfaction2026, kNpsPulse2026, kKanoStudy2026}) {
    RETURN_IF_ERROR(LoadCampaignResponses(session, campaign));
  }
  return absl::OkStatus();
}

}  // namespace mainstay::demo
