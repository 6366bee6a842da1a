#include "agents/rollout/kind_rollout.h"

#include <algorithm>

#include "agents/policy/pass_size.h"
#include "agents/rollout/record_evaluator.h"

namespace saccade {

KindRollout::KindRollout(const Policy::Impl& policy, int first_agent, int agents, int envs,
                         int horizon)
    : policy_(policy),
      acting_(policy.parameters.data()),
      first_agent_(first_agent),
      agents_(agents),
      horizon_(horizon),
      record_(policy, horizon, envs * agents, agents),
      feature_sums_(policy.tokens),
      values_stand_alone_(policy.network.values_stand_alone()),
      pass_(policy.network.make_pass()) {
  const auto columns = static_cast<std::size_t>(record_.columns);
  state_.discounted_returns.resize(columns);
  state_.memory.resize(columns * static_cast<std::size_t>(policy.network.state_width()));
  if (policy.network.holds_noise()) state_.noise.resize(columns);
}

void KindRollout::pack_sums(Packer& out) const {
  feature_sums_.pack(out);
  out.add(return_sums_);
}

void KindRollout::unpack_sums(Unpacker& in) {
  feature_sums_.unpack(in);
  in.take(return_sums_);
}

void KindRollout::begin() {
  record_.clear();
  endings_states_.clear();
  feature_sums_.clear();
  policy_.network.prepare(acting_, pass_);
}

void KindRollout::observe(int step, std::span<const EpisodeRunner> runners) {
  const int first = record_.observations.size();
  present_.clear();
  for (int column = 0; column < record_.columns; ++column) {
    const EpisodeRunner& runner = runners[static_cast<std::size_t>(column / agents_)];
    const int agent = first_agent_ + column % agents_;
    std::int32_t& observed =
        record_.observed[static_cast<std::size_t>(step * record_.columns + column)];
    observed = runner.is_present(agent) ? record_.observations.size() : -1;
    if (observed < 0) continue;
    record_.observations.append(runner.observation(agent));
    present_.push_back(column);
  }
  if (policy_.normaliser.enabled()) {
    if (step < horizon_) {  // What is seen after the last step is the next rollout's first.
      for (int type = 0; type < record_.observations.type_count(); ++type) {
        feature_sums_.add(type, record_.observations.features(type, first, present_count()));
      }
    }
    policy_.normaliser.normalise(record_.observations, first, present_count());
  }
  record_.observations.view(first, present_count(), input_);
  find_teams();
  load_states(step);
}

// Who is seen together by a central critic.
void KindRollout::find_teams() {
  if (record_.team == 1) return;
  places_.clear();
  for (const int column : present_) places_.push_back({0, column});
  input_.teams.assign(places_, record_.team);
}

std::span<float> KindRollout::memory_of(std::size_t column) {
  const auto width = static_cast<std::size_t>(record_.state_width);
  return std::span(state_.memory).subspan(column * width, width);
}

HeldNoise* KindRollout::noise_of(std::size_t column) {
  return state_.noise.empty() ? nullptr : &state_.noise[column];
}

// Hands the memories of who is present to the network.
void KindRollout::load_states(int step) {
  if (record_.state_width == 0) return;
  states_.clear();
  for (const int column : present_) {
    const std::span<const float> memory = memory_of(static_cast<std::size_t>(column));
    states_.insert(states_.end(), memory.begin(), memory.end());
  }
  input_.states = states_.data();
  if (step == horizon_ || step % record_.sequence != 0) return;
  const auto row = static_cast<std::ptrdiff_t>(state_.memory.size()) * (step / record_.sequence);
  std::copy(state_.memory.begin(), state_.memory.end(), record_.states.begin() + row);
}

// Keeps what the network remembers of its latest step.
void KindRollout::store_states() {
  if (record_.state_width == 0) return;
  policy_.network.next_states(pass_, present_count(), states_.data());
  const auto width = static_cast<std::size_t>(record_.state_width);
  for (std::size_t i = 0; i < present_.size(); ++i) {
    std::copy_n(states_.data() + i * width, width,
                memory_of(static_cast<std::size_t>(present_[i])).begin());
  }
}

void KindRollout::act(int step, std::span<Rng> streams) {
  if (present_.empty()) return;
  const PolicyNetwork<float>& network = policy_.network;
  const auto width = static_cast<std::size_t>(network.action_width());
  draws_.clear();
  for (const int column : present_) {
    draws_.push_back({&streams[static_cast<std::size_t>(column / agents_)],
                      noise_of(static_cast<std::size_t>(column))});
  }
  chosen_.resize(present_.size() * width);
  log_probs_.resize(present_.size());
  if (values_stand_alone_) {
    network.forward_actions(acting_, input_, pass_);
  } else {
    network.forward(acting_, input_, pass_);
  }
  network.choose(acting_, pass_, draws_, chosen_.data());
  network.log_probs(acting_, pass_, chosen_.data(), log_probs_);
  store_states();
  for (std::size_t i = 0; i < present_.size(); ++i) {
    const auto sample = static_cast<std::size_t>(step * record_.columns + present_[i]);
    check_log_prob(log_probs_[i]);
    record_.log_probs[sample] = log_probs_[i];
    if (!values_stand_alone_) store_value(sample, pass_.value.data()[i]);
    std::copy_n(chosen_.data() + i * width, width, record_.actions.data() + sample * width);
  }
}

void KindRollout::take_actions(int step, std::size_t env, std::span<float> taken) const {
  const auto agents = static_cast<std::size_t>(agents_);
  const std::size_t width = taken.size() / agents;
  const std::size_t first = static_cast<std::size_t>(step * record_.columns) + env * agents;
  std::fill(taken.begin(), taken.end(), 0.0F);
  for (std::size_t a = 0; a < agents; ++a) {
    if (!record_.is_present(first + a)) continue;
    policy_.network.to_environment(std::span(record_.actions).subspan((first + a) * width, width),
                                   taken.subspan(a * width, width));
  }
}

void KindRollout::take_result(int step, std::size_t env, const EpisodeRunner& runner,
                              const StepResult& result) {
  const auto agents = static_cast<std::size_t>(agents_);
  const std::size_t first = static_cast<std::size_t>(step * record_.columns) + env * agents;
  std::copy_n(runner.rewards().begin() + first_agent_, agents,
              record_.rewards.begin() + static_cast<std::ptrdiff_t>(first));
  if (result.terminated || result.truncated) {
    note_end(runner, result, first);
  } else {
    note_departures(runner, first);
  }
  for (std::size_t a = 0; a < agents; ++a) {
    if (record_.ended[first + a] == 0) continue;
    const std::span<float> memory = memory_of(env * agents + a);  // A new trajectory knows nothing.
    std::fill(memory.begin(), memory.end(), 0.0F);
    if (HeldNoise* noise = noise_of(env * agents + a)) noise->forget();
  }
}

// The episode goes on: so does the trajectory of each agent that stays.
void KindRollout::note_departures(const EpisodeRunner& runner, std::size_t first_sample) {
  for (int agent = 0; agent < agents_; ++agent) {
    const std::size_t sample = first_sample + static_cast<std::size_t>(agent);
    const bool stays = record_.is_present(sample) && runner.is_present(first_agent_ + agent);
    record_.ended[sample] = stays ? 0 : 1;
  }
}

void KindRollout::note_end(const EpisodeRunner& runner, const StepResult& result,
                           std::size_t first_sample) {
  if (result.terminated) return;
  for (int agent = 0; agent < agents_; ++agent) {
    const std::size_t sample = first_sample + static_cast<std::size_t>(agent);
    // A value for who acted; a central critic sees who came in with this step as well.
    const bool counts = record_.is_present(sample) || record_.team > 1;
    if (!counts || !runner.has_final_observation(first_agent_ + agent)) continue;
    record_.endings_seen.append(runner.final_observation(first_agent_ + agent));
    record_.endings.push_back(static_cast<int>(sample));
    const std::span<const float> memory =
        memory_of(sample % static_cast<std::size_t>(record_.columns));
    endings_states_.insert(endings_states_.end(), memory.begin(), memory.end());
  }
}

void KindRollout::finish(float gamma) {
  fill_next_values();
  sum_returns(gamma);
}

void KindRollout::store_value(std::size_t sample, float value) {
  check_value(value);
  record_.values[sample] = value;
}

// Of all that was seen, many observations at a time.
void KindRollout::fill_values() {
  const PassSize size = pass_size(policy_.config.encoder);
  const FeatureBatch& seen = record_.observations;
  values_seen_.resize(static_cast<std::size_t>(seen.size()));
  for (int first = 0, count = 0; first < seen.size(); first += count) {
    count = 1;
    while (count < size.samples && first + count < seen.size() &&
           seen.rows(first, count) < size.rows) {
      ++count;
    }
    seen.view(first, count, input_);
    policy_.network.forward_value(acting_, input_, pass_);
    std::copy_n(pass_.value.data(), count, values_seen_.begin() + first);
  }
  for (std::size_t sample = 0; sample < record_.values.size(); ++sample) {
    if (!record_.is_present(sample)) continue;
    store_value(sample, values_seen_[static_cast<std::size_t>(record_.observed[sample])]);
  }
}

void KindRollout::fill_next_values() {
  std::span<const float> last_values;
  if (values_stand_alone_) {
    fill_values();
    last_values = std::span(values_seen_).last(present_.size());
  } else if (!present_.empty()) {  // After the last step.
    policy_.network.forward_value(acting_, input_, pass_);
    last_values = {pass_.value.data(), present_.size()};
  }
  record_.link_values(last_values);
  policy_.normaliser.normalise(record_.endings_seen, 0, record_.endings_seen.size());
  evaluate_endings(policy_.network, acting_, endings_states_, input_, pass_, places_, record_);
}

void KindRollout::sum_returns(float gamma) {
  return_sums_ = {};
  const auto columns = static_cast<std::size_t>(record_.columns);
  for (std::size_t i = 0; i < record_.rewards.size(); ++i) {
    if (!record_.is_present(i)) continue;
    double& running = state_.discounted_returns[i % columns];
    running = static_cast<double>(gamma) * running + static_cast<double>(record_.rewards[i]);
    return_sums_[0] += 1;
    return_sums_[1] += running;
    return_sums_[2] += running * running;
    if (record_.ended[i] != 0) running = 0;
  }
}

}  // namespace saccade
