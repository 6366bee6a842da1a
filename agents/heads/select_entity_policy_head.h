// A choice among entities: the score of each candidate by a pointer (nn/heads/pointer.h).
#pragma once

#include <string>
#include <vector>

#include "agents/heads/choice_policy_head.h"
#include "nn/heads/pointer.h"

namespace saccade {

template <class T>
struct SelectEntityPass : ChoicePass<T> {
  std::vector<std::int32_t> rows;  ///< [candidates] rows of the tokens.
  nn::PointerPass<T> pointer;

  nn::Candidates candidates() const { return {this->samples(), this->offsets.data(), rows.data()}; }
};

template <class T>
class SelectEntityPolicyHead final : public ChoicePolicyHead<T> {
 public:
  /// Throws Error when the encoder gives no vector per entity.
  SelectEntityPolicyHead(const SelectEntityHead& head, const HeadContext& context,
                         nn::ParameterLayout& layout);

  static constexpr bool kReadsTokens = true;
  void initialise(T* parameters, nn::Random& random) const override;
  std::unique_ptr<HeadPass<T>> make_pass() const override;
  void forward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass) const override;
  void backward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass,
                const HeadGradient<T>& gradient) const override;

 private:
  void describe_choices(const Observation& seen, HeadDecision& decision) const override;

  SelectEntityHead head_;
  std::vector<std::string> type_names_;  // [head_.types]
  std::vector<int> token_types_;         // [head_.types] counted without those of the critic alone.
  nn::Pointer<T> pointer_;
};

}  // namespace saccade
