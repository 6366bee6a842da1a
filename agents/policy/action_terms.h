// One sample's action under what the heads put out: choosing it, its log-probability and entropy,
// and their gradients.
#pragma once

#include <span>

#include "agents/policy/network_head.h"
#include "envs/core/random.h"

namespace saccade {

/// Of one action under the distribution of one sample.
template <class T>
struct ActionTerms {
  T log_prob = 0;
  T entropy = 0;
};

/// As PolicyNetwork::choose; `passes` are those of `heads`, one each.
template <class T>
void choose_action(std::span<const NetworkHead<T>> heads, const T* parameters,
                   std::span<const HeadPass<T>> passes, int sample, Rng* rng,
                   std::span<float> action);

/// As PolicyNetwork::evaluate.
template <class T>
ActionTerms<T> evaluate_action(std::span<const NetworkHead<T>> heads, const T* parameters,
                               std::span<const HeadPass<T>> passes, int sample,
                               std::span<const float> action);

/// As PolicyNetwork::evaluate_backward.
template <class T>
void evaluate_action_backward(std::span<const NetworkHead<T>> heads, const T* parameters,
                              std::span<HeadPass<T>> passes, int sample,
                              std::span<const float> action, const ActionTerms<T>& d, T* gradient);

}  // namespace saccade
