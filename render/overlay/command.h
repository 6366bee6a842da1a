// What a key or a click can ask for.
#pragma once

namespace saccade::render {

enum class Command {
  kPause,
  kStep,
  kStepBack,
  kStart,  ///< To the first step of the episode.
  kEnd,    ///< To the last.
  kFaster,
  kSlower,
  kLoop,
  kHeads,
  kBlock,
  kOverlay,
  kEveryone,
  kNextSeed,
  kRestart,
  kNextAgent,
  kPreviousAgent,
  kFollow,
  kWholeWorld,  ///< No zoom.
  kUnpin,
  kRemove,   ///< What is pointed at or pinned, from the world.
  kAdd,      ///< One more like that, where the mouse is.
  kPutBack,  ///< All changes.
  kTheme,    ///< Dark, light.
  kHelp,
};

}  // namespace saccade::render
