#include <algorithm>
#include <catch2/catch.hpp>

#include "render/arena_source.h"
#include "render/draw/labels.h"
#include "render/draw/layout.h"
#include "render/draw/rows.h"
#include "render/panel/action_rows.h"
#include "render/picture/compose.h"
#include "render/timeline/track.h"

namespace saccade::render {
namespace {

std::vector<std::string> texts(const Drawing& drawing) {
  std::vector<std::string> found;
  for (const Mark& mark : drawing) {
    if (const auto* words = std::get_if<Words>(&mark)) found.push_back(words->text);
  }
  return found;
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

Frame some_frame(const ArenaOptions& options = {}, int steps = 8) {
  ArenaSource arena(options);
  Frame frame = arena.reset(42);
  for (int i = 0; i < steps; ++i) frame = arena.advance();
  return frame;
}

TEST_CASE("the panel takes the right side and vanishes from a narrow window") {
  const Layout layout = lay_out(1280, 720);
  CHECK(layout.unit == 14);
  CHECK(layout.panel.right() == Approx(1280));
  CHECK(layout.panel.height == Approx(720));
  CHECK(layout.world.right() < layout.panel.x);
  CHECK(lay_out(300, 360).panel.width == 0);
  CHECK(lay_out(2560, 1440).unit > 2 * 13.5F);
}

TEST_CASE("the panel says what a watcher asks for") {
  const auto found = texts(compose(some_frame(), {}, 1280, 900));
  for (const char* text : {"arena",       "seed 42", "step 8", "return",        "+1.94",
                           "last reward", "+1.00",   "value",  "+2.40",         "Action: move",
                           "stay",        "left",    "62%",    "Action: steer", "main engine",
                           "Attention",   "self",    "food",   "Most attended", "Counts",
                           "food eaten",  "2"}) {
    INFO(text);
    CHECK(contains(found, text));
  }
}

TEST_CASE("the panel names the agent whose mind it shows: its kind, and which of them") {
  Frame frame = some_frame();
  CHECK(contains(texts(compose(frame, {}, 1280, 900)), "arena"));
  frame.mind().kind = "big_hunter";
  CHECK(contains(texts(compose(frame, {}, 1280, 900)), "arena: big hunter"));
  frame.mind().of = 3;
  CHECK(contains(texts(compose(frame, {}, 1280, 900)), "arena: big hunter 1 of 3"));
  frame.mind().kind.clear();
  frame.mind().number = 2;
  CHECK(contains(texts(compose(frame, {}, 1280, 900)), "arena: agent 3 of 3"));
}

TEST_CASE("the panel names the layer and the heads that are shown, or the rollout") {
  Frame frame = some_frame({.blocks = 2});
  frame.mind().attention.layers = {"cross", "block 1"};
  const auto shown = [&frame](const AttentionChoice& choice) {
    ViewState state;
    state.attention = choice;
    return texts(compose(frame, state, 1280, 900));
  };
  using Heads = AttentionChoice::Heads;
  CHECK(contains(shown({}), "block 1, heads"));
  CHECK(contains(shown({.block = 0}), "cross, heads"));
  CHECK(contains(shown({.heads = Heads::kOne, .head = 2}), "block 1, head 3"));
  CHECK(contains(shown({.heads = Heads::kMean, .block = 0}), "cross, mean of 4 heads"));
  CHECK(contains(shown({.rollout = true}), "rollout"));
}

TEST_CASE("the panel sums attention over rays and patches, and names the most attended ones") {
  ViewState state;
  state.attention = {.heads = AttentionChoice::Heads::kOne, .head = 3};  // Likes the lidar.
  Frame frame = some_frame({.sensors = true});
  frame.mind().actions.clear();  // There is room for all types then.
  const auto found = texts(compose(frame, state, 1280, 900));
  for (const char* text : {"self", "food", "lidar", "view"}) CHECK(contains(found, text));
  const bool some_ray = std::any_of(found.begin(), found.end(), [](const std::string& text) {
    return text.rfind("lidar ", 0) == 0;
  });
  CHECK(some_ray);
}

TEST_CASE("the legend of many heads stays beside its heading") {
  Frame frame = some_frame({.heads = 8, .blocks = 2});
  const Drawing drawing = compose(frame, {}, 1280, 900);
  const float heading_end = lay_out(1280, 900).panel.x + 6.9F * lay_out(1280, 900).unit;
  const auto legend = std::find_if(drawing.begin(), drawing.end(), [](const Mark& mark) {
    const auto* words = std::get_if<Words>(&mark);
    return words != nullptr && words->text == "block 2, heads";
  });
  REQUIRE(legend != drawing.end());
  const Words& words = std::get<Words>(*legend);
  const float width = 0.56F * words.size * static_cast<float>(words.text.size());
  CHECK(words.baseline.x - width > heading_end);
}

const Words& text_of(const Drawing& drawing, const std::string& text) {
  const auto found = std::find_if(drawing.begin(), drawing.end(), [&text](const Mark& mark) {
    const auto* words = std::get_if<Words>(&mark);
    return words != nullptr && words->text == text;
  });
  REQUIRE(found != drawing.end());
  return std::get<Words>(*found);
}

TEST_CASE("a long name takes its room from the bars of its section") {
  Frame frame = some_frame();
  const std::string name = "hunter contacts";
  const auto room = [&] {
    const Words words = text_of(compose(frame, {}, 1280, 900), readable(name));
    return words.max_width - text_width(words.text, words.size);
  };
  frame.mind().token_types[1].name = name;
  CHECK(room() >= 0);
  frame.mind().token_types[1].name = "food";
  frame.mind().actions[0].labels[0] = name;
  CHECK(room() >= 0);
}

TEST_CASE("labels of any length leave room for bars, and short ones leave it as it was") {
  Drawing drawing;
  RowWriter rows(drawing, {100, 0, 286, 500}, 14);
  const Rect usual = rows.bar_rect();
  rows.fit_labels(std::vector<std::string>{"up", "down"}, 20);
  CHECK(rows.bar_rect().x == usual.x);
  rows.fit_labels(std::vector<std::string>{"up", std::string(64, 'w')}, 20);
  CHECK(rows.bar_rect().x > usual.x);
  CHECK(rows.bar_rect().width == Approx(286.0 / 6).margin(1));
  CHECK(rows.bar_rect().right() == Approx(usual.right()).margin(1));
}

TEST_CASE("counts stand side by side unless a name is too long for half of the panel") {
  Frame frame = some_frame();
  const auto tops = [&](const std::string& left, const std::string& right) {
    const Drawing drawing = compose(frame, {}, 1280, 900);
    return std::pair(text_of(drawing, left).baseline.y, text_of(drawing, right).baseline.y);
  };
  frame.counts = {{"meals", 1.0F}, {"doses", 2.0F}};
  const auto [food, poison] = tops("meals", "doses");
  CHECK(food == poison);
  frame.counts[1].first = "hunter_contacts";
  const auto [first, second] = tops("meals", "hunter contacts");
  CHECK(first < second);
  const Words words = text_of(compose(frame, {}, 1280, 900), "hunter contacts");
  CHECK(words.max_width >= text_width(words.text, words.size));
}

TEST_CASE("what an agent lacks leaves no empty section") {
  Frame frame = some_frame({.attends = false});
  frame.has_value = false;
  frame.counts.clear();
  frame.mind().actions.clear();
  const auto found = texts(compose(frame, {}, 1280, 900));
  for (const char* text : {"Attention", "Most attended", "Counts", "value"}) {
    CHECK_FALSE(contains(found, text));
  }
}

TEST_CASE("nothing of the panel is written below the window, whatever its height") {
  for (unsigned height = 240; height <= 1000; height += 20) {
    const Drawing drawing =
        compose(some_frame({.entities = 60}), {.interactive = true}, 1200, height);
    for (const Mark& mark : drawing) {
      if (const auto* words = std::get_if<Words>(&mark)) {
        CHECK(words->baseline.y <= static_cast<float>(height));
      }
    }
  }
}

TEST_CASE("the outcome stands over the world when the episode is over") {
  CHECK(contains(texts(compose(some_frame({.steps = 4}, 4), {}, 1280, 720)),
                 "success  \u00b7  return +0.97"));
  Frame unnamed = some_frame({.steps = 4}, 4);
  unnamed.outcome.clear();
  CHECK(contains(texts(compose(unnamed, {}, 1280, 720)), "episode over  \u00b7  return +0.97"));
}

TEST_CASE("the help page says what the B key goes through") {
  const ViewState state{.help = true};
  CHECK(contains(texts(compose(some_frame(), state, 1280, 720)),
                 "layers one by one, rollout, memory"));
}

TEST_CASE("the help page lists every key, others when a person plays") {
  ViewState state{.interactive = true, .help = true};
  CHECK(contains(texts(compose(some_frame(), state, 1280, 720)), "one step back"));
  CHECK_FALSE(
      contains(texts(compose(some_frame(), state, 1280, 720)), "next agent, previous agent"));
  ArenaSource two({.agents = 2});
  CHECK(contains(texts(compose(two.reset(1), state, 1280, 720)), "next agent, previous agent"));
  state.by_hand = true;
  const auto by_hand = texts(compose(some_frame(), state, 1280, 720));
  CHECK_FALSE(contains(by_hand, "one step back"));
  CHECK(contains(by_hand, "act"));
}

TEST_CASE("speed and pause are shown to a watcher, not in a recording") {
  ArenaSource arena;
  Tape tape(arena);
  tape.begin(1);
  Tracker tracker;
  ViewState state{.interactive = true, .paused = true, .speed = 0.5};
  state.track = &tracker.follow(tape, 0, 0, {}, kNoEntity);
  CHECK(contains(texts(compose(some_frame(), state, 1280, 720)), "paused   \u00bd\u00d7"));
  CHECK_FALSE(contains(texts(compose(some_frame(), {}, 1280, 720)), "? keys"));
}

TEST_CASE("the overlay can be switched off") {
  const Frame frame = some_frame();
  CHECK(compose(frame, {.overlay = false}, 1280, 720).size() <
        compose(frame, {.overlay = true}, 1280, 720).size());
}

TEST_CASE("sections lose rows, the longest first, then vanish from the end") {
  using Rows = std::vector<int>;
  CHECK(fit_rows({5, 4, 6}, 1, 18) == Rows{5, 4, 6});
  CHECK(fit_rows({5, 4, 6}, 1, 17) == Rows{5, 4, 5});
  CHECK(fit_rows({5, 4, 6}, 1, 16) == Rows{5, 4, 4});
  CHECK(fit_rows({5, 4, 6}, 1, 12) == Rows{3, 3, 3});
  CHECK(fit_rows({5, 4, 6}, 1, 11) == Rows{5, 4, 0});
  CHECK(fit_rows({5, 4, 6}, 1, 4) == Rows{3, 0, 0});
  CHECK(fit_rows({5, 4, 6}, 1, 3) == Rows{0, 0, 0});
  CHECK(fit_rows({0, 2}, 1, 3) == Rows{0, 2});
  CHECK(fit_rows({}, 1, 3).empty());
  CHECK(fit_rows({5, 9, 6}, 1, 16, {3, 7, 3}) == Rows{3, 7, 3});
  CHECK(fit_rows({5, 9, 6}, 1, 15, {3, 7, 3}) == Rows{5, 8, 0});
}

TEST_CASE("a shortened action keeps the choice taken and the most probable ones") {
  const HeadDecision action{
      .name = "move", .labels = {}, .probabilities = {0.1F, 0.5F, 0.05F, 0.3F, 0.05F}, .chosen = 4};
  CHECK(shown_choices(action, 3) == std::vector<int>{1, 3, 4});
  CHECK(shown_choices(action, 9) == std::vector<int>{0, 1, 2, 3, 4});
  CHECK(action_rows(action) == 5);
}

TEST_CASE("numbers are short and have a true minus sign") {
  CHECK(number(0) == "0.00");
  CHECK(number(-0.001) == "0.00");
  CHECK(number(-12.34) == "\u221212.3");
  CHECK(number(9.996) == "10.0");
  CHECK(number(1420.4) == "1420");
  CHECK(number(1.25e7) == "1.2e+07");
  CHECK(signed_number(0.5) == "+0.50");
  CHECK(signed_number(0.001) == "0.00");
  CHECK(percent(0.004) == "<1%");
  CHECK(percent(0) == "0%");
  CHECK(percent(0.256) == "26%");
  CHECK(speed_label(0.25) == "\u00bc\u00d7");
  CHECK(speed_label(16) == "16\u00d7");
  CHECK(readable("food_eaten") == "food eaten");
}

}  // namespace
}  // namespace saccade::render
