#include "agents/policy/policy_network.h"

#include <algorithm>

#include "agents/heads/policy_heads.h"
#include "agents/policy/network_checks.h"
#include "agents/policy/tokens.h"

namespace saccade {
namespace {

std::vector<nn::TokenType> encoder_types(const std::vector<TokenSpec>& types,
                                         bool with_critic_only) {
  std::vector<nn::TokenType> inputs;
  for (const TokenSpec& type : types) {
    if (with_critic_only || !type.critic_only) inputs.push_back(type);
  }
  return inputs;
}

}  // namespace

template <class T>
PolicyNetwork<T>::PolicyNetwork(const ObservationSpace& observation, const ActionSpace& action,
                                const PolicyConfig& config)
    : width_(config.encoder.width), action_width_(saccade::action_width(action)) {
  check_network(observation, action, config);
  const std::vector<TokenSpec> types = token_types(observation, config.image_patch);
  for (std::size_t t = 0; t < types.size(); ++t) {
    if (!types[t].critic_only) actor_types_.push_back(t);
  }
  has_critic_types_ = actor_types_.size() < types.size();
  encoder_ = nn::make_encoder<T>(config.encoder, encoder_types(types, false), "policy.", layout_);
  heads_ = make_policy_heads<T>(action,
                                {.observation = observation,
                                 .config = config.heads,
                                 .width = width_,
                                 .has_tokens = config.encoder.kind != nn::EncoderKind::kMlp,
                                 .action_begin = 0},
                                layout_);
  const auto add_memory = [&](const std::string& prefix, std::optional<Recurrence<T>>& memory) {
    auto made = nn::make_memory<T>(config.memory, width_, prefix, layout_);
    if (!made) return;
    memory.emplace(std::move(made), width_);
    state_width_ += memory->state_width();
  };
  add_memory("policy.memory", memory_);
  for (const auto& head : heads_) reads_tokens_ = reads_tokens_ || head->reads_tokens();
  if (config.separate_value) {
    value_encoder_ =
        nn::make_encoder<T>(config.encoder, encoder_types(types, true), "value.", layout_);
    add_memory("value.memory", value_memory_);
  }
  value_ = nn::Linear<T>::create(layout_, "value.head", width_, 1);
}

template <class T>
void PolicyNetwork<T>::initialise(T* parameters, nn::Random& random) const {
  encoder_->initialise(parameters, random);
  if (memory_) memory_->initialise(parameters, random);
  for (const auto& head : heads_) head->initialise(parameters, random);
  if (value_encoder_) value_encoder_->initialise(parameters, random);
  if (value_memory_) value_memory_->initialise(parameters, random);
  value_.initialise(parameters, random, 1);
}

template <class T>
NetworkPass<T> PolicyNetwork<T>::make_pass() const {
  NetworkPass<T> pass;
  pass.encoder = encoder_->make_pass();
  if (value_encoder_) pass.value_encoder = value_encoder_->make_pass();
  for (const auto& head : heads_) pass.heads.push_back(head->make_pass());
  return pass;
}

// What the encoder of the action heads reads of `input`.
template <class T>
nn::EntitySets<T> PolicyNetwork<T>::actor_sets(const NetworkInput<T>& input,
                                               NetworkPass<T>& pass) const {
  nn::EntitySets<T> sets = input.sets();
  if (!has_critic_types_) return sets;
  pass.actor_types.clear();
  for (const std::size_t type : actor_types_) pass.actor_types.push_back(input.types[type]);
  sets.types = pass.actor_types;
  return sets;
}

template <class T>
HeadInput<T> PolicyNetwork<T>::head_input(const NetworkInput<T>& input, const NetworkPass<T>& pass,
                                          std::size_t head) const {
  return {.samples = input.samples,
          .readout = actor_vectors(pass),
          .tokens = pass.encoder->tokens,
          .token_offsets = pass.encoder->token_offsets,
          .types = has_critic_types_ ? std::span(pass.actor_types) : std::span(input.types),
          .mask = input.masks[head]};
}

// How the samples follow each other; this memory's part of a state begins at `begin`.
template <class T>
SequenceBatch<T> PolicyNetwork<T>::sequences_of(const NetworkInput<T>& input, NetworkPass<T>& pass,
                                                int begin) const {
  pass.one_step.assign({0, input.samples});
  return {.step_offsets = input.step_offsets.empty() ? pass.one_step : input.step_offsets,
          .states = input.states,
          .stride = state_width_,
          .begin = begin};
}

// Makes the vectors that the heads read.
template <class T>
void PolicyNetwork<T>::forward_actor(const T* parameters, const NetworkInput<T>& input,
                                     NetworkPass<T>& pass) const {
  encoder_->forward(parameters, actor_sets(input, pass), *pass.encoder);
  if (memory_) {
    memory_->forward(parameters, pass.encoder->readout, sequences_of(input, pass, 0), pass.memory);
  }
}

// Makes those that the value reads, if they are others.
template <class T>
void PolicyNetwork<T>::forward_critic(const T* parameters, const NetworkInput<T>& input,
                                      NetworkPass<T>& pass) const {
  if (!value_encoder_) return;
  value_encoder_->forward(parameters, input.sets(), *pass.value_encoder);
  if (value_memory_) {
    value_memory_->forward(parameters, pass.value_encoder->readout,
                           sequences_of(input, pass, memory_->state_width()), pass.value_memory);
  }
}

template <class T>
void PolicyNetwork<T>::forward(const T* parameters, const NetworkInput<T>& input,
                               NetworkPass<T>& pass) const {
  forward_actor(parameters, input, pass);
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    heads_[h]->forward(parameters, head_input(input, pass, h), *pass.heads[h]);
  }
  forward_critic(parameters, input, pass);
  value_.forward(parameters, critic_vectors(pass), input.samples,
                 pass.value.resize(input.samples, 1));
  pass.d_value.resize(input.samples, 1);
}

template <class T>
void PolicyNetwork<T>::forward_value(const T* parameters, const NetworkInput<T>& input,
                                     NetworkPass<T>& pass) const {
  if (value_encoder_) {
    forward_critic(parameters, input, pass);
  } else {
    forward_actor(parameters, input, pass);
  }
  value_.forward(parameters, critic_vectors(pass), input.samples,
                 pass.value.resize(input.samples, 1));
}

template <class T>
void PolicyNetwork<T>::next_states(const NetworkPass<T>& pass, int samples, T* states) const {
  int begin = 0;
  const auto copy = [&](const std::optional<Recurrence<T>>& memory, const RecurrencePass<T>& from) {
    if (!memory) return;
    const int width = memory->state_width();
    for (int s = 0; s < samples; ++s) {
      std::copy_n(from.states.data() + std::ptrdiff_t{s} * width, width,
                  states + std::ptrdiff_t{s} * state_width_ + begin);
    }
    begin += width;
  };
  copy(memory_, pass.memory);
  copy(value_memory_, pass.value_memory);
}

// Null unless a head reads tokens.
template <class T>
T* PolicyNetwork<T>::zeroed_token_gradient(int samples, NetworkPass<T>& pass) const {
  if (!reads_tokens_) return nullptr;
  const auto tokens = static_cast<std::size_t>(pass.encoder->token_offsets[samples]);
  const std::size_t size = tokens * static_cast<std::size_t>(width_);
  T* d_tokens = pass.d_tokens.resize(size);
  std::fill_n(d_tokens, size, T{0});
  return d_tokens;
}

template <class T>
void PolicyNetwork<T>::backward(const T* parameters, const NetworkInput<T>& input,
                                NetworkPass<T>& pass, T* gradient) const {
  T* d_readout = pass.d_readout.resize(input.samples, width_);
  std::fill_n(d_readout, pass.d_readout.size(), T{0});
  T* d_tokens = zeroed_token_gradient(input.samples, pass);
  backward_value(parameters, input, pass, gradient);
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    heads_[h]->backward(parameters, head_input(input, pass, h), *pass.heads[h],
                        {.readout = d_readout, .tokens = d_tokens, .parameters = gradient});
  }
  const T* d_encoded = d_readout;
  if (memory_) {
    memory_->backward(parameters, pass.encoder->readout, sequences_of(input, pass, 0), pass.memory,
                      d_readout, gradient);
    d_encoded = pass.memory.d_x.data();
  }
  encoder_->backward(parameters, actor_sets(input, pass), *pass.encoder, d_encoded, d_tokens,
                     gradient);
}

template <class T>
void PolicyNetwork<T>::backward_value(const T* parameters, const NetworkInput<T>& input,
                                      NetworkPass<T>& pass, T* gradient) const {
  T* d_vectors =
      value_encoder_ ? pass.d_value_readout.resize(input.samples, width_) : pass.d_readout.data();
  value_.backward(parameters, critic_vectors(pass), pass.d_value.data(), input.samples, d_vectors,
                  gradient);
  if (!value_encoder_) return;
  const T* d_encoded = d_vectors;
  if (value_memory_) {
    value_memory_->backward(parameters, pass.value_encoder->readout,
                            sequences_of(input, pass, memory_->state_width()), pass.value_memory,
                            d_vectors, gradient);
    d_encoded = pass.value_memory.d_x.data();
  }
  value_encoder_->backward(parameters, input.sets(), *pass.value_encoder, d_encoded, nullptr,
                           gradient);
}

template <class T>
void PolicyNetwork<T>::choose(const T* parameters, const NetworkPass<T>& pass,
                              std::span<Rng* const> rngs, float* actions) const {
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    heads_[h]->choose(parameters, *pass.heads[h], rngs, heads_[h]->part_of(actions, action_width_));
  }
}

template <class T>
void PolicyNetwork<T>::log_probs(const T* parameters, const NetworkPass<T>& pass,
                                 const float* actions, std::span<T> log_probs) const {
  std::fill(log_probs.begin(), log_probs.end(), T{0});
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    heads_[h]->add_log_probs(parameters, *pass.heads[h], heads_[h]->part_of(actions, action_width_),
                             log_probs);
  }
}

template <class T>
void PolicyNetwork<T>::evaluate(const T* parameters, const float* actions, int samples,
                                NetworkPass<T>& pass) const {
  pass.terms.resize(samples);
  pass.d_terms.resize(samples);
  log_probs(parameters, pass, actions, pass.terms.log_probs);
  std::vector<T>& entropies = pass.terms.entropies;
  std::fill(entropies.begin(), entropies.end(), T{0});
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    heads_[h]->add_entropies(parameters, *pass.heads[h], entropies);
  }
}

template <class T>
void PolicyNetwork<T>::evaluate_backward(const T* parameters, const float* actions,
                                         NetworkPass<T>& pass, T* gradient) const {
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    heads_[h]->evaluate_backward(parameters, *pass.heads[h],
                                 heads_[h]->part_of(actions, action_width_), pass.d_terms,
                                 gradient);
  }
}

template <class T>
void PolicyNetwork<T>::to_environment(std::span<const float> chosen,
                                      std::span<float> action) const {
  for (const auto& head : heads_) {
    const auto width = static_cast<std::size_t>(head->action_width());
    const auto begin = static_cast<std::size_t>(head->action_begin());
    head->to_environment(chosen.subspan(begin, width), action.subspan(begin, width));
  }
}

template class PolicyNetwork<float>;
template class PolicyNetwork<double>;

}  // namespace saccade
