# shellcheck shell=bash
# What has to be true before anything is touched: disk, memory.

# preflight_disk FOLDER MEBIBYTES PURPOSE: enough free space where FOLDER is (or will be).
preflight_disk() {
  local folder=$1 need=$2 purpose=$3 free
  while [[ ! -d $folder ]]; do folder=$(dirname "$folder"); done
  free=$(df -Pm -- "$folder" | awk 'NR == 2 {print $4}')
  ((free >= need)) ||
    die "only $free MiB are free on the disk of $folder; $purpose needs $need MiB. Free some space."
  [[ -w $folder ]] || die "$folder is not writable for $(id -un)."
}

# Mebibytes that new processes can use.
preflight_memory_mib() {
  awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo
}

# preflight_memory MEBIBYTES PURPOSE
preflight_memory() {
  local have
  have=$(preflight_memory_mib)
  ((have >= $1)) || die "only $have MiB of memory are available; $2 needs $1 MiB."
}
