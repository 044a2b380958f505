#!/bin/sh
# What the image runs first, as root: takes the user and the group that PUID and PGID name, gives them the data folder, and
# goes on as them. Nothing else of the program ever runs as root. With `--user` it is somebody else from the beginning.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

if [ "$(id -u)" = 0 ]; then
  uid=${PUID:-1000}
  gid=${PGID:-1000}
  case "$uid$gid" in
    *[!0-9]*) fail "PUID and PGID are numbers, such as 1000: see 'id' on the machine that owns the folders." ;;
  esac
  [ "$uid" != 0 ] || fail "PUID may not be 0: the database refuses to run as root. Set it to the owner of your folders."
  # initdb looks its user up by name.
  getent group "$gid" >/dev/null || echo "readmeabook:x:$gid:" >>/etc/group
  getent passwd "$uid" >/dev/null || echo "readmeabook:x:$uid:$gid::$DATA_DIR:/usr/sbin/nologin" >>/etc/passwd
  mkdir -p "$DATA_DIR" || fail "The data folder $DATA_DIR cannot be made. Is the volume read-only?"
  if [ "$(stat -c %u:%g "$DATA_DIR")" != "$uid:$gid" ]; then
    chown -R "$uid:$gid" "$DATA_DIR" ||
      fail "The data folder $DATA_DIR cannot be given to $uid:$gid. Is the volume read-only, or on a share that forbids it?"
  fi
  exec setpriv --reuid="$uid" --regid="$gid" --clear-groups "$0" "$@"
fi

[ -w "$DATA_DIR" ] || fail "User $(id -u) may not write to the data folder $DATA_DIR. Set PUID and PGID to its owner, or mount it writable."
# Somebody whom `docker run --user` made up.
if ! getent passwd "$(id -u)" >/dev/null; then
  fail "User $(id -u) has no entry in /etc/passwd, which the database needs. Use PUID and PGID instead of --user."
fi
exec "$@"
