# shellcheck shell=bash
# Secrets of a suite: files that only their owner reads, made once, in HOME/secrets.

# secret_write HOME NAME TEXT
secret_write() {
  (umask 077 && printf '%s' "$3" >"$1/secrets/$2.new" && mv "$1/secrets/$2.new" "$1/secrets/$2")
}

secret_read() { cat "$1/secrets/$2"; }

# secret_make HOME NAME: 256 random bits in hexadecimal, unless the file is there.
secret_make() {
  [[ -s $1/secrets/$2 ]] ||
    secret_write "$1" "$2" "$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')"
}
