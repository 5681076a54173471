// A small Python program that a test talks to: a server on a port that the kernel gives.
#pragma once

#include <string>
#include <vector>

namespace mainstay::survey {

// Started in the constructor; ended in the destructor. The program prints its port on the first
// line, and later whatever it was told, a line each.
class HelperProcess {
 public:
  // `program`: a file in the repository.
  HelperProcess(const std::string& program, const std::vector<std::string>& arguments);
  ~HelperProcess();
  HelperProcess(const HelperProcess&) = delete;
  HelperProcess& operator=(const HelperProcess&) = delete;

  // 0 when it could not start.
  int port() const { return port_; }
  // The next line that it prints; waits for it, empty at the end.
  std::string ReadLine();

 private:
  int pid_ = -1;
  int output_ = -1;
  int port_ = 0;
  std::string unread_;
};

}  // namespace mainstay::survey
