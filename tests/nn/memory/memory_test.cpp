// The table of kinds of memory, and what holds for each of them.
#include "nn/memory/memory.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <utility>

#include "memory_model.h"
#include "support/allocations.h"
#include "support/gradient_check.h"

namespace saccade::nn {
namespace {

using testing::draw;
using testing::every_memory_kind;
using testing::MemoryModel;

MemoryConfig small(const MemoryKind* kind) {
  return {.kind = kind, .length = 3, .heads = 2};
}

TEST_CASE("every kind of memory is found by its name; the default remembers nothing", "[nn]") {
  for (const MemoryKind& kind : memory_kinds()) {
    CAPTURE(kind.name);
    CHECK(find_memory_kind(kind.name) == &kind);
    CHECK_FALSE(std::string(kind.summary).empty());
    CHECK((kind.make_float == nullptr) == (kind.make_double == nullptr));
  }
  for (const char* name : {"none", "gru", "lstm", "attention"}) {
    CAPTURE(name);
    CHECK(find_memory_kind(name) != nullptr);
  }
  CHECK(find_memory_kind("") == nullptr);
  CHECK(find_memory_kind("rnn") == nullptr);
  CHECK(every_memory_kind().size() == memory_kinds().size() - 1);
  CHECK(MemoryConfig{}.kind == find_memory_kind("none"));
  ParameterLayout layout;
  CHECK(make_memory<float>({}, 8, "m", layout) == nullptr);
  CHECK(layout.size() == 0);
}

TEST_CASE("the state is as wide as a memory says", "[nn]") {
  const auto width_of = [](const char* name) {
    ParameterLayout layout;
    return make_memory<float>(small(find_memory_kind(name)), 8, "m", layout)->state_width();
  };
  CHECK(width_of("gru") == 8);
  CHECK(width_of("lstm") == 2 * 8);
  CHECK(width_of("attention") == 3 * 8 + 1);
}

/// Three agents for five steps, two of which begin a new episode meanwhile; a linear loss over all
/// that comes out.
struct Sequence {
  static constexpr std::size_t kSamples = 3, kSteps = 5;

  MemoryModel<double> model;
  std::size_t step_size;                      // Elements of x of one step.
  std::vector<double> x, start, d_y, d_last;  // Of all steps; the first state; of the last state.
  std::vector<std::vector<double>> states;    // That each step reads.

  Sequence(const MemoryConfig& config, int width)
      : model(config, width),
        step_size(kSamples * static_cast<std::size_t>(width)),
        x(draw<double>(kSteps * step_size, 1)),
        start(model.state_size(kSamples)),
        d_y(draw<double>(x.size(), 2)),
        d_last(draw<double>(start.size(), 3)),
        states(kSteps) {
    // The agents remember two steps, but for the first one, whose episode begins.
    for (const std::uint64_t seed : {4U, 5U}) model.step(draw<double>(step_size, seed), start);
    std::fill_n(start.begin(), model.state_size(1), 0.0);
  }

  static bool begins(std::size_t t, std::size_t sample) {
    return (t == 2 && sample == 1) || (t == 3 && sample == 0);
  }
  // Of an array of states, or of their gradients.
  void clear_where_episodes_begin(std::size_t t, std::vector<double>& state) const {
    for (std::size_t s = 0; s < kSamples; ++s) {
      if (begins(t, s)) std::fill_n(state.data() + model.state_size(s), model.state_size(1), 0.0);
    }
  }
  MemoryInput<double> input(std::size_t t) const {
    return {.parameters = model.parameters.data(),
            .x = x.data() + t * step_size,
            .state = states[t].data(),
            .samples = kSamples,
            .first = static_cast<int>(t * kSamples),
            .step = static_cast<int>(t)};
  }
  MemoryBatch<double> all() const { return {model.parameters.data(), x.data(), kSteps * kSamples}; }

  double loss() {
    std::vector<double> state = start, y(step_size);
    double sum = 0;
    model.memory->begin(all(), *model.pass);
    for (std::size_t t = 0; t < kSteps; ++t) {
      clear_where_episodes_begin(t, state);
      states[t] = state;
      model.memory->step(input(t), *model.pass, y.data(), state.data());
      sum += std::inner_product(y.begin(), y.end(), d_y.data() + t * step_size, 0.0);
    }
    return sum + std::inner_product(state.begin(), state.end(), d_last.begin(), 0.0);
  }
};

TEST_CASE("gradients of every kind of memory through time equal central differences", "[nn]") {
  const MemoryKind* kind = GENERATE(from_range(every_memory_kind()));
  const int width = GENERATE(6, 20);
  CAPTURE(kind->name, width);
  Sequence sequence(small(kind), width);
  const auto loss = [&] { return sequence.loss(); };
  loss();
  std::vector<double> gradient(sequence.model.parameters.size()), d_x(sequence.x.size());
  std::vector<double> d_state = sequence.d_last;
  const Memory<double>& memory = *sequence.model.memory;
  MemoryPass<double>& pass = *sequence.model.pass;
  memory.begin_backward(sequence.all(), pass);
  for (std::size_t t = Sequence::kSteps; t-- > 0;) {
    const std::size_t first = t * sequence.step_size;
    memory.step_backward(
        sequence.input(t), pass,
        {sequence.d_y.data() + first, d_state.data(), d_x.data() + first, d_state.data()},
        gradient.data());
    sequence.clear_where_episodes_begin(t, d_state);
  }
  memory.end_backward(sequence.all(), pass, d_x.data(), gradient.data());
  testing::check_gradient(loss, sequence.model.parameters, gradient);
  testing::check_gradient(loss, sequence.x, d_x);
  testing::check_gradient(loss, sequence.start, d_state);
}

/// All that a step and its backward compute for each agent.
struct Outcome {
  std::vector<float> y, state, d_x, d_state;
};

Outcome run_step(MemoryModel<float>& model, const std::vector<float>& x,
                 const std::vector<float>& state, const std::vector<float>& d_y,
                 const std::vector<float>& d_state_out) {
  Outcome out{std::vector<float>(x.size()), std::vector<float>(state.size()),
              std::vector<float>(x.size()), std::vector<float>(state.size())};
  std::vector<float> gradient(model.parameters.size());
  model.forward(x, state.data(), out.y.data(), out.state.data());
  model.backward(x, state.data(),
                 {d_y.data(), d_state_out.data(), out.d_x.data(), out.d_state.data()},
                 gradient.data());
  return out;
}

// One sample's part of an array of all of them.
std::vector<float> part(const std::vector<float>& all, std::size_t sample, std::size_t samples) {
  const std::size_t size = all.size() / samples;
  const float* first = all.data() + sample * size;
  return {first, first + size};
}

TEST_CASE("a memory's sample has the same bits alone and in a batch", "[nn]") {
  constexpr std::size_t kSamples = 9;
  const MemoryKind* kind = GENERATE(from_range(every_memory_kind()));
  const int width = GENERATE(12, 64);
  MemoryModel<float> model({.kind = kind, .length = 5, .heads = 4}, width);
  const std::size_t size = kSamples * static_cast<std::size_t>(width);
  std::vector<float> state(model.state_size(kSamples));
  for (std::size_t t = 0; t < 7; ++t) {
    // One more begins anew in each step: their pasts are of different lengths.
    std::fill_n(state.data() + model.state_size(t), model.state_size(1), 0.0F);
    const auto x = draw<float>(size, 10 + t), d_y = draw<float>(size, 20 + t);
    const auto d_state_out = draw<float>(state.size(), 30 + t);
    const Outcome together = run_step(model, x, state, d_y, d_state_out);
    for (std::size_t s = 0; s < kSamples; ++s) {
      CAPTURE(kind->name, width, t, s);
      const Outcome alone = run_step(model, part(x, s, kSamples), part(state, s, kSamples),
                                     part(d_y, s, kSamples), part(d_state_out, s, kSamples));
      CHECK(alone.y == part(together.y, s, kSamples));
      CHECK(alone.state == part(together.state, s, kSamples));
      CHECK(alone.d_x == part(together.d_x, s, kSamples));
      CHECK(alone.d_state == part(together.d_state, s, kSamples));
    }
    state = together.state;
  }
}

TEST_CASE("a state and its gradient may be overwritten in place", "[nn]") {
  const MemoryKind* kind = GENERATE(from_range(every_memory_kind()));
  CAPTURE(kind->name);
  MemoryModel<float> model(small(kind), 20);
  std::vector<float> state(model.state_size(3));
  for (const std::uint64_t seed : {1U, 2U}) model.step(draw<float>(60, seed), state);
  const auto x = draw<float>(60, 3), d_y = draw<float>(60, 4);
  std::vector<float> d_state = draw<float>(state.size(), 5);
  const Outcome apart = run_step(model, x, state, d_y, d_state);

  std::vector<float> y(60), d_x(60), gradient(model.parameters.size());
  const std::vector<float> before = state;
  model.forward(x, state.data(), y.data(), state.data());
  CHECK(y == apart.y);
  CHECK(state == apart.state);
  model.backward(x, before.data(), {d_y.data(), d_state.data(), d_x.data(), d_state.data()},
                 gradient.data());
  CHECK(d_x == apart.d_x);
  CHECK(d_state == apart.d_state);
}

TEST_CASE("the backward of a memory adds to the gradient", "[nn]") {
  const MemoryKind* kind = GENERATE(from_range(every_memory_kind()));
  CAPTURE(kind->name);
  MemoryModel<double> model(small(kind), 6);
  const auto x = draw<double>(12, 1), d_y = draw<double>(12, 2);
  const std::vector<double> state(model.state_size(2));
  const std::vector<double> d_state_out = draw<double>(state.size(), 3);
  std::vector<double> y(12), next(state.size()), d_x(12), d_state(state.size());
  const auto add = [&](std::vector<double>& gradient) {
    model.forward(x, state.data(), y.data(), next.data());
    model.backward(x, state.data(), {d_y.data(), d_state_out.data(), d_x.data(), d_state.data()},
                   gradient.data());
  };
  std::vector<double> once(model.parameters.size()), twice(once);
  add(once);
  add(twice);
  add(twice);
  for (std::size_t i = 0; i < once.size(); ++i) {
    CHECK(twice[i] == Approx(2 * once[i]).epsilon(1e-12).margin(1e-12));
  }
}

TEST_CASE("a warm memory allocates nothing", "[nn]") {
  const MemoryKind* kind = GENERATE(from_range(every_memory_kind()));
  CAPTURE(kind->name);
  constexpr int kSamples = 5, kWidth = 20;
  MemoryModel<float> model(small(kind), kWidth);
  const auto x = draw<float>(kSamples * kWidth, 1), d_y = draw<float>(kSamples * kWidth, 2);
  std::vector<float> state(model.state_size(kSamples)), next(state), d_state(state);
  std::vector<float> y(x.size()), d_x(x.size()), gradient(model.parameters.size());
  std::size_t before = 0;
  for (int t = 0; t < 6; ++t) {  // More and more is remembered.
    if (t == 1) before = testing::allocations();
    model.forward(x, state.data(), y.data(), next.data());
    model.backward(x, state.data(), {d_y.data(), d_state.data(), d_x.data(), d_state.data()},
                   gradient.data());
    std::swap(state, next);
  }
  CHECK(testing::allocations() == before);
}

// What comes out after five steps.
std::vector<float> output_of(const MemoryConfig& config) {
  MemoryModel<float> model(config, 8);
  std::vector<float> state(model.state_size(1)), y;
  for (std::uint64_t t = 0; t < 5; ++t) y = model.step(draw<float>(8, t), state);
  return y;
}

TEST_CASE("an option of memory has an effect just where the kind's trait says so", "[nn]") {
  const MemoryKind* kind = GENERATE(from_range(every_memory_kind()));
  CAPTURE(kind->name);
  const std::vector<float> before = output_of(small(kind));
  MemoryConfig longer = small(kind), more_heads = small(kind);
  longer.length = 4;
  more_heads.heads = 4;
  CHECK((output_of(longer) != before) == kind->attends);
  CHECK((output_of(more_heads) != before) == kind->attends);
}

}  // namespace
}  // namespace saccade::nn
