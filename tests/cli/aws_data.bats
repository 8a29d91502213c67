# gatehouse aws-data: the folder with which an AWS CLI that knows no AWS_ENDPOINT_URL reaches Gatehouse.
bats_require_minimum_version 1.5.0
load ../support/gatehouse.bash

# An old CLI stays old here whatever tests/run found: the folder is for it, and a newer one must bear it.
setup_file() {
    gatehouse_start
}

teardown_file() {
    gatehouse_stop
}

setup() {
    facts
    OUT="$BATS_TEST_TMPDIR/aws data"
    export HOME=$BATS_FILE_TMPDIR/home AWS_SHARED_CREDENTIALS_FILE=$DATA/credentials AWS_CONFIG_FILE=$BATS_TEST_TMPDIR/config
    export AWS_REGION=us-east-1 AWS_PAGER='' AWS_EC2_METADATA_DISABLED=true AWS_MAX_ATTEMPTS=1
    unset AWS_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_ENDPOINT_URL AWS_DATA_PATH AWS_DEFAULT_REGION
    mkdir -p "$HOME"
}

@test "it writes rules and models for each service, and the line for the shell" {
    run -0 "$GATEHOUSE" aws-data "$OUT" --url "$URL/"
    [ "$output" = "export AWS_DATA_PATH='$OUT'" ]
    for service in account gatehouse iam identitystore organizations sso sso-admin sso-oidc sts; do
        for file in endpoint-rule-set-1 paginators-1 service-2; do
            jq -e . "$OUT/$service"/*/"$file.json" >/dev/null
        done
        expect --arg url "$URL" '.rules[-1].endpoint.url == $url' <"$OUT/$service"/*/endpoint-rule-set-1.json
    done
    [ "$(find "$OUT" -type f | wc -l)" = 27 ]
}

@test "a second run replaces the URL and leaves other files alone" {
    "$GATEHOUSE" aws-data --url http://127.0.0.1:1 "$OUT"
    touch "$OUT/mine"
    "$GATEHOUSE" aws-data --url http://127.0.0.1:2 "$OUT"
    [ -f "$OUT/mine" ]
    expect '.rules[-1].endpoint.url == "http://127.0.0.1:2"' <"$OUT/sts/2011-06-15/endpoint-rule-set-1.json"
    [ "$(find "$OUT" -type f | wc -l)" = 28 ]
}

@test "without --url it is the default listening address" {
    "$GATEHOUSE" aws-data "$OUT"
    expect '.rules[-1].endpoint.url == "http://127.0.0.1:8080"' <"$OUT/iam/2010-05-08/endpoint-rule-set-1.json"
}

@test "a URL that is none, and a folder that cannot be, are refused" {
    for url in 127.0.0.1:8080 ftp://host http:// 'http://{Region}' 'http://a b' 'http://a"b'; do
        run -1 "$GATEHOUSE" aws-data "$OUT" --url "$url"
        [[ $output == *"--url must be like"* ]]
        [ ! -e "$OUT" ]
    done
    touch "$BATS_TEST_TMPDIR/file"
    run -1 "$GATEHOUSE" aws-data "$BATS_TEST_TMPDIR/file"
    run -1 "$GATEHOUSE" aws-data "$BATS_TEST_TMPDIR/missing/folder"
    run -1 "$GATEHOUSE" aws-data "$BATS_TEST_TMPDIR/a:b"
    [[ $output == *colon* ]]
    run -2 "$GATEHOUSE" aws-data
}

@test "Debian's CLI reaches every service through it, and knows create-instance" {
    AWS=/usr/bin/aws
    [ -x "$AWS" ] || skip "no $AWS"
    eval "$("$GATEHOUSE" aws-data "$OUT" --url "$URL")"
    aws sts get-caller-identity | expect '.Arn | endswith(":user/admin")'
    aws iam create-user --user-name "old-$BATS_TEST_NUMBER" | expect .User.UserId
    aws iam list-users --page-size 1 --query 'Users[].UserName' | expect 'length >= 2'
    aws organizations create-organization --feature-set ALL | expect .Organization.Id
    aws sso-admin create-instance --generate-cli-skeleton | expect 'has("ClientToken")'
    aws sso-admin create-instance | expect '.InstanceArn | startswith("arn:aws:sso:::instance/ssoins-")'
    run -254 aws identitystore list-users --identity-store-id d-0123456789
    [[ $output == *ResourceNotFoundException* ]]
    run -254 aws account get-contact-information
    [[ $output == *GetContactInformation* && $output != *endpoint* ]]
    run -254 aws sso list-accounts --access-token none
    [[ $output == *UnauthorizedException* ]]
    aws sso-oidc register-client --client-name bats --client-type public | expect .clientId
}

@test "--endpoint-url still counts" {
    AWS=/usr/bin/aws
    [ -x "$AWS" ] || skip "no $AWS"
    eval "$("$GATEHOUSE" aws-data "$OUT" --url http://127.0.0.1:1)"
    aws sts get-caller-identity --endpoint-url "$URL" | expect .Account
    run -255 aws sts get-caller-identity
    [[ $output == *"Could not connect"* ]]
}

@test "a newer CLI bears it" {
    AWS=${AWS_CLI:-$(type -aP aws | grep -vx -e /usr/bin/aws -e /bin/aws | head -n 1)}
    [ -x "$AWS" ] || skip "no newer aws on the PATH"
    eval "$("$GATEHOUSE" aws-data "$OUT" --url "$URL")"
    aws sts get-caller-identity | expect .Account
    aws iam list-users --page-size 1 | expect '.Users | length >= 1'
    AWS_ENDPOINT_URL=$URL aws sso-admin list-instances | expect .Instances
}
