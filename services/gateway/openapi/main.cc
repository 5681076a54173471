// mainstay-openapi PROTOSET FILE: writes the OpenAPI document of a protoset with source
// information. Runs while the gateway is built.
#include <fstream>
#include <iostream>

#include <google/protobuf/descriptor.pb.h>

#include "services/gateway/openapi/document.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: mainstay-openapi PROTOSET FILE\n";
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  google::protobuf::FileDescriptorSet files;
  if (!files.ParseFromIstream(&in)) {
    std::cerr << argv[1] << " is not a protoset\n";
    return 1;
  }
  absl::StatusOr<std::string> document =
      mainstay::gateway::OpenApiDocument(files, MAINSTAY_VERSION);
  if (!document.ok()) {
    std::cerr << document.status().message() << "\n";
    return 1;
  }
  std::ofstream out(argv[2], std::ios::binary);
  out << *document << "\n";
  out.close();
  if (!out) std::cerr << argv[2] << " cannot be written\n";
  return out ? 0 : 1;
}
