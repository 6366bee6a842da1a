// Action distributions as plain functions over arrays: value, log-probability, entropy, and their
// gradients beside them.
//
// A choice among n is handled through its log-probabilities; a choice that a mask forbids has -inf.
// Where nothing can be chosen (no entity in sight) the action is -1, its log-probability and its
// entropy are 0, and no gradient flows.
#pragma once

#include <cstdint>
#include <span>

namespace saccade::nn {

/// Turns logits [n] into log-probabilities in place.  `allowed` [n] holds 1 or 0 per choice; empty:
/// everything is allowed.  With no choice at all, every entry becomes -inf.
template <class T>
void log_softmax(std::span<T> logits, std::span<const std::uint8_t> allowed);

/// The log-probability of choice `action`; 0 for -1 (no choice).
template <class T>
T categorical_log_prob(std::span<const T> log_probs, int action);

/// Nats; at most log n.
template <class T>
T categorical_entropy(std::span<const T> log_probs);

/// The choice at which the cumulative probability exceeds `uniform` in [0, 1); -1 if there is none.
template <class T>
int categorical_sample(std::span<const T> log_probs, double uniform);

/// The first of the most probable choices; -1 if there is none.
template <class T>
int categorical_mode(std::span<const T> log_probs);

/// Overwrites d_logits [n] with the gradient of
/// d_log_prob * log_prob(action) + d_entropy * entropy with respect to the logits.
template <class T>
void categorical_backward(std::span<const T> log_probs, int action, T d_log_prob, T d_entropy,
                          std::span<T> d_logits);

/// Of independent normals: the log-density of `action` [n], as sampled (not clipped).
template <class T>
T gaussian_log_prob(std::span<const T> mean, std::span<const T> log_std,
                    std::span<const float> action);

/// Nats.
template <class T>
T gaussian_entropy(std::span<const T> log_std);

/// The Kullback-Leibler divergence of independent normals from others, nats.
template <class T>
double gaussian_divergence(std::span<const T> mean, std::span<const T> log_std,
                           std::span<const T> other_mean, std::span<const T> other_log_std);

/// Of d_log_prob * log_prob(action) + d_entropy * entropy: overwrites d_mean [n], adds to
/// d_log_std [n].
template <class T>
void gaussian_backward(std::span<const T> mean, std::span<const T> log_std,
                       std::span<const float> action, T d_log_prob, T d_entropy,
                       std::span<T> d_mean, T* d_log_std);

}  // namespace saccade::nn
