// What the programs that compare an exported header with Saccade share: reading observations and
// what Saccade makes of them, comparing, counting allocations.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <new>
#include <string>
#include <vector>

inline std::size_t& allocations() {
  static std::size_t count = 0;
  return count;
}

void* operator new(std::size_t size) {
  ++allocations();
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

/// A file of numbers of type float, read in one go.
class Reader {
 public:
  explicit Reader(const char* path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    numbers_.resize(bytes.size() / sizeof(float));
    for (std::size_t i = 0; i < numbers_.size() * sizeof(float); ++i)
      reinterpret_cast<char*>(numbers_.data())[i] = bytes[i];
  }
  bool at_end() const { return at_ == numbers_.size(); }
  float number() { return numbers_.at(at_++); }
  std::size_t count() { return static_cast<std::size_t>(number()); }
  bool flag() { return number() != 0; }

 private:
  std::vector<float> numbers_;
  std::size_t at_ = 0;
};

/// The largest difference of everything that was compared, and the first that is too large.
class Comparison {
 public:
  /// Without a name, decisions are timed instead.
  explicit Comparison(const char* name) : name_(name) {}

  void begin() { ++observations_; }

  void same(const char* what, float found, float wanted) {
    constexpr double kTolerance = 1e-5;
    const double a = static_cast<double>(found), b = static_cast<double>(wanted);
    const double difference = std::abs(a - b) / std::fmax(1, std::abs(b));
    if (difference > largest_) largest_ = difference;
    if (!(difference <= kTolerance)) fail(what, a, b);  // A NaN, too.
  }

  /// A choice, where one that is as likely but for rounding does as well.
  void same_choice(const char* what, int found, int wanted, const float* probabilities) {
    if (found == wanted) return;
    const bool both = found >= 0 && wanted >= 0;
    if (!both || probabilities[found] - probabilities[wanted] > 1e-6F) fail(what, found, wanted);
    ++ties_;
  }

  template <class Decide>
  void time(const Decide& decide) {
    if (name_ != nullptr) return;
    const std::clock_t begin = std::clock();
    for (int i = 0; i < kRepeats; ++i) decide();
    seconds_ += static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  }

  /// Ends the program's report.
  int result() const {
    if (name_ == nullptr) {
      std::printf("%.2f\n", 1e6 * seconds_ / (kRepeats * static_cast<double>(observations_)));
      return 0;
    }
    std::printf("%s %s: %zu observations, %zu ties, largest difference %.1e\n",
                failures_ == 0 ? "ok    " : "FAILED", name_, observations_, ties_, largest_);
    if (failures_ > 0)
      std::printf("       %zu differences, the first: %s\n", failures_, first_.c_str());
    return failures_ == 0 && observations_ > 0 ? 0 : 1;
  }

 private:
  static constexpr int kRepeats = 2000;

  void fail(const char* what, double found, double wanted) {
    if (failures_++ > 0) return;
    first_ = "observation " + std::to_string(observations_ - 1) + ", " + what + ": found " +
             std::to_string(found) + ", wanted " + std::to_string(wanted);
  }

  const char* name_;
  double seconds_ = 0;
  std::size_t observations_ = 0, failures_ = 0, ties_ = 0;
  double largest_ = 0;
  std::string first_;
};
