// How invitations reach people, as the operator decides it.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::survey {

struct DeliverySettings {
  // Where people reach the gateway, "https://kam.example.com": begins the links of invitations.
  std::string public_url;
  // What links are signed with; at least 16 bytes, the same on every instance. Another key ends the
  // links of the one before.
  std::string link_key;
  // E-mail: "smtp://mail.example.com:587" or "smtps://…:465"; or a folder that mails are put into
  // as files, for a mail system that picks them up, or for a developer to read. At most one.
  std::string smtp_url, mail_folder;
  std::string smtp_user, smtp_password;  // empty: the server asks for none
  std::string smtp_ca_file;              // empty: the system's
  bool smtp_require_tls = true;
  std::string mail_from;  // "kam@example.com"
  // Another system, by POST; signed with the key.
  std::string webhook_url, webhook_key;

  // Whether somebody can be invited by `channel`.
  bool Delivers(std::string_view channel) const {
    if (channel == "email") return !smtp_url.empty() || !mail_folder.empty();
    if (channel == "webhook") return !webhook_url.empty();
    return true;
  }
};

}  // namespace mainstay::survey
