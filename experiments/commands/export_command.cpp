// saccade export: a trained policy for other programs, and for those who are to use it.
#include <fmt/format.h>

#include <filesystem>
#include <set>
#include <utility>

#include "experiments/checkpoint/initial_weights.h"
#include "experiments/cli/output_path.h"
#include "experiments/commands/commands.h"
#include "experiments/export/exported_policy.h"
#include "experiments/export/model_card.h"
#include "experiments/files/atomic_file.h"
#include "experiments/header/policy_header.h"
#include "experiments/run/run_directory.h"
#ifdef SACCADE_WITH_ONNX
#include "experiments/onnx_policy/onnx_model.h"
#endif

namespace saccade {

namespace {

namespace fs = std::filesystem;

CommandSyntax export_syntax() {
  CommandSyntax syntax;
  syntax.name = "export";
  syntax.summary =
      "Writes a trained policy in a form for other programs or for people.\n"
      "\n"
      "RUN is a run directory (its best checkpoint is used), RUN@STEP, RUN@latest or a checkpoint\n"
      "file. Neither the environment nor a plug-in is loaded. Several forms may be asked for at "
      "once.";
  syntax.arguments = {"RUN"};
  syntax.options = {
      {"card", "FILE",
       "Model card: what the policy is, does and is worth, in Markdown with the metadata that hubs "
       "read."},
      {"onnx", "FILE", "Model in the ONNX format: from what an agent sees to its action."},
      {"batch", "", "The ONNX model decides for any number of agents at once."},
      {"header", "FILE", "C++17 header that needs nothing else: weights, forward pass, structs."},
      {"namespace", "NAME", "Namespace of the header; unless given, after environment and kind."},
      {"no-value", "", "The header leaves out the value, and the encoder that is for it alone."},
      {"kind", "KIND", "Which kind of agents, where there are several; a card tells of all."},
      force_option()};
  return syntax;
}

struct Request {
  const CommandLine& line;
  RunLocation location;
  Checkpoint checkpoint;
};

/// What its run's directory tells, or of a lone checkpoint the configuration in it.
RunReport report_of(const Request& request) {
  const fs::path& folder = request.location.folder;
  if (fs::exists(folder / "config.toml")) return load_run_report(folder);
  return {.folder = folder.string(),
          .settings = reported_settings(request.checkpoint.config, "its configuration")};
}

std::string card_of(const Request& request) {
  std::vector<ExportedPolicy> policies;
  for (const KindDescription& kind : request.checkpoint.kinds)
    policies.push_back(exported_policy(request.checkpoint, request.location.checkpoint, kind.name));
  return model_card(report_of(request), policies, request.location.checkpoint.filename().string(),
                    policies_digest(request.checkpoint));
}

std::string onnx_of([[maybe_unused]] const Request& request) {
#ifdef SACCADE_WITH_ONNX
  const ExportedPolicy policy =
      exported_policy(request.checkpoint, request.location.checkpoint, request.line.text("kind"));
  const bool batch = request.line.given("batch");
  return onnx::onnx_model(
      policy, batch ? onnx::ModelForm::kBatch : onnx::ModelForm::kSingle,
      {{"config", request.checkpoint.config}, {"digest", policies_digest(request.checkpoint)}});
#else
  throw Error(
      "--onnx: this program was built without ONNX; wanted a build with SACCADE_ONNX=ON, which "
      "needs libonnx-dev and libprotobuf-dev");
#endif
}

std::string header_of(const Request& request) {
  const ExportedPolicy policy =
      exported_policy(request.checkpoint, request.location.checkpoint, request.line.text("kind"));
  return policy_header(policy, {.name = request.line.text("namespace"),
                                .value = !request.line.given("no-value"),
                                .digest = policies_digest(request.checkpoint)});
}

struct Form {
  const char* option;
  std::string (*text_of)(const Request&);
};

constexpr Form kForms[] = {{"card", card_of}, {"onnx", onnx_of}, {"header", header_of}};

/// Of each form that is asked for.
void check_files(const CommandLine& line) {
  std::set<std::string> files;
  for (const Form& form : kForms) {
    if (!line.given(form.option)) continue;
    const std::string option = std::string("--") + form.option, file = line.text(form.option);
    check_is_new(file, option, line);
    check_can_write(file, option);
    if (!files.insert(file).second)
      throw Error(fmt::format("{}: found '{}' for another form, too, wanted a file of its own",
                              option, file));
  }
  if (files.empty()) {
    throw Error(
        "export: found no form, wanted one or more of --card FILE, --onnx FILE, --header FILE");
  }
}

/// Options that only some forms heed.
void check_options_of_forms(const CommandLine& line) {
  if (line.given("batch") && !line.given("onnx"))
    throw Error("--batch: found no --onnx FILE, wanted one: other forms have no batches");
  for (const char* option : {"namespace", "no-value"}) {
    if (line.given(option) && !line.given("header"))
      throw Error(fmt::format("--{}: found no --header FILE, of which it tells", option));
  }
}

}  // namespace

int export_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(export_syntax(), arguments);
  if (!line) return 0;
  check_files(*line);
  check_options_of_forms(*line);
  const RunLocation location = locate_run(line->argument(0));
  const Request request{*line, location, read_checkpoint(location.checkpoint)};
  // All of them are made before any is written.
  std::vector<std::pair<fs::path, std::string>> files;
  for (const Form& form : kForms) {
    if (line->given(form.option))
      files.emplace_back(line->text(form.option), form.text_of(request));
  }
  for (const auto& [file, text] : files) {
    write_atomically(file, text);
    print("wrote {}\n", file.string());
  }
  return 0;
}

}  // namespace saccade
