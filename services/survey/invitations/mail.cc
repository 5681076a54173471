#include "services/survey/invitations/mail.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/api/uuid.h"

namespace mainstay::survey {
namespace {

constexpr size_t kBase64Line = 76;
// Bytes of text in one encoded word: "=?UTF-8?B?…?=" has at most 75 characters (RFC 2047).
constexpr size_t kWordBytes = 45;

bool IsFirstByte(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// A header's text as encoded words, split between characters.
std::string EncodedWords(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    size_t size = std::min(kWordBytes, text.size());
    while (size < text.size() && size > 1 && !IsFirstByte(text[size])) --size;
    words.push_back(absl::StrCat("=?UTF-8?B?", absl::Base64Escape(text.substr(0, size)), "?="));
    text.remove_prefix(size);
  }
  return absl::StrJoin(words, "\r\n ");
}

std::string Base64Lines(std::string_view text) {
  const std::string encoded = absl::Base64Escape(text);
  std::string lines;
  for (size_t i = 0; i < encoded.size(); i += kBase64Line) {
    absl::StrAppend(&lines, encoded.substr(i, kBase64Line), "\r\n");
  }
  return lines;
}

std::string Escaped(std::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string TextOf(const OutgoingMessage& message) {
  return absl::StrCat(message.text, "\n\n", message.url, "\n");
}

std::string HtmlOf(const OutgoingMessage& message) {
  const bool zh = message.language == "zh";
  const std::string body = absl::StrReplaceAll(Escaped(message.text), {{"\n", "<br>\n"}});
  const std::string url = Escaped(message.url);
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", zh ? "zh-CN" : "en", "\"><head><meta charset=\"utf-8\">",
      "<title>", Escaped(message.subject), "</title></head>\n",
      "<body style=\"font-family:sans-serif;line-height:1.5;max-width:40em\">\n<p>", body,
      "</p>\n<p><a href=\"", url, "\" style=\"display:inline-block;padding:.7em 1.4em;",
      "background:#0b5cad;color:#fff;text-decoration:none;border-radius:.3em\">",
      zh ? "开始填写" : "Begin", "</a></p>\n<p style=\"color:#555;font-size:small\">", url,
      "</p>\n</body></html>\n");
}

std::string Part(std::string_view boundary, std::string_view type, std::string_view text) {
  return absl::StrCat("--", boundary, "\r\nContent-Type: ", type, "; charset=utf-8\r\n",
                      "Content-Transfer-Encoding: base64\r\n\r\n", Base64Lines(text));
}

}  // namespace

std::string MessageIdOf(std::string_view delivery_id, std::string_view from) {
  const size_t at = from.rfind('@');
  const std::string_view domain = at == from.npos ? "mainstay.invalid" : from.substr(at + 1);
  return absl::StrCat("<", delivery_id, "@", domain, ">");
}

std::string DeliveryOf(std::string_view message_id) {
  message_id =
      absl::StripSuffix(absl::StripPrefix(absl::StripAsciiWhitespace(message_id), "<"), ">");
  const std::string id(message_id.substr(0, message_id.find('@')));
  return api::IsUuid(id) ? id : "";
}

bool IsMailAddress(std::string_view address) {
  const size_t at = address.find('@');
  if (at == address.npos || at == 0 || at + 1 == address.size() || address.size() > 254) {
    return false;
  }
  if (address.find('@', at + 1) != address.npos) return false;
  for (const char c : address) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == ',' || c == '"' ||
        c == 0x7f) {
      return false;
    }
  }
  return true;
}

std::string MailOf(const OutgoingMessage& message, std::string_view from, absl::Time now) {
  const std::string boundary = absl::StrCat("=_", message.delivery_id);
  std::string to = absl::StrCat("<", message.email, ">");
  if (!message.name.empty()) to = absl::StrCat(EncodedWords(message.name), "\r\n ", to);
  return absl::StrCat(
      "From: <", from, ">\r\nTo: ", to, "\r\nSubject: ", EncodedWords(message.subject),
      "\r\nDate: ", absl::FormatTime(absl::RFC1123_full, now, absl::UTCTimeZone()),
      "\r\nMessage-ID: ", MessageIdOf(message.delivery_id, from),
      "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n",
      "Content-Language: ", message.language == "zh" ? "zh-CN" : "en",
      "\r\nContent-Type: multipart/alternative; boundary=\"", boundary, "\"\r\n\r\n",
      Part(boundary, "text/plain", absl::StrReplaceAll(TextOf(message), {{"\n", "\r\n"}})),
      Part(boundary, "text/html", HtmlOf(message)), "--", boundary, "--\r\n");
}

}  // namespace mainstay::survey
