// saccade bench and its subcommands, each in a file of its own; see commands/commands.h.
#pragma once

#include <string>
#include <vector>

namespace saccade {

int bench_command(const std::vector<std::string>& arguments);
int bench_kernels_command(const std::vector<std::string>& arguments);
int bench_attention_command(const std::vector<std::string>& arguments);
int bench_train_command(const std::vector<std::string>& arguments);
int bench_envs_command(const std::vector<std::string>& arguments);
int bench_viewer_command(const std::vector<std::string>& arguments);
int bench_intervals_command(const std::vector<std::string>& arguments);

}  // namespace saccade
