// A process of Python that steps environments.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "envs/gym/gym_line.h"
#include "envs/process/child_process.h"

namespace saccade {

/// What a worker is to make, and how it is started.
struct GymCommand {
  std::string python{};                  ///< Name or path of the interpreter.
  std::string program{};                 ///< Path of what it runs.
  std::string place{};                   ///< The environment: "CartPole-v1".
  std::vector<std::string> rows{};       ///< Names of boxes whose rows are entities.
  std::vector<std::string> arguments{};  ///< "KEY=VALUE", for the environment's constructor.

  bool operator<(const GymCommand& other) const {
    return std::tie(python, program, place, rows, arguments) <
           std::tie(other.python, other.program, other.place, other.rows, other.arguments);
  }
};

/// Owns the process.  It ends when its owner goes: environments have a moment to close themselves.
class GymWorker {
 public:
  /// Starts it; `number` is what messages call it.  Throws Error when there is no such program.
  GymWorker(const GymCommand& command, int number);
  ~GymWorker();
  GymWorker(const GymWorker&) = delete;
  GymWorker& operator=(const GymWorker&) = delete;

  /// Asks it for an environment at the other end of a line, which says 'hello' when it is made.
  void connect(GymLine& line);
  /// Tells it to end, and does not wait.
  void leave() { control_.close(); }
  bool is_alive();
  /// Ends it at once: it does not answer.
  void kill(const std::string& why);
  /// How it ended, for messages: "signal 11 (Segmentation fault)".
  std::string end_text();
  /// "worker 2 (process 4242)"
  const std::string& label() const { return label_; }
  /// The status with which it ended; nothing if it runs on for a while.
  std::optional<int> status();

  // For its pool, which alone touches these.
  int lines = 0;   ///< Environments made by it, and not given up.
  int in_use = 0;  ///< Of these, lent.

 private:
  std::mutex mutex_;
  OwnedDescriptor control_;
  std::unique_ptr<ChildProcess> process_;
  std::string label_;
  std::string killed_;  // Why.
};

}  // namespace saccade
