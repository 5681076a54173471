#include "services/survey/invitations/webhook_sender.h"

#include <curl/curl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <mutex>
#include <nlohmann/json.hpp>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace mainstay::survey {
namespace {

constexpr long kConnectTimeoutMs = 5'000, kTimeoutMs = 15'000;
constexpr size_t kMostAnswer = 2000;

size_t TakeAnswer(char* data, size_t size, size_t count, void* target) {
  std::string& answer = *static_cast<std::string*>(target);
  if (answer.size() < kMostAnswer) answer.append(data, size * count);
  return size * count;
}

std::string BodyOf(const OutgoingMessage& message) {
  const nlohmann::json body = {{"delivery", message.delivery_id},
                               {"number", message.number},
                               {"invitation", message.invitation},
                               {"language", message.language},
                               {"subject", message.subject},
                               {"text", message.text},
                               {"url", message.url},
                               {"recipient",
                                {{"name", message.name},
                                 {"email", message.email},
                                 {"phone", message.phone},
                                 {"wechat", message.wechat}}}};
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// What an answer that is no success means. Only what is about this message counts against it: not
// that the other side fails, is busy, or does not know us or the address that it is to listen on.
SendResult::Outcome OutcomeOf(long http_status) {
  using enum SendResult::Outcome;
  switch (http_status) {
    case 410:
    case 422:
      return kBounced;
    case 401:
    case 403:
    case 404:
    case 405:
    case 407:
    case 408:
    case 429:
      return kAway;
    default:
      return http_status >= 400 && http_status < 500 ? kRefused : kAway;
  }
}

// Who fails may have passed it on before, but for who says that it takes nothing now.
bool MayArrive(long http_status) { return http_status >= 500 && http_status != 503; }

class WebhookSender : public Sender {
 public:
  explicit WebhookSender(const DeliverySettings& settings)
      : url_(settings.webhook_url), key_(settings.webhook_key) {
    static std::once_flag initialised;
    std::call_once(initialised, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    curl_ = curl_easy_init();
  }
  ~WebhookSender() override { curl_easy_cleanup(curl_); }
  WebhookSender(const WebhookSender&) = delete;
  WebhookSender& operator=(const WebhookSender&) = delete;

  SendResult Send(const OutgoingMessage& message) override {
    using enum SendResult::Outcome;
    if (curl_ == nullptr) return {kAway, "libcurl cannot be initialised"};
    const std::string body = BodyOf(message);
    const std::string timestamp = absl::StrCat(absl::ToUnixSeconds(absl::Now()));
    curl_slist* heads = nullptr;
    for (const std::string& head :
         {std::string("Content-Type: application/json"), std::string("Expect:"),
          absl::StrCat("X-Mainstay-Delivery: ", message.delivery_id),
          absl::StrCat("X-Mainstay-Timestamp: ", timestamp),
          absl::StrCat("X-Mainstay-Signature: ", SignatureOf(key_, timestamp, body))}) {
      heads = curl_slist_append(heads, head.c_str());
    }
    const absl::Cleanup free_heads = [heads] { curl_slist_free_all(heads); };
    std::string answer;
    curl_easy_reset(curl_);  // keeps the connection
    curl_easy_setopt(curl_, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT_MS, kTimeoutMs);
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, heads);
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, TakeAnswer);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &answer);
    const CURLcode code = curl_easy_perform(curl_);
    if (code != CURLE_OK) {
      long requested = 0;  // bytes
      curl_easy_getinfo(curl_, CURLINFO_REQUEST_SIZE, &requested);
      return {kAway, curl_easy_strerror(code), requested > 0};
    }
    long http_status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &http_status);
    if (http_status >= 200 && http_status < 300) return {kSent, ""};
    return {OutcomeOf(http_status),
            DetailOf(absl::StrCat("HTTP status ", http_status, ": ", answer)),
            MayArrive(http_status)};
  }

 private:
  const std::string url_, key_;
  CURL* curl_ = nullptr;
};

}  // namespace

std::string SignatureOf(std::string_view key, std::string_view timestamp, std::string_view body) {
  const std::string signed_text = absl::StrCat(timestamp, ".", body);
  unsigned char digest[EVP_MAX_MD_SIZE] = {};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(), digest,
       &size);
  return absl::StrCat("sha256=",
                      absl::BytesToHexString({reinterpret_cast<const char*>(digest), size}));
}

std::unique_ptr<Sender> NewWebhookSender(const DeliverySettings& settings) {
  return std::make_unique<WebhookSender>(settings);
}

}  // namespace mainstay::survey
