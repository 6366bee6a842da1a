#include "agents/rollout/rollout_record.h"

#include <algorithm>
#include <utility>

namespace saccade {

RolloutRecord::RolloutRecord(const Policy::Impl& policy, int steps, int column_count, int agents)
    : columns(column_count),
      team(policy.config.critic == CriticScope::kCentral ? agents : 1),
      sequence(policy.config.sequence_length()),
      state_width(policy.network.state_width()),
      observations(policy.make_batch()),
      endings_seen(policy.make_batch()) {
  const auto per_step = static_cast<std::size_t>(columns);
  const std::size_t samples = static_cast<std::size_t>(steps) * per_step;
  observed.resize(samples + per_step);
  actions.resize(samples * static_cast<std::size_t>(policy.network.action_width()));
  for (std::vector<float>* numbers : {&log_probs, &rewards, &values, &next_values}) {
    numbers->resize(samples);
  }
  ended.resize(samples);
  const auto cuts = static_cast<std::size_t>((steps - 1) / sequence + 1);
  states.resize(cuts * per_step * static_cast<std::size_t>(state_width));
}

void RolloutRecord::clear() {
  observations.clear();
  for (std::vector<float>* numbers : {&actions, &log_probs, &rewards, &values, &next_values}) {
    std::fill(numbers->begin(), numbers->end(), 0.0F);
  }
  std::fill(ended.begin(), ended.end(), std::uint8_t{1});
  endings_seen.clear();
  endings.clear();
}

void RolloutRecord::pack(Packer& out) const {
  observations.pack(out);
  endings_seen.pack(out);
  out.add_all(observed);
  for (const std::vector<float>* numbers :
       {&actions, &log_probs, &rewards, &values, &next_values, &states}) {
    out.add_all(*numbers);
  }
  out.add_all(ended);
  out.add_all(endings);
}

void RolloutRecord::unpack(Unpacker& in) {
  observations.unpack(in);
  endings_seen.unpack(in);
  in.take_all(observed);
  for (std::vector<float>* numbers :
       {&actions, &log_probs, &rewards, &values, &next_values, &states}) {
    in.take_all(*numbers);
  }
  in.take_all(ended);
  in.take_all(endings);
}

void RolloutRecord::scale_rewards(float scale) {
  for (float& reward : rewards) reward *= scale;
}

bool RolloutRecord::begins_sequence(std::size_t sample) const {
  const std::size_t step = sample / static_cast<std::size_t>(columns);
  return step % static_cast<std::size_t>(sequence) == 0 || begins_trajectory(sample);
}

std::size_t RolloutRecord::training_group(std::size_t sample) const {
  const auto per_step = static_cast<std::size_t>(columns);
  const auto of_team = static_cast<std::size_t>(team);
  if (of_team == 1) return sample;
  const std::size_t cut = sample / per_step / static_cast<std::size_t>(sequence);
  return (cut * per_step + sample % per_step) / of_team;
}

void RolloutRecord::list_sequences(std::int32_t shard, std::vector<SequenceRef>& sequences) const {
  const auto begin = static_cast<std::ptrdiff_t>(sequences.size());
  for (std::size_t first = 0; first < ended.size(); ++first) {
    if (!is_present(first) || !begins_sequence(first)) continue;
    std::int32_t length = 1;
    const auto step = static_cast<std::size_t>(columns);
    for (std::size_t next = first + step; next < ended.size() && !begins_sequence(next);
         next += step) {
      ++length;
    }
    sequences.push_back({shard, static_cast<std::int32_t>(first), length});
  }
  if (team == 1) return;
  const auto place = [this](const SequenceRef& of) {
    return std::pair(training_group(static_cast<std::size_t>(of.sample)), of.sample);
  };
  std::sort(sequences.begin() + begin, sequences.end(),
            [&place](const SequenceRef& a, const SequenceRef& b) { return place(a) < place(b); });
}

void RolloutRecord::link_values(std::span<const float> last_values) {
  const auto per_step = static_cast<std::size_t>(columns);
  const std::int32_t first = observations.size() - static_cast<std::int32_t>(last_values.size());
  for (std::size_t i = 0; i < next_values.size(); ++i) {
    if (ended[i] != 0) continue;
    const std::size_t next = i + per_step;
    next_values[i] = next < values.size()
                         ? values[next]
                         : last_values[static_cast<std::size_t>(observed[next] - first)];
  }
}

void RolloutRecord::append_state(std::size_t sample, std::vector<float>& to) const {
  const auto width = static_cast<std::size_t>(state_width);
  if (begins_trajectory(sample)) return to.resize(to.size() + width);
  const auto per_step = static_cast<std::size_t>(columns);
  const std::size_t cut = sample / per_step / static_cast<std::size_t>(sequence);
  const auto row = static_cast<std::ptrdiff_t>((cut * per_step + sample % per_step) * width);
  to.insert(to.end(), states.begin() + row, states.begin() + row + state_width);
}

}  // namespace saccade
