#include "tools/mainstayctl/progress.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

constexpr int kBarWidth = 30;

std::string Bar(double share, int width) {
  const int full = static_cast<int>(std::clamp(share, 0.0, 1.0) * width);
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < full ? "█" : "░";
  return bar;
}

}  // namespace

std::string FormatBytes(int64_t bytes) {
  if (bytes < 1000) return absl::StrCat(bytes, " B");
  double value = static_cast<double>(bytes);
  const char* unit = "";
  for (const char* next : {"kB", "MB", "GB", "TB"}) {
    if (value < 999.95) break;
    value /= 1000;
    unit = next;
  }
  return absl::StrFormat("%.1f %s", value, unit);
}

std::string FormatElapsed(absl::Duration duration) {
  const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1)));
  if (seconds < 60) return absl::StrCat(seconds, " s");
  if (seconds < 3600) return absl::StrFormat("%d min %02d s", seconds / 60, seconds % 60);
  return absl::StrFormat("%d h %02d min", seconds / 3600, seconds % 3600 / 60);
}

std::string ProgressLine(int64_t done, int64_t total, int64_t begin, absl::Duration elapsed,
                         int width) {
  const double seconds = std::max(absl::ToDoubleSeconds(elapsed), 1e-3);
  const double rate = static_cast<double>(done - begin) / seconds;
  const std::string speed = absl::StrCat(FormatBytes(static_cast<int64_t>(rate)), "/s");
  auto fit = [width](const std::string& line) { return width > 0 ? Fit(line, width) : line; };
  if (total <= 0) return fit(absl::StrCat(FormatBytes(done), "  ", speed));
  const double share = static_cast<double>(done) / static_cast<double>(total);
  std::string text = absl::StrFormat("%3d %%  %s of %s  %s", static_cast<int>(share * 100),
                                     FormatBytes(done), FormatBytes(total), speed);
  if (rate > 0 && done < total) {
    absl::StrAppend(&text, "  ETA ",
                    FormatElapsed(absl::Seconds(static_cast<double>(total - done) / rate)));
  }
  const int room = std::min(kBarWidth, width - DisplayWidth(text) - 2);
  if (room >= 5) text = absl::StrCat(Bar(share, room), "  ", text);
  return fit(text);
}

std::string ApplyingLine(double progress, int width) {
  const int percent = static_cast<int>(std::clamp(progress, 0.0, 1.0) * 100);
  return Fit(absl::StrFormat("applying  %s  %3d %%", Bar(progress, kBarWidth), percent), width);
}

void Progress::Sent(int64_t done, absl::Time now) {
  const absl::Duration pause = terminal_.interactive ? absl::Milliseconds(100) : absl::Seconds(5);
  if (now - drawn_ < pause) return;
  if (!terminal_.interactive && drawn_ == absl::InfinitePast()) {
    drawn_ = now;  // a file that is through in no time needs no line
    return;
  }
  drawn_ = now;
  Draw(ProgressLine(done, total_, begin_, now - start_,
                    terminal_.interactive ? terminal_.width - 1 : 0));
}

void Progress::Applying(double progress) {
  if (terminal_.interactive) Draw(ApplyingLine(progress, terminal_.width - 1));
}

void Progress::Draw(const std::string& line) {
  if (terminal_.interactive) {
    out_ << "\r" << line << "\x1b[K" << std::flush;
    on_screen_ = true;
  } else {
    out_ << line << "\n" << std::flush;
  }
}

void Progress::Clear() {
  if (on_screen_) out_ << "\r\x1b[K" << std::flush;
  on_screen_ = false;
}

}  // namespace mainstay::ctl
