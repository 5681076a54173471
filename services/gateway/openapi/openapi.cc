#include "services/gateway/openapi/openapi.h"

// The file's bytes, laid into the binary by the assembler. MAINSTAY_OPENAPI_JSON is its path.
asm(".section .rodata\n"
    ".balign 16\n"
    "mainstay_openapi_begin:\n"
    ".incbin \"" MAINSTAY_OPENAPI_JSON
    "\"\n"
    "mainstay_openapi_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" const char mainstay_openapi_begin[];
extern "C" const char mainstay_openapi_end[];

namespace mainstay::gateway {

std::string_view OpenApiJson() {
  return {mainstay_openapi_begin,
          static_cast<std::size_t>(mainstay_openapi_end - mainstay_openapi_begin)};
}

}  // namespace mainstay::gateway
