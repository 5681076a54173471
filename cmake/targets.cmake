# One way to declare a target: a folder, its sources, its dependencies.
add_library(mainstay_flags INTERFACE)
target_include_directories(mainstay_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(mainstay_flags INTERFACE -Wall -Wextra -Werror -Wno-missing-field-initializers)
target_compile_definitions(mainstay_flags INTERFACE MAINSTAY_VERSION="${PROJECT_VERSION}")
# -pthread by name as well: gRPC's re2 brings it, and the precompiled header must be built alike.
target_compile_options(mainstay_flags INTERFACE -pthread)
target_link_libraries(mainstay_flags INTERFACE Threads::Threads)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 reports these inside the standard library and Abseil at -O2.
  target_compile_options(mainstay_flags INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
    # Takes every reference that a function of a temporary returns for one into it.
    target_compile_options(mainstay_flags INTERFACE -Wno-dangling-reference)
  endif()
endif()
if(MAINSTAY_SANITIZE)
  add_compile_options(-fsanitize=${MAINSTAY_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${MAINSTAY_SANITIZE})
endif()
if(MAINSTAY_SANITIZE STREQUAL "thread")
  # Also first on every link line (_mainstay_common), so that it stands before Abseil's library.
  add_library(mainstay_absl_tsan SHARED ${CMAKE_CURRENT_LIST_DIR}/absl_tsan.cc)
  target_link_libraries(mainstay_absl_tsan PRIVATE absl::base ${CMAKE_DL_LIBS})
  link_libraries(mainstay_absl_tsan)
  # libprotobuf is not compiled with the thread sanitizer, and its headers lay out maps in another
  # way when they see it. What libstdc++ makes of it stays.
  add_compile_options(-U__SANITIZE_THREAD__ -D_GLIBCXX_TSAN=1)
  # The thread sanitizer does not know fences, which Asio sets beside its locks.
  add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
if(MAINSTAY_FUZZ)
  # Coverage of everything, so that libFuzzer sees into the libraries.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# The fastest linker there is.
foreach(linker mold lld)
  find_program(MAINSTAY_LINKER_${linker} NAMES ${linker} ld.${linker})
  if(MAINSTAY_LINKER_${linker})
    add_link_options(-fuse-ld=${linker})
    break()
  endif()
endforeach()

find_program(MAINSTAY_CCACHE ccache)
if(MAINSTAY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${MAINSTAY_CCACHE})
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()

# How code is compiled whose speed nobody waits for, but whose compilation everybody does: tests and
# the command-line client (CONTRIBUTING.md has the figures). gcc takes a header that was precompiled
# at -O2 for it, which it does not at -O0. What gcc warns of depends on how far it optimises, and
# mostly falsely where it stops early, so that warnings of these are none of the release's errors.
add_library(mainstay_light INTERFACE)
target_compile_options(mainstay_light INTERFACE
  $<$<CONFIG:Release>:-Og> $<$<CONFIG:Release>:-Wno-error>)

# _mainstay_pch(target HEADERS a.h… DEPS x): what targets reuse that link the same DEPS.
function(_mainstay_pch target)
  cmake_parse_arguments(ARG "" "" "HEADERS;DEPS" ${ARGN})
  add_library(${target} OBJECT ${PROJECT_BINARY_DIR}/pch.cc)
  target_link_libraries(${target} PRIVATE mainstay_flags absl::statusor absl::strings
    absl::time absl::synchronization absl::flat_hash_map protobuf::libprotobuf ${ARG_DEPS})
  target_precompile_headers(${target} PRIVATE
    <algorithm> <atomic> <chrono> <cstdint> <functional> <map> <memory> <mutex> <optional>
    <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>
    <absl/container/flat_hash_map.h> <absl/status/status.h> <absl/status/statusor.h>
    <absl/strings/str_cat.h> <absl/strings/str_format.h> <absl/synchronization/mutex.h>
    <absl/time/time.h> <google/protobuf/message.h> ${ARG_HEADERS})
endfunction()
if(MAINSTAY_PCH)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/pch.cc CONTENT "")
  _mainstay_pch(mainstay_pch)
  # Each test took 2 s for GoogleTest's headers alone.
  _mainstay_pch(mainstay_test_pch HEADERS <gmock/gmock.h> <gtest/gtest.h>
    DEPS GTest::gmock GTest::gtest mainstay_light)
endif()

# A source that is not there fails its own target when that is built, not the whole configuration.
function(_mainstay_sources)
  foreach(source ${ARGN})
    if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${source})
      set_source_files_properties(${source} PROPERTIES GENERATED TRUE)
    endif()
  endforeach()
endfunction()

# _mainstay_common(target [pch]): what every target has; the precompiled header is mainstay_pch
# unless another is named.
function(_mainstay_common target)
  get_target_property(type ${target} TYPE)
  if(TARGET mainstay_absl_tsan AND type STREQUAL "EXECUTABLE")
    target_link_options(${target} BEFORE PRIVATE $<TARGET_FILE:mainstay_absl_tsan>)
    add_dependencies(${target} mainstay_absl_tsan)
  endif()
  if(MAINSTAY_PCH)
    if(NOT ARGN)
      set(ARGN mainstay_pch)
    endif()
    target_precompile_headers(${target} REUSE_FROM ${ARGN})
  endif()
endfunction()

# mainstay_generated(target): an object or static library of what protoc wrote. Needs no warnings, and
# is not what is fuzzed: a file took a fuzzer's build 18 s with sanitizers, and 2 without.
function(mainstay_generated target)
  target_compile_options(${target} PRIVATE -w)
  target_link_libraries(${target} PRIVATE mainstay_flags)
  if(MAINSTAY_FUZZ)
    target_compile_options(${target} PRIVATE -O0 -g0 -fno-sanitize=all)
    target_precompile_headers(${target} PRIVATE <google/protobuf/message.h>
      <google/protobuf/generated_message_reflection.h>)
  else()
    _mainstay_common(${target})
  endif()
endfunction()

# mainstay_library(name SRCS a.cc b.cc DEPS x y): a folder's library.
function(mainstay_library target)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  if(ARG_SRCS)
    _mainstay_sources(${ARG_SRCS})
    add_library(${target} STATIC ${ARG_SRCS})
    target_link_libraries(${target} PUBLIC mainstay_flags absl::statusor absl::strings absl::time
      absl::synchronization absl::flat_hash_map protobuf::libprotobuf ${ARG_DEPS})
    _mainstay_common(${target})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE mainstay_flags ${ARG_DEPS})
  endif()
endfunction()

# The target `binaries` is every program, without the tests.
add_custom_target(binaries)

function(mainstay_binary target)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  _mainstay_sources(${ARG_SRCS})
  add_executable(${target} ${ARG_SRCS})
  target_link_libraries(${target} PRIVATE mainstay_flags absl::statusor absl::strings absl::time
    absl::synchronization absl::flat_hash_map protobuf::libprotobuf ${ARG_DEPS})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  add_dependencies(binaries ${target})
  _mainstay_common(${target})
endfunction()

# mainstay_test(name SRCS ... DEPS ...): a GoogleTest binary, one ctest entry. The timeout ends what
# hangs, not what a busy machine makes slow.
function(mainstay_test target)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SRCS;DEPS;LABELS" ${ARGN})
  _mainstay_sources(${ARG_SRCS})
  add_executable(${target} ${ARG_SRCS})
  target_link_libraries(${target} PRIVATE mainstay_flags absl::statusor absl::strings absl::time
    absl::synchronization absl::flat_hash_map protobuf::libprotobuf
    ${ARG_DEPS} GTest::gmock GTest::gtest GTest::gtest_main mainstay_light)
  _mainstay_common(${target} mainstay_test_pch)
  add_test(NAME ${target} COMMAND ${target} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 600)
  endif()
  set_tests_properties(${target} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "unit;${ARG_LABELS}")
endfunction()
