#include "services/survey/invitations/mail_folder.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/survey/invitations/mail.h"

namespace mainstay::survey {
namespace {

class MailFolder : public Sender {
 public:
  explicit MailFolder(const DeliverySettings& settings)
      : folder_(settings.mail_folder), from_(settings.mail_from) {}

  SendResult Send(const OutgoingMessage& message) override {
    using enum SendResult::Outcome;
    if (!IsMailAddress(message.email)) return {kBounced, "the address is none of a mail"};
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    const std::string path = absl::StrCat(folder_, "/", message.delivery_id, ".eml");
    const std::string unfinished = path + ".part";
    std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
    file << MailOf(message, from_, absl::Now());
    file.close();
    if (file.fail()) return {kAway, "the folder of mails cannot be written to"};
    std::filesystem::rename(unfinished, path, error);
    if (error) return {kAway, DetailOf(error.message())};
    return {kSent, ""};
  }

 private:
  const std::string folder_, from_;
};

}  // namespace

std::unique_ptr<Sender> NewMailFolder(const DeliverySettings& settings) {
  return std::make_unique<MailFolder>(settings);
}

}  // namespace mainstay::survey
