#include "experiments/mpi/mpi_ranks.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "envs/core/error.h"

#ifdef SACCADE_WITH_MPI
#include <boost/mpi/collectives.hpp>
#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <limits>
#endif

namespace saccade {

int launched_ranks() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
    const char* const text = std::getenv(name);
    if (text != nullptr) return std::max(1, std::atoi(text));
  }
  // Slurm sets its own in a script of a batch job as well, which is one process: only a step that
  // was started for MPI has a rank.
  const char* const tasks = std::getenv("SLURM_STEP_NUM_TASKS");
  const bool has_rank = std::getenv("PMIX_RANK") != nullptr || std::getenv("PMI_RANK") != nullptr;
  return tasks != nullptr && has_rank ? std::max(1, std::atoi(tasks)) : 1;
}

#ifdef SACCADE_WITH_MPI

namespace {

namespace mpi = boost::mpi;

class MpiRanks : public JoinedRanks {
 public:
  /// Exceptions of ours are told by ourselves: Boost.MPI is not to end the job at every one.
  MpiRanks() : environment_(mpi::threading::funneled, /*abort_on_exception=*/false) {}
  ~MpiRanks() override {
    if (given_up_) mpi::environment::abort(1);
  }

  int rank() const override { return world_.rank(); }
  int size() const override { return world_.size(); }
  void give_up() override { given_up_ = true; }

  void broadcast(Bytes& bytes) override {
    std::size_t size = bytes.size();
    mpi::broadcast(world_, size, 0);
    bytes.resize(size);
    for (std::size_t begin = 0; begin < size; begin += kMost) {
      mpi::broadcast(world_, chars(bytes) + begin, count(std::min(kMost, size - begin)), 0);
    }
  }

  void all_gather(const Bytes& own, std::vector<Bytes>& all) override {
    std::vector<std::size_t> sizes;
    mpi::all_gather(world_, own.size(), sizes);
    all.resize(sizes.size());
    for (std::size_t r = 0; r < sizes.size(); ++r) all[r].resize(sizes[r]);
    std::copy(own.begin(), own.end(), all[static_cast<std::size_t>(rank())].begin());
    // One broadcast for each: what the ranks tell differs in length.
    for (std::size_t r = 0; r < sizes.size(); ++r) {
      for (std::size_t begin = 0; begin < sizes[r]; begin += kMost) {
        mpi::broadcast(world_, chars(all[r]) + begin, count(std::min(kMost, sizes[r] - begin)),
                       static_cast<int>(r));
      }
    }
  }

  void send_to_next(std::span<const float> numbers) override {
    world_.send(rank() + 1, kTag, numbers.data(), count(numbers.size()));
  }
  void receive_from_previous(std::span<float> numbers) override {
    world_.recv(rank() - 1, kTag, numbers.data(), count(numbers.size()));
  }
  void broadcast_from_last(std::span<float> numbers) override {
    mpi::broadcast(world_, numbers.data(), count(numbers.size()), size() - 1);
  }

 private:
  static constexpr int kTag = 1;
  static constexpr std::size_t kMost = std::size_t{1} << 30;  // MPI counts with ints.

  static char* chars(Bytes& bytes) { return reinterpret_cast<char*>(bytes.data()); }
  static int count(std::size_t size) {
    if (size <= static_cast<std::size_t>(std::numeric_limits<int>::max()))
      return static_cast<int>(size);
    throw Error("found " + std::to_string(size) + " numbers, wanted fewer than 2^31",
                Error::Kind::kFailure);
  }

  mpi::environment environment_;
  mpi::communicator world_;
  bool given_up_ = false;
};

}  // namespace

bool has_mpi() {
  return true;
}

std::unique_ptr<JoinedRanks> join_ranks() {
  if (launched_ranks() == 1) return nullptr;
  auto ranks = std::make_unique<MpiRanks>();
  if (ranks->size() > 1) return ranks;
  throw Error("found " + std::to_string(launched_ranks()) +
              " processes started together of which each finds only itself, wanted the mpirun (or "
              "srun --mpi=...) of the MPI that this program was built with");
}

#else

bool has_mpi() {
  return false;
}

std::unique_ptr<JoinedRanks> join_ranks() {
  if (launched_ranks() == 1) return nullptr;
  throw Error(
      "several processes were started together, but this program was built without MPI; build it "
      "with -DSACCADE_MPI=ON (./run: SACCADE_MPI=1 ./run ...)");
}

#endif

}  // namespace saccade
