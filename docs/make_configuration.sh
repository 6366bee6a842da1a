#!/usr/bin/env bash
# Writes docs/configuration.md from what `saccade train --help-config` prints.
#
#   docs/make_configuration.sh [PAGE]
#
# SACCADE names the program (default: build/release/saccade).  Run it after a key has changed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${SACCADE:-$root/build/release/saccade}
page=${1:-$root/docs/configuration.md}
[ -x "$program" ] || { echo "error: $program is missing: build it with ./run, or set SACCADE" >&2; exit 2; }

text=$(mktemp)
trap 'rm -f "$text"' EXIT
"$program" train --help-config > "$text"

{
  cat << 'INTRODUCTION'
# Configuration keys

<!-- Written by docs/make_configuration.sh from `saccade train --help-config`. Do not edit. -->

Every key of a training run. A key is set in a TOML file (`saccade train experiment.toml`), where the part
before the last dot is the section, or on the command line (`--set rollout.gamma=0.98`). A run stores all of
them in its `config.toml`. The keys of an environment are listed by `saccade envs ENV`.

```toml
seed = 2                   # keys without a section come first

[env]
id = "forage"

[rollout]
gamma = 0.98
```
INTRODUCTION

  # A line of a key is "NAME = DEFAULT  (TYPE AND RANGE)", "NAME  (TYPE)" or "NAME".  The indented lines
  # below it say what the key means.
  awk '
    function cell(text) { gsub(/\|/, "\\|", text); return text }

    function section_of(key) {
      if (key !~ /\./) return ""
      sub(/\.[^.]*$/, "", key)
      return key
    }

    # Adds the row of the key that was read last to the table of its section.
    function add_row(    section, default_cell) {
      if (name == "") return
      section = section_of(name)
      if (!(section in rows)) sections[++count] = section
      default_cell = value == "" ? "" : "`" cell(value) "`"
      rows[section] = rows[section] "| `" cell(name) "` | " cell(type) " | " default_cell " | " \
        cell(meaning) " |\n"
      name = ""
    }

    function print_table(section) {
      print section == "" ? "\n## Keys without a section\n" : "\n## `[" section "]`\n"
      printf "| key | type and range | default | meaning |\n|---|---|---|---|\n%s", rows[section]
    }

    /^[^ ]/ {
      add_row()
      name = $0
      type = value = meaning = ""
      if (match(name, /  \(.*\)$/)) {
        type = substr(name, RSTART + 3, RLENGTH - 4)
        name = substr(name, 1, RSTART - 1)
      }
      if ((at = index(name, " = ")) > 0) {
        value = substr(name, at + 3)
        name = substr(name, 1, at - 1)
      }
      if (name == "plugins") {
        type = "a list of file names"
        value = "[]"
      }
      next
    }

    {
      sub(/^ +/, "")
      meaning = meaning == "" ? $0 : meaning "<br>" $0
    }

    END {
      add_row()
      print_table("")
      for (i = 1; i <= count; ++i) if (sections[i] != "") print_table(sections[i])
    }
  ' "$text"
} > "$page.new"
mv "$page.new" "$page"
echo "wrote $page"
