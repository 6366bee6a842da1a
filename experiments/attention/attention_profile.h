// How attention falls with distance, and how it shifts over an episode, by type of token.
//
// Attention here is the weight in the last layer, mean over heads.
#pragma once

#include <string>
#include <vector>

#include "agents/explain/even_sample.h"
#include "envs/core/decision.h"

namespace saccade {

/// Means over bins of distance, or of time; bins without anything are left out.
struct ProfileLine {
  std::string type;
  std::vector<double> x;  ///< The middle of each bin: world units, or steps of the episode.
  std::vector<double> y;
};

class AttentionProfile {
 public:
  explicit AttentionProfile(const std::vector<std::string>& types);

  /// One decision, so many steps after its episode began.
  void add(const AttentionWeights& attention, int step);

  /// y: an entity's weight over that of even attention to all that is shown; 1 is even.  Of types
  /// whose entities have places.
  std::vector<ProfileLine> by_distance();
  /// y: the share of all weights that entities of the type get together.
  std::vector<ProfileLine> over_time();

 private:
  struct Weighed {
    double at, weight;
  };
  static ProfileLine binned(const std::string& type, const std::vector<Weighed>& all, int bins);

  std::vector<std::string> types_;
  std::vector<EvenSample<Weighed>> distances_;  // [types]
  std::vector<EvenSample<Weighed>> shares_;     // [types]
  std::vector<bool> seen_;                      // [types]
};

}  // namespace saccade
