#!/bin/sh
# Makes a plugin folder of each case: build.sh OUTDIR LIBRARIES HEADERS, where LIBRARIES is the folder of the built libraries and
# HEADERS that of `jauge_plugin.h`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
libraries=$2
flags="-O1 -Wall -Wextra -Werror -shared -fPIC -I$3 -I$here/load"
library=$libraries/libplugin_stress.so

# A folder for the case $1, which brings $2 (`sources = ["stress"]` unless said otherwise).
folder() {
  mkdir -p "$out/$1"
  cat > "$out/$1/plugin.toml" <<TOML
name = "stress"
version = "0.1.0"
says = "Misbehaves on purpose"
library = "plugin_stress"
sources = ["stress"]
${2:-}
[permissions]
network = false
paths = []
TOML
  file=$out/$1/libplugin_stress.so
}

# The main library with the fault $2 for good, as the case $1. The name takes the place of `none` behind the mark.
marked() {
  folder "$1" "${3:-}"
  cp "$library" "$file"
  mark=$(grep -obUa 'jauge-stress-fault:none' "$file" | head -1 | cut -d: -f1)
  printf '%s' "$2" | dd of="$file" bs=1 seek=$((mark + 19)) conv=notrunc status=none
}

folder stress
cp "$library" "$file"

for case in constructor_aborts constructor_loops constructor_exits missing_symbol major_too_new short_size zero_size \
  unresolved_symbol null_callbacks null_callbacks_of_source; do
  folder "$case"
  cc -std=c11 $flags -o "$file" "$here/load/$case.c"
done

folder unresolved_dependency
echo 'int gone(void); int gone(void) { return 0; }' | cc -shared -fPIC -x c -o "$out/libgone.so" -
cc -std=c11 $flags -o "$file" "$here/load/unresolved_dependency.c" -L"$out" -lgone
rm "$out/libgone.so"

folder cpp_exception
c++ -std=c++17 $flags -o "$file" "$here/load/cpp_exception.cpp"

folder truncated_elf
head -c 4096 "$library" > "$file"
folder wrong_architecture
cp "$library" "$file"
printf '\363\000' | dd of="$file" bs=1 seek=18 conv=notrunc status=none # e_machine: RISC-V
folder empty_file
: > "$file"

for fault in panic_in_entry segfault_in_entry exit_zero_in_entry loop_in_entry panic_in_describe \
  loop_in_describe segfault_in_describe panic_in_shutdown loop_in_shutdown giant_text_in_describe; do
  marked "$fault" "$fault"
done
marked describe_malformed_json malformed_json_in_describe
marked describe_invalid_utf8 invalid_utf8_in_describe
marked describe_bad_sql bad_sql 'pack = "stress"'
marked duplicate_kpi_names duplicate_kpi_names 'pack = "stress"'
marked panic_in_resource panic_in_resource 'pack = "stress"'

mkdir -p "$out/caught"
sed 's/stress/caught/g; s/Misbehaves/Panics/' "$out/stress/plugin.toml" > "$out/caught/plugin.toml"
cp "$libraries/libplugin_caught.so" "$out/caught"
echo "$out: $(ls "$out" | wc -l) plugins"
