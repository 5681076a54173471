#include "services/survey/responses/respondent_writes.h"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/auth/link_token.h"
#include "common/fault/fault.h"
#include "common/status/status.h"
#include "services/survey/campaigns/quota_store.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/answer_document.h"
#include "services/survey/responses/part_answers_store.h"
#include "services/survey/responses/part_key.h"
#include "services/survey/responses/response_write.h"
#include "services/survey/responses/sitting_store.h"

namespace mainstay::survey {
namespace {

constexpr char kRespondent[] = "respondent";  // who writes; which one says the invitation

// Sixty-three bits, as the database keeps them.
uint64_t NewSeed() {
  std::random_device random;
  return ((static_cast<uint64_t>(random()) << 32) | random()) >> 1;
}

// A respondent's token, and what is looked for by it.
struct Token {
  Token(const Deps& deps, const std::string& token)
      : sha256(auth::LinkTokenHash(token)),
        part_key(PartKeyOfToken(deps.delivery.link_key, token)) {}
  const std::string sha256, part_key;
};

std::string PartKey(const Sitting& sitting, const Token& token) {
  return sitting.campaign.anonymous() ? token.part_key : PartKeyOfInvitation(sitting.invitation.id);
}

bool IsToken(const Deps& deps, const std::string& token) {
  return auth::IsLinkToken(deps.delivery.link_key, kInvitationPurpose, token);
}

PartAnswers NewPart(absl::Time now) {
  PartAnswers part;
  part.seed = NewSeed();
  part.start_time = now;
  return part;
}

// What a link is, with what was answered so far or a beginning.
absl::StatusOr<Sitting> Find(pg::Tx& tx, const Token& token, absl::Time now) {
  Sitting sitting{.state = "gone"};
  std::optional<KeptSitting> kept = ReadSitting(tx, token.sha256, token.part_key);
  if (!kept) return sitting;
  sitting.invitation = std::move(kept->invitation);
  sitting.campaign = std::move(kept->campaign);
  sitting.state = LinkState(sitting.invitation, sitting.campaign, now);
  sitting.part = kept->part ? *std::move(kept->part) : NewPart(now);
  if (sitting.state == "answered") {  // which somebody opens again, now and then
    sitting.part.language = ReadResponseLanguage(tx, sitting.invitation.id);
  }
  ASSIGN_OR_RETURN(sitting.version, ReadVersion(tx, sitting.campaign.questionnaire_id,
                                                sitting.campaign.questionnaire_version));
  return sitting;
}

// The same for who writes: under the locks, read anew.
absl::StatusOr<Sitting> FindAndLock(pg::Tx& tx, const Token& token, absl::Time now) {
  if (!LockByToken(tx, token.sha256)) return Sitting{.state = "gone"};
  ASSIGN_OR_RETURN(Sitting sitting, Find(tx, token, now));
  if (!sitting.campaign.quotas.empty()) {
    sitting.campaign.quotas = LockQuotas(tx, sitting.campaign.id);
    sitting.state = LinkState(sitting.invitation, sitting.campaign, now);
  }
  return sitting;
}

absl::Status CheckSize(const Answers& answers) {
  if (AnswerDocument(answers).size() <= kMostAnswerBytes) return absl::OkStatus();
  return status::BadField("answers", absl::StrCat("must be at most ", kMostAnswerBytes,
                                                  " bytes in all; shorten the texts"));
}

ResponseDraft DraftOf(const Sitting& sitting, absl::Time now) {
  ResponseDraft draft;
  Response& response = draft.response;
  const Invitation& invitation = sitting.invitation;
  response.wave = invitation.wave;
  response.account_id = invitation.account_id;
  response.contact_id = invitation.contact_id;
  response.channel = invitation.channel;
  response.language = sitting.part.language;
  response.facts = FactsOf(sitting.campaign, invitation, sitting.part.language);
  response.answers = sitting.part.answers;
  response.seed = sitting.part.seed;
  response.start_time = sitting.part.start_time;
  response.submit_time = now;
  response.duration_seconds = DurationSeconds(sitting.part.start_time, now);
  draft.invitation = invitation;
  return draft;
}

// Small statements by keys, many a second: planning them anew costs more than running them.
pg::TxOptions WriteOptions(const rpc::CallContext& call) {
  pg::TxOptions options = call.tx_options();
  options.plan_once = true;
  return options;
}

history::WriteContext ContextOf(const rpc::CallContext& call) {
  return {.actor = kRespondent, .reason = "", .now = call.now(), .trace = call.trace()};
}

// Makes what was answered the response; it has no problems.
absl::Status SubmitSitting(pg::Tx& tx, const Deps& deps, const std::string& key, Sitting& sitting,
                           const history::WriteContext& context) {
  ResponseDraft draft = DraftOf(sitting, context.now);
  RETURN_IF_ERROR(RecordResponses(tx, deps.response_sequels,
                                  {.campaign = sitting.campaign, .version = *sitting.version},
                                  absl::MakeSpan(&draft, 1), context));
  RETURN_IF_ERROR(draft.error);
  // Those of others go with their invitation.
  if (sitting.campaign.anonymous()) DeletePartAnswers(tx, {key});
  sitting.state = "answered";
  return fault::Point("submit.before_commit");
}

// Puts a section's answers into what was answered, and submits when they say so.
absl::Status Save(pg::Tx& tx, const Deps& deps, const std::string& key,
                  const SectionAnswers& answers, const history::WriteContext& context,
                  SavedSection& saved) {
  Sitting& sitting = saved.sitting;
  PartAnswers& part = sitting.part;
  part.language = LanguageFor(answers.language, part.language, /*accept_language=*/"",
                              sitting.invitation.language);
  const Form& form = sitting.version->form;
  const Facts facts = FactsOf(sitting.campaign, sitting.invitation, part.language);
  const auto shown =
      answers.shown ? *answers.shown : QuestionsShown(form, facts, part.answers, answers.section);
  saved.merged = MergeSection(form, answers, part);
  RETURN_IF_ERROR(CheckSize(part.answers));
  saved.opened = QuestionOpened(form, facts, part.answers, answers.section, shown);
  saved.problems = Validate(form, facts, part.answers, answers.section);
  const bool goes_on = saved.problems.empty() && saved.opened.empty();
  const Section* const next =
      goes_on ? NextSection(form, facts, part.answers, answers.section) : nullptr;
  if (goes_on && next == nullptr && answers.submits && !saved.merged) {
    saved.problems = Validate(form, facts, part.answers);
    if (saved.problems.empty()) return SubmitSitting(tx, deps, key, sitting, context);
  }
  part.section = next == nullptr ? answers.section : next->key;
  ++part.save_count;
  KeepPartAnswers(tx, key, sitting.campaign.id, part, context.now);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Sitting> OpenSitting(const rpc::CallContext& call, const Deps& deps,
                                    const std::string& token_text, const FormWish& wish) {
  if (!IsToken(deps, token_text)) return Sitting{.state = "unknown"};
  const Token token(deps, token_text);
  const absl::Time now = call.now();
  ASSIGN_OR_RETURN(Sitting sitting, call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) {
    return Find(tx, token, now);
  }));
  if (!sitting.open()) return sitting;
  const PartAnswers before = sitting.part;
  PartAnswers& part = sitting.part;
  part.language =
      LanguageFor(wish.language, part.language, wish.accept_language, sitting.invitation.language);
  const Facts facts = FactsOf(sitting.campaign, sitting.invitation, part.language);
  const Section* const section = SectionToShow(sitting.version->form, facts, part, wish.section);
  part.section = section == nullptr ? "" : section->key;
  if (part.save_count == 0) part.start_time = now;
  const bool begins =
      part.save_count == 0 || part.language != before.language || part.section != before.section;
  const bool opens = ToBeMarkedOpened(sitting.invitation, sitting.campaign);
  if (!begins && !opens) return sitting;
  return call.db().Write(WriteOptions(call), [&](pg::Tx& tx) -> absl::StatusOr<Sitting> {
    if (opens) MarkOpened(tx, sitting.invitation, now);
    Sitting begun = sitting;
    if (begins) {
      begun.part = BeginPartAnswers(tx, PartKey(sitting, token), sitting.campaign.id, part, now);
    }
    return begun;
  });
}

absl::StatusOr<SavedSection> SaveSection(const rpc::CallContext& call, const Deps& deps,
                                         const std::string& token_text, ReadSection read) {
  if (!IsToken(deps, token_text)) return SavedSection{.sitting = {.state = "unknown"}};
  const Token token(deps, token_text);
  const history::WriteContext context = ContextOf(call);
  return call.db().Write(WriteOptions(call), [&](pg::Tx& tx) -> absl::StatusOr<SavedSection> {
    SavedSection saved;
    ASSIGN_OR_RETURN(saved.sitting, FindAndLock(tx, token, context.now));
    if (!saved.sitting.open()) return saved;
    const std::string key = PartKey(saved.sitting, token);
    ASSIGN_OR_RETURN(const SectionAnswers answers, read(saved.sitting.version->form));
    RETURN_IF_ERROR(Save(tx, deps, key, answers, context, saved));
    return saved;
  });
}

absl::StatusOr<Submission> Submit(const rpc::CallContext& call, const Deps& deps,
                                  const std::string& token_text, const FormWish& wish,
                                  const Answers& more) {
  if (!IsToken(deps, token_text)) return Submission{.sitting = {.state = "unknown"}};
  const Token token(deps, token_text);
  const history::WriteContext context = ContextOf(call);
  const auto submit = [&](pg::Tx& tx) -> absl::StatusOr<Submission> {
    Submission submission;
    Sitting& sitting = submission.sitting;
    ASSIGN_OR_RETURN(sitting, FindAndLock(tx, token, context.now));
    if (!sitting.open()) return submission;
    const std::string key = PartKey(sitting, token);
    PartAnswers& part = sitting.part;
    part.language = LanguageFor(wish.language, part.language, wish.accept_language,
                                sitting.invitation.language);
    for (const auto& [question, answer] : more) part.answers[question] = answer;
    RETURN_IF_ERROR(CheckSize(part.answers));
    const Facts facts = FactsOf(sitting.campaign, sitting.invitation, part.language);
    submission.problems = Validate(sitting.version->form, facts, part.answers);
    if (!submission.problems.empty()) return submission;
    RETURN_IF_ERROR(SubmitSitting(tx, deps, key, sitting, context));
    return submission;
  };
  ASSIGN_OR_RETURN(Submission submission, call.db().Write(WriteOptions(call), submit));
  RETURN_IF_ERROR(fault::Point("submit.after_commit"));
  return submission;
}

}  // namespace mainstay::survey
