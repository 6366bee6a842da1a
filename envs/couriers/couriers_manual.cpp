#include "envs/couriers/couriers_manual.h"

namespace saccade {
namespace {

constexpr const char* kTask =
    "Two couriers deliver parcels in a square of 20 x 20 m. Six parcels lie around, and each is "
    "wanted at some other place, at least 5 m away. In each step a courier says which parcel it "
    "goes for, and whether it walks or runs; it then goes straight there. When it reaches the "
    "parcel it takes it, and from then on it goes to where that is wanted. A parcel that is "
    "delivered or broken is replaced by a new one elsewhere. They should deliver as many as "
    "possible.\n\n"
    "A step of walking is 1 m, a step of running 2 m. Running takes a tenth of a courier's "
    "strength in each step, and walking or waiting gives back a fortieth. Who has too little "
    "strength walks. Half of the parcels are fragile: each step that a courier runs with one "
    "breaks it with probability 0.1, unless it is the one that delivers it.\n\n"
    "Both couriers act at the same time. If both go for the same parcel, one of them has gone in "
    "vain; of two that reach it in the same step the first courier gets it. So they should share "
    "the parcels between them: each sees where the other is and what it last went for.";

}  // namespace

EnvironmentManual couriers_manual() {
  return {
      .task = kTask,
      .features =
          {{"x",
            "Place, right of the middle of the square, in units of 10 m: from -1 to 1. A "
            "parcel that is carried is where its courier is."},
           {"y", "Place, upwards from the middle, in units of 10 m."},
           {"strength", "Strength left, from 0 to 1; a step of running takes 0.1."},
           {"carries", "1 if the courier carries a parcel, else 0."},
           {"fragile_load", "1 if the courier carries a fragile parcel, else 0."},
           {"goal_x", "Where the parcel is wanted: as x."},
           {"goal_y", "Where the parcel is wanted: as y."},
           {"fragile", "1 if running can break the parcel, else 0."},
           {"mine", "1 if the agent itself carries the parcel, else 0."},
           {"others", "1 if the other courier carries the parcel, else 0."},
           {"others_choice",
            "1 if the other courier went for the parcel in the last step or carries it, else 0."}},
      .actions =
          {{"parcel",
            "The parcel to go for. Those that somebody carries are not allowed. A courier that "
            "carries one can choose only that one, and goes to where it is wanted. If the other "
            "courier carries the only parcel there is, there is nothing to choose: the head is "
            "left "
            "out, and the courier stays."},
           {"gait",
            "walk: 1 m, and strength returns; run: 2 m, which takes strength and may "
            "break a fragile parcel that is carried."}},
      .reward =
          "+1 to each courier for each delivery, whoever makes it; with the option reward = "
          "own to the one alone who makes it. Everything else is 0.",
      .ends = "After 200 steps: end_of_work (truncated). There is no other end.",
      .source =
          "Saccade's own, as an example of several agents, masks, heads that are not always "
          "there, and actions of two heads."};
}

}  // namespace saccade
