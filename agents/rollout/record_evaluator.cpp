#include "agents/rollout/record_evaluator.h"

#include <algorithm>

namespace saccade {
namespace {

constexpr std::size_t kSamplesPerPass = 32;

// How many endings from `first` on are evaluated together: at most as many as there are columns,
// and all of a team.
int count_endings(const RolloutRecord& record, int first) {
  const auto size = static_cast<int>(record.endings.size());
  const auto team_of = [&record](int ending) {
    return record.endings[static_cast<std::size_t>(ending)] / record.team;
  };
  int end = std::min(first + record.columns, size);
  while (end < size && team_of(end) == team_of(end - 1)) --end;
  return end - first;
}

}  // namespace

void evaluate_endings(const PolicyNetwork<float>& network, const float* parameters,
                      std::span<const float> states, NetworkInput<float>& input,
                      NetworkPass<float>& pass, std::vector<SamplePlace>& places,
                      RolloutRecord& record) {
  const FeatureBatch& seen = record.endings_seen;
  for (int first = 0, count = 0; first < seen.size(); first += count) {
    count = count_endings(record, first);
    const auto endings =
        std::span(record.endings)
            .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
    seen.view(first, count, input);
    if (record.team > 1) {
      places.clear();
      for (const int sample : endings) places.push_back({0, sample});
      input.teams.assign(places, record.team);
    }
    input.states = states.data() + std::ptrdiff_t{first} * record.state_width;
    network.forward_value(parameters, input, pass);
    for (int i = 0; i < count; ++i) {
      const auto sample = static_cast<std::size_t>(endings[static_cast<std::size_t>(i)]);
      if (record.is_present(sample)) record.next_values[sample] = pass.value.data()[i];
    }
  }
}

RecordEvaluator::RecordEvaluator(const Policy::Impl& policy)
    : policy_(policy),
      width_(static_cast<std::size_t>(policy.network.state_width())),
      pass_(policy.network.make_pass()) {}

void RecordEvaluator::run(const float* parameters, RolloutRecord& record) {
  const auto columns = static_cast<std::size_t>(record.columns);
  const std::size_t steps = record.values.size() / columns;
  record.log_ratios.assign(record.values.size(), 0.0F);
  memory_.resize(columns * width_);
  endings_states_.clear();
  endings_ = 0;
  samples_.clear();
  policy_.network.prepare(parameters, pass_);
  for (std::size_t step = 0; step < steps; ++step) {
    list(record, step);
    // With memory a step needs what the one before left.
    if (width_ == 0 && samples_.size() < kSamplesPerPass && step + 1 < steps) continue;
    load_states(record, step);
    evaluate(parameters, record);
    store_states(record);
    samples_.clear();
  }
  add_newcomers(record, record.values.size());
  list(record, steps);
  load_states(record, steps);
  evaluate_last(parameters, record);
  evaluate_endings(policy_.network, parameters, endings_states_, input_, pass_, places_, record);
}

// Appends the samples of a step whose agents are present.
void RecordEvaluator::list(const RolloutRecord& record, std::size_t step) {
  const auto columns = static_cast<std::size_t>(record.columns);
  for (std::size_t sample = step * columns; sample < (step + 1) * columns; ++sample) {
    if (record.is_present(sample)) samples_.push_back(sample);
  }
}

void RecordEvaluator::load_states(const RolloutRecord& record, std::size_t step) {
  if (width_ == 0) return;
  const auto columns = static_cast<std::size_t>(record.columns);
  const bool is_last = step * columns == record.values.size();
  states_.clear();
  for (const std::size_t sample : samples_) {
    // What follows the last step begins no sequence of this rollout.
    if (is_last ? record.begins_trajectory(sample) : record.begins_sequence(sample)) {
      record.append_state(sample, states_);
      continue;
    }
    const auto begin = memory_.begin() + static_cast<std::ptrdiff_t>(sample % columns * width_);
    states_.insert(states_.end(), begin, begin + static_cast<std::ptrdiff_t>(width_));
  }
}

// Keeps what is remembered after a step, and for good where time ran out.
void RecordEvaluator::store_states(const RolloutRecord& record) {
  if (width_ == 0) return;
  policy_.network.next_states(pass_, static_cast<int>(samples_.size()), states_.data());
  const auto columns = static_cast<std::size_t>(record.columns);
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    add_newcomers(record, samples_[i]);
    const auto state = states_.begin() + static_cast<std::ptrdiff_t>(i * width_);
    std::copy_n(state, width_,
                memory_.begin() + static_cast<std::ptrdiff_t>(samples_[i] % columns * width_));
    const bool is_ending = endings_ < record.endings.size() &&
                           samples_[i] == static_cast<std::size_t>(record.endings[endings_]);
    if (!is_ending) continue;
    endings_states_.insert(endings_states_.end(), state,
                           state + static_cast<std::ptrdiff_t>(width_));
    ++endings_;
  }
}

// Who came in where time ran out, before that sample, remembers nothing.
void RecordEvaluator::add_newcomers(const RolloutRecord& record, std::size_t before) {
  for (; endings_ < record.endings.size(); ++endings_) {
    const auto sample = static_cast<std::size_t>(record.endings[endings_]);
    if (sample >= before || record.is_present(sample)) return;
    endings_states_.resize(endings_states_.size() + width_);
  }
}

// Shows the samples to the network: their observations stand one after the other.
void RecordEvaluator::view(const RolloutRecord& record) {
  record.observations.view(record.observed[samples_.front()], static_cast<int>(samples_.size()),
                           input_);
  input_.states = states_.data();
  if (record.team == 1) return;
  places_.clear();
  for (const std::size_t sample : samples_) {
    places_.push_back({0, static_cast<std::int32_t>(sample)});
  }
  input_.teams.assign(places_, record.team);
}

void RecordEvaluator::evaluate(const float* parameters, RolloutRecord& record) {
  if (samples_.empty()) return;
  const auto action_width = static_cast<std::size_t>(policy_.network.action_width());
  actions_.clear();
  for (const std::size_t sample : samples_) {
    const auto action = record.actions.begin() + static_cast<std::ptrdiff_t>(sample * action_width);
    actions_.insert(actions_.end(), action, action + static_cast<std::ptrdiff_t>(action_width));
  }
  log_probs_.resize(samples_.size());
  view(record);
  policy_.network.forward(parameters, input_, pass_);
  policy_.network.log_probs(parameters, pass_, actions_.data(), log_probs_);
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    const float value = pass_.value.data()[i];
    check_log_prob(log_probs_[i]);
    check_value(value);
    record.values[samples_[i]] = value;
    record.log_ratios[samples_[i]] = log_probs_[i] - record.log_probs[samples_[i]];
  }
}

// What follows the last step has values alone.
void RecordEvaluator::evaluate_last(const float* parameters, RolloutRecord& record) {
  std::span<const float> last_values;
  if (!samples_.empty()) {
    view(record);
    policy_.network.forward_value(parameters, input_, pass_);
    last_values = {pass_.value.data(), samples_.size()};
  }
  record.link_values(last_values);
}

}  // namespace saccade
