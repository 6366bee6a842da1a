#include "agents/heads/gaussian_policy_head.h"

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <limits>

#include "agents/heads/action_range.h"
#include "nn/heads/distributions.h"
#include "nn/layers/initialise.h"

namespace saccade {
namespace {

constexpr float kAbsent = std::numeric_limits<float>::quiet_NaN();

template <class T>
struct GaussianPass : HeadPass<T> {
  std::size_t dimensions = 0;
  std::vector<std::uint8_t> absent;  ///< [samples]
  nn::Buffer<T> d_readout;           ///< [samples x width] scratch of the backward.

  int samples() const { return static_cast<int>(absent.size()); }
  bool is_absent(int sample) const { return absent[static_cast<std::size_t>(sample)] != 0; }
  std::span<const T> mean(int sample) const {
    return {this->output.data() + static_cast<std::size_t>(sample) * dimensions, dimensions};
  }
  std::span<T> d_mean(int sample) {
    return {this->d_output.data() + static_cast<std::size_t>(sample) * dimensions, dimensions};
  }
};

template <class T>
const GaussianPass<T>& as_normals(const HeadPass<T>& pass) {
  return static_cast<const GaussianPass<T>&>(pass);
}

// A new distribution for each draw, so that no second value is kept back in it.
template <class T>
float draw_normal(T mean, T log_std, Rng& rng) {
  boost::random::normal_distribution<double> normal(static_cast<double>(mean),
                                                    std::exp(static_cast<double>(log_std)));
  return static_cast<float>(normal(rng));
}

}  // namespace

template <class T>
GaussianPolicyHead<T>::GaussianPolicyHead(const ContinuousHead& head, const HeadContext& context,
                                          nn::ParameterLayout& layout)
    : PolicyHead<T>(context.action_begin, static_cast<int>(head.low.size())),
      head_(head),
      initial_log_std_(static_cast<double>(context.config.initial_log_std)),
      mean_(layout, "policy.head." + head.name, context.width, static_cast<int>(head.low.size())),
      log_std_(layout.add("policy.head." + head.name + ".log_std", 1,
                          static_cast<int>(head.low.size()))) {}

template <class T>
void GaussianPolicyHead<T>::initialise(T* parameters, nn::Random& random) const {
  mean_.initialise(parameters, random);
  nn::fill_constant(parameters, log_std_, initial_log_std_);
}

template <class T>
std::unique_ptr<HeadPass<T>> GaussianPolicyHead<T>::make_pass() const {
  auto pass = std::make_unique<GaussianPass<T>>();
  pass->dimensions = head_.low.size();
  return pass;
}

template <class T>
void GaussianPolicyHead<T>::forward(const T* parameters, const HeadInput<T>& input,
                                    HeadPass<T>& pass) const {
  mean_.forward(parameters, input, pass);
  auto& normals = static_cast<GaussianPass<T>&>(pass);
  normals.absent.resize(static_cast<std::size_t>(input.samples));
  for (int s = 0; s < input.samples; ++s) {
    normals.absent[static_cast<std::size_t>(s)] = input.mask.of(s).empty() ? 0 : 1;
  }
}

template <class T>
void GaussianPolicyHead<T>::backward(const T* parameters, const HeadInput<T>& input,
                                     HeadPass<T>& pass, const HeadGradient<T>& gradient) const {
  mean_.backward(parameters, input, pass, static_cast<GaussianPass<T>&>(pass).d_readout, gradient);
}

template <class T>
void GaussianPolicyHead<T>::choose(const T* parameters, const HeadPass<T>& pass,
                                   std::span<Rng* const> rngs,
                                   const HeadActions<float>& actions) const {
  const GaussianPass<T>& normals = as_normals(pass);
  const std::span<const T> log_std = this->log_std(parameters);
  for (int s = 0; s < normals.samples(); ++s) {
    const std::span<float> action = actions.of(s);
    const std::span<const T> mean = normals.mean(s);
    Rng* rng = rngs[static_cast<std::size_t>(s)];
    for (std::size_t i = 0; i < action.size(); ++i) {
      action[i] = rng && !normals.is_absent(s) ? draw_normal(mean[i], log_std[i], *rng)
                                               : static_cast<float>(mean[i]);
    }
    if (normals.is_absent(s)) std::fill(action.begin(), action.end(), kAbsent);
  }
}

template <class T>
void GaussianPolicyHead<T>::add_log_probs(const T* parameters, const HeadPass<T>& pass,
                                          const HeadActions<const float>& actions,
                                          std::span<T> log_probs) const {
  const GaussianPass<T>& normals = as_normals(pass);
  for (int s = 0; s < normals.samples(); ++s) {
    if (normals.is_absent(s)) continue;
    log_probs[static_cast<std::size_t>(s)] +=
        nn::gaussian_log_prob(normals.mean(s), log_std(parameters), actions.of(s));
  }
}

template <class T>
void GaussianPolicyHead<T>::add_entropies(const T* parameters, const HeadPass<T>& pass,
                                          std::span<T> entropies) const {
  const GaussianPass<T>& normals = as_normals(pass);
  const T entropy = nn::gaussian_entropy(log_std(parameters));
  for (int s = 0; s < normals.samples(); ++s) {
    if (!normals.is_absent(s)) entropies[static_cast<std::size_t>(s)] += entropy;
  }
}

template <class T>
void GaussianPolicyHead<T>::evaluate_backward(const T* parameters, HeadPass<T>& pass,
                                              const HeadActions<const float>& actions,
                                              const ActionTerms<T>& d, T* gradient) const {
  auto& normals = static_cast<GaussianPass<T>&>(pass);
  for (int s = 0; s < normals.samples(); ++s) {
    const auto i = static_cast<std::size_t>(s);
    const std::span<T> d_mean = normals.d_mean(s);
    if (normals.is_absent(s)) {
      std::fill(d_mean.begin(), d_mean.end(), T{0});
      continue;
    }
    nn::gaussian_backward(as_normals(pass).mean(s), log_std(parameters), actions.of(s),
                          d.log_probs[i], d.entropies[i], d_mean, gradient + log_std_.offset);
  }
}

template <class T>
void GaussianPolicyHead<T>::to_environment(std::span<const float> chosen,
                                           std::span<float> action) const {
  for (std::size_t i = 0; i < action.size(); ++i) {
    action[i] = std::isnan(chosen[i]) ? 0 : ActionRange(head_, i).limited(chosen[i]);
  }
}

template <class T>
void GaussianPolicyHead<T>::describe(const T* parameters, const HeadPass<T>& pass,
                                     const Observation& /*seen*/, std::span<const float> action,
                                     HeadDecision& decision) const {
  decision.labels = head_.labels;
  decision.low = head_.low;
  decision.high = head_.high;
  if (as_normals(pass).is_absent(0)) return;
  const std::span<const T> mean = as_normals(pass).mean(0);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const ActionRange range(head_, i);
    decision.mean.push_back(range.value(static_cast<float>(mean[i])));
    decision.std.push_back(range.deviation(static_cast<float>(std::exp(log_std(parameters)[i]))));
  }
  decision.value.assign(action.begin(), action.end());
}

template class GaussianPolicyHead<float>;
template class GaussianPolicyHead<double>;

}  // namespace saccade
