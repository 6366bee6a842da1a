#include "experiments/attention/attention_profile.h"

#include <algorithm>
#include <cmath>

namespace saccade {
namespace {

constexpr std::size_t kMostKept = 5000;
constexpr int kDistanceBins = 8, kTimeBins = 12;
constexpr std::size_t kFewestInBin = 5;

// [tokens] Weights of the last layer, mean over heads.
std::vector<double> last_layer(const AttentionWeights& attention) {
  const std::size_t tokens = attention.ids.size();
  std::vector<double> weights(tokens);
  const auto heads = static_cast<std::size_t>(attention.heads);
  const std::size_t first = static_cast<std::size_t>(attention.blocks - 1) * heads * tokens;
  for (std::size_t i = 0; i < heads * tokens; ++i) {
    weights[i % tokens] += static_cast<double>(attention.weights[first + i]) / attention.heads;
  }
  return weights;
}

}  // namespace

AttentionProfile::AttentionProfile(const std::vector<std::string>& types)
    : types_(types), seen_(types.size()) {
  for (std::size_t t = 0; t < types.size(); ++t) {
    distances_.emplace_back(kMostKept);
    shares_.emplace_back(kMostKept);
  }
}

void AttentionProfile::add(const AttentionWeights& attention, int step) {
  if (attention.blocks == 0) return;
  const std::vector<double> weights = last_layer(attention);
  const auto tokens = static_cast<double>(weights.size());
  const Vec2 self = attention.positions[0];
  std::vector<double> shares(types_.size());
  for (std::size_t t = 0; t < weights.size(); ++t) {
    const auto type = static_cast<std::size_t>(attention.types[t]);
    shares[type] += weights[t];
    seen_[type] = true;
    const double distance = std::hypot(static_cast<double>(attention.positions[t].x - self.x),
                                       static_cast<double>(attention.positions[t].y - self.y));
    if (t > 0 && std::isfinite(distance)) {
      distances_[type].offer([&] { return Weighed{distance, weights[t] * tokens}; });
    }
  }
  for (std::size_t type = 0; type < shares.size(); ++type) {
    shares_[type].offer([&] { return Weighed{static_cast<double>(step), shares[type]}; });
  }
}

ProfileLine AttentionProfile::binned(const std::string& type, const std::vector<Weighed>& all,
                                     int bins) {
  ProfileLine line{type, {}, {}};
  std::vector<double> places;
  for (const Weighed& one : all) places.push_back(one.at);
  std::sort(places.begin(), places.end());
  if (places.empty()) return line;
  const double low = places.front();
  const double high = places[(places.size() - 1) * 98 / 100];  // Without the few that are far out.
  const double width = std::max((high - low) / bins, 1e-9);
  std::vector<double> sums(static_cast<std::size_t>(bins)), counts(sums.size());
  for (const Weighed& one : all) {
    const double bin = std::floor((one.at - low) / width);
    if (bin > bins) continue;
    const auto b = static_cast<std::size_t>(std::min(bin, static_cast<double>(bins - 1)));
    sums[b] += one.weight;
    counts[b] += 1;
  }
  for (std::size_t b = 0; b < sums.size(); ++b) {
    if (counts[b] < static_cast<double>(kFewestInBin)) continue;
    line.x.push_back(low + (static_cast<double>(b) + 0.5) * width);
    line.y.push_back(sums[b] / counts[b]);
  }
  return line;
}

std::vector<ProfileLine> AttentionProfile::by_distance() {
  std::vector<ProfileLine> lines;
  for (std::size_t t = 0; t < types_.size(); ++t) {
    lines.push_back(binned(types_[t], distances_[t].take(), kDistanceBins));
  }
  std::erase_if(lines, [](const ProfileLine& line) { return line.x.size() < 2; });
  return lines;
}

std::vector<ProfileLine> AttentionProfile::over_time() {
  std::vector<ProfileLine> lines;
  for (std::size_t t = 0; t < types_.size(); ++t) {
    if (seen_[t]) lines.push_back(binned(types_[t], shares_[t].take(), kTimeBins));
  }
  std::erase_if(lines, [](const ProfileLine& line) { return line.x.size() < 2; });
  return lines;
}

}  // namespace saccade
