#include "tools/mainstayctl/words.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "tools/mainstayctl/format.h"

namespace mainstay::ctl {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

struct Word {
  std::string_view name, chinese;
};
constexpr Word kWords[] = {
    {"CASE_KIND_COMPLAINT", "投诉"},
    {"CASE_KIND_QUESTION", "咨询"},
    {"CASE_KIND_SUGGESTION", "建议"},
    {"CASE_KIND_PRAISE", "表扬"},
    {"CASE_CHANNEL_PHONE", "电话"},
    {"CASE_CHANNEL_EMAIL", "邮件"},
    {"CASE_CHANNEL_WEB", "网站"},
    {"CASE_CHANNEL_CHAT", "即时通讯"},
    {"CASE_CHANNEL_IN_PERSON", "当面"},
    {"CASE_CHANNEL_SOCIAL", "社交媒体"},
    {"CASE_CHANNEL_LETTER", "信函"},
    {"CASE_CHANNEL_SURVEY", "问卷"},
    {"CASE_SEVERITY_MINOR", "轻微"},
    {"CASE_SEVERITY_MODERATE", "一般"},
    {"CASE_SEVERITY_MAJOR", "严重"},
    {"CASE_SEVERITY_CRITICAL", "特别严重"},
    {"CASE_SCOPE_SINGLE", "个别"},
    {"CASE_SCOPE_SEVERAL", "多处"},
    {"CASE_SCOPE_WIDESPREAD", "普遍"},
    {"CASE_STATE_NEW", "新建"},
    {"CASE_STATE_ACKNOWLEDGED", "已确认"},
    {"CASE_STATE_IN_PROGRESS", "处理中"},
    {"CASE_STATE_WAITING_FOR_CUSTOMER", "等待客户"},
    {"CASE_STATE_RESOLVED", "已解决"},
    {"CASE_STATE_CLOSED", "已关闭"},
    {"CASE_STATE_WITHDRAWN", "已撤销"},
    {"CAMPAIGN_STATE_DRAFT", "草稿"},
    {"CAMPAIGN_STATE_RUNNING", "进行中"},
    {"CAMPAIGN_STATE_PAUSED", "已暂停"},
    {"CAMPAIGN_STATE_CLOSED", "已结束"},
    {"INVITATION_CHANNEL_LINK", "链接"},
    {"INVITATION_CHANNEL_EMAIL", "邮件"},
    {"INVITATION_CHANNEL_WEBHOOK", "推送接口"},
    {"INVITATION_CHANNEL_PHONE", "电话"},
    {"INVITATION_CHANNEL_PAPER", "纸质"},
    {"INVITATION_STATE_PLANNED", "待发送"},
    {"INVITATION_STATE_SENT", "已发送"},
    {"INVITATION_STATE_OPENED", "已打开"},
    {"INVITATION_STATE_ANSWERED", "已回答"},
    {"INVITATION_STATE_EXPIRED", "已过期"},
    {"INVITATION_STATE_REVOKED", "已撤回"},
    {"INVITATION_STATE_BOUNCED", "退信"},
    {"INVITATION_STATE_UNDELIVERABLE", "无法送达"},
    {"INVITATION_STATE_SKIPPED", "已跳过"},
    {"LOOP_ACTION_CASE", "投诉单"},
    {"LOOP_ACTION_REFERRAL", "转介绍"},
    {"LOOP_ACTION_TASK", "任务"},
    {"LOOP_ACTION_NOTICE", "通知"},
    {"LOOP_FIRING_STATE_REQUESTED", "已请求"},
    {"LOOP_FIRING_STATE_OPEN", "进行中"},
    {"LOOP_FIRING_STATE_DONE", "已完成"},
    {"LOOP_FIRING_STATE_CANCELLED", "已取消"},
    {"TIER_CORE", "核心"},
    {"TIER_POTENTIAL", "潜力"},
    {"TIER_GENERAL", "一般"},
};

const Word* FindWord(const EnumValueDescriptor& value) {
  const auto found = std::find_if(std::begin(kWords), std::end(kWords),
                                  [&](const Word& word) { return word.name == value.name(); });
  return found == std::end(kWords) ? nullptr : found;
}

bool IsOperator(char c) { return c == '=' || c == '!' || c == '<' || c == '>' || c == ':'; }
// What may stand in a bare literal; bytes of Chinese characters too.
bool IsBare(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || absl::ascii_isalnum(c) ||
         absl::StrContains("_-.+/", c);
}

// The end of what begins at `at`: a quoted text with its quotes, or a run of characters alike.
size_t EndOfToken(std::string_view filter, size_t at) {
  size_t end = at + 1;
  if (filter[at] == '"') {
    while (end < filter.size() && filter[end] != '"') end += filter[end] == '\\' ? 2 : 1;
    return std::min(end + 1, filter.size());
  }
  bool (*alike)(char) = IsBare(filter[at]) ? IsBare : IsOperator(filter[at]) ? IsOperator : nullptr;
  while (alike != nullptr && end < filter.size() && alike(filter[end])) ++end;
  return end;
}

std::string_view Unquoted(std::string_view token) {
  const bool quoted = token.size() >= 2 && token.front() == '"' && token.back() == '"';
  return quoted ? token.substr(1, token.size() - 2) : token;
}

}  // namespace

const EnumValueDescriptor* FindValue(const EnumDescriptor& type, std::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor* value = type.value(i);
    if (value->name() == text) return value;
    if (i == 0) continue;
    const Word* word = FindWord(*value);
    if (FormatEnum(*value) == lower || (word != nullptr && word->chinese == text)) return value;
  }
  return nullptr;
}

std::string WordFor(const EnumValueDescriptor& value, Language language) {
  const Word* word = language == Language::kChinese ? FindWord(value) : nullptr;
  return word == nullptr ? FormatEnum(value) : std::string(word->chinese);
}

std::string EnglishWord(const EnumDescriptor& type, const std::string& text) {
  const EnumValueDescriptor* value = FindValue(type, text);
  return value == nullptr ? text : FormatEnum(*value);
}

std::string FilterByNames(std::string_view filter, const google::protobuf::Descriptor& item) {
  std::string named;
  const EnumDescriptor* type = nullptr;  // of the field that was named last
  bool compared = false;                 // and an operator stood behind it
  for (size_t at = 0; at < filter.size();) {
    const size_t end = EndOfToken(filter, at);
    const std::string_view token = filter.substr(at, end - at);
    at = end;
    if (absl::ascii_isspace(static_cast<unsigned char>(token[0]))) {
      named += token;
    } else if (IsOperator(token[0])) {
      compared = true;
      named += token;
    } else {
      const EnumValueDescriptor* value =
          compared && type != nullptr ? FindValue(*type, Unquoted(token)) : nullptr;
      if (value != nullptr) {
        named += value->name();
      } else {
        named += token;
      }
      const auto* field = compared ? nullptr : item.FindFieldByName(std::string(token));
      type = field == nullptr ? nullptr : field->enum_type();
      compared = false;
    }
  }
  return named;
}

}  // namespace mainstay::ctl
