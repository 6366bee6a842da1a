// An episode as far as it has been played, so that every step of it can be shown again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "render/frame/frame.h"

namespace saccade::render {

/// Keeps the frames of one episode.  Of a very long one the oldest go, so that what is kept stays
/// below about `most_bytes`.
class Tape {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{512} << 20;

  /// The source must outlive the tape.
  explicit Tape(FrameSource& source, std::size_t most_bytes = kMostBytes)
      : source_(&source), most_bytes_(most_bytes) {}

  /// What `original` has up to a step, which is `changed`; from there on `source` plays.
  Tape(const Tape& original, int step, const Frame& changed, FrameSource& source);

  /// Begins the episode of `seed`.
  void begin(std::uint64_t seed);
  /// Plays one decision more; false when the episode is over.
  bool extend();

  int first() const { return first_; }  ///< The first step that is kept.
  int last() const { return first_ + static_cast<int>(frames_.size()) - 1; }
  /// Whether the end of the episode is known.
  bool complete() const { return frames_.back().done; }
  /// There is no room to play further than what is shown.
  bool full() const;
  /// A step from first() to last().
  Frame& at(int step) { return frames_.at(static_cast<std::size_t>(step - first_)); }
  const Frame& at(int step) const { return frames_.at(static_cast<std::size_t>(step - first_)); }

 private:
  FrameSource* source_;
  std::size_t most_bytes_;
  std::deque<Frame> frames_;
  int first_ = 0;
  std::size_t bytes_ = 0;  // About, of the frames.
};

}  // namespace saccade::render
