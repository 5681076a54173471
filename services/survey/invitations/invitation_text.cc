#include "services/survey/invitations/invitation_text.h"

#include "absl/strings/str_cat.h"

namespace mainstay::survey {
namespace {

// What is kept of who said what.
std::string PrivacyWords(const Campaign& campaign, bool zh) {
  if (campaign.anonymous()) {
    return zh ? "本调查匿名：答案与您的身份之间不保留任何关联。"
              : "The survey is anonymous: nothing is kept that links your answers to you.";
  }
  if (campaign.privacy == "confidential") {
    return zh ? "您的答案将被保密，只有少数负责人可以看到是谁的回答。"
              : "Your answers are confidential: only few people see who gave them.";
  }
  return zh ? "您的答案会与您的姓名一起保存，以便我们跟进。"
            : "Your answers are kept with your name, so that we can act on them.";
}

std::string OwnText(const Campaign& campaign, bool zh, const std::string& name) {
  const std::string hello = zh ? absl::StrCat("尊敬的", name.empty() ? "客户" : name, "：")
                               : absl::StrCat("Dear ", name.empty() ? "customer" : name, ",");
  const std::string ask =
      zh ? "感谢您与我们合作。请用几分钟时间告诉我们您的看法。"
         : "thank you for working with us. Please take a few minutes to tell us what you think.";
  return absl::StrCat(hello, "\n\n", ask, "\n\n", PrivacyWords(campaign, zh));
}

}  // namespace

InvitationWords WordsOf(const Campaign& campaign, const std::string& language,
                        const std::string& name, int number) {
  const bool zh = language == "zh";
  const std::string& subject = zh ? campaign.texts.subject.zh : campaign.texts.subject.en;
  const std::string& body = zh ? campaign.texts.body.zh : campaign.texts.body.en;
  InvitationWords words;
  words.subject = !subject.empty() ? subject : zh ? "诚邀您参与调查" : "We would like your opinion";
  words.text = !body.empty() ? body : OwnText(campaign, zh, name);
  if (number > 0) words.subject = absl::StrCat(zh ? "提醒：" : "Reminder: ", words.subject);
  return words;
}

}  // namespace mainstay::survey
