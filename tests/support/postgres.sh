#!/bin/sh
# postgres.sh: runs a command beside a PostgreSQL cluster that lives as long as the command.
#
#   postgres.sh COMMAND [ARG...]
#
# The command finds the server's URL in GATEHOUSE_TEST_POSTGRES. Where Debian's PostgreSQL is not installed the variable
# is not set, and the tests that want it say that they are skipped. The server listens on a unix socket only.
# GATEHOUSE_TEST_PG_CTL is a command that runs pg_ctl on it, for tests that stop it under way.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
    echo "# PostgreSQL is not installed: its tests are skipped"
    exec "$@"
fi

dir=$(mktemp -d /tmp/gatehouse-pg.XXXXXX)
# PostgreSQL refuses to run as root.
as=
if [ "$(id -u)" = 0 ]; then
    chown postgres "$dir"
    as='setpriv --reuid=postgres --regid=postgres --init-groups'
fi
cat >"$dir/pg_ctl" <<END
#!/bin/sh
cd "$dir" && exec $as "$bin/pg_ctl" -s -w -t 60 -D "$dir/data" -l "$dir/log" "\$@"
END
chmod 755 "$dir" "$dir/pg_ctl"

stop() {
    "$dir/pg_ctl" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}
command=
trap stop EXIT
trap '[ -z "$command" ] || kill "$command" 2>/dev/null; exit 1' HUP INT TERM

(cd "$dir" && $as "$bin/initdb" -D "$dir/data" -U gatehouse -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null)
# fsync stays off: what is tested here is ours; a crash of the machine is not simulated.
cat >>"$dir/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$dir'
fsync = off
max_connections = 40
shared_buffers = 16MB
END
if ! "$dir/pg_ctl" start; then
    cat "$dir/log" >&2
    exit 1
fi
export GATEHOUSE_TEST_POSTGRES="postgres://gatehouse@/postgres?host=$dir"
export GATEHOUSE_TEST_PG_CTL="$dir/pg_ctl"
# In the background, so that a signal reaches the trap while the command runs.
"$@" &
command=$!
wait "$command"
