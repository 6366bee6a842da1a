#include "agents/heads/select_entity_policy_head.h"

#include <algorithm>

#include <fmt/format.h>

#include "agents/heads/readout_layer.h"
#include "envs/core/error.h"

namespace saccade {
namespace {

void check(const SelectEntityHead& head, const HeadContext& context) {
  if (!context.has_tokens) {
    throw Error(fmt::format(
        "policy.encoder mlp: found the head '{}' that selects an entity, of which it has no "
        "vector, wanted another encoder: --set policy.encoder=attention (or mean_pool, max_pool)",
        head.name));
  }
  for (const int type : head.types) {
    if (type >= 0 && static_cast<std::size_t>(type) < context.observation.types.size()) continue;
    throw Error(fmt::format("action head '{}': found entity type {}, wanted 0 to {}", head.name,
                            type, context.observation.types.size() - 1));
  }
}

template <class T>
void list_candidates(const std::vector<int>& types, const HeadInput<T>& input,
                     SelectEntityPass<T>& pass) {
  pass.offsets.assign(1, 0);
  pass.rows.clear();
  const auto rows_of = [&input](std::size_t type, int s) {
    const std::int32_t* offsets = input.types[type].offsets;
    return offsets[s + 1] - offsets[s];
  };
  for (int s = 0; s < input.samples; ++s) {
    for (const int wanted : types) {
      const auto type = static_cast<std::size_t>(wanted);
      std::int32_t first = input.token_offsets[s];
      for (std::size_t t = 0; t < type; ++t) first += rows_of(t, s);
      for (std::int32_t row = 0; row < rows_of(type, s); ++row) pass.rows.push_back(first + row);
    }
    pass.offsets.push_back(static_cast<std::int32_t>(pass.rows.size()));
  }
}

}  // namespace

template <class T>
SelectEntityPolicyHead<T>::SelectEntityPolicyHead(const SelectEntityHead& head,
                                                  const HeadContext& context,
                                                  nn::ParameterLayout& layout)
    : ChoicePolicyHead<T>(context.action_begin), head_(head) {
  check(head, context);
  for (const int type : head.types) {
    const auto& types = context.observation.types;
    type_names_.push_back(types[static_cast<std::size_t>(type)].name);
    token_types_.push_back(static_cast<int>(
        std::count_if(types.begin(), types.begin() + type,
                      [](const EntityType& before) { return !before.critic_only; })));
  }
  pointer_ = nn::Pointer<T>::create(layout, "policy.head." + head.name, context.width,
                                    context.token_width);
}

template <class T>
void SelectEntityPolicyHead<T>::initialise(T* parameters, nn::Random& random) const {
  pointer_.initialise(parameters, random, kHeadGain);
}

template <class T>
std::unique_ptr<HeadPass<T>> SelectEntityPolicyHead<T>::make_pass() const {
  return std::make_unique<SelectEntityPass<T>>();
}

template <class T>
void SelectEntityPolicyHead<T>::forward(const T* parameters, const HeadInput<T>& input,
                                        HeadPass<T>& pass) const {
  auto& select = static_cast<SelectEntityPass<T>&>(pass);
  list_candidates(token_types_, input, select);
  pointer_.forward(parameters, input.readout, input.tokens, select.candidates(), select.pointer,
                   select.output.resize(select.rows.size()));
  select.d_output.resize(select.output.size());
  this->normalise(input.mask, select);
}

template <class T>
void SelectEntityPolicyHead<T>::backward(const T* parameters, const HeadInput<T>& input,
                                         HeadPass<T>& pass, const HeadGradient<T>& gradient) const {
  auto& select = static_cast<SelectEntityPass<T>&>(pass);
  pointer_.backward(parameters, input.readout, input.tokens, select.candidates(), select.pointer,
                    select.d_output.data(), gradient.readout, gradient.tokens, gradient.parameters);
}

template <class T>
void SelectEntityPolicyHead<T>::describe_choices(const Observation& seen,
                                                 HeadDecision& decision) const {
  for (std::size_t i = 0; i < head_.types.size(); ++i) {
    for (const EntityId id : seen.rows()[static_cast<std::size_t>(head_.types[i])].ids) {
      decision.candidates.push_back(id);
      decision.labels.push_back(fmt::format("{} {}", type_names_[i], id));
    }
  }
}

template class SelectEntityPolicyHead<float>;
template class SelectEntityPolicyHead<double>;

}  // namespace saccade
