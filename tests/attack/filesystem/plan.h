// What the shim shall do, from environment variables:
//
//   SHIM_FOLDER   absolute path; calls on files elsewhere pass untouched and uncounted
//   SHIM_LOG      file that gets a line per call: its name, a tab, the path below the folder
//   SHIM_AT       N, counted from 1; without it nothing is attacked
//   SHIM_ACTION   kill-before, kill-half (of a write), kill-after: SIGKILL;
//                 power-cut: SIGKILL before the call, and what was not synced is lost;
//                 interrupt: SIGTERM before the call;
//                 fail; short: half of a write is written, and the next call fails
//   SHIM_ERRNO    number of the error with which calls fail
//   SHIM_FOREVER  if set, calls go on failing (ENOSPC: those that need space)
#pragma once

#include <cstdlib>
#include <string>

inline std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// What becomes of a call.
enum class Fate { kPass, kKillBefore, kKillHalf, kKillAfter, kPowerCut, kInterrupt, kFail, kShort };

inline Fate fate_named(const std::string& action) {
  if (action == "kill-before") return Fate::kKillBefore;
  if (action == "kill-half") return Fate::kKillHalf;
  if (action == "kill-after") return Fate::kKillAfter;
  if (action == "power-cut") return Fate::kPowerCut;
  if (action == "interrupt") return Fate::kInterrupt;
  if (action == "short") return Fate::kShort;
  return Fate::kFail;
}

/// What the environment variables ask for.
struct Plan {
  std::string folder = variable("SHIM_FOLDER");
  std::string log = variable("SHIM_LOG");
  long at = std::atol(variable("SHIM_AT").c_str());
  Fate fate = fate_named(variable("SHIM_ACTION"));
  int error = std::atoi(variable("SHIM_ERRNO").c_str());
  bool forever = !variable("SHIM_FOREVER").empty();
};

inline const Plan& plan() {
  static const Plan plan;
  return plan;
}
