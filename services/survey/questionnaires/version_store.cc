#include "services/survey/questionnaires/version_store.h"

#include <cstddef>
#include <list>
#include <pqxx/result>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/pg/statement.h"
#include "common/status/status.h"
#include "services/survey/questionnaires/content_document.h"

namespace mainstay::survey {
namespace {

using VersionPtr = std::shared_ptr<const PublishedVersion>;

constexpr pg::Statement kRead{
    "questionnaire_version_read",
    "SELECT content, publisher, reason, publish_time FROM questionnaire_versions "
    "WHERE questionnaire_id = $1 AND number = $2"};

// The versions read lately, the latest first.
class Cache {
 public:
  using Key = std::pair<std::string, int>;

  VersionPtr Find(const Key& key) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    versions_.splice(versions_.begin(), versions_, found->second);
    return *found->second;
  }

  void Add(const Key& key, VersionPtr version) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (places_.contains(key)) return;
    versions_.push_front(std::move(version));
    places_.emplace(key, versions_.begin());
    if (versions_.size() <= kMost) return;
    places_.erase(Key(versions_.back()->questionnaire_id, versions_.back()->number));
    versions_.pop_back();
  }

 private:
  static constexpr size_t kMost = 200;

  absl::Mutex mutex_;
  std::list<VersionPtr> versions_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<Key, std::list<VersionPtr>::iterator> places_ ABSL_GUARDED_BY(mutex_);
};

Cache& TheCache() {
  static auto& cache = *new Cache;
  return cache;
}

}  // namespace

absl::StatusOr<VersionPtr> ReadVersion(pg::Tx& tx, const std::string& questionnaire_id,
                                       int number) {
  const Cache::Key key(questionnaire_id, number);
  if (VersionPtr cached = TheCache().Find(key)) return cached;
  const pqxx::result rows = tx.Run(kRead, questionnaire_id, number);
  if (rows.empty()) {
    return status::NotFound(
        absl::StrCat("questionnaires/", questionnaire_id, "/versions/", number));
  }
  auto version = std::make_shared<PublishedVersion>();
  version->questionnaire_id = questionnaire_id;
  version->number = number;
  ASSIGN_OR_RETURN(QuestionnaireContent content, ContentFromJson(rows[0][0].c_str()));
  ASSIGN_OR_RETURN(version->form, MakeForm(std::move(content)));
  version->publisher = rows[0][1].c_str();
  version->reason = rows[0][2].c_str();
  version->publish_time = pg::ParseTime(rows[0][3].c_str());
  TheCache().Add(key, version);
  return VersionPtr(std::move(version));
}

}  // namespace mainstay::survey
