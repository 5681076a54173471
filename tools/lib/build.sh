# shellcheck shell=bash
# Configuring and compiling with the presets of CMakePresets.json.

# Compilers at once: one a core, but no more than the memory carries (about 1 GiB each).
build_jobs() {
  local jobs cores
  cores=$(nproc)
  jobs=$(($(preflight_memory_mib) / 1024))
  ((jobs > cores)) && jobs=$cores
  ((jobs < 1)) && jobs=1
  printf '%d' "$jobs"
}

# build_preset PRESET TARGET...: configures when needed, then builds what is out of date.
build_preset() {
  local preset=$1 folder=$MAINSTAY_ROOT/build/$1 started=$EPOCHREALTIME
  shift
  if [[ ! -f $folder/build.ninja ]]; then
    preflight_disk "$folder" 4096 "a build"
    preflight_memory 1500 "a build"
    step "Configuring $preset"
    (cd "$MAINSTAY_ROOT" && cmake --preset "$preset" 9>&-) ||
      die "configuring failed (see above)."
  fi
  step "Building $preset: $*"
  NINJA_STATUS='[%f/%t %es] ' ninja -C "$folder" -j "$(build_jobs)" "$@" 9>&- ||
    die "the build failed (see above)."
  say "    built in $(ui_elapsed "$started") s"
}
