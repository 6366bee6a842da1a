#include "agents/explain/feature_path.h"

#include <algorithm>
#include <cmath>

#include "agents/policy/pass_size.h"

namespace saccade {
namespace {

constexpr int kFewestSteps = 32, kMostSteps = 512;
constexpr double kCloseEnough = 0.002;  // Of the difference ...
constexpr double kTiny = 1e-4;          // ... or of a change that is none, nats.

void repeat(std::span<const float> one, std::size_t times, std::vector<float>& all) {
  all.clear();
  for (std::size_t i = 0; i < times; ++i) all.insert(all.end(), one.begin(), one.end());
}

}  // namespace

FeaturePath::FeaturePath(const Policy::Impl& policy)
    : policy_(policy),
      batch_(policy.make_batch()),
      pass_(policy.network.make_pass()),
      slopes_(policy.tokens.size()),
      ignored_(policy.parameters.size()) {
  policy_.network.prepare(policy_.parameters.data(), pass_);
}

FeatureAttribution FeaturePath::attribute(const FeatureBatch& seen, std::span<const float> held,
                                          std::span<const EntityPlace> entities,
                                          const AverageFeatures& averages) {
  own_held_ = held;
  entities_ = entities;
  averages_ = &averages;
  choose_ends(seen);
  FeatureAttribution found;
  const std::vector<double> ends = {0, 1};
  evaluate(ends, seen);
  found.difference = targets_[1] - targets_[0];
  const std::vector<double> end = {1};
  evaluate(end, seen);
  Sums slopes(slopes_.size());
  add_slopes(1, slopes);
  found.gradient_input = contributions(seen, slopes);
  for (int steps = kFewestSteps; steps <= kMostSteps; steps *= 2) {
    found.integrated = along_path(seen, steps);
    double sum = 0;
    for (const double part : found.integrated) sum += part;
    found.error = std::abs(sum - found.difference);
    if (found.error <= std::max(kTiny, kCloseEnough * std::abs(found.difference))) break;
  }
  return found;
}

// Fills the batch with a sample for each place on the path.
void FeaturePath::fill(const FeatureBatch& seen, std::span<const double> places) {
  batch_.clear();
  for (std::size_t s = 0; s < places.size(); ++s) batch_.append(seen, 0);
  for (const EntityPlace& entity : entities_) {
    const std::vector<double>& average = (*averages_)[entity.type];
    const std::size_t width = average.size();
    for (std::size_t s = 0; s < places.size(); ++s) {
      const std::span<float> row =
          batch_.features(static_cast<int>(entity.type), static_cast<int>(s), 1)
              .subspan(entity.row * width, width);
      for (std::size_t k = 0; k < width; ++k) {
        const double end = static_cast<double>(row[k]);
        row[k] = static_cast<float>(average[k] + places[s] * (end - average[k]));
      }
    }
  }
  batch_.view(0, batch_.size(), input_);
  repeat(own_held_, places.size(), held_);
  input_.states = held_.data();
  input_.teams = {};
  policy_.network.forward(policy_.parameters.data(), input_, pass_);
}

// c1 and c0, and which heads they differ in.
void FeaturePath::choose_ends(const FeatureBatch& seen) {
  fill(seen, std::vector<double>{1, 0});
  const auto width = static_cast<std::size_t>(policy_.network.action_width());
  std::vector<float> actions(2 * width);
  policy_.network.choose(policy_.parameters.data(), pass_, std::vector<ActionDraw>(2),
                         actions.data());
  choice_.assign(actions.begin(), actions.begin() + static_cast<std::ptrdiff_t>(width));
  other_choice_.assign(actions.begin() + static_cast<std::ptrdiff_t>(width), actions.end());
  contrasts_.clear();
  for (const auto& head : policy_.network.heads()) {
    const auto a = head->part_of(choice_.data(), static_cast<int>(width)).of(0);
    const auto b = head->part_of(other_choice_.data(), static_cast<int>(width)).of(0);
    contrasts_.push_back(!std::equal(a.begin(), a.end(), b.begin()));
  }
}

// Fills targets_ of places on the path.
void FeaturePath::evaluate(std::span<const double> places, const FeatureBatch& seen) {
  fill(seen, places);
  const float* parameters = policy_.parameters.data();
  const int width = policy_.network.action_width();
  repeat(choice_, places.size(), choices_);
  repeat(other_choice_, places.size(), other_choices_);
  targets_.assign(places.size(), 0);
  std::vector<float> log_probs;
  const auto& heads = policy_.network.heads();
  const auto add = [&](std::size_t h, const std::vector<float>& actions, double sign) {
    log_probs.assign(places.size(), 0);
    heads[h]->add_log_probs(parameters, *pass_.heads[h], heads[h]->part_of(actions.data(), width),
                            log_probs);
    for (std::size_t s = 0; s < places.size(); ++s) {
      targets_[s] += sign * static_cast<double>(log_probs[s]);
    }
  };
  for (std::size_t h = 0; h < heads.size(); ++h) {
    add(h, choices_, 1);
    if (contrasts_[h]) add(h, other_choices_, -1);
  }
}

// Fills slopes_ with those of sign * log pi, of all heads or of those that contrast.
void FeaturePath::backward(const std::vector<float>& actions, float sign) {
  const float* parameters = policy_.parameters.data();
  pass_.d_terms.resize(input_.samples);
  std::fill(pass_.d_terms.log_probs.begin(), pass_.d_terms.log_probs.end(), sign);
  std::fill(pass_.d_terms.entropies.begin(), pass_.d_terms.entropies.end(), 0.0F);
  policy_.network.evaluate_backward(parameters, actions.data(), pass_, ignored_.data());
  for (std::size_t h = 0; h < contrasts_.size() && sign < 0; ++h) {
    nn::Buffer<float>& d = pass_.heads[h]->d_output;
    if (!contrasts_[h]) std::fill_n(d.data(), d.size(), 0.0F);
  }
  std::fill_n(pass_.d_value.data(), pass_.d_value.size(), 0.0F);
  wanted_.clear();
  for (std::size_t t = 0; t < slopes_.size(); ++t) {
    slopes_[t].assign(batch_.features(static_cast<int>(t), 0, batch_.size()).size(), 0.0F);
    wanted_.push_back(slopes_[t].data());
  }
  policy_.network.want_gradient(wanted_, pass_);
  policy_.network.backward(parameters, input_, pass_, ignored_.data());
}

// Adds weight df/dx of every sample of the batch.
void FeaturePath::add_slopes(double weight, Sums& sums) {
  const auto samples = static_cast<std::size_t>(batch_.size());
  const auto add = [&] {
    for (std::size_t t = 0; t < slopes_.size(); ++t) {
      const std::size_t size = slopes_[t].size() / samples;
      sums[t].resize(size);
      for (std::size_t i = 0; i < slopes_[t].size(); ++i) {
        sums[t][i % size] += weight * static_cast<double>(slopes_[t][i]);
      }
    }
  };
  backward(choices_, 1);
  add();
  if (std::find(contrasts_.begin(), contrasts_.end(), true) == contrasts_.end()) return;
  backward(other_choices_, -1);
  add();
}

// Integrated gradients by the midpoint rule.
std::vector<double> FeaturePath::along_path(const FeatureBatch& seen, int steps) {
  Sums sums(slopes_.size());
  const int most = most_samples(seen);
  for (int first = 0; first < steps; first += most) {
    std::vector<double> places;
    for (int i = first; i < std::min(steps, first + most); ++i) {
      places.push_back((i + 0.5) / steps);
    }
    evaluate(places, seen);
    add_slopes(1.0 / steps, sums);
  }
  return contributions(seen, sums);
}

// (x1 - x0) . slopes of each entity.
std::vector<double> FeaturePath::contributions(const FeatureBatch& seen, const Sums& slopes) const {
  std::vector<double> parts;
  NetworkInput<float> all;
  seen.view(0, 1, all);
  for (const EntityPlace& entity : entities_) {
    const std::vector<double>& average = (*averages_)[entity.type];
    const std::size_t first = entity.row * average.size();
    const float* row = all.types[entity.type].features + first;
    double sum = 0;
    for (std::size_t k = 0; k < average.size(); ++k) {
      sum += (static_cast<double>(row[k]) - average[k]) * slopes[entity.type][first + k];
    }
    parts.push_back(sum);
  }
  return parts;
}

int FeaturePath::most_samples(const FeatureBatch& seen) const {
  const PassSize size = pass_size(policy_.config.encoder);
  return std::max(1, std::min(size.samples, size.rows / std::max(1, seen.rows(0, 1))));
}

}  // namespace saccade
