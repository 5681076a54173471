// Debian's Abseil is not compiled with the thread sanitizer, which therefore cannot see its locks
// and would report every access that they guard. The functions below stand before the library's
// own, tell the sanitizer what happens, and call them. Part of thread sanitizer builds only.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <cstdlib>
#include <string>

#include "absl/base/options.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

extern "C" void AnnotateIgnoreReadsBegin(const char* file, int line);
extern "C" void AnnotateIgnoreReadsEnd(const char* file, int line);

namespace {

#define MAINSTAY_TEXT_OF(name) #name
#define MAINSTAY_TEXT(name) MAINSTAY_TEXT_OF(name)

// The library's own function. `rest` is its mangled name after the namespaces, of which the inner
// one differs from release to release.
template <class F>
F Real(const char* prefix, std::string rest) {
  const std::string inner = MAINSTAY_TEXT(ABSL_OPTION_INLINE_NAMESPACE_NAME);
  const std::string symbol =
      std::string(prefix) + "4absl" + std::to_string(inner.size()) + inner + rest;
  void* function = dlsym(RTLD_NEXT, symbol.c_str());
  if (function == nullptr) std::abort();
  return reinterpret_cast<F>(function);
}

// While it holds a lock that was announced as released already, the library evaluates the
// conditions of waiting threads: these reads are not the program's.
class IgnoreReads {
 public:
  IgnoreReads() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
  ~IgnoreReads() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
};

}  // namespace

namespace absl {
ABSL_NAMESPACE_BEGIN

#define MAINSTAY_LOCK(name, symbol)                                               \
  void Mutex::name() {                                                            \
    static const auto real = Real<void (*)(Mutex*)>("_ZN", "5Mutex" symbol "Ev"); \
    {                                                                             \
      IgnoreReads ignore;                                                         \
      real(this);                                                                 \
    }                                                                             \
    __tsan_acquire(this);                                                         \
  }
MAINSTAY_LOCK(Lock, "4Lock")
MAINSTAY_LOCK(ReaderLock, "10ReaderLock")

#define MAINSTAY_UNLOCK(name, symbol)                                             \
  void Mutex::name() {                                                            \
    static const auto real = Real<void (*)(Mutex*)>("_ZN", "5Mutex" symbol "Ev"); \
    __tsan_release(this);                                                         \
    IgnoreReads ignore;                                                           \
    real(this);                                                                   \
  }
MAINSTAY_UNLOCK(Unlock, "6Unlock")
MAINSTAY_UNLOCK(ReaderUnlock, "12ReaderUnlock")

#define MAINSTAY_TRY(name, symbol)                                                \
  bool Mutex::name() {                                                            \
    static const auto real = Real<bool (*)(Mutex*)>("_ZN", "5Mutex" symbol "Ev"); \
    const bool locked = real(this);                                               \
    if (locked) __tsan_acquire(this);                                             \
    return locked;                                                                \
  }
MAINSTAY_TRY(TryLock, "7TryLock")
MAINSTAY_TRY(ReaderTryLock, "13ReaderTryLock")

// `leaves` says whether the caller holds the lock and gives it up while it waits.
#define MAINSTAY_WHEN(name, symbol, leaves)                                                    \
  void Mutex::name(const Condition& condition) {                                               \
    static const auto real =                                                                   \
        Real<void (*)(Mutex*, const Condition&)>("_ZN", "5Mutex" symbol "ERKNS0_9ConditionE"); \
    if (leaves) __tsan_release(this);                                                          \
    {                                                                                          \
      IgnoreReads ignore;                                                                      \
      real(this, condition);                                                                   \
    }                                                                                          \
    __tsan_acquire(this);                                                                      \
  }
MAINSTAY_WHEN(Await, "5Await", true)
MAINSTAY_WHEN(LockWhen, "8LockWhen", false)
MAINSTAY_WHEN(ReaderLockWhen, "14ReaderLockWhen", false)

#define MAINSTAY_WHEN_UNTIL(name, Limit, symbol, limit_symbol, leaves)        \
  bool Mutex::name(const Condition& condition, Limit limit) {                 \
    static const auto real = Real<bool (*)(Mutex*, const Condition&, Limit)>( \
        "_ZN", "5Mutex" symbol "ERKNS0_9ConditionENS0_" limit_symbol "E");    \
    if (leaves) __tsan_release(this);                                         \
    bool result;                                                              \
    {                                                                         \
      IgnoreReads ignore;                                                     \
      result = real(this, condition, limit);                                  \
    }                                                                         \
    __tsan_acquire(this);                                                     \
    return result;                                                            \
  }
MAINSTAY_WHEN_UNTIL(AwaitWithTimeout, Duration, "16AwaitWithTimeout", "8Duration", true)
MAINSTAY_WHEN_UNTIL(AwaitWithDeadline, Time, "17AwaitWithDeadline", "4Time", true)
MAINSTAY_WHEN_UNTIL(LockWhenWithTimeout, Duration, "19LockWhenWithTimeout", "8Duration", false)
MAINSTAY_WHEN_UNTIL(LockWhenWithDeadline, Time, "20LockWhenWithDeadline", "4Time", false)

void CondVar::Wait(Mutex* mutex) {
  static const auto real = Real<void (*)(CondVar*, Mutex*)>("_ZN", "7CondVar4WaitEPNS0_5MutexE");
  __tsan_release(mutex);
  {
    IgnoreReads ignore;
    real(this, mutex);
  }
  __tsan_acquire(mutex);
}

#define MAINSTAY_CONDVAR_UNTIL(name, Limit, symbol, limit_symbol)       \
  bool CondVar::name(Mutex* mutex, Limit limit) {                       \
    static const auto real = Real<bool (*)(CondVar*, Mutex*, Limit)>(   \
        "_ZN", "7CondVar" symbol "EPNS0_5MutexENS0_" limit_symbol "E"); \
    __tsan_release(mutex);                                              \
    bool result;                                                        \
    {                                                                   \
      IgnoreReads ignore;                                               \
      result = real(this, mutex, limit);                                \
    }                                                                   \
    __tsan_acquire(mutex);                                              \
    return result;                                                      \
  }
MAINSTAY_CONDVAR_UNTIL(WaitWithTimeout, Duration, "15WaitWithTimeout", "8Duration")
MAINSTAY_CONDVAR_UNTIL(WaitWithDeadline, Time, "16WaitWithDeadline", "4Time")

// The flag of a Notification is its second member; its inline reader loads it as an atomic.
void Notification::Notify() {
  static const auto real = Real<void (*)(Notification*)>("_ZN", "12Notification6NotifyEv");
  __tsan_release(this);
  __tsan_release(reinterpret_cast<char*>(this) + sizeof(Mutex));
  real(this);
}

void Notification::WaitForNotification() const {
  static const auto real =
      Real<void (*)(const Notification*)>("_ZNK", "12Notification19WaitForNotificationEv");
  real(this);
  __tsan_acquire(const_cast<Notification*>(this));
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  static const auto real = Real<bool (*)(const Notification*, Duration)>(
      "_ZNK", "12Notification30WaitForNotificationWithTimeoutENS0_8DurationE");
  const bool notified = real(this, timeout);
  if (notified) __tsan_acquire(const_cast<Notification*>(this));
  return notified;
}

ABSL_NAMESPACE_END
}  // namespace absl
