# Debian builds Abseil with a string_view class of its own, to and from which std::string_view does
# not convert; elsewhere it is std::string_view itself. So that one source compiles on all, the
# three headers concerned get the missing conversions here (in words that 12's and 13's share).
# Inline functions only: the layout and the library's symbols stay as they are.
find_file(ABSL_OPTIONS_HEADER absl/base/options.h REQUIRED)
file(STRINGS ${ABSL_OPTIONS_HEADER} own_string_view REGEX "^#define ABSL_OPTION_USE_STD_STRING_VIEW 0")
if(own_string_view)
  function(mainstay_amend_header header anchor addition)
    get_filename_component(base ${ABSL_OPTIONS_HEADER} DIRECTORY)
    file(READ ${base}/../../${header} text)
    string(REPLACE "${anchor}" "${addition}\n  ${anchor}" amended "${text}")
    if(amended STREQUAL text)
      message(FATAL_ERROR "${header} is not the one this was written for: no \"${anchor}\"")
    endif()
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/absl-headers/${header} CONTENT "@amended@" @ONLY)
  endfunction()
  mainstay_amend_header(absl/strings/string_view.h
    "constexpr string_view() noexcept"
    "constexpr string_view(std::string_view s) noexcept : ptr_(s.data()), length_(s.size()) {}
  constexpr operator std::string_view() const noexcept { return {ptr_, length_}; }")
  mainstay_amend_header(absl/strings/str_cat.h
    "AlphaNum(absl::string_view pc"
    "AlphaNum(std::string_view s) : piece_(s.data(), s.size()) {}")
  mainstay_amend_header(absl/strings/internal/str_split_internal.h
    "ConvertibleToStringView(absl::string_view s)"
    "ConvertibleToStringView(std::string_view s) : value_(s.data(), s.size()) {}")
  include_directories(BEFORE SYSTEM ${PROJECT_BINARY_DIR}/absl-headers)
endif()
