#include "agents/heads/continuous_policy_head.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nn/layers/initialise.h"

namespace saccade {
namespace {

constexpr float kAbsent = std::numeric_limits<float>::quiet_NaN();

template <class T>
struct ContinuousPass : HeadPass<T> {
  std::vector<std::uint8_t> absent;  ///< [samples]
  StateNoisePass<T> noise;           ///< Of a head that has some.
  nn::Buffer<T> d_readout;           ///< [samples x width] scratch of the backward.
  std::vector<T> d_constant;         ///< [dimensions] the gradient of what is no parameter.

  int samples() const { return static_cast<int>(absent.size()); }
  bool is_absent(int sample) const { return absent[static_cast<std::size_t>(sample)] != 0; }
};

template <class T>
const ContinuousPass<T>& as_numbers(const HeadPass<T>& pass) {
  return static_cast<const ContinuousPass<T>&>(pass);
}

}  // namespace

template <class T>
typename ContinuousPolicyHead<T>::ShapeSource ContinuousPolicyHead<T>::shape_source(
    const ContinuousConfig& config) {
  if (!config.distribution->has_deviation || config.deviation == Deviation::kState) {
    return ShapeSource::kReadout;
  }
  if (config.deviation == Deviation::kGsde) return ShapeSource::kNoise;
  return config.deviation == Deviation::kLearned ? ShapeSource::kParameters
                                                 : ShapeSource::kConstant;
}

template <class T>
ContinuousPolicyHead<T>::ContinuousPolicyHead(const ContinuousHead& head,
                                              const HeadContext& context,
                                              nn::ParameterLayout& layout)
    : PolicyHead<T>(context.action_begin, static_cast<int>(head.low.size())),
      head_(head),
      dimensions_(head.low.size()),
      initial_log_std_(static_cast<T>(context.config.initial_log_std)),
      has_deviation_(context.config.continuous.distribution->has_deviation),
      shape_source_(shape_source(context.config.continuous)),
      distribution_(context.config.continuous.distribution->template make<T>()),
      readout_(layout, "policy.head." + head.name, context.width,
               this->action_width() * (reads_both() ? 2 : 1)),
      held_begin_(context.held_begin),
      learns_features_(context.config.continuous.learn_features) {
  const std::string log_std = "policy.head." + head.name + ".log_std";
  if (shape_source_ == ShapeSource::kParameters) {
    log_std_ = layout.add(log_std, 1, this->action_width());
  } else if (shape_source_ == ShapeSource::kNoise) {
    noise_.emplace(layout, log_std, context.width, this->action_width());
  } else if (shape_source_ == ShapeSource::kConstant) {
    constant_std_.assign(dimensions_, initial_log_std_);
  }
}

template <class T>
void ContinuousPolicyHead<T>::initialise(T* parameters, nn::Random& random) const {
  readout_.initialise(parameters, random);
  const auto initial = static_cast<double>(initial_log_std_);
  nn::fill_constant(parameters, log_std_, initial);
  if (noise_) noise_->initialise(parameters, initial);
  if (has_deviation_ && reads_both()) {
    readout_.fill_bias(parameters, this->action_width(), initial);
  }
}

template <class T>
std::unique_ptr<HeadPass<T>> ContinuousPolicyHead<T>::make_pass() const {
  return std::make_unique<ContinuousPass<T>>();
}

template <class T>
ShapeView<T> ContinuousPolicyHead<T>::shape(const T* parameters, const HeadPass<T>& pass,
                                            int sample) const {
  const std::size_t outputs = dimensions_ * (reads_both() ? 2 : 1);
  const std::span<const T> row(pass.output.data() + static_cast<std::size_t>(sample) * outputs,
                               outputs);
  const std::span<const T> first = row.first(dimensions_);
  if (reads_both()) return {first, row.last(dimensions_)};
  if (shape_source_ == ShapeSource::kNoise) {
    const T* log_std = as_numbers(pass).noise.log_std.data();
    return {first, {log_std + static_cast<std::size_t>(sample) * dimensions_, dimensions_}};
  }
  if (shape_source_ == ShapeSource::kConstant) return {first, constant_std_};
  return {first, {parameters + log_std_.offset, dimensions_}};
}

template <class T>
void ContinuousPolicyHead<T>::forward(const T* parameters, const HeadInput<T>& input,
                                      HeadPass<T>& pass) const {
  readout_.forward(parameters, input, pass);
  auto& numbers = static_cast<ContinuousPass<T>&>(pass);
  if (noise_) noise_->forward(parameters, input.readout, input.samples, numbers.noise);
  numbers.absent.resize(static_cast<std::size_t>(input.samples));
  for (int s = 0; s < input.samples; ++s) {
    numbers.absent[static_cast<std::size_t>(s)] = input.mask.of(s).empty() ? 0 : 1;
  }
}

template <class T>
void ContinuousPolicyHead<T>::backward(const T* parameters, const HeadInput<T>& input,
                                       HeadPass<T>& pass, const HeadGradient<T>& gradient) const {
  auto& numbers = static_cast<ContinuousPass<T>&>(pass);
  readout_.backward(parameters, input, pass, numbers.d_readout, gradient);
  if (!noise_ || !learns_features_) return;
  noise_->backward_features(numbers.noise, input.samples, gradient.readout);
}

template <class T>
void ContinuousPolicyHead<T>::choose(const T* parameters, const HeadPass<T>& pass,
                                     std::span<const ActionDraw> draws,
                                     const HeadActions<float>& actions) const {
  const ContinuousPass<T>& numbers = as_numbers(pass);
  for (int s = 0; s < numbers.samples(); ++s) {
    const std::span<float> action = actions.of(s);
    if (numbers.is_absent(s)) {
      std::fill(action.begin(), action.end(), kAbsent);
      continue;
    }
    const auto [first, second] = shape(parameters, pass, s);
    const ActionDraw& draw = draws[static_cast<std::size_t>(s)];
    if (draw.rng && noise_) {
      add_noise(numbers.noise, s, *draw.held, first, action);
      continue;
    }
    for (std::size_t i = 0; i < action.size(); ++i) {
      action[i] = draw.rng ? distribution_->sample(first[i], second[i], *draw.rng)
                           : distribution_->greedy(first[i], second[i]);
    }
  }
}

// The mean with the noise of what the agent holds.
template <class T>
void ContinuousPolicyHead<T>::add_noise(const StateNoisePass<T>& pass, int sample,
                                        const HeldNoise& held, std::span<const T> mean,
                                        std::span<float> action) const {
  const std::span<const float> own = held.numbers().subspan(held_begin_, held_numbers());
  const auto s = static_cast<std::size_t>(sample);
  for (std::size_t i = 0; i < action.size(); ++i) {
    action[i] = static_cast<float>(mean[i] + noise_->noise(pass, s, i, own));
  }
}

template <class T>
void ContinuousPolicyHead<T>::add_log_probs(const T* parameters, const HeadPass<T>& pass,
                                            const HeadActions<const float>& actions,
                                            std::span<T> log_probs) const {
  const ContinuousPass<T>& numbers = as_numbers(pass);
  for (int s = 0; s < numbers.samples(); ++s) {
    if (numbers.is_absent(s)) continue;
    log_probs[static_cast<std::size_t>(s)] +=
        distribution_->log_prob(shape(parameters, pass, s), actions.of(s));
  }
}

template <class T>
void ContinuousPolicyHead<T>::add_entropies(const T* parameters, const HeadPass<T>& pass,
                                            std::span<T> entropies) const {
  const ContinuousPass<T>& numbers = as_numbers(pass);
  for (int s = 0; s < numbers.samples(); ++s) {
    if (numbers.is_absent(s)) continue;
    entropies[static_cast<std::size_t>(s)] += distribution_->entropy(shape(parameters, pass, s));
  }
}

template <class T>
void ContinuousPolicyHead<T>::evaluate_backward(const T* parameters, HeadPass<T>& pass,
                                                const HeadActions<const float>& actions,
                                                const ActionTerms<T>& d, T* gradient) const {
  auto& numbers = static_cast<ContinuousPass<T>&>(pass);
  const std::size_t outputs = dimensions_ * (reads_both() ? 2 : 1);
  numbers.d_constant.assign(dimensions_, T{0});
  std::fill_n(pass.d_output.data(), pass.d_output.size(), T{0});
  T* d_noise = numbers.noise.d_log_std.data();
  std::fill_n(d_noise, numbers.noise.d_log_std.size(), T{0});
  for (int s = 0; s < numbers.samples(); ++s) {
    if (numbers.is_absent(s)) continue;
    const auto i = static_cast<std::size_t>(s);
    const std::span<T> d_row(pass.d_output.data() + i * outputs, outputs);
    T* d_second = reads_both() ? d_row.data() + dimensions_ : numbers.d_constant.data();
    if (shape_source_ == ShapeSource::kParameters) d_second = gradient + log_std_.offset;
    if (shape_source_ == ShapeSource::kNoise) d_second = d_noise + i * dimensions_;
    distribution_->backward(shape(parameters, pass, s), actions.of(s), d.log_probs[i],
                            d.entropies[i], d_row.first(dimensions_), d_second);
  }
  if (noise_) noise_->backward(numbers.noise, numbers.samples(), gradient);
}

template <class T>
double ContinuousPolicyHead<T>::divergence(const T* parameters, const HeadPass<T>& pass, int from,
                                           const HeadPass<T>& others, int other,
                                           std::span<const int> /*kept*/) const {
  if (as_numbers(pass).is_absent(from) || as_numbers(others).is_absent(other)) return 0;
  return distribution_->divergence(shape(parameters, pass, from), shape(parameters, others, other));
}

template <class T>
void ContinuousPolicyHead<T>::to_environment(std::span<const float> chosen,
                                             std::span<float> action) const {
  for (std::size_t i = 0; i < action.size(); ++i) {
    action[i] = std::isnan(chosen[i]) ? 0 : range(i).limited(distribution_->to_units(chosen[i]));
  }
}

template <class T>
void ContinuousPolicyHead<T>::describe(const T* parameters, const HeadPass<T>& pass,
                                       const Observation& /*seen*/, std::span<const float> action,
                                       HeadDecision& decision) const {
  decision.labels = head_.labels;
  decision.low = head_.low;
  decision.high = head_.high;
  if (as_numbers(pass).is_absent(0)) return;
  const auto [first, second] = shape(parameters, pass, 0);
  for (std::size_t i = 0; i < dimensions_; ++i) {
    const ShapeMoments moments = distribution_->moments(first[i], second[i]);
    decision.mean.push_back(range(i).value(moments.mean));
    decision.std.push_back(range(i).deviation(moments.deviation));
  }
  decision.value.assign(action.begin(), action.end());
}

template class ContinuousPolicyHead<float>;
template class ContinuousPolicyHead<double>;

}  // namespace saccade
