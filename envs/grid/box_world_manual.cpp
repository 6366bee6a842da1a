#include "envs/grid/box_world_manual.h"

#include <string>

#include "envs/grid/box_level.h"

namespace saccade {
namespace {

std::vector<ManualLine> features() {
  std::vector<ManualLine> lines = {
      {"x", "Middle of the cell, in halves of the room's side right of its middle: -1 to 1."},
      {"y", "The same, above its middle (north is up)."},
      {"red", "Red of the colour, 0 to 1. Only there with colours = rgb."},
      {"green", "Green, likewise."},
      {"blue", "Blue, likewise."},
      {"room",
       "The whole room with its border, a pixel per cell, north at the top. Background 0.8, border "
       "0, "
       "agent 0.5, gem 0.999; keys and locks have their colours. The held key is the pixel in the "
       "top left corner. Only there with image = true."}};
  for (int i = 1; i <= BoxLevel::kKeys; ++i) {
    lines.push_back({"colour_" + std::to_string(i),
                     "1 if the colour is number " + std::to_string(i) +
                         " of 20, else 0. A key opens the locks of its own colour."});
  }
  return lines;
}

}  // namespace

EnvironmentManual box_world_manual() {
  return {
      .task =
          "A room of 12 x 12 cells holds keys, boxes and a gem. A box is two cells side by side: "
          "its "
          "content on the left, a key or the gem, and its lock on the right. The agent moves one "
          "cell "
          "per step. It takes a loose key (type key) by stepping on it, and holds one key at most: "
          "a "
          "new one replaces the old, which is lost. It opens a lock by stepping on it with the key "
          "of "
          "the same colour, which is used up. The content (type content) is then loose and can be "
          "stepped on, from where the lock was or from any other side. Everything else that lies "
          "in "
          "the way blocks.\n\n"
          "One key is loose at the start. From it a chain of boxes leads to the gem. Other boxes "
          "are "
          "distractors: they open with a key of the chain too, but lead nowhere, and the first one "
          "that is opened ends the episode. Which is which can be told only from what opens what. "
          "A "
          "level can become unsolvable, when a key is thrown away; nothing tells so.",
      .features = features(),
      .actions = {{"move", "One cell north (up), south, west (left) or east."}},
      .reward =
          "10 for the gem, 1 for each box of the chain that is opened, -1 for a distractor, else "
          "0. The most is 10 + the number of boxes of the chain.",
      .ends =
          "gem: the gem was taken (terminated). distractor: a wrong box was opened (terminated). "
          "timeout: max_steps were made, 121 by default (truncated).",
      .source =
          "Zambaldi et al. 2018, \"Relational deep reinforcement learning\" (arXiv 1806.01830). "
          "Rules, "
          "sizes, colours and how levels are drawn are those of their program, box_world in "
          "google-deepmind/pycolab (pycolab/examples/research/box_world, commit 6504c80).",
      .differences =
          "Time runs out by truncation; there it ends the task.\n\n"
          "The agent sees a list of entities. There it sees the picture that image = true adds "
          "here, "
          "as whole numbers from 0 to 1000.\n\n"
          "Levels have the same distribution, but other random numbers. A level that finds no room "
          "is "
          "drawn anew as often as needed; there 200 times.\n\n"
          "Distractors that hold a key of the chain (num_backward, 0 there by default) are left "
          "out. A "
          "range from the least to the most takes the place of a list of possible numbers.",
  };
}

}  // namespace saccade
