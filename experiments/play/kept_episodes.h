// Episodes that are kept while they are played.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace saccade {

/// The first one goes into the file that was asked for, those after it beside it under names that
/// are free.
class KeptEpisodes {
 public:
  /// From now on episodes are kept.
  void keep_in(const std::filesystem::path& file) { file_ = file; }
  /// Another one begins, which is not kept yet.
  void begin() { is_kept_ = false; }
  /// Lets `save` write the running one, once.  What cannot be written is a warning on stderr: who
  /// plays goes on playing.
  void keep(const std::function<void(const std::string& file)>& save);

 private:
  std::filesystem::path file_;  // "": episodes are not kept.
  bool has_kept_ = false;       // One, in that file.
  bool is_kept_ = false;        // The running one.
};

}  // namespace saccade
