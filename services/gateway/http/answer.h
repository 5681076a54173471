// How the answer to an admitted request comes about. Two kinds: UnaryAnswer and StreamAnswer. Owned
// by the Exchange; on its connection's thread.
#pragma once

#include <string>

namespace mainstay::gateway {

class Answer {
 public:
  virtual ~Answer() = default;

  // Whether more of the body may be read from the socket now.
  virtual bool WantsBody() const = 0;
  // The next bytes of the body; at most once after WantsBody said so.
  virtual void OnBody(std::string bytes) = 0;
  virtual void OnBodyEnd() = 0;
  // Connection::SendPiece is through.
  virtual void OnSent() = 0;
  // The caller has gone, or has been answered early: whatever is under way ends soon.
  virtual void Cancel() = 0;
  // No backend's call is under way: the Answer may be destroyed.
  virtual bool idle() const = 0;
};

}  // namespace mainstay::gateway
