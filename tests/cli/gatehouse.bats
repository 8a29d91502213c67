# The gatehouse service from the AWS CLI: Debian's and a newer one, with the model that Gatehouse writes itself.
bats_require_minimum_version 1.5.0
load ../support/gatehouse.bash

setup_file() {
    gatehouse_start
    "$GATEHOUSE" aws-data --url "$URL" "$BATS_FILE_TMPDIR/aws-data" >/dev/null
}

teardown_file() {
    gatehouse_stop
}

setup() {
    aws_setup
    unset AWS_DATA_PATH
    MODEL=$(echo "$BATS_FILE_TMPDIR"/aws-data/gatehouse/*/service-2.json)
}

# The two ways: a model added once, and the folder of aws-data.
added() {
    [ -x "$AWS" ] || command -v "$AWS" >/dev/null || skip "no $AWS"
    [ -d "$HOME/.aws/models/gatehouse" ] || aws configure add-model --service-name gatehouse --service-model "file://$MODEL"
}

ask() {
    aws --endpoint-url "$URL" gatehouse "$@"
}

@test "aws configure add-model takes the model, and authorize answers" {
    added
    local account
    account=$(aws --endpoint-url "$URL" sts get-caller-identity --query Account --output text)
    ask authorize --requests "PrincipalArn=arn:aws:iam::$account:user/admin,Action=s3:GetObject,Resource=arn:aws:s3:::b/k" |
        expect '.Results[0] | .Decision == "ALLOW" and .DecidingStatements[0].PolicyId == "arn:aws:iam::aws:policy/AdministratorAccess"'
    ask authorize --requests "[{\"PrincipalArn\":\"arn:aws:iam::$account:user/nobody\",\"Action\":\"s3:GetObject\"}]" |
        expect '.Results[0] | .Decision == "IMPLICIT_DENY" and .Layer == "AUTHENTICATION"'
    run ! ask authorize --requests Action=s3:GetObject
    [[ $output == *ValidationException* ]]
}

@test "the folder of aws-data does the same without an endpoint" {
    AWS=/usr/bin/aws
    [ -x "$AWS" ] || skip "no $AWS"
    unset AWS_ENDPOINT_URL
    export AWS_DATA_PATH=$BATS_FILE_TMPDIR/aws-data HOME=$BATS_TEST_TMPDIR
    local account
    account=$(aws sts get-caller-identity --query Account --output text)
    aws gatehouse authorize --requests "PrincipalArn=arn:aws:iam::$account:root,Action=a:B" | expect '.Results[0].Layer == "ROOT_USER"'
}

@test "what aws s3 presign makes is verified, until it is changed" {
    added
    aws configure set default.s3.signature_version s3v4
    aws configure set default.s3.addressing_style path
    local url query
    url=$(aws --endpoint-url http://s3.example.com s3 presign "s3://bucket/a folder/ü.txt" --expires-in 600)
    query=${url#*\?}
    url=${url%%\?*}
    verify() {
        ask verify-signature --expected-service s3 --request "$(jq -n --arg uri "${url#http://s3.example.com}" --arg query "$1" \
            '{Method: "GET", Uri: $uri, QueryString: $query, Headers: [{Name: "Host", Value: "s3.example.com"}]}')"
    }
    verify "$query" | expect '.Verified and .Presigned and (.Signer.PrincipalArn | endswith(":user/admin"))'
    verify "${query/Expires=600/Expires=6000}" | expect '.Verified == false and .ErrorCode == "SignatureDoesNotMatch"'
}

@test "curl signs, and Gatehouse decides" {
    command -v curl >/dev/null && curl --help all | grep -q aws-sigv4 || skip "no curl that signs"
    local key secret account
    key=$(sed -n 's/^aws_access_key_id *= *//p' "$AWS_SHARED_CREDENTIALS_FILE")
    secret=$(sed -n 's/^aws_secret_access_key *= *//p' "$AWS_SHARED_CREDENTIALS_FILE")
    account=$(aws --endpoint-url "$URL" sts get-caller-identity --query Account --output text)
    curl -sS "$URL/" --aws-sigv4 aws:amz:us-east-1:gatehouse --user "$key:$secret" \
        -H 'Content-Type: application/x-amz-json-1.1' -H 'X-Amz-Target: Gatehouse.Authorize' \
        -d "{\"Requests\":[{\"PrincipalArn\":\"arn:aws:iam::$account:user/admin\",\"Action\":\"s3:GetObject\"}]}" |
        expect '.Results[0].Decision == "ALLOW"'
}

@test "questions about access, and assignments to the whole organization" {
    added
    local account instance set group root
    account=$(aws --endpoint-url "$URL" sts get-caller-identity --query Account --output text)
    aws --endpoint-url "$URL" organizations create-organization --feature-set ALL >/dev/null
    root=$(aws --endpoint-url "$URL" organizations list-roots --query 'Roots[0].Id' --output text)
    # Debian's CLI knows create-instance by the folder only.
    AWS_DATA_PATH=$BATS_FILE_TMPDIR/aws-data aws sso-admin create-instance >/dev/null
    instance=$(aws --endpoint-url "$URL" sso-admin list-instances --query 'Instances[0].InstanceArn' --output text)
    set=$(aws --endpoint-url "$URL" sso-admin create-permission-set --instance-arn "$instance" --name Work --query PermissionSet.PermissionSetArn --output text)
    group=$(aws --endpoint-url "$URL" identitystore create-group --display-name devs --query GroupId --output text \
        --identity-store-id "$(aws --endpoint-url "$URL" sso-admin list-instances --query 'Instances[0].IdentityStoreId' --output text)")
    ask create-assignment-target --instance-arn "$instance" --permission-set-arn "$set" --principal-type GROUP --principal-id "$group" --target-id "$root"
    ask list-assignment-targets --instance-arn "$instance" | expect --arg root "$root" '.AssignmentTargets[0].TargetId == $root'
    ask list-effective-access --instance-arn "$instance" | expect '.EffectiveAccess == []'
    ask explain-access --request "PrincipalArn=arn:aws:iam::$account:user/admin,Action=a:B" | expect '.Layers[0].Policies[0].Statements[0].Fit == "APPLIES"'
    ask simulate-change --days 1 --change "{\"PermissionSet\":{\"InstanceArn\":\"$instance\",\"PermissionSetArn\":\"$set\"}}" | expect '.Differences == []'
}
