// What a power cut takes away: the contents that were written to files and never synced.  Names
// (renames, links, removals) are taken to last in their order, as with a journal.
#pragma once

#include <sys/stat.h>

#include <map>
#include <mutex>
#include <string>

class Unsynced {
 public:
  void before_write(const std::string& file) {
    const std::lock_guard lock(mutex_);
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0) synced_size_.emplace(file, status.st_size);
  }
  /// The file was synced or removed.
  void forget(const std::string& file) {
    const std::lock_guard lock(mutex_);
    synced_size_.erase(file);
  }
  void renamed(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    synced_size_.erase(to);
    auto node = synced_size_.extract(from);
    if (node.empty()) return;
    node.key() = to;
    synced_size_.insert(std::move(node));
  }

  /// Cuts each file back to what was synced; `truncate` is the system's own.
  void lose(int (*truncate)(const char*, off_t)) const {
    for (const auto& [file, size] : synced_size_) truncate(file.c_str(), size);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, off_t> synced_size_;  // Of files with contents that are not synced, bytes.
};
