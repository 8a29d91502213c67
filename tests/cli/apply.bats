# gatehouse export and gatehouse apply: a whole organization as one document, against a running server.
bats_require_minimum_version 1.5.0
load ../support/gatehouse.bash

setup_file() {
    gatehouse_start --root-email root@example.com --account-name Home
}

teardown_file() {
    gatehouse_stop
}

setup() {
    aws_setup
    export AWS_ENDPOINT_URL=$URL
    DOC=$BATS_TEST_TMPDIR/doc.yaml
    WHOLE=$BATS_FILE_TMPDIR/whole.yaml
}

gh() {
    "$GATEHOUSE" "$@"
}

# A proxy before the server that misbehaves as told; its URL is in $PROXY. proxy_stop prints what it says at the end.
proxy_start() {
    node "$ROOT/tests/support/proxy.mjs" "$URL" "$@" >"$BATS_TEST_TMPDIR/proxy" 2>&1 3>&- &
    PROXY_PID=$!
    for _ in $(seq 100); do
        PROXY=$(sed -n 's/^listening on //p' "$BATS_TEST_TMPDIR/proxy")
        [ -z "$PROXY" ] || break
        sleep 0.1
    done
    [ -n "$PROXY" ]
}

proxy_stop() {
    [ -n "${PROXY_PID:-}" ] || return 0
    kill -TERM "$PROXY_PID" 2>/dev/null || :
    for _ in $(seq 100); do # in a subshell there is nothing to wait for
        ! grep -q '^calls ' "$BATS_TEST_TMPDIR/proxy" || break
        sleep 0.1
    done
    PROXY_PID=
    cat "$BATS_TEST_TMPDIR/proxy"
}

teardown() {
    proxy_stop >/dev/null
}

# The Identity Center's ids, for questions through the AWS CLI.
center() {
    INSTANCE=$(aws sso-admin list-instances --query 'Instances[0].InstanceArn' --output text)
    STORE=$(aws sso-admin list-instances --query 'Instances[0].IdentityStoreId' --output text)
}

account_id() {
    aws organizations list-accounts --query "Accounts[?Email=='$1'].Id" --output text
}

# Puts a document in $DOC from the standard input, under its version line.
document() {
    {
        echo 'version: 1'
        cat
    } >"$DOC"
}

@test "help says the exit codes; wrong usage is an error, not a change" {
    run -0 gh apply --help
    [[ $output == *"0 nothing to do, 2 there are changes, 1 error"* && $output == *--prune* ]]
    run -0 gh export --help
    [[ $output == *"0 written, 1 failed"* ]]
    run -1 gh apply
    run -1 gh apply "$DOC"
    run -1 gh apply "$DOC" --plan --apply
    run -1 gh apply "$DOC" --plan --nonsense
    run -1 gh apply "$DOC" --plan=yes
    run -1 gh apply "$DOC" --plan
    [[ $output == *"No such file"* ]]
}

@test "which server, and whose key, must be said" {
    document </dev/null
    AWS_ENDPOINT_URL= run -1 gh export
    [[ $output == *--endpoint* ]]
    AWS_ENDPOINT_URL= run -1 gh export --endpoint 127.0.0.1:1
    [[ $output == *"must be like"* ]]
    AWS_SHARED_CREDENTIALS_FILE=/nonexistent/file run -1 gh export
    [[ $output == *"no credentials"* ]]
    run -1 gh export --profile nobody
    [[ $output == *nobody* ]]
    AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wrong run -1 gh export
    [[ $output == *DescribeOrganization* && $output != *wrong* ]]
    # Nothing listens there: a read is tried again for a while, then the command gives up.
    run -1 timeout 60 "$GATEHOUSE" export --endpoint http://127.0.0.1:9
    [[ $output == *"failed"* ]]
}

@test "without an organization there is nothing to export" {
    run -1 gh export
    [[ $output == *"in no organization"* ]]
}

@test "every problem of a document is told with its line" {
    document <<'EOF'
organization:
  units:
    - path: A
      colour: red
    - path: A
  accounts:
    - email: a@example.com
      name: 12
      unit: B
EOF
    run -1 gh apply "$DOC" --plan
    [[ $output == *"doc.yaml:5: organization.units[0].colour: unknown name; known here: path, tags"* ]]
    [[ $output == *"doc.yaml:6: organization.units[1]: the unit A stands in line 4 already"* ]]
    [[ $output == *"doc.yaml:9: organization.accounts[0].name: must be text, not a number: put it in quotes"* ]]
    printf 'version: 1\norganization:\n  accounts: [{email: a@x, name: A, unit: B}]\n  units: []\n' >"$DOC"
    run -1 gh apply "$DOC" --plan
    [[ $output == *"doc.yaml:3: account a@x: unit B is not in the document"* ]]
    printf 'version: 1\nprune: [\n' >"$DOC"
    run -1 gh apply "$DOC" --plan
    [[ $output == *"doc.yaml: line 3: not YAML"* ]]
}

@test "the document of the operator's page is one" {
    sed -n '/^```yaml$/,/^```$/p' "$ROOT/docs/operator/apply.md" | grep -v '^```' >"$DOC"
    run -2 gh apply "$DOC" --plan
    [[ $output == *"+ assignment of Admin in prod@example.com to user alice"* ]]
}

@test "from nothing to an organization" {
    cat >"$WHOLE" <<'EOF'
version: 1
organization:
  trusted_access: [account.amazonaws.com, guardduty.amazonaws.com, sso.amazonaws.com]
  policy_types: [SERVICE_CONTROL_POLICY, RESOURCE_CONTROL_POLICY, TAG_POLICY]
  root:
    tags: {owner: platform}
  units:
    - path: Workloads
    - path: Workloads/Prod
      tags: {env: prod}
    - path: "Odd\\/name"
  accounts:
    - {email: root@example.com, name: Home, management: true}
    - {email: prod@example.com, name: Prod, unit: Workloads/Prod, tags: {cost: "12"}, role_name: Access}
    - {email: audit@example.com, name: Audit}
  policies:
    - name: deny-regions
      type: SERVICE_CONTROL_POLICY
      description: Only Europe
      tags: {a: b}
      targets: [{unit: Workloads}, {account: audit@example.com}]
      content:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Action: "*", Resource: "*", Condition: {StringNotEquals: {"aws:RequestedRegion": eu-central-1}}}
    - name: costs
      type: TAG_POLICY
      targets: [root]
      content: |
        {"tags": {"cost": {"tag_key": {"@@assign": "cost"}}}}
  removed_aws_policies:
    - {name: FullAWSAccess, type: SERVICE_CONTROL_POLICY, targets: [{unit: Workloads}]}
  delegated_administrators:
    - {account: audit@example.com, services: [guardduty.amazonaws.com]}
identity_center:
  instance:
    name: main
    tags: {a: b}
    attributes: {CostCenter: "${path:enterprise.costCenter}"}
  users:
    - user_name: alice
      display_name: Alice A
      name: {given: Alice, family: A}
      emails: [{value: alice@example.com, type: work, primary: true}]
      enterprise: {costCenter: "7"}
    - {user_name: bob, display_name: "Bob: #1", name: {given: Bob, family: "null"}}
  groups:
    - {name: admins, description: The admins, members: [alice, bob]}
    - {name: empty, members: []}
  permission_sets:
    - name: Admin
      description: Everything
      session_duration: PT2H
      relay_state: https://example.com/
      tags: {x: "y"}
      managed_policies: [arn:aws:iam::aws:policy/AdministratorAccess]
      inline_policy: {Version: "2012-10-17", Statement: [{Effect: Deny, Action: "iam:*", Resource: "*"}]}
      permissions_boundary: {managed_policy: arn:aws:iam::aws:policy/PowerUserAccess}
    - name: Reader
      managed_policies: [arn:aws:iam::aws:policy/ReadOnlyAccess]
  assignments:
    - {permission_set: Admin, account: prod@example.com, groups: [admins], users: [bob]}
    - {permission_set: Reader, account: root@example.com, users: [alice]}
EOF
    run -2 gh apply "$WHOLE" --plan
    [[ $output == *"+ organization"* && $output == *"0 to update, 0 to delete, 0 unchanged"* ]]
    run aws organizations describe-organization
    [[ $status -ne 0 && $output == *AWSOrganizationsNotInUse* ]]
    run -0 gh apply "$WHOLE" --apply
    [[ $output == *" 0 failed, 0 skipped" ]]
}

@test "what was applied is there, asked by the AWS CLI" {
    local root unit prod set
    root=$(aws organizations list-roots --query 'Roots[0].Id' --output text)
    aws organizations list-roots | expect '[.Roots[0].PolicyTypes[].Type] | length == 3'
    unit=$(aws organizations list-organizational-units-for-parent --parent-id "$root" \
        --query "OrganizationalUnits[?Name=='Workloads'].Id" --output text)
    aws organizations list-organizational-units-for-parent --parent-id "$root" |
        expect '[.OrganizationalUnits[].Name] | sort == ["Odd/name", "Workloads"]'
    unit=$(aws organizations list-organizational-units-for-parent --parent-id "$unit" --query 'OrganizationalUnits[0].Id' --output text)
    prod=$(account_id prod@example.com)
    aws organizations list-accounts-for-parent --parent-id "$unit" | expect --arg id "$prod" '[.Accounts[].Id] == [$id]'
    aws organizations list-tags-for-resource --resource-id "$prod" | expect '.Tags == [{"Key": "cost", "Value": "12"}]'
    aws organizations list-policies --filter SERVICE_CONTROL_POLICY |
        expect '.Policies[] | select(.Name == "deny-regions") | .Description == "Only Europe"'
    aws organizations list-delegated-administrators | expect '[.DelegatedAdministrators[].Email] == ["audit@example.com"]'
    center
    set=$(aws sso-admin list-permission-sets-provisioned-to-account --instance-arn "$INSTANCE" --account-id "$prod" \
        --query 'PermissionSets[0]' --output text)
    aws sso-admin describe-permission-set --instance-arn "$INSTANCE" --permission-set-arn "$set" | expect '.PermissionSet |
        .Name == "Admin" and .SessionDuration == "PT2H" and .RelayState == "https://example.com/"'
    aws sso-admin list-account-assignments --instance-arn "$INSTANCE" --account-id "$prod" --permission-set-arn "$set" |
        expect '[.AccountAssignments[].PrincipalType] | sort == ["GROUP", "USER"]'
    aws identitystore list-users --identity-store-id "$STORE" | expect '[.Users[].DisplayName] | sort == ["Alice A", "Bob: #1"]'
}

@test "again it changes nothing, and neither does what export writes" {
    run -0 gh apply "$WHOLE" --plan
    [[ $output == "0 to create, 0 to update, 0 to delete, "*" unchanged" ]]
    run -0 gh apply "$WHOLE" --apply --prune
    [[ $output == "0 to create, 0 to update, 0 to delete, "*" unchanged" ]]
    gh export >"$DOC"
    run -0 gh apply "$DOC" --plan --prune
    [[ $output == "0 to create, 0 to update, 0 to delete, "*" unchanged" ]]
    gh export | cmp - "$DOC"
    run -0 gh apply - --plan --prune <"$DOC"
    grep -q '^    - email: root@example.com' "$DOC"
    grep -q '^      management: true' "$DOC"
    ! grep -qi 'left out' "$DOC"
}

@test "changes of fields, and only those" {
    sed -e 's/name: Prod, unit: Workloads\/Prod, tags: {cost: "12"}/name: Production, unit: Workloads, tags: {cost: "13", a: b}/' \
        -e 's/Only Europe/Only the EU/; s/PT2H/PT3H/; s/policy\/AdministratorAccess/policy\/PowerUserAccess/' \
        -e 's/      relay_state: .*//; s/{x: "y"}/{x: z}/; s/costCenter: "7"/costCenter: "8"/; s/Action: "iam:\*"/Action: "sts:*"/' \
        -e 's/Alice A/Alice B/; s/type: work, //; s/description: The admins, //; s/{env: prod}/{}/' \
        -e 's/{a: b}$/{a: c}/; s/name: main/name: second/' "$WHOLE" >"$DOC"
    run -2 gh apply "$DOC" --plan
    [[ $output == *'unit: "Workloads/Prod" -> "Workloads"'* && $output == *'session_duration: "PT2H" -> "PT3H"'* ]]
    [[ $output == *'relay_state: "https://example.com/" -> (none)'* && $output == *'-       "Action": "iam:*",'* ]]
    [[ $output == *"0 to create, 7 to update, 0 to delete"* ]]
    run -0 gh apply "$DOC" --apply
    [[ $output == *"7 done, 0 failed, 0 skipped" ]]
    run -0 gh apply "$DOC" --plan --prune
    center
    set=$(aws sso-admin list-permission-sets-provisioned-to-account --instance-arn "$INSTANCE" \
        --account-id "$(account_id prod@example.com)" --query 'PermissionSets[0]' --output text)
    aws sso-admin list-accounts-for-provisioned-permission-set --instance-arn "$INSTANCE" --permission-set-arn "$set" \
        --provisioning-status LATEST_PERMISSION_SET_NOT_PROVISIONED | expect '.AccountIds == []'
    run -0 gh apply "$WHOLE" --apply
    run -0 gh apply "$WHOLE" --plan --prune
}

@test "roles that are behind their permission set are brought up to date" {
    center
    set=$(aws sso-admin list-permission-sets-provisioned-to-account --instance-arn "$INSTANCE" \
        --account-id "$(account_id prod@example.com)" --query 'PermissionSets[0]' --output text)
    aws sso-admin attach-managed-policy-to-permission-set --instance-arn "$INSTANCE" --permission-set-arn "$set" \
        --managed-policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess
    aws sso-admin detach-managed-policy-from-permission-set --instance-arn "$INSTANCE" --permission-set-arn "$set" \
        --managed-policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess
    run -2 gh apply "$WHOLE" --plan
    [[ $output == *"its roles are not up to date"* ]]
    run -0 gh apply "$WHOLE" --apply
    run -0 gh apply "$WHOLE" --plan
}

@test "nothing is deleted unless it was asked for" {
    grep -v 'user_name: bob\|name: empty' "$WHOLE" | sed 's/, users: \[bob\]//; s/members: \[alice, bob\]/members: [alice]/' >"$DOC"
    run -0 gh apply "$DOC" --plan
    [[ $output == *"4 not in the document and kept (--prune deletes them)"* ]]
    run -0 gh apply "$DOC" --apply
    run -0 gh apply "$WHOLE" --plan
    run -2 gh apply "$DOC" --plan --prune
    [[ $output == *"- assignment of Admin in prod@example.com to user bob"*"- membership of bob in admins"*"- group empty"*"- user bob"* ]]
    sed -i 's/^version: 1/version: 1\nprune: true/' "$DOC"
    run -0 gh apply "$DOC" --apply
    [[ $output == *"4 done, 0 failed, 0 skipped" ]]
    run -0 gh apply "$DOC" --plan
    run -0 gh apply "$WHOLE" --apply
}

@test "sections that are left out are left alone" {
    document <<'EOF'
prune: true
identity_center:
  groups:
    - {name: admins, description: The admins}
    - {name: empty}
EOF
    run -0 gh apply "$DOC" --plan
    run -0 gh apply "$DOC" --apply
    run -0 gh apply "$WHOLE" --plan --prune
}

@test "a step that fails is told with its reason; what needs it is skipped, the rest is done" {
    document <<'EOF'
identity_center:
  groups: [{name: admins, description: The admins}, {name: empty}, {name: new}]
  permission_sets:
    - {name: Broken, managed_policies: [arn:aws:iam::aws:policy/NoSuchPolicy]}
    - {name: Own, customer_managed_policies: [{name: Missing}]}
  assignments:
    - {permission_set: Broken, account: audit@example.com, groups: [admins]}
    - {permission_set: Own, account: audit@example.com, groups: [admins]}
EOF
    run -1 gh apply "$DOC" --apply --prune
    [[ $output == *"+ group new: done"* ]]
    [[ $output == *"+ permission set Broken: failed: AttachManagedPolicyToPermissionSet: "*NoSuchPolicy* ]]
    [[ $output == *"assignment of Broken in audit@example.com to group admins: skipped: permission set Broken is not as wanted"* ]]
    [[ $output == *"assignment of Own in audit@example.com to group admins: failed: FAILED: "*Missing* ]]
    [[ $output == *"- permission set Admin: skipped: not deleted, since what may stand in for it has failed"* ]]
    # Once the cause is gone, the same document goes through.
    sed -i 's/NoSuchPolicy/ReadOnlyAccess/; s/, customer_managed_policies: \[{name: Missing}\]//' "$DOC"
    run -0 gh apply "$DOC" --apply
    run -0 gh apply "$DOC" --plan
    run -0 gh apply "$WHOLE" --apply --prune
    run -0 gh apply "$WHOLE" --plan --prune
}

# The whole document with lines more of people, and members of the group "empty".
with_people() {
    sed "/user_name: bob/r /dev/stdin" "$WHOLE" | sed "s/{name: empty, members: \[\]}/{name: empty, members: [$1]}/" >"$DOC"
}

person() {
    echo "    - {user_name: $1, display_name: P, name: {given: G, family: F}, emails: [{value: $2, primary: true}]}"
}

@test "policies of a target that takes no more are exchanged" {
    local list removed=
    aws organizations create-organizational-unit --name Full \
        --parent-id "$(aws organizations list-roots --query 'Roots[0].Id' --output text)" >/dev/null
    policies() {
        printf 'version: 1\nprune: true\norganization:\n  policies:\n'
        for name in p1 p2 p3 p4 p5 p6 p7 p8; do
            list=
            [[ " $* " != *" $name "* ]] || list='{unit: Full}'
            printf '    - {name: %s, type: SERVICE_CONTROL_POLICY, targets: [%s], content: {Version: "2012-10-17", ' $name "$list"
            printf 'Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}\n'
        done
        printf '  removed_aws_policies: [%s]\n' "$removed"
    }
    policies p1 p2 p3 p4 >"$DOC"
    run -0 gh apply "$DOC" --apply
    policies p2 p3 p4 p5 >"$DOC"
    run -0 gh apply "$DOC" --apply
    [[ $output == *"- attachment p1 on unit Full: done"*"+ attachment p5 on unit Full: done"* ]]
    policies p6 p7 p8 >"$DOC"
    run -0 gh apply "$DOC" --apply
    run -0 gh apply "$DOC" --plan
    # AWS's own goes too: one policy always hangs.
    removed='{name: FullAWSAccess, type: SERVICE_CONTROL_POLICY, targets: [{unit: Full}]}'
    policies p1 p2 p3 p4 p5 >"$DOC"
    run -0 gh apply "$DOC" --apply
    policies p6 >"$DOC"
    run -0 gh apply "$DOC" --apply
    policies p7 >"$DOC"
    run -0 gh apply "$DOC" --apply
    [[ $output == *"+ attachment p7 on unit Full: done"*"- attachment p6 on unit Full: done"* ]]
    run -0 gh apply "$DOC" --plan
    # What was to hang there cannot be made: its place stays taken.
    sed "s/name: p7, \(.*\)targets: \[{unit: Full}\]/name: p7, \1targets: []/; s/name: p8, \(.*\)targets: \[\], \(.*\)Allow/name: p8, \1targets: [{unit: Full}], \2Permit/" "$DOC" >"$DOC.bad"
    run -1 gh apply "$DOC.bad" --apply
    [[ $output == *"~ policy p8 (SERVICE_CONTROL_POLICY): failed: "*"- attachment p7 on unit Full: skipped: what should hang there instead does not"* ]]
    run -0 gh apply "$DOC" --plan
    run -0 gh apply "$WHOLE" --apply --prune
    run -0 gh apply "$WHOLE" --plan --prune
}

@test "people take over and exchange e-mail addresses" {
    { person ada ada@example.com && person bea bea@example.com; } | with_people ada
    run -0 gh apply "$DOC" --apply --prune
    # Exchanged.
    { person ada bea@example.com && person bea ADA@example.com; } | with_people ada
    run -0 gh apply "$DOC" --apply --prune
    run -0 gh apply "$DOC" --plan --prune
    # Under another name.
    { person adele bea@example.com && person bea ADA@example.com; } | with_people adele
    run -1 gh apply "$DOC" --apply
    [[ $output == *"user adele: the address bea@example.com is that of user ada, who is not in the document (--prune deletes)"* ]]
    run -0 gh apply "$DOC" --apply --prune
    [[ $output == *"- membership of ada in empty: done"*"- user ada: done"*"+ user adele: done"*"+ membership of adele in empty: done"* ]]
    run -0 gh apply "$DOC" --plan --prune
    run -0 gh apply "$WHOLE" --apply --prune
    run -0 gh apply "$WHOLE" --plan --prune
}

@test "a name is spelled as the document has it" {
    sed 's/user_name: bob, display_name: "Bob: #1"/user_name: BoB, display_name: "Bob: #2"/; s/name: empty/name: Empty/' "$WHOLE" >"$DOC"
    run -2 gh apply "$DOC" --plan --prune
    [[ $output == *'user_name: "bob" -> "BoB"'*'name: "empty" -> "Empty"'* ]]
    run -0 gh apply "$DOC" --apply --prune
    [[ $output == *"2 done, 0 failed, 0 skipped" ]]
    run -0 gh apply "$DOC" --plan --prune
    center
    aws identitystore list-users --identity-store-id "$STORE" | expect '[.Users[].UserName] | sort == ["BoB", "alice"]'
    run -0 gh apply "$WHOLE" --apply --prune
}

@test "only what may need what failed is not deleted" {
    person ada ada@example.com | with_people ada
    sed -i 's/account: root@example.com, users: \[alice\]/account: root@example.com, users: [alice, bob]/' "$DOC"
    run -0 gh apply "$DOC" --apply --prune
    sed -e 's/ReadOnlyAccess/NoSuchPolicy/; s/, groups: \[admins\], users: \[bob\]/, groups: [admins]/' "$WHOLE" >"$DOC"
    echo '    - {permission_set: Reader, account: prod@example.com, users: [alice]}' >>"$DOC"
    run -1 gh apply "$DOC" --apply --prune
    [[ $output == *"~ permission set Reader: failed: "* ]]
    [[ $output == *"+ assignment of Reader in prod@example.com to user alice: skipped: permission set Reader is not as wanted"* ]]
    [[ $output == *"- assignment of Reader in root@example.com to user bob: done"* ]]
    [[ $output == *"- assignment of Admin in prod@example.com to user bob: skipped: not deleted, since what may stand in for it has failed"* ]]
    [[ $output == *"- membership of ada in empty: done"*"- user ada: done"* ]]
    run -0 gh apply "$WHOLE" --apply --prune
    run -0 gh apply "$WHOLE" --plan --prune
}

@test "the resource policy is made, changed, and goes with prune" {
    document <<EOF
organization:
  resource_policy:
    content:
      Version: "2012-10-17"
      Statement:
        - Sid: Audit
          Effect: Allow
          Principal: {AWS: "$(account_id audit@example.com)"}
          Action: organizations:DescribePolicy
          Resource: "*"
    tags: {r: p}
EOF
    run -0 gh apply "$DOC" --apply
    [[ $output == *"+ resource policy: done"* ]]
    run -0 gh apply "$DOC" --plan
    aws organizations describe-resource-policy | expect '.ResourcePolicy.Content | fromjson | .Statement[0].Sid == "Audit"'
    sed -i 's/Sid: Audit/Sid: Auditors/; s/{r: p}/{r: q}/' "$DOC"
    run -0 gh apply "$DOC" --apply
    run -0 gh apply "$DOC" --plan
    gh export >"$BATS_TEST_TMPDIR/out.yaml"
    run -0 gh apply "$BATS_TEST_TMPDIR/out.yaml" --plan --prune
    printf 'version: 1\norganization:\n  resource_policy: null\n' >"$DOC"
    run -0 gh apply "$DOC" --apply
    [[ $output == *"1 not in the document and kept"* ]]
    run -0 gh apply "$DOC" --apply --prune
    [[ $output == *"- resource policy: done"* ]]
    run aws organizations describe-resource-policy
    [[ $output == *ResourcePolicyNotFoundException* ]]
    gh export >"$BATS_TEST_TMPDIR/out.yaml"
    grep -q '^  resource_policy: null' "$BATS_TEST_TMPDIR/out.yaml"
}

@test "accounts are never closed, and units that hold them stay" {
    document <<'EOF'
organization:
  units: []
  accounts: [{email: root@example.com, name: Home, management: true}]
EOF
    run -2 gh apply "$DOC" --plan --prune
    [[ $output == *'- unit Odd\/name'* && $output != *"- account"* ]]
    [[ $output == *"! unit Workloads/Prod is not in the document, and stays: accounts stand in it"* ]]
    # That alone is not success either.
    printf 'version: 1\norganization:\n  units: [{path: Workloads}, {path: "Odd\\\\/name"}]\n' >"$DOC"
    run -0 gh apply "$DOC" --apply
    run -2 gh apply "$DOC" --plan --prune
    [[ $output == *"! unit Workloads/Prod"*"0 to create, 0 to update, 0 to delete, "* ]]
    run -1 gh apply "$DOC" --apply --prune
    [[ $output == *"! unit Workloads/Prod"*"0 to create, 0 to update, 0 to delete, "* ]]
    printf 'version: 1\norganization:\n  units: [{path: Workloads}, {path: "Odd\\\\/name"}, {path: Workloads/New}]\n' >"$DOC"
    run -1 gh apply "$DOC" --apply --prune
    [[ $output == *"1 done, 0 failed, 0 skipped" ]]
    run -0 gh apply "$WHOLE" --apply --prune
}

@test "closed accounts are left out of an export, and cannot be had by a document" {
    local id
    document <<'EOF'
organization:
  accounts: [{email: short@example.com, name: Short}]
EOF
    run -0 gh apply "$DOC" --apply
    id=$(account_id short@example.com)
    aws organizations close-account --account-id "$id"
    run -1 gh apply "$DOC" --plan
    [[ $output == *"short@example.com"*"closed or being closed"* ]]
    gh export >"$BATS_TEST_TMPDIR/out.yaml"
    grep -q "^# Left out: the account $id (short@example.com)" "$BATS_TEST_TMPDIR/out.yaml"
    ! grep -q 'email: short@' "$BATS_TEST_TMPDIR/out.yaml"
    run -0 gh apply "$BATS_TEST_TMPDIR/out.yaml" --plan --prune
}

@test "lists longer than a page" {
    {
        printf 'version: 1\norganization:\n  units:\n'
        for i in $(seq 25); do printf '    - path: Many/U%02d\n' "$i"; done
        printf '    - path: Many\nidentity_center:\n  users:\n'
        for i in $(seq 210); do
            printf '    - {user_name: u%03d, display_name: U, name: {given: A, family: B}}\n' "$i"
        done
        printf '  groups:\n    - name: many\n      members: ['
        for i in $(seq 210); do printf 'u%03d, ' "$i"; done
        printf ']\n'
    } >"$DOC"
    run -0 gh apply "$DOC" --apply
    [[ $output == *"447 done, 0 failed, 0 skipped" ]]
    run -0 gh apply "$DOC" --plan
    gh export >"$BATS_TEST_TMPDIR/out.yaml"
    run -0 gh apply "$BATS_TEST_TMPDIR/out.yaml" --plan --prune
    run -0 gh apply "$WHOLE" --apply --prune
    run -0 gh apply "$WHOLE" --plan --prune
}

@test "a server that is too busy is asked again" {
    document <<'EOF'
identity_center:
  users: [{user_name: late, display_name: L, name: {given: L, family: L}}]
EOF
    proxy_start busy
    run -0 gh apply "$DOC" --apply --endpoint "$PROXY"
    [[ $output == *"+ user late: done"* ]]
    run -0 gh apply "$DOC" --plan --endpoint "$PROXY"
    gh export --endpoint "$PROXY" >"$BATS_TEST_TMPDIR/out.yaml"
    gh export | cmp - "$BATS_TEST_TMPDIR/out.yaml"
    run -0 gh apply "$WHOLE" --apply --prune
}

@test "what a server does not implement is left out of an export, and refused in a document" {
    proxy_start missing=GetPermissionsBoundaryForPermissionSet,ListCustomerManagedPolicyReferencesInPermissionSet,DescribeInstanceAccessControlAttributeConfiguration
    gh export --endpoint "$PROXY" >"$DOC"
    grep -q '^# Left out: permissions_boundary of permission sets, which this server does not know' "$DOC"
    grep -q '^# Left out: customer_managed_policies of permission sets' "$DOC"
    grep -q '^# Left out: attributes of instances' "$DOC"
    ! grep -q '^ *permissions_boundary:' "$DOC"
    run -0 gh apply "$DOC" --plan --prune --endpoint "$PROXY"
    run -1 gh apply "$WHOLE" --plan --endpoint "$PROXY"
    [[ $output == *"permission set Admin: this server does not know permissions_boundary (NotImplemented)"* ]]
    [[ $output == *"Identity Center: this server does not know attributes (NotImplemented)"* ]]
    [[ $(proxy_stop) == *"calls "* ]]
}

@test "an answer that gets lost is an error; the next run finds what was done" {
    document <<'EOF'
identity_center:
  groups: [{name: admins, description: The admins}, {name: empty}, {name: lost}, {name: zeal}]
EOF
    proxy_start drop=CreateGroup
    run -1 gh apply "$DOC" --apply --endpoint "$PROXY"
    [[ $output == *"+ group lost: failed: "*"+ group zeal: skipped: the server cannot be reached"* ]]
    [[ $output == *"0 done, 1 failed, 1 skipped" ]]
    # Not tried again, neither by libcurl, which would where a connection that was kept is found dead.
    [[ $(proxy_stop) == *"dropped 1" ]]
    run -0 gh apply "$DOC" --apply
    [[ $output == *"+ group zeal: done"* && $output == *"1 done, 0 failed, 0 skipped" ]]
    run -0 gh apply "$WHOLE" --apply --prune
}

@test "a write that a proxy lost is not sent again either" {
    document <<'EOF'
identity_center:
  groups: [{name: admins, description: The admins}, {name: empty}, {name: lost}, {name: zeal}]
EOF
    proxy_start fail=CreateGroup
    run -1 gh apply "$DOC" --apply --endpoint "$PROXY"
    [[ $output == *"+ group lost: failed: CreateGroup: HTTP 502, it may have been done"*"+ group zeal: skipped: the server cannot be reached"* ]]
    [[ $(proxy_stop) == *"dropped 1" ]]
    run -0 gh apply "$DOC" --apply
    [[ $output == *"1 done, 0 failed, 0 skipped" ]]
    # What only reads is.
    proxy_start fail=ListGroups
    run -1 gh apply "$DOC" --plan --endpoint "$PROXY"
    [[ $output == *"ListGroups: HTTP: "* ]]
    [[ $(proxy_stop) == *"dropped 8" ]]
    run -0 gh apply "$WHOLE" --apply --prune
}

@test "a server that is gone is not asked about each request under way" {
    {
        sed 's/{name: empty, members: \[\]}/&\n    - {name: g1}\n    - {name: g2}\n    - {name: g3}\n    - {name: g4}/' "$WHOLE"
        echo '    - {permission_set: Admin, account: audit@example.com, groups: [admins, empty, g1, g2, g3, g4], users: [alice, bob]}'
    } >"$DOC"
    proxy_start die=DescribeAccountAssignmentCreationStatus
    run -1 timeout 60 "$GATEHOUSE" apply "$DOC" --apply --endpoint "$PROXY"
    [ "$(grep -c 'assignment of Admin in audit@example.com to .*: failed: the server cannot be reached; it may yet do it$' <<<"$output")" = 7 ]
    [[ $output == *" 8 failed, 0 skipped" ]]
    [[ $(proxy_stop) == *"calls "* ]]
    run -0 gh apply "$DOC" --apply
    run -0 gh apply "$DOC" --plan
    run -0 gh apply "$WHOLE" --apply --prune
}

@test "someone without permission is told which" {
    aws iam create-user --user-name nobody >/dev/null
    read -r id secret < <(aws iam create-access-key --user-name nobody --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text)
    AWS_ACCESS_KEY_ID=$id AWS_SECRET_ACCESS_KEY=$secret run -1 gh export
    [[ $output == *"DescribeOrganization: AccessDenied"* ]]
    printf '[nobody]\naws_access_key_id = %s\naws_secret_access_key = %s\n' "$id" "$secret" >"$BATS_TEST_TMPDIR/credentials"
    AWS_SHARED_CREDENTIALS_FILE=$BATS_TEST_TMPDIR/credentials run -1 gh apply "$WHOLE" --plan --profile nobody
    [[ $output == *"DescribeOrganization: AccessDenied"* ]]
}

@test "an export moves to another server, whose management account takes the place of the old one" {
    local data=$BATS_TEST_TMPDIR/other url pid
    gh export >"$DOC"
    "$GATEHOUSE" serve --data "$data" --listen 127.0.0.1:0 --root-email other@example.com --account-name Home \
        >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" 3>&- &
    pid=$!
    for _ in $(seq 100); do
        url=$(sed -n 's/^listening on \([^ ]*[^/ ]\).*/\1/p' "$BATS_TEST_TMPDIR/stdout")
        [ -n "$url" ] && break
        sleep 0.1
    done
    export AWS_SHARED_CREDENTIALS_FILE=$data/credentials
    run gh apply "$DOC" --apply --endpoint "$url"
    local applied=$status
    run gh apply "$DOC" --plan --prune --endpoint "$url/"
    kill -TERM "$pid"
    [ "$applied" = 0 ]
    [ "$status" = 0 ]
    [[ $output == "0 to create, 0 to update, 0 to delete, "*" unchanged" ]]
}
