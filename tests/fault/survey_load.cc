#include "tests/fault/survey_load.h"

#include <mainstay/survey/v1/invitation_service.pb.h>
#include <mainstay/survey/v1/public_survey_service.pb.h>
#include <mainstay/survey/v1/response_service.pb.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/uuid.h"
#include "common/rpc/channel.h"

namespace mainstay::faults {
namespace {

namespace sv1 = survey::v1;

constexpr absl::Duration kPatience = absl::Seconds(30);  // with a call, after the end
constexpr absl::Duration kCall = absl::Seconds(3);
constexpr int kGiveUp = 12;  // one attempt without an answer in so many is the last

Said SaySomething(std::minstd_rand& random, std::string words) {
  Said said;
  said.nps = static_cast<int>(random() % 11);
  if (said.nps <= 6) said.why = random() % 2 == 0 ? "price" : "delivery";
  said.overall = 1 + static_cast<int>(random() % 5);
  said.speed = 1 + static_cast<int>(random() % 5);
  said.words = std::move(words);
  return said;
}

}  // namespace

bool Sitting::acknowledged() const {
  return std::any_of(windows.begin(), windows.end(),
                     [](const Window& window) { return window.told == Told::kAcknowledged; });
}

// Who calls survey, from one thread.
class SurveyLoad::Client {
 public:
  Client(SurveyLoad& load, std::string token, unsigned seed)
      : load_(load), token_(std::move(token)), random_(seed) {}

  std::minstd_rand& random() { return random_; }

  // Sends it until there is an answer, or the client has had enough, which it has before the end of
  // the load only when it `gives_up`. What it was told is in `window`.
  template <class Res, class Req>
  std::optional<Res> Send(const std::string& method, const Req& request, bool gives_up,
                          Window& window) {
    absl::Time end = absl::InfiniteFuture();
    while (absl::Now() < end) {
      auto answer = rpc::Call<Res>(load_.suite_.channel(Part::kSurvey),
                                   absl::StrCat("mainstay.survey.v1.", method),
                                   {.token = token_, .deadline = absl::Now() + kCall}, request);
      if (answer.ok()) return *std::move(answer);
      window.error = absl::StrCat(
          method, " ", answer.status().ToString(absl::StatusToStringMode::kWithNoExtraData));
      if (IsRefusal(answer.status())) {
        window.told = Told::kRefused;
        return std::nullopt;
      }
      if (gives_up && random_() % kGiveUp == 0) return std::nullopt;
      absl::SleepFor(absl::Milliseconds(20 + random_() % 80));
      if (load_.stop_ && end == absl::InfiniteFuture()) end = absl::Now() + kPatience;
    }
    return std::nullopt;
  }

 private:
  SurveyLoad& load_;
  const std::string token_;
  std::minstd_rand random_;
};

// Answers for the contacts of its accounts, on a thread of its own.
class SurveyLoad::Respondent {
 public:
  Respondent(SurveyLoad& load, int number)
      : load_(load),
        number_(number),
        // Its people are not the writers of the other load, each of whose writes is one event.
        staff_(load, load.suite_.Token(absl::StrCat("interviewer-", number)),
               load.options_.seed * 1000 + number) {}

  void Run() {
    while (!load_.stop_) {
      const unsigned die = staff_.random()() % 20;
      if (die < 2) {
        SendMail();
      } else if (die < 4) {
        Interview();
      } else {
        AnswerLink(die < 10   ? Privacy::kIdentified
                   : die < 15 ? Privacy::kConfidential
                              : Privacy::kAnonymous);
      }
      absl::SleepFor(load_.options_.pause);
    }
  }

  SurveyNotes notes;

 private:
  std::string NextContact() {
    const int n = asked_++;
    const auto& contacts = load_.world_.accounts[number_ * kAccountsEach + n % kAccountsEach];
    return contacts[n / kAccountsEach % contacts.size()];
  }

  Window NewWindow() {
    return {.said = SaySomething(staff_.random(),
                                 absl::StrCat("respondent ", number_, " says ", ++said_))};
  }

  // An invitation whose answer is lost is nobody's.
  std::optional<sv1::Invitation> Invite(Privacy privacy, const std::string& contact,
                                        sv1::InvitationChannel channel) {
    sv1::CreateInvitationRequest request;
    request.set_parent(load_.world_.campaign(privacy));
    request.mutable_invitation()->set_contact(contact);
    request.mutable_invitation()->set_channel(channel);
    request.set_request_id(api::NewUuid(absl::Now()));
    Window window;
    auto invitation = staff_.Send<sv1::Invitation>("InvitationService/CreateInvitation", request,
                                                   /*gives_up=*/false, window);
    if (window.told == Told::kRefused) Note({.privacy = privacy, .windows = {window}});
    return invitation;
  }

  void Note(Sitting sitting) {
    if (sitting.acknowledged()) ++load_.acknowledged_;
    notes.sittings.push_back(std::move(sitting));
  }

  void SendMail() {
    const auto invitation =
        Invite(Privacy::kIdentified, NextContact(), sv1::INVITATION_CHANNEL_EMAIL);
    if (invitation) notes.mailed.push_back(invitation->name());
  }

  void Interview() {
    Sitting sitting{.privacy = Privacy::kIdentified, .contact = NextContact()};
    const auto invitation = Invite(sitting.privacy, sitting.contact, sv1::INVITATION_CHANNEL_PHONE);
    if (!invitation) return;
    sitting.invitation = invitation->name();
    Window window = NewWindow();
    sv1::RecordResponseRequest request;
    request.set_invitation(sitting.invitation);
    *request.mutable_answers() = AllAnswersOf(window.said);
    request.set_request_id(api::NewUuid(absl::Now()));
    window.submitted = true;
    window.begin = absl::Now();
    const auto recorded = staff_.Send<sv1::RecordResponseResponse>("ResponseService/RecordResponse",
                                                                   request, true, window);
    if (recorded) {
      window.told = Told::kAcknowledged;
      window.end = absl::Now();
      sitting.response = recorded->name();
    }
    sitting.windows.push_back(std::move(window));
    Note(std::move(sitting));
  }

  void AnswerLink(Privacy privacy) {
    Sitting sitting{.privacy = privacy, .contact = NextContact()};
    const auto invitation = Invite(privacy, sitting.contact, sv1::INVITATION_CHANNEL_LINK);
    if (!invitation) return;
    sitting.invitation = invitation->name();
    sitting.token = invitation->url().substr(invitation->url().rfind('/') + 1);
    const bool race = staff_.random()() % 5 == 0;
    for (int i = 0; i < (race ? 2 : 1); ++i) sitting.windows.push_back(NewWindow());
    std::vector<std::thread> others;
    for (size_t i = 0; i < sitting.windows.size(); ++i) {
      const unsigned seed = staff_.random()();
      others.emplace_back([this, &sitting, i, seed, race] {
        FillIn(sitting.token, seed, race, sitting.windows[i]);
      });
    }
    for (std::thread& other : others) other.join();
    Note(std::move(sitting));
  }

  // In a window of its own; what one of several windows says is all that there is to say.
  void FillIn(const std::string& token, unsigned seed, bool race, Window& window) {
    Client client(load_, "", seed);
    sv1::GetSurveyFormRequest get;
    get.set_token(token);
    auto form =
        client.Send<sv1::SurveyForm>("PublicSurveyService/GetSurveyForm", get, false, window);
    // The last section's answers come with the submission, or all of them.
    for (size_t i = 0; i + 1 < kSections.size(); ++i) {
      if (!IsOpen(form)) return;
      sv1::SaveSurveyAnswersRequest save;
      save.set_token(token);
      save.set_section(std::string(kSections[i]));
      *save.mutable_answers() = AnswersOf(window.said, kSections[i]);
      save.set_save_count(form->save_count());
      form =
          client.Send<sv1::SurveyForm>("PublicSurveyService/SaveSurveyAnswers", save, true, window);
      if (form) ++window.saved;
    }
    if (!IsOpen(form) || client.random()() % 10 == 0) return;
    const bool all = race || client.random()() % 2 == 0;
    sv1::SubmitSurveyRequest submit;
    submit.set_token(token);
    *submit.mutable_answers() =
        all ? AllAnswersOf(window.said) : AnswersOf(window.said, kSections.back());
    Submit(client, submit, window);
  }

  static bool IsOpen(const std::optional<sv1::SurveyForm>& form) {
    return form.has_value() && form->state() == sv1::SURVEY_STATE_OPEN;
  }

  static void Submit(Client& client, const sv1::SubmitSurveyRequest& submit, Window& window) {
    window.submitted = true;
    window.begin = absl::Now();
    const auto form =
        client.Send<sv1::SurveyForm>("PublicSurveyService/SubmitSurvey", submit, true, window);
    if (!form) return;
    window.end = absl::Now();
    // Of an anonymous link nobody can tell a second time what became of it.
    if (form->state() == sv1::SURVEY_STATE_ANSWERED || form->state() == sv1::SURVEY_STATE_GONE) {
      window.told = Told::kAcknowledged;
    } else {
      window.told = Told::kRefused;
      window.error = absl::StrCat("told ", sv1::SurveyState_Name(form->state()));
    }
  }

  SurveyLoad& load_;
  const int number_;
  Client staff_;
  int asked_ = 0, said_ = 0;
};

SurveyLoad::SurveyLoad(Suite& suite, const SurveyLoadOptions& options)
    : suite_(suite),
      options_(options),
      world_(MakeSurveyWorld(suite, options.respondents * kAccountsEach)) {
  for (int i = 0; i < options.respondents; ++i) {
    respondents_.push_back(std::make_unique<Respondent>(*this, i));
  }
}

SurveyLoad::~SurveyLoad() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
}

void SurveyLoad::Start() {
  running_ = static_cast<int>(respondents_.size());
  for (const auto& respondent : respondents_) {
    threads_.emplace_back([this, &respondent] {
      respondent->Run();
      --running_;
    });
  }
}

SurveyNotes SurveyLoad::Finish() {
  stop_ = true;
  while (running_ > 0) suite_.KeepFor(absl::Milliseconds(20));
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  SurveyNotes all;
  for (const auto& respondent : respondents_) {
    const SurveyNotes& notes = respondent->notes;
    all.sittings.insert(all.sittings.end(), notes.sittings.begin(), notes.sittings.end());
    all.mailed.insert(all.mailed.end(), notes.mailed.begin(), notes.mailed.end());
  }
  return all;
}

std::string Summary(const SurveyNotes& notes) {
  int acknowledged = 0, unknown = 0, left = 0, raced = 0;
  for (const Sitting& sitting : notes.sittings) {
    const bool submitted = std::any_of(sitting.windows.begin(), sitting.windows.end(),
                                       [](const Window& window) { return window.submitted; });
    ++(sitting.acknowledged() ? acknowledged : submitted ? unknown : left);
    if (sitting.windows.size() > 1) ++raced;
  }
  return absl::StrCat(notes.sittings.size(), " sittings, ", raced,
                      " of them in two windows: ", acknowledged, " answers acknowledged, ", unknown,
                      " unknown, ", left, " left halfway; ", notes.mailed.size(), " mails");
}

}  // namespace mainstay::faults
