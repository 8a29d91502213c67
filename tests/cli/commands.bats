# gatehouse's own commands: others script them.
bats_require_minimum_version 1.5.0
load ../support/gatehouse.bash

setup() {
    DATA=$BATS_TEST_TMPDIR/data
}

@test "--help and --version are everywhere" {
    run -0 "$GATEHOUSE" --version
    [[ $output =~ ^gatehouse\ [0-9]+\.[0-9]+\.[0-9]+ ]]
    run -0 "$GATEHOUSE" --help
    for command in init serve create-account invite rotate-keyring aws-data events import-managed-policies export apply; do
        [[ $output == *"$command"* ]]
        run -0 "$GATEHOUSE" "$command" --help
        [[ $output == *"gatehouse $command"* ]]
        run -0 "$GATEHOUSE" "$command" --version
        run -0 "$GATEHOUSE" --help
    done
}

@test "wrong usage is said and exits 2" {
    run -2 "$GATEHOUSE" nonsense
    run -2 "$GATEHOUSE" serve --nonsense
    run "$GATEHOUSE" serve
    [ "$status" -ne 0 ]
    [[ $output == *"--data"* ]]
}

@test "init makes an account, an administrator and the credentials file" {
    run -0 "$GATEHOUSE" init --data "$DATA" --account-id 111122223333 --account-name Home --root-email root@example.com
    [ "$(stat -c %a "$DATA/credentials")" = 600 ]
    [ "$(stat -c %a "$DATA/keyring")" = 600 ]
    [ "$(grep -c '^\[' "$DATA/credentials")" = 1 ]
    grep -q '^\[default\]' "$DATA/credentials"
    run "$GATEHOUSE" init --data "$DATA"
    [ "$status" -ne 0 ]
}

@test "init --first-key root makes a root key and no user" {
    "$GATEHOUSE" init --data "$DATA" --account-id 111122223333 --first-key root --credentials-file "$BATS_TEST_TMPDIR/root"
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_start
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR aws_setup
    export AWS_SHARED_CREDENTIALS_FILE=$BATS_TEST_TMPDIR/root
    aws sts get-caller-identity | expect '.Arn == "arn:aws:iam::111122223333:root" and .UserId == "111122223333"'
    aws iam list-users | expect '.Users == []'
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_stop
}

@test "serve says where it listens, drains on SIGTERM, and starts again with the same data" {
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_start
    [ "$(grep -c '^listening on ' "$BATS_TEST_TMPDIR/stdout")" = 1 ]
    cp "$DATA/credentials" "$BATS_TEST_TMPDIR/before"
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_stop
    cp -a "$DATA" "$BATS_TEST_TMPDIR/copy"
    rm "$BATS_TEST_TMPDIR/facts"
    DATA=$BATS_TEST_TMPDIR/copy
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_start
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR aws_setup
    AWS_SHARED_CREDENTIALS_FILE=$BATS_TEST_TMPDIR/before aws sts get-caller-identity | expect .Account
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_stop
}

@test "no secret is in the log" {
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_start
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR aws_setup
    aws sts get-caller-identity >/dev/null
    secret=$(sed -n 's/^aws_secret_access_key *= *//p' "$DATA/credentials")
    [ -n "$secret" ]
    ! grep -qF "$secret" "$BATS_TEST_TMPDIR/stdout" "$BATS_TEST_TMPDIR/stderr"
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_stop
}

@test "import-managed-policies adds policies that can then be attached" {
    echo '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"}]}' \
        >"$BATS_TEST_TMPDIR/UserListing.json"
    echo '{"Version": "2012-10-17"}' >"$BATS_TEST_TMPDIR/Broken.json"
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_start
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR aws_setup
    aws iam create-user --user-name lister >/dev/null
    run aws iam attach-user-policy --user-name lister --policy-arn arn:aws:iam::aws:policy/UserListing
    [ "$status" -ne 0 ]
    [[ $output == *NoSuchEntity* ]]
    run "$GATEHOUSE" import-managed-policies --data "$DATA" "$BATS_TEST_TMPDIR/Broken.json"
    [ "$status" -ne 0 ]
    "$GATEHOUSE" import-managed-policies --data "$DATA" "$BATS_TEST_TMPDIR/UserListing.json"
    aws iam attach-user-policy --user-name lister --policy-arn arn:aws:iam::aws:policy/UserListing
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_stop
}

@test "invite prints a link for a user, and none for a stranger" {
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_start
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR aws_setup
    aws organizations create-organization >/dev/null
    aws sso-admin create-instance >/dev/null
    store=$(aws sso-admin list-instances --query 'Instances[0].IdentityStoreId' --output text)
    aws identitystore create-user --identity-store-id "$store" --user-name jdoe --display-name "John Doe" \
        --name GivenName=John,FamilyName=Doe --emails Value=jdoe@example.com,Primary=true >/dev/null
    run -0 "$GATEHOUSE" invite --data "$DATA" --url "$URL" jdoe
    [[ $output == "$URL"/* ]]
    run curl -s -o /dev/null -w '%{http_code}' "$output"
    [ "$output" = 200 ]
    run "$GATEHOUSE" invite --data "$DATA" --url "$URL" nobody
    [ "$status" -ne 0 ]
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_stop
}

@test "rotate-keyring adds a primary key and keeps the old one" {
    run -0 "$GATEHOUSE" init --data "$DATA"
    run -0 "$GATEHOUSE" rotate-keyring --data "$DATA"
    [[ $output =~ ^key\ [0-9a-f]{8}\ is\ now\ primary ]]
    [ "$(stat -c %a "$DATA/keyring")" = 600 ]
    [ "$(grep -c ' primary ' "$DATA/keyring")" = 1 ]
    [ "$(grep -c ' old ' "$DATA/keyring")" = 1 ]
    run -0 "$GATEHOUSE" create-account --data "$DATA" --credentials-file "$DATA/more" --account-name More --root-email more@example.com
    run "$GATEHOUSE" rotate-keyring --data "$BATS_TEST_TMPDIR/nothing"
    [ "$status" -ne 0 ]
    run "$GATEHOUSE" rotate-keyring
    [ "$status" -ne 0 ]
    [[ $output == *"--data"* ]]
}

@test "events end with an error where they cannot be written" {
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_start
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR aws_setup
    aws iam create-user --user-name alice >/dev/null
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR gatehouse_stop
    run -0 --separate-stderr "$GATEHOUSE" events --data "$DATA"
    [ "${#lines[@]}" -gt 0 ]
    run -1 bash -c '"$0" events --data "$1" >/dev/full' "$GATEHOUSE" "$DATA"
    [[ $output == *"standard output: No space left on device"* ]]
    # Not only where the last of it is what cannot be written: here nothing is left to be written at the end.
    run -1 bash -c 'stdbuf -o0 "$0" events --data "$1" >/dev/full' "$GATEHOUSE" "$DATA"
    [ "$(grep -c 'No space left on device' <<<"$output")" = 1 ]
}
