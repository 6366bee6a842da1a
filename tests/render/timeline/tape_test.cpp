#include "render/timeline/tape.h"

#include <catch2/catch.hpp>

#include "render/arena_source.h"
#include "render/timeline/timeline.h"
#include "render/timeline/track.h"

namespace saccade::render {
namespace {

TEST_CASE("a tape keeps what was played, and ends with the episode") {
  ArenaSource arena({.steps = 5});
  Tape tape(arena);
  tape.begin(3);
  CHECK(tape.last() == 0);
  CHECK_FALSE(tape.complete());
  while (tape.extend()) {
  }
  CHECK(tape.first() == 0);
  CHECK(tape.last() == 5);
  CHECK(tape.complete());
  CHECK_FALSE(tape.full());
  CHECK(tape.at(2).step == 2);
  CHECK(tape.at(2).seed == 3);
  tape.begin(4);
  CHECK(tape.last() == 0);
}

TEST_CASE("a track tells of each step the rewards, values, events and attention by type") {
  ArenaSource arena({.steps = 9});
  Tape tape(arena);
  tape.begin(1);
  while (tape.extend()) {
  }
  Tracker tracker;
  const Track& track = tracker.follow(tape, 4, 0, {}, 1);
  CHECK(track.last() == 9);
  CHECK(track.position == 4);
  CHECK(track.complete);
  CHECK(track.rewards[4] == 1);
  CHECK(track.values[2] == tape.at(2).mind().value);
  CHECK(track.events[4] == 0);  // The first count: an item was eaten.
  CHECK(track.events[3] == -1);
  REQUIRE(track.types() == 4);
  float sum = 0;
  for (std::size_t type = 0; type < 4; ++type) sum += track.shares[4 * 4 + type];
  CHECK(sum == Approx(1));
  const Color food = track.type_colors[1];
  CHECK(food.g == 158);
  const auto weights = mean_weights(shown_weights(tape.at(6).mind().attention, {}));
  CHECK(track.pinned[6] == weights[1]);
  CHECK(tracker.follow(tape, 5, 0, {}, kNoEntity).pinned.empty());
  CHECK(tracker.follow(tape, 5, 0, {}, kNoEntity).position == 5);
}

TEST_CASE("a track grows with its tape, and begins again with the next episode") {
  ArenaSource arena({.steps = 9});
  Tape tape(arena);
  tape.begin(1);
  Tracker tracker;
  CHECK(tracker.follow(tape, 0, 0, {}, kNoEntity).last() == 0);
  tape.extend();
  tape.extend();
  CHECK(tracker.follow(tape, 0, 0, {}, kNoEntity).last() == 2);
  tape.begin(2);
  CHECK(tracker.follow(tape, 0, 0, {}, kNoEntity).last() == 0);
}

TEST_CASE("a tape counts what every query weighs, and a track forgets what its tape forgot") {
  const auto play = [](int blocks, Tracker* tracker) {
    ArenaSource arena({.blocks = blocks, .steps = 200});
    Tape tape(arena, std::size_t{1} << 20);
    tape.begin(1);
    while (tape.extend()) {
      if (tracker != nullptr) tracker->follow(tape, tape.last(), 0, {}, 1);
    }
    if (tracker == nullptr) return tape.first();
    Tracker fresh;
    const Track& followed = tracker->follow(tape, tape.last(), 0, {}, 1);
    const Track& wanted = fresh.follow(tape, tape.last(), 0, {}, 1);
    CHECK(followed.first == tape.first());
    CHECK(followed.last() == tape.last());
    CHECK(followed.rewards == wanted.rewards);
    CHECK(followed.values == wanted.values);
    CHECK(followed.shares == wanted.shares);
    CHECK(followed.self == wanted.self);
    CHECK(followed.pinned == wanted.pinned);
    CHECK(followed.events.size() == wanted.events.size());
    return tape.first();
  };
  Tracker tracker;
  const int dropped = play(1, &tracker);
  CHECK(dropped > 0);
  CHECK(dropped < 199);
  // A block more has 4 x 13 weights by the agent, and 4 x 13 x 13 by everybody.
  CHECK(play(2, nullptr) > dropped + 20);
}

TEST_CASE("a long episode has one mark for each column of pixels") {
  ArenaSource arena;
  const Frame& frame = arena.reset(1);
  const Layout layout = lay_out(1280, 720, true);
  const auto marks = [&](std::size_t steps) {
    Track track{.first = 0};
    track.values.assign(steps, 0.0F);
    track.events.assign(steps, 0);
    for (std::size_t i = 0; i < steps; ++i) track.rewards.push_back(i % 2 == 0 ? 1.0F : -1.0F);
    track.rewards.back() = 2;
    Drawing drawing;
    draw_timeline(drawing, frame, track, {}, layout);
    std::size_t count = 0;
    for (const Mark& mark : drawing) {
      const auto* bars = std::get_if<Bars>(&mark);
      count += bars != nullptr ? bars->bars.size() : 1;
    }
    return count;
  };
  const auto columns = static_cast<std::size_t>(layout.world.width);
  CHECK(marks(400) > 800);
  CHECK(marks(100000) < 4 * columns);
  CHECK(marks(100000) > 3 * columns - 10);  // A gain, a loss and a dot in each.
}

TEST_CASE("each place of the chart is a step, and each button a command") {
  Track track{.first = 10};
  track.rewards.resize(101);
  const Layout layout = lay_out(1280, 720, true);
  REQUIRE(layout.timeline.height > 0);
  CHECK(step_at(layout, track, 0) == 10);
  CHECK(step_at(layout, track, 5000) == 110);
  CHECK(step_at(layout, track, layout.world.center().x) == 60);
  const float low = layout.timeline.bottom() - 2 * layout.unit;
  CHECK(on_chart(layout, {layout.world.center().x, low}));
  CHECK_FALSE(on_chart(layout, {layout.world.center().x, layout.timeline.y}));
  CHECK_FALSE(on_chart(lay_out(1280, 720), {layout.world.center().x, low}));
  const float button = layout.timeline.y + layout.unit;
  CHECK(button_at(layout, {layout.world.x + 5 * layout.unit, button}) == Command::kPause);
  CHECK_FALSE(button_at(layout, {layout.world.center().x, button}));
}

}  // namespace
}  // namespace saccade::render
