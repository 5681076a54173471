// A requirement's scores: given and read.
#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "services/feedback/requirements/requirement_proto.h"
#include "services/feedback/requirements/requirement_reads.h"
#include "services/feedback/requirements/requirement_store.h"
#include "services/feedback/requirements/requirement_verbs.h"
#include "services/feedback/requirements/requirement_write.h"
#include "services/feedback/scoring/score_store.h"
#include "services/feedback/scoring/scoring_handlers.h"
#include "services/feedback/scoring/scoring_proto.h"
#include "services/feedback/scoring/scoring_set_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kDone[] = {"delivered", "validated"};

// By the view; the score by sales is of all who ask, and so for those who see every account.
v1::RequirementScores ScoresOf(pg::Tx& tx, const Requirement& r, const ScoringSet& set,
                               const RequirementView& view) {
  ScoredRequirement scored{.id = r.id, .urgency = r.urgency, .importance = r.importance};
  const RequirementFacts facts = ReadFacts(tx, r.id, view);
  scored.accounts = facts.accounts;
  scored.value = facts.value;
  double sales = 0;
  if (view.scope.all() && absl::SimpleAtod(facts.all_sales.decimal, &sales)) scored.sales = sales;
  const std::vector<Score> given = ReadScores(tx, r.id, set.id);
  for (const Score& score : given) {
    if (!score.realized) scored.scores[score.criterion] = score.score;
  }
  const auto find = [&](const std::string& criterion, bool realized) -> const Score* {
    const auto found = std::find_if(given.begin(), given.end(), [&](const Score& score) {
      return score.criterion == criterion && score.realized == realized;
    });
    return found == given.end() ? nullptr : &*found;
  };
  const auto sign = [](const Score& score, v1::RequirementScore& message) {
    message.set_author(score.author);
    *message.mutable_update_time() = api::TimeToProto(score.update_time);
  };
  v1::RequirementScores message;
  message.set_name(RequirementName(r.id));
  message.set_criteria_set(CriteriaSetName(set.id));
  const auto scores = ScoresBy(set, scored);
  for (size_t i = 0; i < scores.size(); ++i) {
    const std::string& criterion = set.rules.criteria[i].id;
    v1::RequirementScore& expected = *message.add_scores();
    expected.set_criterion(criterion);
    if (scores[i]) expected.set_score(*scores[i]);
    const Score* by_hand = find(criterion, false);
    if (scores[i] && set.sources[i] == "hand") sign(*by_hand, expected);
    v1::RequirementScore& came = *message.add_realized();
    came.set_criterion(criterion);
    if (const Score* realized = find(criterion, true); realized != nullptr) {
      came.set_score(realized->score);
      sign(*realized, came);
    }
  }
  message.set_etag(api::EtagOf(r.version));
  return message;
}

absl::Status CheckScores(const v1::SetRequirementScoresRequest& request, const ScoringSet& set) {
  std::vector<status::FieldViolation> violations;
  std::set<std::string> named;
  for (int i = 0; i < request.scores_size(); ++i) {
    const v1::RequirementScore& score = request.scores(i);
    const std::string at = absl::StrCat("scores[", i, "].");
    const auto place = PlaceOf(set, score.criterion());
    if (!place) {
      violations.push_back({at + "criterion", "must be a criterion of the set"});
    } else if (!named.insert(score.criterion()).second) {
      violations.push_back({at + "criterion", "stands here already; each stands once"});
    } else if (!request.realized() && set.sources[*place] != "hand") {
      violations.push_back({at + "criterion", "is the requirement's own fact, not given by hand"});
    } else if (score.has_score()) {
      const absl::Status fits = CheckScore(set, *place, score.score(), at + "score");
      for (const auto& violation : status::GetFieldViolations(fits)) {
        violations.push_back(violation);
      }
    }
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

// Writes what the request changes; the changes for the record.
std::vector<history::Change> WriteScores(pg::Tx& tx, const Requirement& r, const ScoringSet& set,
                                         const v1::SetRequirementScoresRequest& request,
                                         const history::WriteContext& context) {
  std::map<std::string, double> before;
  for (const Score& score : ReadScores(tx, r.id, set.id)) {
    if (score.realized == request.realized()) before[score.criterion] = score.score;
  }
  std::vector<history::Change> changes;
  for (const v1::RequirementScore& score : request.scores()) {
    const auto old = before.find(score.criterion());
    const std::string old_value = old == before.end() ? "" : *pg::ToParam(old->second);
    const std::string new_value = score.has_score() ? *pg::ToParam(score.score()) : "";
    if (old_value == new_value) continue;
    changes.push_back(
        {absl::StrCat(request.realized() ? "realized/" : "scores/", set.id, "/", score.criterion()),
         old_value, new_value});
    if (score.has_score()) {
      WriteScore(tx, r.id, set.id,
                 {.criterion = score.criterion(),
                  .realized = request.realized(),
                  .score = score.score(),
                  .author = context.actor,
                  .update_time = context.now});
    } else {
      DeleteScore(tx, r.id, set.id, score.criterion(), request.realized());
    }
  }
  return changes;
}

absl::StatusOr<v1::RequirementScores> Set(rpc::CallContext& call, const Deps& deps,
                                          const v1::SetRequirementScoresRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRequirementPattern, "name"));
  ASSIGN_OR_RETURN(const auto set_ids,
                   api::ParseName(request.criteria_set(), kCriteriaSetPattern, "criteria_set"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto may_replay = [&](pg::Tx& tx, const v1::RequirementScores&) -> absl::Status {
    if (!ReadRequirement(tx, ids[0], call.scope())) return status::NotFound(request.name());
    return absl::OkStatus();
  };
  return api::WriteOnce<v1::RequirementScores>(
      call, request, may_replay, [&](pg::Tx& tx) -> absl::StatusOr<v1::RequirementScores> {
        const auto before = LockRequirement(tx, ids[0], call.scope());
        if (!before) return status::NotFound(request.name());
        const auto set = ReadSet(tx, set_ids[0], 0);
        if (!set) return status::NotFound(request.criteria_set());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
        RETURN_IF_ERROR(CheckNotMerged(*before));
        RETURN_IF_ERROR(CheckScores(request, *set));
        Requirement after = *before;
        if (request.realized()) {
          RETURN_IF_ERROR(status::CheckState("the requirement", before->state,
                                             "saying what came of it", kDone));
        } else {
          const RequirementFacts facts = ReadFacts(tx, before->id, ViewOf(call, deps));
          after.score_time = context.now;
          after.scored_accounts = facts.accounts;
          after.scored_value = facts.value;
          after.scored_sales = facts.all_sales;
        }
        const auto changes = WriteScores(tx, *before, *set, request, context);
        const Requirement written =
            ChangeRequirement(tx, *before, after, "score", changes, context);
        return ScoresOf(tx, written, *set, ViewOf(call, deps));
      });
}

absl::StatusOr<v1::RequirementScores> Get(rpc::CallContext& call, const Deps& deps,
                                          const v1::GetRequirementScoresRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRequirementPattern, "name"));
  ASSIGN_OR_RETURN(const auto set_ids,
                   api::ParseName(request.criteria_set(), kCriteriaSetPattern, "criteria_set"));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::RequirementScores> {
                          const auto r = ReadRequirement(tx, ids[0], call.scope());
                          if (!r) return status::NotFound(request.name());
                          const auto set = ReadSet(tx, set_ids[0], 0);
                          if (!set) return status::NotFound(request.criteria_set());
                          return ScoresOf(tx, *r, *set, ViewOf(call, deps));
                        });
}

}  // namespace

void RegisterScores(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kScoringService, "SetRequirementScores"), deps, Set);
  router.Unary(absl::StrCat(kScoringService, "GetRequirementScores"), deps, Get);
}

}  // namespace mainstay::feedback
