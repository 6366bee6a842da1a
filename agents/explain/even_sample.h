// A bounded number of things out of a stream of unknown length, evenly spread over it.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace saccade {

/// Keeps every k-th thing, with k = 1 at first; whenever 2 `most` are held, every second one goes
/// and k doubles.  What is kept depends on the stream alone.
template <class Thing>
class EvenSample {
 public:
  /// `most` is at least 1.
  explicit EvenSample(std::size_t most) : most_(most) {}

  /// To be called for each thing of the stream: make() gives it, called if it is kept.
  template <class Make>
  void offer(const Make& make) {
    if (seen_++ % stride_ != 0) return;
    things_.push_back(make());
    if (things_.size() < 2 * most_) return;
    for (std::size_t i = 0; i < most_; ++i) std::swap(things_[i], things_[2 * i]);
    things_.erase(things_.begin() + static_cast<std::ptrdiff_t>(most_), things_.end());
    stride_ *= 2;
  }

  std::size_t seen() const { return seen_; }

  /// At most `most` of what is held, evenly spread.
  std::vector<Thing> take() {
    const std::size_t count = things_.size() < most_ ? things_.size() : most_;
    std::vector<Thing> taken;
    for (std::size_t i = 0; i < count; ++i) {
      taken.push_back(std::move(things_[i * things_.size() / count]));
    }
    things_.clear();
    return taken;
  }

 private:
  std::size_t most_;
  std::size_t stride_ = 1;
  std::size_t seen_ = 0;
  std::vector<Thing> things_;
};

}  // namespace saccade
