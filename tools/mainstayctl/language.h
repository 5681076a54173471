// The language that a command's tables and sentences are in.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace mainstay::ctl {

enum class Language { kEnglish, kChinese };

inline const char* In(Language language, const char* english, const char* chinese) {
  return language == Language::kChinese ? chinese : english;
}

// --lang, which sets `language`; that outlives `command`.
inline void AddLanguageOption(CLI::App& command, Language& language) {
  command
      .add_option_function<std::string>(
          "--lang",
          [&language](const std::string& text) {
            language = text == "zh" ? Language::kChinese : Language::kEnglish;
          },
          "Titles and sentences in English (en) or Chinese (zh, 中文)")
      ->check(CLI::IsMember({"en", "zh"}))
      ->default_str("en");
}

}  // namespace mainstay::ctl
