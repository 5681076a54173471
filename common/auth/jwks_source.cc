#include "common/auth/jwks_source.h"

#include <cstdio>
#include <fstream>
#include <mutex>
#include <utility>

#include <curl/curl.h>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/status/status.h"

namespace mainstay::auth {
namespace {

constexpr size_t kMaxBytes = 1 << 20;

size_t Append(char* data, size_t size, size_t count, void* target) {
  std::string& body = *static_cast<std::string*>(target);
  if (body.size() + size * count > kMaxBytes) return 0;  // ends the transfer
  body.append(data, size * count);
  return size * count;
}

absl::StatusOr<std::string> FetchUrl(const std::string& url) {
  static std::once_flag initialised;
  std::call_once(initialised, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  CURL* curl = curl_easy_init();
  if (curl == nullptr) return absl::UnavailableError("libcurl cannot be initialised");
  absl::Cleanup cleanup = [curl] { curl_easy_cleanup(curl); };
  std::string body;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 2000L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 5000L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  const CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK) {
    return absl::UnavailableError(absl::StrCat(url, ": ", curl_easy_strerror(code)));
  }
  long http_status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &http_status);
  if (http_status != 200) {
    return absl::UnavailableError(absl::StrCat(url, ": HTTP status ", http_status));
  }
  return body;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string body(kMaxBytes + 1, '\0');
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  file.read(body.data(), static_cast<std::streamsize>(body.size()));
  if (file.bad()) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  body.resize(static_cast<size_t>(file.gcount()));
  if (body.size() > kMaxBytes) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is larger than 1 MiB"));
  }
  return body;
}

}  // namespace

absl::StatusOr<std::string> FetchJwks(const std::string& location) {
  if (absl::StartsWith(location, "http://") || absl::StartsWith(location, "https://")) {
    return FetchUrl(location);
  }
  return ReadFile(location);
}

absl::StatusOr<std::unique_ptr<JwksSource>> JwksSource::Create(Options options) {
  ASSIGN_OR_RETURN(std::string text, FetchJwks(options.location));
  absl::StatusOr<KeySet> keys = KeySet::Parse(text);
  if (!keys.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.location, ": ", keys.status().message()));
  }
  std::unique_ptr<JwksSource> source(new JwksSource(std::move(options)));
  {
    absl::MutexLock lock(&source->mutex_);
    source->keys_ = std::make_shared<const KeySet>(*std::move(keys));
    source->text_ = std::move(text);
    source->last_attempt_ = source->options_.clock->Now();
  }
  source->thread_ = std::thread([raw = source.get()] { raw->Run(); });
  return source;
}

JwksSource::~JwksSource() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

std::shared_ptr<const KeySet> JwksSource::keys() const {
  absl::MutexLock lock(&mutex_);
  return keys_;
}

bool JwksSource::Refresh() {
  absl::MutexLock lock(&mutex_);
  if (wanted_) return true;
  const absl::Time now = options_.clock->Now();
  if (now - last_attempt_ < options_.min_refresh) return false;
  last_attempt_ = now;
  wanted_ = true;
  return true;
}

void JwksSource::Run() {
  auto called = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return wanted_ || stopping_; };
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(&called), options_.max_age);
      if (stopping_) return;
    }
    Fetch();
    absl::MutexLock lock(&mutex_);
    wanted_ = false;
  }
}

void JwksSource::Fetch() {
  absl::StatusOr<std::string> text = FetchJwks(options_.location);
  absl::StatusOr<KeySet> keys = text.ok() ? KeySet::Parse(*text) : text.status();
  if (!keys.ok()) {
    log::Warning("token keys cannot be refreshed; the old ones stay",
                 {{"jwks", std::string_view(options_.location)},
                  {"error", std::string_view(keys.status().message())}});
    return;
  }
  absl::MutexLock lock(&mutex_);
  if (*text == text_) return;
  text_ = *std::move(text);
  keys_ = std::make_shared<const KeySet>(*std::move(keys));
  generation_.fetch_add(1, std::memory_order_release);
  log::Info("token keys have changed", {{"keys", static_cast<int64_t>(keys_->size())}});
}

}  // namespace mainstay::auth
