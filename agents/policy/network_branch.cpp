#include "agents/policy/network_branch.h"

#include <algorithm>

namespace saccade {

template <class T>
NetworkBranch<T>::NetworkBranch(const std::vector<TokenSpec>& types, Role role,
                                const PolicyConfig& config, bool tokens_are_read,
                                nn::ParameterLayout& layout) {
  const bool is_critic = role == Role::kCritic;
  const std::string prefix = is_critic ? "value." : "policy.";
  const int width = config.encoder.width;
  std::vector<nn::TokenType> inputs;
  for (std::size_t t = 0; t < types.size(); ++t) {
    if (types[t].critic_only && !is_critic) continue;
    read_.push_back(t);
    inputs.push_back(types[t]);
  }
  reads_all_ = read_.size() == types.size();
  nn::EncoderConfig encoder = config.encoder;
  encoder.tokens_are_read = tokens_are_read || config.feature_gradient;
  encoder_ = nn::make_encoder<T>(encoder, inputs, prefix, layout);
  auto memory = nn::make_memory<T>(config.memory, width, prefix + "memory", layout);
  if (!memory) return;
  memory_.emplace(std::move(memory), width);
  state_begin_ = is_critic ? state_width() : 0;
  state_stride_ = config.separate_value ? 2 * state_width() : state_width();
}

template <class T>
void NetworkBranch<T>::initialise(T* parameters, nn::Random& random) const {
  encoder_->initialise(parameters, random);
  if (memory_) memory_->initialise(parameters, random);
}

template <class T>
BranchPass<T> NetworkBranch<T>::make_pass() const {
  BranchPass<T> pass;
  pass.encoder = encoder_->make_pass();
  return pass;
}

template <class T>
std::span<const nn::EntityRows<T>> NetworkBranch<T>::types_of(const NetworkInput<T>& input,
                                                              BranchPass<T>& pass) const {
  if (reads_all_) return input.types;
  pass.types.clear();
  for (const std::size_t type : read_) pass.types.push_back(input.types[type]);
  return pass.types;
}

template <class T>
nn::EntitySets<T> NetworkBranch<T>::sets_of(const NetworkInput<T>& input,
                                            BranchPass<T>& pass) const {
  nn::EntitySets<T> sets = input.sets();
  sets.types = types_of(input, pass);
  return sets;
}

template <class T>
nn::SequenceBatch<T> NetworkBranch<T>::sequences_of(const NetworkInput<T>& input,
                                                    BranchPass<T>& pass) const {
  pass.one_step.assign({0, input.samples});
  return {.step_offsets = input.step_offsets.empty() ? pass.one_step : input.step_offsets,
          .states = input.states,
          .stride = state_stride_,
          .begin = state_begin_};
}

template <class T>
void NetworkBranch<T>::forward(const T* parameters, const NetworkInput<T>& input,
                               BranchPass<T>& pass) const {
  encoder_->forward(parameters, sets_of(input, pass), *pass.encoder);
  pass.vectors = pass.encoder->readout;
  if (!memory_) return;
  memory_->forward(parameters, pass.encoder->readout, sequences_of(input, pass), pass.memory);
  pass.vectors = pass.memory.out.data();
}

template <class T>
void NetworkBranch<T>::backward(const T* parameters, const NetworkInput<T>& input,
                                BranchPass<T>& pass, const T* d_vectors, const T* d_tokens,
                                T* gradient) const {
  const T* d_readout = d_vectors;
  if (memory_) {
    memory_->backward(parameters, pass.encoder->readout, sequences_of(input, pass), pass.memory,
                      d_vectors, gradient);
    d_readout = pass.memory.d_x.data();
  }
  encoder_->backward(parameters, sets_of(input, pass), *pass.encoder, d_readout, d_tokens,
                     gradient);
}

template <class T>
void NetworkBranch<T>::want_gradient(std::span<T* const> d_features, BranchPass<T>& pass) const {
  pass.d_features.clear();
  for (const std::size_t type : read_) {
    if (!d_features.empty()) pass.d_features.push_back(d_features[type]);
  }
  pass.encoder->d_features = pass.d_features;
}

template <class T>
void NetworkBranch<T>::next_states(const BranchPass<T>& pass, int samples, T* states) const {
  const int width = state_width();
  for (int s = 0; s < samples && width > 0; ++s) {
    std::copy_n(pass.memory.states.data() + std::ptrdiff_t{s} * width, width,
                states + std::ptrdiff_t{s} * state_stride_ + state_begin_);
  }
}

template class NetworkBranch<float>;
template class NetworkBranch<double>;

}  // namespace saccade
