# The main job, by Debian's AWS CLI: sign in once, get into an account.
bats_require_minimum_version 1.5.0
load ../support/gatehouse.bash

PASSWORD=Correct-horse-7-battery

# AWS CLI version 1 has no sso login.
knows_sso() {
    [[ $("$AWS" --version 2>&1) != aws-cli/1.* ]]
}

setup_file() {
    knows_sso || return 0
    gatehouse_start
    DATA=$DATA URL=$URL node --input-type=module -e "
        const { Gatehouse } = await import('$ROOT/tests/support/gatehouse.mjs');
        const { furnish, createPermissionSet, assign } = await import('$ROOT/tests/support/organization.mjs');
        const gatehouse = new Gatehouse({ data: process.env.DATA });
        gatehouse.url = process.env.URL;
        const f = await furnish(gatehouse);
        const viewer = await createPermissionSet(f.admin, f.instanceArn, 'ViewOnlyAccess', 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess');
        await assign(f.admin, { InstanceArn: f.instanceArn, TargetId: f.accountId, PermissionSetArn: viewer, PrincipalId: f.groupId });
        console.log(f.accountId, f.storeId);" >"$BATS_FILE_TMPDIR/ids"
    read -r account store <"$BATS_FILE_TMPDIR/ids"
    keep DEV_ID "$account"
    keep STORE_ID "$store"
    node "$ROOT/tests/support/browser.mjs" set-password "$(mailed_link jdoe@example.com)" "$PASSWORD"
    aws_setup
    cat >"$AWS_CONFIG_FILE" <<END
[sso-session my-sso]
sso_start_url = $URL/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[profile dev-account]
sso_session = my-sso
sso_account_id = $account
sso_role_name = DeveloperAccess
region = us-east-1
[profile viewer]
sso_session = my-sso
sso_account_id = $account
sso_role_name = ViewOnlyAccess
region = us-east-1
[profile legacy]
sso_start_url = https://$store.awsapps.com/start
sso_region = us-east-1
sso_account_id = $account
sso_role_name = DeveloperAccess
region = us-east-1
END
}

teardown_file() {
    gatehouse_stop
}

setup() {
    knows_sso || skip "AWS CLI version 1 has no sso login"
    aws_setup
    # The profiles bring their own credentials.
    export AWS_SHARED_CREDENTIALS_FILE=$BATS_FILE_TMPDIR/none
}

# Runs `aws sso login` for a profile, and a person who reads the link off its output and approves.
login() {
    local out=$BATS_TEST_TMPDIR/login pid link=
    aws sso login --no-browser --profile "$1" >"$out" 2>&1 3>&- &
    pid=$!
    for _ in $(seq 150); do
        link=$(grep -o 'http[^ ]*user_code=[A-Z-]*' "$out" | head -n 1) || :
        [ -z "$link" ] || break
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    if [ -z "$link" ]; then
        cat "$out" >&2
        return 1
    fi
    node "$ROOT/tests/support/browser.mjs" approve-device "$link" jdoe "$PASSWORD"
    wait "$pid" || {
        cat "$out" >&2
        return 1
    }
    grep -q 'Successfully logged into Start URL' "$out"
}

@test "aws sso login --no-browser" {
    login dev-account
}

@test "sts get-caller-identity under the permission set's role" {
    aws sts get-caller-identity --profile dev-account | expect --arg dev "$DEV_ID" '.Account == $dev and
        (.Arn | test("^arn:aws:sts::[0-9]{12}:assumed-role/AWSReservedSSO_DeveloperAccess_[0-9a-f]{16}/jdoe$"))'
}

@test "one sign-in serves every profile of the session" {
    aws sts get-caller-identity --profile viewer | expect '.Arn | contains("AWSReservedSSO_ViewOnlyAccess_")'
}

@test "a viewer who writes is refused in AWS's words" {
    run -254 aws iam create-user --user-name mallory --profile viewer
    [[ $output == *"An error occurred (AccessDenied) when calling the CreateUser operation: User: arn:aws:sts::$DEV_ID:assumed-role/AWSReservedSSO_ViewOnlyAccess_"* ]]
    [[ $output == *"/jdoe is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::$DEV_ID:user/mallory because no identity-based policy allows the iam:CreateUser action"* ]]
}

@test "a role that is not assigned gives no access" {
    sed -i 's/sso_role_name = ViewOnlyAccess/sso_role_name = AdministratorAccess/' "$AWS_CONFIG_FILE"
    run aws sts get-caller-identity --profile viewer
    sed -i 's/sso_role_name = AdministratorAccess/sso_role_name = ViewOnlyAccess/' "$AWS_CONFIG_FILE"
    [ "$status" -ne 0 ]
    [[ $output == *"No access"* ]]
}

@test "a legacy profile with the AWS name of the start URL" {
    login legacy
    aws sts get-caller-identity --profile legacy | expect '.Arn | endswith("/jdoe")'
}

@test "aws sso logout ends the session" {
    aws sso logout
    run aws sts get-caller-identity --profile dev-account
    [ "$status" -ne 0 ]
}
