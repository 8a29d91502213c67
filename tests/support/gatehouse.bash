# gatehouse.bash: for bats files: one Gatehouse a file, the AWS CLI pointed at it, and facts kept from test to test.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
GATEHOUSE=${GATEHOUSE:-$(cd "$ROOT" && realpath "${BUILD:-build}")/gatehouse}
# The AWS CLI under test: Debian's, or a newer one that tests/run found on the PATH.
AWS=${AWS_CLI:-/usr/bin/aws}

# Starts a server on $DATA; its URL is then in $URL and in the file of facts.
gatehouse_start() {
    DATA=${DATA:-$BATS_FILE_TMPDIR/data}
    "$GATEHOUSE" serve --data "$DATA" --listen 127.0.0.1:0 "$@" >"$BATS_FILE_TMPDIR/stdout" 2>"$BATS_FILE_TMPDIR/stderr" 3>&- &
    local pid=$!
    keep SERVER_PID "$pid"
    for _ in $(seq 200); do
        URL=$(sed -n 's/^listening on \([^ ]*[^/ ]\).*/\1/p' "$BATS_FILE_TMPDIR/stdout")
        [ -z "$URL" ] || break
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    if [ -z "$URL" ]; then
        cat "$BATS_FILE_TMPDIR/stdout" "$BATS_FILE_TMPDIR/stderr" >&2
        return 1
    fi
    keep URL "$URL"
    keep DATA "$DATA"
}

gatehouse_stop() {
    facts
    [ -n "${SERVER_PID:-}" ] || return 0
    kill -TERM "$SERVER_PID" 2>/dev/null || return 0
    for _ in $(seq 200); do
        kill -0 "$SERVER_PID" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$SERVER_PID"
    echo "gatehouse did not stop on SIGTERM" >&2
    return 1
}

# keep NAME VALUE: a fact for the tests that follow; facts: all of them as variables.
keep() {
    printf '%s=%q\n' "$1" "$2" >>"$BATS_FILE_TMPDIR/facts"
}

facts() {
    # shellcheck disable=SC1091
    [ ! -f "$BATS_FILE_TMPDIR/facts" ] || . "$BATS_FILE_TMPDIR/facts"
}

# Points the AWS CLI at the server: a newer one by AWS_ENDPOINT_URL, Debian's by the folder that aws-data writes.
aws_setup() {
    facts
    export HOME=$BATS_FILE_TMPDIR/home AWS_SHARED_CREDENTIALS_FILE=$DATA/credentials AWS_CONFIG_FILE=$BATS_FILE_TMPDIR/home/.aws/config
    export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 AWS_PAGER='' AWS_EC2_METADATA_DISABLED=true AWS_MAX_ATTEMPTS=2
    unset AWS_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_ENDPOINT_URL AWS_DATA_PATH
    mkdir -p "$HOME/.aws"
    if [ "$AWS" = /usr/bin/aws ]; then
        [ -d "$BATS_FILE_TMPDIR/aws-data" ] || "$GATEHOUSE" aws-data --url "$URL" "$BATS_FILE_TMPDIR/aws-data"
        export AWS_DATA_PATH=$BATS_FILE_TMPDIR/aws-data
    else
        export AWS_ENDPOINT_URL=$URL
    fi
}

aws() {
    "$AWS" "$@"
}

# Takes the CLI's JSON on its input and shows it when a jq condition does not hold.
expect() {
    local json
    json=$(cat)
    # jq 1.6 is content with no input at all, which is what a command that failed leaves.
    [ -n "$json" ] || {
        echo "no output, in which should hold: $*" >&2
        return 1
    }
    jq -e "$@" <<<"$json" >/dev/null || {
        echo "does not hold: $*" >&2
        echo "$json" >&2
        return 1
    }
}

# until_status STATUS COMMAND...: repeats it until it prints something else than IN_PROGRESS, which must be STATUS.
until_status() {
    local wanted=$1 status
    shift
    for _ in $(seq 100); do
        status=$("$@")
        [ "$status" = IN_PROGRESS ] || break
        sleep 0.2
    done
    [ "$status" = "$wanted" ] || {
        echo "$status instead of $wanted: $*" >&2
        return 1
    }
}

# The first link in the newest mail to an address.
mailed_link() {
    DATA="$DATA" node --input-type=module -e "
        const { Gatehouse } = await import('$ROOT/tests/support/gatehouse.mjs');
        console.log(await new Gatehouse({ data: process.env.DATA }).mailedLink(process.argv[1]));" "$1"
}
