#include "agents/policy/action_terms.h"

#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <utility>

#include "nn/heads/distributions.h"

namespace saccade {
namespace {

template <class T>
std::span<const T> log_std_of(const NetworkHead<T>& head, const T* parameters) {
  return {parameters + head.log_std.offset, head.log_std.size()};
}

// A new distribution for each draw, so that no second value is kept back in it.
template <class T>
float draw_normal(T mean, T log_std, Rng& rng) {
  boost::random::normal_distribution<double> normal(static_cast<double>(mean),
                                                    std::exp(static_cast<double>(log_std)));
  return static_cast<float>(normal(rng));
}

template <class T>
void choose_continuous(std::span<const T> mean, std::span<const T> log_std, Rng* rng,
                       std::span<float> action) {
  for (std::size_t i = 0; i < mean.size(); ++i) {
    action[i] = rng ? draw_normal(mean[i], log_std[i], *rng) : static_cast<float>(mean[i]);
  }
}

template <class Head, class Value>
std::span<Value> part_of(const Head& head, std::span<Value> action) {
  return action.subspan(static_cast<std::size_t>(head.action_begin),
                        static_cast<std::size_t>(head.action_width));
}

}  // namespace

template <class T>
void choose_action(std::span<const NetworkHead<T>> heads, const T* parameters,
                   std::span<const HeadPass<T>> passes, int sample, Rng* rng,
                   std::span<float> action) {
  for (std::size_t h = 0; h < heads.size(); ++h) {
    const NetworkHead<T>& head = heads[h];
    const std::span<const T> output = passes[h].of(sample);
    const std::span<float> part = part_of(head, action);
    if (head.kind == NetworkHead<T>::Kind::kContinuous) {
      choose_continuous(output, log_std_of(head, parameters), rng, part);
    } else {
      part[0] = static_cast<float>(rng ? nn::categorical_sample(output, rng->uniform())
                                       : nn::categorical_mode(output));
    }
  }
}

template <class T>
ActionTerms<T> evaluate_action(std::span<const NetworkHead<T>> heads, const T* parameters,
                               std::span<const HeadPass<T>> passes, int sample,
                               std::span<const float> action) {
  ActionTerms<T> terms;
  for (std::size_t h = 0; h < heads.size(); ++h) {
    const NetworkHead<T>& head = heads[h];
    const std::span<const T> output = passes[h].of(sample);
    const std::span<const float> part = part_of(head, action);
    if (head.kind == NetworkHead<T>::Kind::kContinuous) {
      const std::span<const T> log_std = log_std_of(head, parameters);
      terms.log_prob += nn::gaussian_log_prob(output, log_std, part);
      terms.entropy += nn::gaussian_entropy(log_std);
    } else {
      terms.log_prob += nn::categorical_log_prob(output, static_cast<int>(part[0]));
      terms.entropy += nn::categorical_entropy(output);
    }
  }
  return terms;
}

template <class T>
void evaluate_action_backward(std::span<const NetworkHead<T>> heads, const T* parameters,
                              std::span<HeadPass<T>> passes, int sample,
                              std::span<const float> action, const ActionTerms<T>& d, T* gradient) {
  for (std::size_t h = 0; h < heads.size(); ++h) {
    const NetworkHead<T>& head = heads[h];
    const std::span<const T> output = std::as_const(passes[h]).of(sample);
    const std::span<const float> part = part_of(head, action);
    const std::span<T> d_output = passes[h].d_of(sample);
    if (head.kind == NetworkHead<T>::Kind::kContinuous) {
      nn::gaussian_backward(output, log_std_of(head, parameters), part, d.log_prob, d.entropy,
                            d_output, gradient + head.log_std.offset);
    } else {
      nn::categorical_backward(output, static_cast<int>(part[0]), d.log_prob, d.entropy, d_output);
    }
  }
}

template void choose_action(std::span<const NetworkHead<float>>, const float*,
                            std::span<const HeadPass<float>>, int, Rng*, std::span<float>);
template ActionTerms<float> evaluate_action(std::span<const NetworkHead<float>>, const float*,
                                            std::span<const HeadPass<float>>, int,
                                            std::span<const float>);
template void evaluate_action_backward(std::span<const NetworkHead<float>>, const float*,
                                       std::span<HeadPass<float>>, int, std::span<const float>,
                                       const ActionTerms<float>&, float*);
template void choose_action(std::span<const NetworkHead<double>>, const double*,
                            std::span<const HeadPass<double>>, int, Rng*, std::span<float>);
template ActionTerms<double> evaluate_action(std::span<const NetworkHead<double>>, const double*,
                                             std::span<const HeadPass<double>>, int,
                                             std::span<const float>);
template void evaluate_action_backward(std::span<const NetworkHead<double>>, const double*,
                                       std::span<HeadPass<double>>, int, std::span<const float>,
                                       const ActionTerms<double>&, double*);

}  // namespace saccade
