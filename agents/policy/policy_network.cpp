#include "agents/policy/policy_network.h"

#include <algorithm>
#include <cassert>

#include "agents/heads/policy_heads.h"
#include "agents/policy/network_checks.h"
#include "agents/policy/tokens.h"

namespace saccade {

template <class T>
PolicyNetwork<T>::PolicyNetwork(const ObservationSpace& observation, const ActionSpace& action,
                                const PolicyConfig& config)
    : value_gain_(static_cast<double>(config.value_gain)),
      width_(config.encoder.width),
      action_width_(saccade::action_width(action)),
      noise_every_(static_cast<std::uint64_t>(config.heads.continuous.noise_every)),
      reads_tokens_(reads_tokens(action)) {
  using Role = typename NetworkBranch<T>::Role;
  check_network(observation, action, config);
  const std::vector<TokenSpec> types = token_types(observation, config.image_patch);
  const auto hidden = [&](const std::string& name, const std::vector<int>& widths) {
    return nn::HiddenLayers<T>::create(layout_, name, width_, widths, config.encoder.activation);
  };
  actor_.emplace(types, Role::kActor, config, reads_tokens_, layout_);
  actor_hidden_ = hidden("policy.hidden", config.actor_hidden);
  heads_ = make_policy_heads<T>(action,
                                {.observation = observation,
                                 .config = config.heads,
                                 .width = actor_hidden_.out_width(width_),
                                 .token_width = width_,
                                 .has_tokens = config.encoder.kind != nn::EncoderKind::kMlp,
                                 .action_begin = 0},
                                layout_);
  for (const auto& head : heads_) {
    held_numbers_ += head->held_numbers();
  }
  if (config.separate_value) critic_.emplace(types, Role::kCritic, config, false, layout_);
  if (config.critic == CriticScope::kCentral) team_.emplace(config.encoder, layout_);
  critic_hidden_ = hidden("value.hidden", config.critic_hidden);
  value_ = nn::Linear<T>::create(layout_, "value.head", critic_hidden_.out_width(width_), 1);
}

template <class T>
void PolicyNetwork<T>::initialise(T* parameters, nn::Random& random) const {
  actor_->initialise(parameters, random);
  actor_hidden_.initialise(parameters, random);
  for (const auto& head : heads_) head->initialise(parameters, random);
  if (critic_) critic_->initialise(parameters, random);
  if (team_) team_->initialise(parameters, random);
  critic_hidden_.initialise(parameters, random);
  value_.initialise(parameters, random, value_gain_);
}

template <class T>
NetworkPass<T> PolicyNetwork<T>::make_pass() const {
  NetworkPass<T> pass;
  pass.actor = actor_->make_pass();
  if (critic_) pass.critic = critic_->make_pass();
  for (const auto& head : heads_) pass.heads.push_back(head->make_pass());
  return pass;
}

template <class T>
HeadInput<T> PolicyNetwork<T>::head_input(const NetworkInput<T>& input, NetworkPass<T>& pass,
                                          std::size_t head) const {
  return {.samples = input.samples,
          .readout = pass.actor_hidden.out,
          .tokens = pass.actor.encoder->tokens,
          .token_offsets = pass.actor.encoder->token_offsets,
          .types = actor_->types_of(input, pass.actor),
          .mask = input.masks[head]};
}

template <class T>
void PolicyNetwork<T>::evaluate_value(const T* parameters, const NetworkInput<T>& input,
                                      NetworkPass<T>& pass) const {
  const int samples = input.samples;
  if (team_) {
    team_->forward(parameters, critic_pass(pass).vectors, samples, input.teams, pass.team);
  }
  critic_hidden_.forward(parameters, value_vectors(pass), samples, pass.critic_hidden);
  value_.forward(parameters, pass.critic_hidden.out, samples, pass.value.resize(samples, 1));
}

template <class T>
void PolicyNetwork<T>::prepare(const T* parameters, NetworkPass<T>& pass) const {
  actor_->prepare(parameters, pass.actor);
  if (critic_) critic_->prepare(parameters, pass.critic);
}

template <class T>
void PolicyNetwork<T>::forward(const T* parameters, const NetworkInput<T>& input,
                               NetworkPass<T>& pass) const {
  forward_actions(parameters, input, pass);
  if (critic_) critic_->forward(parameters, input, pass.critic);
  evaluate_value(parameters, input, pass);
  pass.d_value.resize(input.samples, 1);
}

template <class T>
void PolicyNetwork<T>::forward_actions(const T* parameters, const NetworkInput<T>& input,
                                       NetworkPass<T>& pass) const {
  actor_->forward(parameters, input, pass.actor);
  actor_hidden_.forward(parameters, pass.actor.vectors, input.samples, pass.actor_hidden);
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    heads_[h]->forward(parameters, head_input(input, pass, h), *pass.heads[h]);
  }
}

template <class T>
void PolicyNetwork<T>::forward_value(const T* parameters, const NetworkInput<T>& input,
                                     NetworkPass<T>& pass) const {
  critic().forward(parameters, input, critic_pass(pass));
  evaluate_value(parameters, input, pass);
}

template <class T>
void PolicyNetwork<T>::next_states(const NetworkPass<T>& pass, int samples, T* states) const {
  actor_->next_states(pass.actor, samples, states);
  if (critic_) critic_->next_states(pass.critic, samples, states);
}

// Null unless a head reads tokens.
template <class T>
T* PolicyNetwork<T>::zeroed_token_gradient(int samples, NetworkPass<T>& pass) const {
  if (!reads_tokens_) return nullptr;
  const auto tokens = static_cast<std::size_t>(pass.actor.encoder->token_offsets[samples]);
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
  backward_heads(parameters, input, pass, d_tokens, gradient);
  actor_->backward(parameters, input, pass.actor, d_readout, d_tokens, gradient);
}

template <class T>
void PolicyNetwork<T>::backward_value(const T* parameters, const NetworkInput<T>& input,
                                      NetworkPass<T>& pass, T* gradient) const {
  T* d_vectors =
      critic_ ? pass.d_value_readout.resize(input.samples, width_) : pass.d_readout.data();
  T* d_read = team_ ? pass.team.d_out.resize(input.samples, width_) : d_vectors;
  value_.backward(parameters, pass.critic_hidden.out, pass.d_value.data(), input.samples,
                  critic_hidden_.d_out(pass.critic_hidden, input.samples, d_read), gradient);
  critic_hidden_.backward(parameters, value_vectors(pass), input.samples, pass.critic_hidden,
                          d_read, gradient);
  if (team_) {
    team_->backward(parameters, input.samples, input.teams, pass.team, d_vectors, gradient);
  }
  if (critic_) critic_->backward(parameters, input, pass.critic, d_vectors, nullptr, gradient);
}

// Adds to pass.d_readout and, unless it is null, to d_tokens.
template <class T>
void PolicyNetwork<T>::backward_heads(const T* parameters, const NetworkInput<T>& input,
                                      NetworkPass<T>& pass, T* d_tokens, T* gradient) const {
  T* d_vectors = pass.d_readout.data();
  T* d_hidden = actor_hidden_.d_out(pass.actor_hidden, input.samples, d_vectors);
  if (d_hidden != d_vectors) {
    const auto size = static_cast<std::size_t>(input.samples) *
                      static_cast<std::size_t>(actor_hidden_.out_width(width_));
    std::fill_n(d_hidden, size, T{0});
  }
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    heads_[h]->backward(parameters, head_input(input, pass, h), *pass.heads[h],
                        {.readout = d_hidden, .tokens = d_tokens, .parameters = gradient});
  }
  actor_hidden_.backward(parameters, pass.actor.vectors, input.samples, pass.actor_hidden,
                         d_vectors, gradient, {.residual = d_vectors, .residual_stride = width_});
}

template <class T>
void PolicyNetwork<T>::choose(const T* parameters, const NetworkPass<T>& pass,
                              std::span<const ActionDraw> draws, float* actions) const {
  for (const ActionDraw& draw : draws) {
    if (!draw.rng || !holds_noise()) continue;
    assert(draw.held);
    draw.held->advance(*draw.rng, noise_every_, held_numbers_);
  }
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    heads_[h]->choose(parameters, *pass.heads[h], draws,
                      heads_[h]->part_of(actions, action_width_));
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
