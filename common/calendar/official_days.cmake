# Writes data/<region>_<year>.csv into a source in the build folder that defines OfficialYears().
file(GLOB official_years CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/data/*.csv)
list(SORT official_years)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${official_years})
set(entries "")
foreach(path ${official_years})
  get_filename_component(name ${path} NAME_WE)
  string(REGEX MATCH "^([a-z][a-z])_([0-9][0-9][0-9][0-9])$" parts ${name})
  if(NOT parts)
    message(FATAL_ERROR "${path}: must be named like cn_2026.csv")
  endif()
  file(READ ${path} text)
  string(APPEND entries
    "    {\"${CMAKE_MATCH_1}\", ${CMAKE_MATCH_2}, R\"csv(${text})csv\"},\n")
endforeach()
set(official_days_source ${CMAKE_CURRENT_BINARY_DIR}/official_days.cc)
file(CONFIGURE OUTPUT ${official_days_source} @ONLY CONTENT
"#include \"common/calendar/official_days.h\"

namespace mainstay::calendar {

std::span<const OfficialYear> OfficialYears() {
  static constexpr OfficialYear kYears[] = {
@entries@  };
  return kYears;
}

}  // namespace mainstay::calendar
")
