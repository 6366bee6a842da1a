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
#include <boost/mpi/exception.hpp>
#include <limits>
#include <span>
#include <vector>
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

int count(std::size_t size) {
  if (size <= static_cast<std::size_t>(std::numeric_limits<int>::max()))
    return static_cast<int>(size);
  throw Error("found " + std::to_string(size) + " numbers to send, wanted fewer than 2^31",
              Error::Kind::kFailure);
}

/// What each rank has in an array, one after the other, as MPI wants to know it.
class Displacements {
 public:
  explicit Displacements(std::span<const std::size_t> sizes) {
    for (const std::size_t size : sizes) {
      counts_.push_back(count(size));
      begins_.push_back(count(end_));
      end_ += size;
    }
  }
  const int* counts() const { return counts_.data(); }
  const int* begins() const { return begins_.data(); }
  std::size_t end() const { return end_; }

 private:
  std::vector<int> counts_, begins_;
  std::size_t end_ = 0;
};

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
    all.assign(sizes.size(), {});
    const std::size_t longest = *std::max_element(sizes.begin(), sizes.end());
    const std::size_t most = kMost / sizes.size();
    for (std::size_t begin = 0; begin < longest; begin += most) {
      gather_some(own, sizes, begin, most, all);
    }
  }

  void exchange(std::span<const float> out, std::span<const std::size_t> out_counts,
                std::span<float> in, std::span<const std::size_t> in_counts) override {
    const Displacements to(out_counts), from(in_counts);
    BOOST_MPI_CHECK_RESULT(
        MPI_Alltoallv, (out.data(), to.counts(), to.begins(), MPI_FLOAT, in.data(), from.counts(),
                        from.begins(), MPI_FLOAT, world_));
  }

  void complete(std::span<float> numbers, std::span<const std::size_t> ends) override {
    std::vector<std::size_t> sizes;
    for (std::size_t r = 0; r + 1 < ends.size(); ++r) sizes.push_back(ends[r + 1] - ends[r]);
    const Displacements places(sizes);
    BOOST_MPI_CHECK_RESULT(MPI_Allgatherv, (MPI_IN_PLACE, 0, MPI_FLOAT, numbers.data(),
                                            places.counts(), places.begins(), MPI_FLOAT, world_));
  }

 private:
  static constexpr std::size_t kMost = std::size_t{1} << 30;  // MPI counts with ints.

  /// Bytes [begin, begin + most) of each rank.
  void gather_some(const Bytes& own, std::vector<std::size_t> sizes, std::size_t begin,
                   std::size_t most, std::vector<Bytes>& all) {
    for (std::size_t& size : sizes) size = std::min(size - std::min(begin, size), most);
    const Displacements places(sizes);
    const std::size_t here = sizes[static_cast<std::size_t>(rank())];
    Bytes told(places.end());
    BOOST_MPI_CHECK_RESULT(MPI_Allgatherv,
                           (own.data() + (here > 0 ? begin : 0), count(here), MPI_BYTE, told.data(),
                            places.counts(), places.begins(), MPI_BYTE, world_));
    auto next = told.begin();
    for (std::size_t r = 0; r < sizes.size(); ++r) {
      all[r].insert(all[r].end(), next, next + count(sizes[r]));
      next += count(sizes[r]);
    }
  }

  static char* chars(Bytes& bytes) { return reinterpret_cast<char*>(bytes.data()); }

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
