// What customers answered, as paper brings it: a file of responses for each campaign.
#include <mainstay/survey/v1/campaign_service.pb.h>
#include <mainstay/survey/v1/questionnaire_service.pb.h>
#include <mainstay/survey/v1/response_import_service.pb.h>
#include <mainstay/survey/v1/response_service.pb.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/demo/campaigns.h"
#include "tools/demo/loads.h"
#include "tools/demo/papers.h"
#include "tools/demo/random.h"

namespace mainstay::demo {
namespace {

using namespace survey::v1;  // NOLINT: the messages of the API

constexpr uint64_t kWhoAnswers = 42;  // a stream of chance
constexpr int kEveryWave = 1000;

bool AnswersPaper(size_t customer, size_t person, int wave) {
  if (IsSilent(customer, person)) return false;
  Random random({kSeed, kWhoAnswers, customer, person, static_cast<uint64_t>(wave)});
  return random.Chance(55);
}

// Who filled in the paper of this contact: in three companies somebody copied a colleague's.
size_t WhoseOpinion(size_t customer, size_t person) {
  return customer % 13 == 6 && person == 1 ? 0 : person;
}

// When a paper came in; empty when that is still to come, which makes it now.
std::string HandedIn(absl::CivilDay day, size_t customer, size_t person) {
  const size_t hash = customer * 5 + person * 3;
  const absl::CivilSecond time = absl::CivilSecond(day + 1 + static_cast<int>(hash % 9)) +
                                 static_cast<int>(9 + hash % 8) * 3600 +
                                 static_cast<int>(hash * 7 % 60) * 60;
  const absl::Time instant = absl::FromCivil(time, absl::UTCTimeZone()) - absl::Hours(8);
  if (instant >= absl::Now()) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromCivil(time, absl::UTCTimeZone()),
                          absl::UTCTimeZone());
}

// One paper; the questionnaire is the same for all of a wave.
std::string LineOf(const LoaderSession& session, const Papers& papers, Respondent who) {
  const size_t person = std::exchange(who.person, WhoseOpinion(who.customer, who.person));
  who.english = session.company.accounts[who.customer].card.region() == kAbroad;
  who.straight = (who.customer * 5 + person * 3 + static_cast<size_t>(who.wave)) % 31 == 7;
  return absl::StrCat("P-", who.wave, "-", who.customer, "-", person, ",",
                      session.names[who.customer], ",", session.contacts[who.customer][person], ",",
                      who.wave, ",", who.english ? "en" : "zh", ",",
                      HandedIn(who.day, who.customer, person), ",", papers.Record(who), "\n");
}

absl::StatusOr<std::string> FileOf(LoaderSession& session, const Campaign& campaign,
                                   int last_wave) {
  GetQuestionnaireVersionRequest get;
  get.set_name(campaign.questionnaire_version());
  ASSIGN_OR_RETURN(const auto version,
                   session.Call<QuestionnaireVersion>(
                       "survey/QuestionnaireService/GetQuestionnaireVersion", get));
  const Papers papers(version.content());
  std::string file =
      absl::StrCat("external_id,account,contact,wave,language,submit_time,", papers.Header(), "\n");
  const size_t customers = std::min(kSurveyedCustomers, session.names.size());
  for (int wave = 1; wave <= std::min(last_wave, campaign.waves_size()); ++wave) {
    const absl::CivilDay day = absl::ToCivilDay(
        absl::FromUnixSeconds(campaign.waves(wave - 1).asked_start_time().seconds()),
        absl::UTCTimeZone());
    for (size_t customer = 0; customer < customers; ++customer) {
      for (size_t person = 0; person < session.contacts[customer].size(); ++person) {
        if (!AnswersPaper(customer, person, wave)) continue;
        absl::StrAppend(&file,
                        LineOf(session, papers,
                               {.customer = customer, .person = person, .wave = wave, .day = day}));
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

absl::Status LoadCampaignResponses(LoaderSession& session, std::string_view display_name,
                                   int last_wave) {
  GetCampaignRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), CampaignCalled(session, display_name));
  ASSIGN_OR_RETURN(const auto campaign,
                   session.Call<Campaign>("survey/CampaignService/GetCampaign", get));
  if (campaign.state() != CAMPAIGN_STATE_RUNNING) return absl::OkStatus();
  if (campaign.privacy() == CAMPAIGN_PRIVACY_ANONYMOUS) {  // which keeps no outside ids
    ASSIGN_OR_RETURN(const bool there, HasResponses(session, campaign.name()));
    if (there) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string file, FileOf(session, campaign, last_wave));
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

absl::StatusOr<bool> HasResponses(LoaderSession& session, const std::string& campaign) {
  ListResponsesRequest list;
  list.set_parent(campaign);
  list.set_page_size(1);
  ASSIGN_OR_RETURN(const auto found, session.Call<ListResponsesResponse>(
                                         "survey/ResponseService/ListResponses", list));
  return found.responses_size() > 0;
}

absl::Status LoadEarlierResponses(LoaderSession& session) {
  for (const std::string_view campaign : {kSatisfaction2025, kSatisfaction2026, kKanoStudy2026}) {
    RETURN_IF_ERROR(LoadCampaignResponses(session, campaign, kEveryWave));
  }
  return LoadCampaignResponses(session, kNpsPulse2026, 3);
}

absl::Status LoadResponses(LoaderSession& session) {
  return LoadCampaignResponses(session, kNpsPulse2026, kEveryWave);
}

}  // namespace mainstay::demo
