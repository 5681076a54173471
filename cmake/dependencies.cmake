# Everything comes from Debian's packages (12 and 13); nothing is fetched at configure time.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(CURL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(GTest REQUIRED)
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(PQ REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(HIREDIS REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(ICAL REQUIRED IMPORTED_TARGET libical)

# google/api, google/rpc and google/type protos as Debian ships them.
find_path(GOOGLEAPIS_DIR google/api/annotations.proto
  HINTS /usr/share/gocode/src/github.com/gogo/googleapis REQUIRED)
find_path(PROTOBUF_WKT_DIR google/protobuf/any.proto HINTS /usr/include REQUIRED)
