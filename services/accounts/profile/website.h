// Websites: what people type, and the domain that two accounts of one company share.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::accounts {

// The host of a website in lower case without "www.": "https://www.Example.com/zh" → "example.com".
// Internationalized names come out in their ASCII form (UTS #46). Empty when `website` is not one:
// no dot, a bad label, an IP address, over 253 characters.
std::string DomainOf(std::string_view website);

// The domain for the duplicate check: as DomainOf, but empty for hosts where many companies have
// their pages (shops, social networks), which say nothing about who owns them.
std::string OwnDomainOf(std::string_view website);

}  // namespace mainstay::accounts
