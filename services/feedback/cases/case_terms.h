// The words in which cases (客诉) are told, for every feature of feedback. Stored as text; in the
// API enums, whose value names they are the lower-case tail of.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "absl/types/span.h"

namespace mainstay::feedback {

// 投诉/抱怨, 咨询, 建议, 表扬.
inline constexpr std::string_view kCaseKinds[] = {"complaint", "question", "suggestion", "praise"};

// How it came: 电话, 邮件, 网站, 即时通讯, 当面, 社交媒体, 信函, 问卷.
inline constexpr std::string_view kCaseChannels[] = {"phone",     "email",  "web",    "chat",
                                                     "in_person", "social", "letter", "survey"};

// How bad it is, the lightest first: 轻微, 一般, 严重, 特别严重.
inline constexpr std::string_view kSeverities[] = {"minor", "moderate", "major", "critical"};

// How far it reaches, the narrowest first: 个别 (one item or person), 多处, 普遍.
inline constexpr std::string_view kCaseScopes[] = {"single", "several", "widespread"};

// Where `term` stands among `terms`; nothing when it is none of them ("" never is).
std::optional<size_t> RankOf(std::string_view term, absl::Span<const std::string_view> terms);

// Whether a text is the code of a category: "product", "product.defect". 1 to 100 bytes; parts of
// a-z, 0-9 and "_", at most 6, joined by dots.
bool IsCategoryCode(std::string_view text);
// What is wrong with a text that is not one.
inline constexpr std::string_view kCategoryCodeRule =
    "must be the code of a category: a-z, 0-9 and \"_\" in at most 6 parts joined by \".\", such "
    "as "
    "\"product.defect\"";

// Whether category `code` is `branch` or lies under it: "product.defect" is within "product",
// "product_line" is not.
bool IsWithinCategory(std::string_view code, std::string_view branch);

}  // namespace mainstay::feedback
