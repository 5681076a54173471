#include "services/survey/responses/part_key.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/str_cat.h"

namespace mainstay::survey {
namespace {

// The key signs other things too: this says what for.
constexpr std::string_view kPurpose = "mainstay.survey.part_answers.v1\n";

}  // namespace

std::string PartKeyOfInvitation(std::string_view invitation_id) {
  return absl::StrCat("invitation ", invitation_id);
}

std::string PartKeyOfToken(std::string_view link_key, std::string_view token) {
  const std::string message = absl::StrCat(kPurpose, token);
  unsigned char digest[EVP_MAX_MD_SIZE] = {};
  unsigned int size = 0;
  HMAC(EVP_sha256(), link_key.data(), static_cast<int>(link_key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

}  // namespace mainstay::survey
