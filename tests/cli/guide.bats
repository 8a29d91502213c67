# The commands of the guide, in its order and as it prints them (ids filled in), each with AWS's output shape.
bats_require_minimum_version 1.5.0
load ../support/gatehouse.bash

setup_file() {
    gatehouse_start
}

teardown_file() {
    gatehouse_stop
}

setup() {
    aws_setup
}

@test "create-organization" {
    aws organizations create-organization --feature-set ALL | expect '.Organization |
        (.Id | test("^o-[a-z0-9]{10,32}$")) and .FeatureSet == "ALL" and (.MasterAccountId | test("^[0-9]{12}$")) and
        (.MasterAccountEmail | contains("@")) and
        .Arn == "arn:aws:organizations::\(.MasterAccountId):organization/\(.Id)" and
        (.AvailablePolicyTypes | type == "array")'
}

@test "list-roots" {
    aws organizations list-roots >"$BATS_TEST_TMPDIR/out"
    expect '.Roots | length == 1 and (.[0] | (.Id | test("^r-[0-9a-z]{4,32}$")) and .Name == "Root" and
        (.Arn | test(":root/o-[a-z0-9]+/r-")))' <"$BATS_TEST_TMPDIR/out"
    keep ROOT_ID "$(jq -r '.Roots[0].Id' "$BATS_TEST_TMPDIR/out")"
}

@test "create-organizational-unit" {
    for name in Production Development Security; do
        aws organizations create-organizational-unit \
            --parent-id "$ROOT_ID" \
            --name "$name" >"$BATS_TEST_TMPDIR/out"
        expect --arg name "$name" '.OrganizationalUnit | .Name == $name and (.Id | test("^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$")) and
            (.Arn | test(":ou/o-[a-z0-9]+/ou-"))' <"$BATS_TEST_TMPDIR/out"
        keep "OU_$name" "$(jq -r '.OrganizationalUnit.Id' "$BATS_TEST_TMPDIR/out")"
    done
}

@test "list-organizational-units-for-parent" {
    aws organizations list-organizational-units-for-parent --parent-id "$ROOT_ID" |
        expect '[.OrganizationalUnits[].Name] | sort == ["Development", "Production", "Security"]'
}

@test "create-account" {
    aws organizations create-account \
        --email "dev-account@example.com" \
        --account-name "Development Account" >"$BATS_TEST_TMPDIR/out"
    expect '.CreateAccountStatus | (.Id | test("^car-[a-z0-9]{8,32}$")) and .State == "IN_PROGRESS" and
        .AccountName == "Development Account" and .RequestedTimestamp' <"$BATS_TEST_TMPDIR/out"
    keep CAR_ID "$(jq -r '.CreateAccountStatus.Id' "$BATS_TEST_TMPDIR/out")"
}

@test "describe-create-account-status" {
    until_status SUCCEEDED aws organizations describe-create-account-status \
        --create-account-request-id "$CAR_ID" --query CreateAccountStatus.State --output text
    aws organizations describe-create-account-status \
        --create-account-request-id "$CAR_ID" >"$BATS_TEST_TMPDIR/out"
    expect '.CreateAccountStatus | (.AccountId | test("^[0-9]{12}$")) and .CompletedTimestamp' <"$BATS_TEST_TMPDIR/out"
    keep DEV_ID "$(jq -r '.CreateAccountStatus.AccountId' "$BATS_TEST_TMPDIR/out")"
}

@test "a stand-alone account, as AWS's sign-up would make it" {
    "$GATEHOUSE" create-account --data "$DATA" --account-name Guest --root-email guest@example.com \
        --credentials-file "$BATS_FILE_TMPDIR/guest"
    [ "$(stat -c %a "$BATS_FILE_TMPDIR/guest")" = 600 ]
    AWS_SHARED_CREDENTIALS_FILE=$BATS_FILE_TMPDIR/guest aws sts get-caller-identity >"$BATS_TEST_TMPDIR/out"
    keep GUEST_ID "$(jq -r .Account "$BATS_TEST_TMPDIR/out")"
}

@test "invite-account-to-organization" {
    aws organizations invite-account-to-organization \
        --target "{\"Type\": \"ACCOUNT\", \"Id\": \"$GUEST_ID\"}" >"$BATS_TEST_TMPDIR/out"
    expect --arg id "$GUEST_ID" '.Handshake | (.Id | test("^h-[0-9a-z]{8,32}$")) and (.State == "REQUESTED" or .State == "OPEN") and .Action == "INVITE" and
        any(.Parties[]; .Type == "ACCOUNT" and .Id == $id) and .ExpirationTimestamp' <"$BATS_TEST_TMPDIR/out"
    keep HANDSHAKE_ID "$(jq -r .Handshake.Id "$BATS_TEST_TMPDIR/out")"
}

@test "accept-handshake" {
    AWS_SHARED_CREDENTIALS_FILE=$BATS_FILE_TMPDIR/guest aws organizations accept-handshake \
        --handshake-id "$HANDSHAKE_ID" | expect '.Handshake.State == "ACCEPTED"'
}

@test "move-account" {
    aws organizations move-account \
        --account-id "$DEV_ID" \
        --source-parent-id "$ROOT_ID" \
        --destination-parent-id "$OU_Development"
    aws organizations list-accounts-for-parent --parent-id "$OU_Development" | expect --arg id "$DEV_ID" '[.Accounts[].Id] == [$id]'
}

@test "list-accounts" {
    aws organizations list-accounts | expect --arg dev "$DEV_ID" --arg guest "$GUEST_ID" '.Accounts | length == 3 and
        all(.[]; .Status == "ACTIVE" and (.Arn | test(":account/o-")) and .JoinedTimestamp and .Email) and
        any(.[]; .Id == $dev and .Name == "Development Account" and .JoinedMethod == "CREATED") and
        any(.[]; .Id == $guest and .JoinedMethod == "INVITED")'
}

@test "create-instance" {
    aws sso-admin create-instance | expect '.InstanceArn | test("^arn:aws:sso:::instance/ssoins-[0-9a-f]{16}$")'
}

@test "list-instances" {
    SSO_INSTANCE_ARN=$(aws sso-admin list-instances \
        --query "Instances[0].InstanceArn" --output text)
    [[ $SSO_INSTANCE_ARN == arn:aws:sso:::instance/ssoins-* ]]
    keep SSO_INSTANCE_ARN "$SSO_INSTANCE_ARN"
    keep IDENTITY_STORE_ID "$(aws sso-admin list-instances --query "Instances[0].IdentityStoreId" --output text)"
}

@test "create-group" {
    aws identitystore create-group \
        --identity-store-id $IDENTITY_STORE_ID \
        --display-name "Developers" \
        --description "Developer team" >"$BATS_TEST_TMPDIR/out"
    expect --arg store "$IDENTITY_STORE_ID" '.IdentityStoreId == $store and (.GroupId | length >= 36)' <"$BATS_TEST_TMPDIR/out"
    keep GROUP_ID "$(jq -r .GroupId "$BATS_TEST_TMPDIR/out")"
}

@test "create-user" {
    aws identitystore create-user \
        --identity-store-id $IDENTITY_STORE_ID \
        --user-name "jdoe" \
        --name '{"GivenName": "John", "FamilyName": "Doe"}' \
        --emails '[{"Value": "jdoe@example.com", "Primary": true}]' \
        --display-name "John Doe" >"$BATS_TEST_TMPDIR/out"
    expect '.UserId | length >= 36' <"$BATS_TEST_TMPDIR/out"
    keep USER_ID "$(jq -r .UserId "$BATS_TEST_TMPDIR/out")"
}

@test "create-group-membership" {
    aws identitystore create-group-membership \
        --identity-store-id $IDENTITY_STORE_ID \
        --group-id "$GROUP_ID" \
        --member-id "{\"UserId\": \"$USER_ID\"}" | expect '.MembershipId | length >= 36'
}

@test "list-users, list-groups, get-user-id, describe-user" {
    aws identitystore list-users --identity-store-id $IDENTITY_STORE_ID | expect --arg id "$USER_ID" '.Users | length == 1 and
        (.[0] | .UserId == $id and .UserName == "jdoe" and .Name.GivenName == "John" and .Emails[0].Value == "jdoe@example.com")'
    aws identitystore list-groups --identity-store-id $IDENTITY_STORE_ID |
        expect --arg id "$GROUP_ID" '.Groups | length == 1 and (.[0] | .GroupId == $id and .DisplayName == "Developers" and .Description == "Developer team")'
    aws identitystore get-user-id --identity-store-id $IDENTITY_STORE_ID \
        --alternate-identifier '{"UniqueAttribute": {"AttributePath": "UserName", "AttributeValue": "jdoe"}}' |
        expect --arg id "$USER_ID" '.UserId == $id'
    aws identitystore describe-user --identity-store-id $IDENTITY_STORE_ID --user-id "$USER_ID" |
        expect '.UserName == "jdoe" and .DisplayName == "John Doe"'
}

@test "create-permission-set" {
    aws sso-admin create-permission-set \
        --instance-arn $SSO_INSTANCE_ARN \
        --name "DeveloperAccess" \
        --description "Developer level access" \
        --session-duration "PT4H" >"$BATS_TEST_TMPDIR/out"
    expect '.PermissionSet | .Name == "DeveloperAccess" and .SessionDuration == "PT4H" and .CreatedDate and
        (.PermissionSetArn | test("^arn:aws:sso:::permissionSet/ssoins-[0-9a-f]{16}/ps-[0-9a-f]{16}$"))' <"$BATS_TEST_TMPDIR/out"
    keep PERMISSION_SET_ARN "$(jq -r .PermissionSet.PermissionSetArn "$BATS_TEST_TMPDIR/out")"
}

@test "attach-managed-policy-to-permission-set" {
    aws sso-admin attach-managed-policy-to-permission-set \
        --instance-arn $SSO_INSTANCE_ARN \
        --permission-set-arn "$PERMISSION_SET_ARN" \
        --managed-policy-arn arn:aws:iam::aws:policy/PowerUserAccess
}

@test "put-inline-policy-to-permission-set" {
    aws sso-admin put-inline-policy-to-permission-set \
        --instance-arn $SSO_INSTANCE_ARN \
        --permission-set-arn "$PERMISSION_SET_ARN" \
        --inline-policy '{
        "Version": "2012-10-17",
        "Statement": [{
        "Effect": "Deny",
        "Action": ["organizations:*", "account:*"],
        "Resource": "*"
        }]
        }'
}

@test "list-permission-sets, describe-permission-set" {
    aws sso-admin list-permission-sets --instance-arn $SSO_INSTANCE_ARN | expect --arg arn "$PERMISSION_SET_ARN" '.PermissionSets == [$arn]'
    aws sso-admin describe-permission-set --instance-arn $SSO_INSTANCE_ARN --permission-set-arn "$PERMISSION_SET_ARN" |
        expect '.PermissionSet | .Name == "DeveloperAccess" and .Description == "Developer level access"'
}

@test "create-account-assignment" {
    aws sso-admin create-account-assignment \
        --instance-arn $SSO_INSTANCE_ARN \
        --target-id "$DEV_ID" \
        --target-type AWS_ACCOUNT \
        --permission-set-arn "$PERMISSION_SET_ARN" \
        --principal-type GROUP \
        --principal-id "$GROUP_ID" >"$BATS_TEST_TMPDIR/out"
    expect --arg dev "$DEV_ID" '.AccountAssignmentCreationStatus | .Status == "IN_PROGRESS" and (.RequestId | length == 36) and
        .TargetId == $dev and .TargetType == "AWS_ACCOUNT" and .PrincipalType == "GROUP"' <"$BATS_TEST_TMPDIR/out"
    keep ASSIGNMENT_ID "$(jq -r .AccountAssignmentCreationStatus.RequestId "$BATS_TEST_TMPDIR/out")"
}

@test "describe-account-assignment-creation-status" {
    until_status SUCCEEDED aws sso-admin describe-account-assignment-creation-status --instance-arn $SSO_INSTANCE_ARN \
        --account-assignment-creation-request-id "$ASSIGNMENT_ID" --query AccountAssignmentCreationStatus.Status --output text
}

@test "list-account-assignments" {
    aws sso-admin list-account-assignments \
        --instance-arn $SSO_INSTANCE_ARN \
        --account-id "$DEV_ID" \
        --permission-set-arn "$PERMISSION_SET_ARN" |
        expect --arg dev "$DEV_ID" --arg group "$GROUP_ID" '.AccountAssignments | length == 1 and
            (.[0] | .AccountId == $dev and .PrincipalId == $group and .PrincipalType == "GROUP")'
}

@test "provision-permission-set" {
    aws sso-admin provision-permission-set \
        --instance-arn $SSO_INSTANCE_ARN \
        --permission-set-arn "$PERMISSION_SET_ARN" \
        --target-type ALL_PROVISIONED_ACCOUNTS >"$BATS_TEST_TMPDIR/out"
    expect '.PermissionSetProvisioningStatus | .Status == "IN_PROGRESS" and (.RequestId | length == 36)' <"$BATS_TEST_TMPDIR/out"
    until_status SUCCEEDED aws sso-admin describe-permission-set-provisioning-status --instance-arn $SSO_INSTANCE_ARN \
        --provision-permission-set-request-id "$(jq -r .PermissionSetProvisioningStatus.RequestId "$BATS_TEST_TMPDIR/out")" \
        --query PermissionSetProvisioningStatus.Status --output text
}

# Runs a command as the member account's access role.
as_member() {
    local json
    json=$(aws sts assume-role --role-arn "arn:aws:iam::$DEV_ID:role/OrganizationAccountAccessRole" --role-session-name guide)
    AWS_ACCESS_KEY_ID=$(jq -r .Credentials.AccessKeyId <<<"$json") \
        AWS_SECRET_ACCESS_KEY=$(jq -r .Credentials.SecretAccessKey <<<"$json") \
        AWS_SESSION_TOKEN=$(jq -r .Credentials.SessionToken <<<"$json") "$@"
}

@test "sts assume-role into the member account" {
    as_member aws sts get-caller-identity | expect --arg dev "$DEV_ID" '.Account == $dev and
        .Arn == "arn:aws:sts::\($dev):assumed-role/OrganizationAccountAccessRole/guide" and (.UserId | endswith(":guide"))'
}

@test "iam list-roles and get-role show the provisioned role" {
    as_member aws iam list-roles >"$BATS_TEST_TMPDIR/out"
    ROLE=$(jq -r '.Roles[].RoleName | select(startswith("AWSReservedSSO_DeveloperAccess_"))' "$BATS_TEST_TMPDIR/out")
    [[ $ROLE =~ ^AWSReservedSSO_DeveloperAccess_[0-9a-f]{16}$ ]]
    keep ROLE "$ROLE"
    as_member aws iam get-role --role-name "$ROLE" | expect --arg dev "$DEV_ID" '.Role |
        .Path == "/aws-reserved/sso.amazonaws.com/" and .Arn == "arn:aws:iam::\($dev):role\(.Path)\(.RoleName)" and
        .MaxSessionDuration == 43200 and (.RoleId | test("^AROA")) and
        (.AssumeRolePolicyDocument.Statement[0] | .Action == ["sts:AssumeRoleWithSAML", "sts:TagSession"] and
         .Condition == {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}} and
         (.Principal.Federated | test("^arn:aws:iam::\($dev):saml-provider/AWSSSO_[0-9a-f]{16}_DO_NOT_DELETE$")))'
}

@test "iam list-attached-role-policies and get-role-policy" {
    as_member aws iam list-attached-role-policies --role-name "$ROLE" |
        expect '.AttachedPolicies == [{"PolicyName": "PowerUserAccess", "PolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}]'
    as_member aws iam get-role-policy --role-name "$ROLE" --policy-name AwsSSOInlinePolicy |
        expect '.PolicyDocument.Statement[0] | .Effect == "Deny" and .Action == ["organizations:*", "account:*"]'
}

@test "delete-account-assignment" {
    aws sso-admin delete-account-assignment \
        --instance-arn $SSO_INSTANCE_ARN \
        --target-id "$DEV_ID" \
        --target-type AWS_ACCOUNT \
        --permission-set-arn "$PERMISSION_SET_ARN" \
        --principal-type GROUP \
        --principal-id "$GROUP_ID" >"$BATS_TEST_TMPDIR/out"
    until_status SUCCEEDED aws sso-admin describe-account-assignment-deletion-status --instance-arn $SSO_INSTANCE_ARN \
        --account-assignment-deletion-request-id "$(jq -r .AccountAssignmentDeletionStatus.RequestId "$BATS_TEST_TMPDIR/out")" \
        --query AccountAssignmentDeletionStatus.Status --output text
    as_member aws iam list-roles | expect 'all(.Roles[].RoleName; startswith("AWSReservedSSO_DeveloperAccess_") | not)'
}

@test "errors are told as AWS tells them" {
    run aws organizations describe-account --account-id 000000000000
    [ "$status" -ne 0 ]
    [[ $output == *"An error occurred (AccountNotFoundException) when calling the DescribeAccount operation"* ]]
}
