#include "services/survey/invitations/smtp_sender.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/survey/invitations/mail.h"

namespace mainstay::survey {
namespace {

constexpr long kConnectTimeoutMs = 10'000, kTimeoutMs = 30'000;

// The dialogue as far as a result needs it. It goes on after a refusal: QUIT is answered too.
struct Dialogue {
  std::string_view unsent;    // of the mail
  bool to_recipient = false;  // the last command was about the recipient or the mail itself
  // The first 5xx and 4xx to such a command, but for those that are about the server itself.
  std::string bounce, busy;
  std::string refusal;  // the last 4xx or 5xx to any
};

size_t GiveMail(char* buffer, size_t size, size_t count, void* target) {
  std::string_view& unsent = static_cast<Dialogue*>(target)->unsent;
  const size_t taken = std::min(size * count, unsent.size());
  std::memcpy(buffer, unsent.data(), taken);
  unsent.remove_prefix(taken);
  return taken;
}

int Listen(CURL*, curl_infotype type, char* data, size_t size, void* target) {
  Dialogue& dialogue = *static_cast<Dialogue*>(target);
  const std::string_view said(data, size);
  if (type == CURLINFO_HEADER_OUT) {
    dialogue.to_recipient = absl::StartsWith(said, "RCPT ") || absl::StartsWith(said, "DATA");
  } else if (type == CURLINFO_HEADER_IN && !said.empty() && (said[0] == '4' || said[0] == '5')) {
    dialogue.refusal = std::string(said);
    // 421: the server closes down; 530: it wants to know us first, whoever is written to.
    if (!dialogue.to_recipient || absl::StartsWith(said, "421") || absl::StartsWith(said, "530")) {
      return 0;
    }
    std::string& first = said[0] == '5' ? dialogue.bounce : dialogue.busy;
    if (first.empty()) first = dialogue.refusal;
  }
  return 0;
}

class SmtpSender : public Sender {
 public:
  explicit SmtpSender(const DeliverySettings& settings) : settings_(settings) {
    static std::once_flag initialised;
    std::call_once(initialised, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    curl_ = curl_easy_init();
  }
  ~SmtpSender() override { curl_easy_cleanup(curl_); }
  SmtpSender(const SmtpSender&) = delete;
  SmtpSender& operator=(const SmtpSender&) = delete;

  SendResult Send(const OutgoingMessage& message) override {
    using enum SendResult::Outcome;
    if (curl_ == nullptr) return {kAway, "libcurl cannot be initialised"};
    if (!IsMailAddress(message.email)) return {kBounced, "the address is none of a mail"};
    const std::string mail = MailOf(message, settings_.mail_from, absl::Now());
    const std::string from = absl::StrCat("<", settings_.mail_from, ">");
    curl_slist* to = curl_slist_append(nullptr, absl::StrCat("<", message.email, ">").c_str());
    const absl::Cleanup free_to = [to] { curl_slist_free_all(to); };
    Dialogue dialogue{.unsent = mail};
    curl_easy_reset(curl_);  // keeps the connection
    Connect();
    curl_easy_setopt(curl_, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl_, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl_, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl_, CURLOPT_READFUNCTION, GiveMail);
    curl_easy_setopt(curl_, CURLOPT_READDATA, &dialogue);
    curl_easy_setopt(curl_, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl_, CURLOPT_DEBUGFUNCTION, Listen);
    curl_easy_setopt(curl_, CURLOPT_DEBUGDATA, &dialogue);
    const CURLcode code = curl_easy_perform(curl_);
    if (code == CURLE_OK) return {kSent, ""};
    if (!dialogue.bounce.empty()) return {kBounced, DetailOf(dialogue.bounce)};
    if (!dialogue.busy.empty()) return {kRefused, DetailOf(dialogue.busy)};
    // A server keeps no mail before its end.
    return {kAway, dialogue.refusal.empty() ? curl_easy_strerror(code) : DetailOf(dialogue.refusal),
            dialogue.unsent.empty()};
  }

 private:
  void Connect() {
    curl_easy_setopt(curl_, CURLOPT_URL, settings_.smtp_url.c_str());
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT_MS, kTimeoutMs);
    curl_easy_setopt(
        curl_, CURLOPT_USE_SSL,
        static_cast<long>(settings_.smtp_require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(curl_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings_.smtp_ca_file.empty()) {
      curl_easy_setopt(curl_, CURLOPT_CAINFO, settings_.smtp_ca_file.c_str());
    }
    if (!settings_.smtp_user.empty()) {
      curl_easy_setopt(curl_, CURLOPT_USERNAME, settings_.smtp_user.c_str());
      curl_easy_setopt(curl_, CURLOPT_PASSWORD, settings_.smtp_password.c_str());
    }
  }

  const DeliverySettings settings_;
  CURL* curl_ = nullptr;
};

}  // namespace

std::unique_ptr<Sender> NewSmtpSender(const DeliverySettings& settings) {
  return std::make_unique<SmtpSender>(settings);
}

}  // namespace mainstay::survey
