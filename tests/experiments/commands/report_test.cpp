// saccade report, plot and the page of compare, as a person calls them.
#include <fstream>

#include "experiments/page/page.h"
#include "experiments/plot/markup_check.h"
#include "support/saccade_program.h"

using Catch::Matchers::Contains;
using saccade::testing::markup_fault;
using saccade::testing::occurrences;
using saccade::testing::ProgramResult;
using saccade::testing::read_text;
using saccade::testing::refusal;
using saccade::testing::saccade_in;
using saccade::testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

/// Short runs in a folder of their own.
class ShortRuns {
 public:
  std::string train(const std::string& name, const std::string& environment, int seed,
                    const std::vector<std::string>& sets = {}) const {
    std::vector<std::string> words = {"train", environment, "--out", name, "--quiet"};
    std::vector<std::string> all = {"steps=128",     "rollout.envs=4",    "rollout.horizon=8",
                                    "ppo.epochs=1",  "ppo.minibatches=2", "policy.width=16",
                                    "eval.every=32", "eval.episodes=2"};
    all.insert(all.end(), sets.begin(), sets.end());
    all.push_back("seed=" + std::to_string(seed));
    for (const std::string& set : all) words.insert(words.end(), {"--set", set});
    done(words);
    return path(name);
  }

  ProgramResult done(const std::vector<std::string>& words) const {
    const ProgramResult result = saccade_in(folder_.path(), words);
    INFO(result.err);
    REQUIRE(result.status == 0);
    return result;
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

 private:
  TemporaryFolder folder_;
};

void write_file(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

void check_page(const std::string& html) {
  CHECK(markup_fault(html).empty());
  CHECK_THAT(html, Contains(saccade::kPageMark) && !Contains("http:") && !Contains("<script"));
}

}  // namespace

TEST_CASE("A report stands in the run directory, is renewed there and replaces nothing else") {
  const ShortRuns runs;
  const std::string run = runs.train("run", "forage", 3);
  const std::string file = run + "/report.html";
  CHECK_THAT(runs.done({"report", "run"}).out, Contains("wrote run/report.html"));
  const std::string page = read_text(file);
  check_page(page);
  CHECK_THAT(page, Contains("forage with ppo, seed 3") && Contains("128"));
  CHECK_THAT(page, Contains("<td>rollout.horizon</td><td>8</td><td>128</td>"));
  CHECK_THAT(page, Contains("food_eaten") && !Contains("What the policy attends to"));
  runs.done({"report", "run"});
  CHECK(read_text(file) == page);
  runs.done({"explain", "run", "--episodes", "1"});
  runs.done({"report", "run"});
  CHECK_THAT(read_text(file), Contains("What the policy attends to"));
  CHECK_THAT(refusal({"report", run, "--out", file}), Contains("exists already"));
  write_file(file, "mine");
  CHECK_THAT(refusal({"report", run}), Contains("exists already"));
  CHECK(read_text(file) == "mine");
  runs.done({"report", "run", "--force"});
  check_page(read_text(file));
}

TEST_CASE("A run that is being trained, was damaged or never evaluated has a report") {
  const ShortRuns runs;
  const std::string run = runs.train("run", "cartpole", 1, {"eval.episodes=0"});
  fs::remove(run + "/summary.json");
  write_file(run + "/explain.json", "[[[");
  write_file(run + "/metrics.csv", read_text(run + "/metrics.csv") + "nonsense\n160,1");
  runs.done({"report", "run"});
  const std::string page = read_text(run + "/report.html");
  check_page(page);
  CHECK_THAT(page, Contains("explain.json is damaged") && Contains("1 damaged row is left out"));
  fs::remove(run + "/metrics.csv");
  fs::remove(run + "/evals.csv");
  runs.done({"report", "run"});
  CHECK_THAT(read_text(run + "/report.html"), Contains("no data"));
}

TEST_CASE("A film becomes a part of the report") {
  const ShortRuns runs;
  const std::string run = runs.train("run", "cartpole", 1);
  write_file(runs.path("play.gif"), "GIF89a;");
  runs.done({"report", "run", "--film", "play.gif", "--out", "page.html"});
  CHECK_THAT(read_text(runs.path("page.html")), Contains("data:image/gif;base64,R0lGODlhOw=="));
  write_file(runs.path("play.txt"), "a film");
  CHECK_THAT(refusal({"report", run, "--film", runs.path("play.txt")}),
             Contains("GIF, PNG or MP4"));
  fs::resize_file(runs.path("play.gif"), (std::uintmax_t{32} << 20) + 1);
  CHECK_THAT(refusal({"report", run, "--film", runs.path("play.gif")}), Contains("at most 32 MB"));
  CHECK_THAT(refusal({"report", run, "--film", runs.path("none.gif")}), Contains("none.gif"));
}

TEST_CASE("What is no run has no report") {
  const TemporaryFolder folder;
  CHECK_THAT(refusal({"report", folder.path().string()}), Contains("found no config.toml"));
  CHECK_THAT(refusal({"report", "/nonexistent/run"}), Contains("found nothing"));
}

TEST_CASE("Runs are drawn as groups, and compared on a page") {
  const ShortRuns runs;
  for (const int seed : {1, 2}) {
    runs.train("pool-" + std::to_string(seed), "forage", seed, {"policy.encoder=mean_pool"});
    runs.train("attention-" + std::to_string(seed), "forage", seed);
  }
  const std::vector<std::string> all = {"pool-1", "pool-2", "attention-1", "attention-2"};
  const auto with_runs = [&all](const std::string& command, std::vector<std::string> options) {
    std::vector<std::string> words = {command};
    words.insert(words.end(), all.begin(), all.end());
    words.insert(words.end(), options.begin(), options.end());
    return words;
  };
  for (const char* kind : {"curves", "scores", "profiles", "improvement", "efficiency"}) {
    const std::string file = std::string(kind) + ".svg";
    const std::string out =
        runs.done(with_runs("plot", {"--kind", kind, "--out", file, "--title", "A <title>"})).out;
    CHECK_THAT(out, Contains("wrote " + file) && Contains("(2 runs)"));
    const std::string svg = read_text(runs.path(file));
    CHECK(markup_fault(svg).empty());
    CHECK_THAT(svg, Contains("A &lt;title&gt;") && !Contains("no data"));
  }
  const std::string first = read_text(runs.path("curves.svg"));
  runs.done(with_runs("plot", {"--out", "again.svg", "--title", "A <title>"}));
  CHECK(read_text(runs.path("again.svg")) == first);
  runs.done(with_runs("plot", {"--out", "runs.svg", "--runs", "--iqm", "--width", "500"}));
  CHECK_THAT(read_text(runs.path("runs.svg")), Contains("width=\"500\""));
  CHECK(occurrences(read_text(runs.path("runs.svg")), "opacity=\"0.65\"") == 4);
  runs.done(with_runs("compare", {"--html", "page.html"}));
  const std::string page = read_text(runs.path("page.html"));
  check_page(page);
  CHECK_THAT(page, Contains("4 runs in 2 groups") && Contains("policy.encoder"));
}

TEST_CASE("A plot that cannot be drawn says why") {
  const ShortRuns runs;
  const std::string one = runs.train("one", "cartpole", 1);
  const std::string other = runs.train("other", "pendulum", 1, {"ppo.minibatches=2"});
  const std::string file = runs.path("x.svg");
  CHECK_THAT(refusal({"plot", one}), Contains("'--out' is missing, wanted FILE.svg or FILE.png"));
  CHECK_THAT(refusal({"plot", one, "--out", "x.pdf"}), Contains("found 'x.pdf', wanted FILE.svg"));
  CHECK_THAT(refusal({"plot", one, "--out", file, "--kind", "pie"}),
             Contains("wanted one of curves"));
  CHECK_THAT(refusal({"plot", one, "--out", file, "--width", "9"}), Contains("--width"));
  CHECK_THAT(refusal({"plot", one, "--out", file, "--kind", "efficiency", "--iqm"}),
             Contains("'--iqm': found --kind efficiency, wanted curves or scores"));
  CHECK_THAT(refusal({"plot", one, other, "--out", file}),
             Contains("2 environments (cartpole, pendulum), wanted those of one"));
  write_file(file, "mine");
  CHECK_THAT(refusal({"plot", one, "--out", file}), Contains("exists already"));
}
