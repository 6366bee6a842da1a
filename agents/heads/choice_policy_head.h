// A head that chooses one of several things: what its kinds have in common.
//
// The output holds log-probabilities, -inf of what a mask forbids.  Where there is nothing to
// choose (no entity in sight, the head absent) the action is -1, of log-probability and entropy 0.
#pragma once

#include <vector>

#include "agents/heads/policy_head.h"

namespace saccade {

/// The log-probabilities of sample s stand at [offsets[s], offsets[s + 1]) of `output`.
template <class T>
struct ChoicePass : HeadPass<T> {
  std::vector<std::int32_t> offsets{0};

  int samples() const { return static_cast<int>(offsets.size()) - 1; }
  std::span<const T> of(int sample) const {
    return {this->output.data() + begin(sample), size(sample)};
  }
  std::span<T> of(int sample) { return {this->output.data() + begin(sample), size(sample)}; }
  std::span<T> d_of(int sample) { return {this->d_output.data() + begin(sample), size(sample)}; }

 private:
  std::size_t begin(int sample) const {
    return static_cast<std::size_t>(offsets[static_cast<std::size_t>(sample)]);
  }
  std::size_t size(int sample) const { return begin(sample + 1) - begin(sample); }
};

/// Its kinds make logits; their passes are ChoicePasses.
template <class T>
class ChoicePolicyHead : public PolicyHead<T> {
 public:
  explicit ChoicePolicyHead(int begin) : PolicyHead<T>(begin, 1) {}

  void choose(const T* parameters, const HeadPass<T>& pass, std::span<const ActionDraw> draws,
              const HeadActions<float>& actions) const final;
  void add_log_probs(const T* parameters, const HeadPass<T>& pass,
                     const HeadActions<const float>& actions, std::span<T> log_probs) const final;
  void add_entropies(const T* parameters, const HeadPass<T>& pass,
                     std::span<T> entropies) const final;
  void evaluate_backward(const T* parameters, HeadPass<T>& pass,
                         const HeadActions<const float>& actions, const ActionTerms<T>& d,
                         T* gradient) const final;
  double divergence(const T* parameters, const HeadPass<T>& pass, int from,
                    const HeadPass<T>& others, int other, std::span<const int> kept) const final;
  void to_environment(std::span<const float> chosen, std::span<float> action) const final;
  void describe(const T* parameters, const HeadPass<T>& pass, const Observation& seen,
                std::span<const float> action, HeadDecision& decision) const final;

 protected:
  /// Turns the logits in pass.output into log-probabilities.
  static void normalise(const MaskView& mask, ChoicePass<T>& pass);

 private:
  /// Names the choices.
  virtual void describe_choices(const Observation& seen, HeadDecision& decision) const = 0;
};

}  // namespace saccade
