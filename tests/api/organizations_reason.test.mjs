// Every reason that Organizations gives in ConstraintViolationException, HandshakeConstraintViolationException and
// InvalidInputException: the situation that brings it about, as a table; or why it cannot occur here, as
// docs/internals/organizations.md says. A reason of the model that stands in neither fails the test.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as sdk from '@aws-sdk/client-organizations';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { ROOT, awsError, listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';

const CONSTRAINT = 'ConstraintViolationException', HANDSHAKE = 'HandshakeConstraintViolationException', INPUT = 'InvalidInputException';
const SCP = 'SERVICE_CONTROL_POLICY', RCP = 'RESOURCE_CONTROL_POLICY', TAG = 'TAG_POLICY';
const onPostgres = Boolean(process.env.GATEHOUSE_TEST_POSTGRES);

const send = (name, input = {}, as = f.client) => as.send(new sdk[`${name}Command`](input));
/** What the cases work with: see before(). */
const f = {};

const scp = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
const DENY = scp({ Effect: 'Deny', Action: 's3:*', Resource: '*' });
let made = 0;
const policy = async (Type = SCP, Content = DENY, more = {}) =>
  (await send('CreatePolicy', { Name: `policy ${made++}`, Description: '', Type, Content, ...more })).Policy.PolicySummary.Id;
const tagPolicy = (rule) => policy(TAG, JSON.stringify({ tags: { team: rule } }));
const resourcePolicy = (Statement) => send('PutResourcePolicy', { Content: scp({ Effect: 'Allow', Principal: { AWS: f.member },
  Action: 'organizations:DescribePolicy', Resource: '*', ...Statement }) });
const invite = (Target, as = f.client, more = {}) => send('InviteAccountToOrganization', { Target, ...more }, as);
const begin = (ahead, plus = 0) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1) + plus);
};
const offer = (more = {}) => send('InviteOrganizationToTransferResponsibility', { Type: 'BILLING', SourceName: 'x', StartTimestamp: begin(1),
  Target: { Type: 'ACCOUNT', Id: f.billing.id }, ...more });
async function arrange(to, by) {
  const { Handshake: h } = await send('InviteOrganizationToTransferResponsibility', { Type: 'BILLING', SourceName: 'x',
    StartTimestamp: begin(1), Target: { Type: 'ACCOUNT', Id: to.id } }, by.as);
  await send('AcceptHandshake', { HandshakeId: h.Id }, to.as);
  return h.Resources.find((r) => r.Type === 'RESPONSIBILITY_TRANSFER').Value;
}
const ADMIN = 'config.amazonaws.com';
const register = (AccountId, ServicePrincipal = ADMIN, as = f.client) => send('RegisterDelegatedAdministrator', { AccountId, ServicePrincipal }, as);
const tag = (Key, Value = 'v') => ({ Key, Value });
const many = (n) => Array.from({ length: n }, (_, i) => tag(`k${i}`));

// exception, reason, situation, the call that is refused. In this order: some build on what those before have left.
const CASES = [
  [INPUT, 'INVALID_PARTY_TYPE_TARGET', 'an organization is invited', () => invite({ Type: 'ORGANIZATION', Id: 'o-aaaaaaaaaa' })],
  [INPUT, 'TARGET_NOT_SUPPORTED', 'an account is invited that is not there', () => invite({ Type: 'ACCOUNT', Id: '000000000000' })],
  [INPUT, 'TARGET_NOT_SUPPORTED', 'the effective policy of a unit is asked for',
    () => send('DescribeEffectivePolicy', { TargetId: f.ou, PolicyType: TAG })],
  [INPUT, 'INVALID_EMAIL_ADDRESS_TARGET', 'an address is invited that is none', () => invite({ Type: 'EMAIL', Id: 'nobody' })],
  [INPUT, 'INVALID_ENUM', 'a value is not in the list', () => send('CreateOrganization', { FeatureSet: 'SOME' })],
  [INPUT, 'INVALID_ENUM_POLICY_TYPE', 'a type of policies is none', () => send('ListPolicies', { Filter: 'SOME_POLICY' })],
  [INPUT, 'INVALID_LIST_MEMBER', 'a list holds what is not in the list', () => send('ListCreateAccountStatus', { States: ['SOME'] })],
  [INPUT, 'MAX_LENGTH_EXCEEDED', 'a text is too long', () => send('CreateOrganizationalUnit', { ParentId: f.root, Name: 'x'.repeat(129) })],
  [INPUT, 'MIN_LENGTH_EXCEEDED', 'a text is too short', () => send('CreateOrganizationalUnit', { ParentId: f.root, Name: '' })],
  [INPUT, 'MAX_VALUE_EXCEEDED', 'a number is too large', () => send('ListAccounts', { MaxResults: 21 })],
  [INPUT, 'MIN_VALUE_EXCEEDED', 'a number is too small', () => send('ListAccounts', { MaxResults: 0 })],
  [INPUT, 'INVALID_PATTERN', 'a text is not of its form', () => send('DescribeOrganizationalUnit', { OrganizationalUnitId: 'ou-1' })],
  [INPUT, 'INVALID_PATTERN_TARGET_ID', 'the target of a policy is not of the form of one',
    () => send('AttachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: 'nothing' })],
  [INPUT, 'INVALID_SYNTAX_POLICY_ID', 'the id of a policy is not of the form of one', () => send('DescribePolicy', { PolicyId: 'nothing' })],
  [INPUT, 'INPUT_REQUIRED', 'something is left out', () => send('DescribeAccount', {})],
  [INPUT, 'INVALID_NEXT_TOKEN', 'a token is none of ours', () => send('ListAccounts', { NextToken: 'token' })],
  [INPUT, 'MAX_LIMIT_EXCEEDED_FILTER', 'two filters are given at once',
    () => send('ListHandshakesForOrganization', { Filter: { ActionType: 'INVITE', ParentHandshakeId: `h-${'a'.repeat(32)}` } })],
  [INPUT, 'UNRECOGNIZED_SERVICE_PRINCIPAL', 'a service is none', () => send('EnableAWSServiceAccess', { ServicePrincipal: 'nothing' })],
  [INPUT, 'INVALID_ROLE_NAME', 'a new account is to have a role of a service',
    () => send('CreateAccount', { AccountName: 'x', Email: 'x@example.com', RoleName: 'AWSServiceRoleForX' })],
  [INPUT, 'INVALID_SYSTEM_TAGS_PARAMETER', 'a tag is AWS\'s own', () => send('TagResource', { ResourceId: f.member, Tags: [tag('aws:x')] })],
  [INPUT, 'DUPLICATE_TAG_KEY', 'a tag is given twice', () => send('TagResource', { ResourceId: f.member, Tags: [tag('a'), tag('a')] })],
  [INPUT, 'IMMUTABLE_POLICY', 'a policy of AWS is to change', () => send('UpdatePolicy', { PolicyId: 'p-FullAWSAccess', Name: 'x' })],
  [INPUT, 'NON_DETACHABLE_POLICY', 'RCPFullAWSAccess is to go', async () => {
    await send('EnablePolicyType', { RootId: f.root, PolicyType: RCP });
    await send('DetachPolicy', { PolicyId: 'p-RCPFullAWSAccess', TargetId: f.ou });
  }],
  [INPUT, 'INVALID_RESOURCE_POLICY_JSON', 'a resource policy is no policy', () => send('PutResourcePolicy', { Content: '{}' })],
  [INPUT, 'INVALID_PRINCIPAL', 'a resource policy is for everybody', () => resourcePolicy({ Principal: '*' })],
  [INPUT, 'UNSUPPORTED_ACTION_IN_RESOURCE_POLICY', 'a resource policy gives away what cannot be given',
    () => resourcePolicy({ Action: 'organizations:DeleteOrganization' })],
  [INPUT, 'UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY', 'a resource policy is about something else',
    () => resourcePolicy({ Resource: 'arn:aws:s3:::bucket' })],
  [INPUT, 'UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY', 'a resource policy names a type of policies that is none',
    () => resourcePolicy({ Condition: { StringEquals: { 'organizations:PolicyType': 'SOME_POLICY' } } })],
  [INPUT, 'START_DATE_NOT_BEGINNING_OF_DAY', 'a transfer is to begin at noon', () => offer({ StartTimestamp: begin(1, 43_200_000) })],
  [INPUT, 'START_DATE_NOT_BEGINNING_OF_MONTH', 'a transfer is to begin on a second', () => offer({ StartTimestamp: begin(1, 86_400_000) })],
  [INPUT, 'START_DATE_TOO_EARLY', 'a transfer is to have begun', () => offer({ StartTimestamp: begin(0) })],
  [INPUT, 'START_DATE_TOO_LATE', 'a transfer is to begin in years', () => offer({ StartTimestamp: begin(30) })],

  [HANDSHAKE, 'ALREADY_IN_AN_ORGANIZATION', 'a member is invited', () => invite({ Type: 'ACCOUNT', Id: f.member })],
  [HANDSHAKE, 'ORGANIZATION_ALREADY_HAS_ALL_FEATURES', 'all features are to be enabled twice', () => send('EnableAllFeatures')],
  [HANDSHAKE, 'ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION', 'and again before the members have agreed', async () => {
    const { Handshake: h } = await invite({ Type: 'ACCOUNT', Id: f.guest.id }, f.billing.as);
    await send('AcceptHandshake', { HandshakeId: h.Id }, f.guest.as);
    f.migration = (await send('EnableAllFeatures', {}, f.billing.as)).Handshake;
    await send('EnableAllFeatures', {}, f.billing.as);
  }],
  [HANDSHAKE, 'INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES', 'somebody is invited meanwhile',
    () => invite({ Type: 'EMAIL', Id: 'later@example.com' }, f.billing.as)],
  [HANDSHAKE, 'SOURCE_AND_TARGET_CANNOT_MATCH', 'an organization offers to pay for itself',
    () => offer({ Target: { Type: 'ACCOUNT', Id: f.organization.MasterAccountId } })],
  [HANDSHAKE, 'RESPONSIBILITY_TRANSFER_ALREADY_EXISTS', 'it offers to pay for what it pays for', async () => {
    f.transfer = await arrange(f.billing, f);
    await offer();
  }],
  [INPUT, 'END_DATE_NOT_END_OF_MONTH', 'a transfer is to end within a month',
    () => send('TerminateResponsibilityTransfer', { Id: f.transfer, EndTimestamp: begin(3) })],
  [INPUT, 'END_DATE_TOO_EARLY', 'a transfer is to end before it begins',
    () => send('TerminateResponsibilityTransfer', { Id: f.transfer, EndTimestamp: begin(1, -1) })],
  [CONSTRAINT, 'RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION', 'somebody else is to pay as well',
    () => arrange(f.billing, f.third)],
  [CONSTRAINT, 'RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION', 'three would pay, one for the other', async () => {
    await arrange(f, f.third);
    await arrange(f.third, f.fourth);
  }],
  [CONSTRAINT, 'ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS', 'an organization is deleted that offers to pay',
    () => send('DeleteOrganization', {}, f.fourth.as)],

  [CONSTRAINT, 'ORGANIZATION_NOT_IN_ALL_FEATURES_MODE', 'a service is trusted under consolidated billing',
    () => send('EnableAWSServiceAccess', { ServicePrincipal: ADMIN }, f.billing.as)],
  [CONSTRAINT, 'MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED', 'an account is to be made in GovCloud',
    () => send('CreateGovCloudAccount', { AccountName: 'gov', Email: 'gov@example.com' })],
  [CONSTRAINT, 'OU_DEPTH_LIMIT_EXCEEDED', 'a unit would be the sixth below another', async () => {
    let ParentId = f.root;
    for (let i = 0; i < 6; i++) ParentId = (await send('CreateOrganizationalUnit', { ParentId, Name: `level ${i}` })).OrganizationalUnit.Id;
  }],
  [CONSTRAINT, 'POLICY_CONTENT_LIMIT_EXCEEDED', 'a policy is too large',
    () => policy(SCP, scp({ Sid: 'x'.repeat(5200), Effect: 'Deny', Action: 's3:*', Resource: '*' }))],
  [CONSTRAINT, 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', 'a sixth service control policy', async () => {
    await send('EnablePolicyType', { RootId: f.root, PolicyType: SCP });
    for (let i = 0; i < 5; i++) await send('AttachPolicy', { PolicyId: await policy(), TargetId: f.ou });
  }],
  [CONSTRAINT, 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', 'the last service control policy is to go',
    () => send('DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: f.member })],
  [CONSTRAINT, 'MAX_TAG_LIMIT_EXCEEDED', 'a 51st tag', async () => {
    await send('TagResource', { ResourceId: f.member, Tags: many(50) });
    await send('TagResource', { ResourceId: f.member, Tags: [tag('one more')] });
  }],
  [CONSTRAINT, 'TAG_POLICY_VIOLATION', 'a tag that an enforced tag policy does not allow', async () => {
    await send('EnablePolicyType', { RootId: f.root, PolicyType: TAG });
    await send('AttachPolicy', { TargetId: f.root, PolicyId: await tagPolicy({ tag_key: { '@@assign': 'Team' },
      tag_value: { '@@assign': ['red', 'blue*'] }, enforced_for: { '@@assign': ['organizations:ou', 'iam:policy'] } }) });
    await send('TagResource', { ResourceId: f.ou, Tags: [tag('Team', 'green')] });
  }],
  [CONSTRAINT, 'SERVICE_ACCESS_NOT_ENABLED', 'a service is delegated that is not trusted', () => register(f.member)],
  [CONSTRAINT, 'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR', 'to the management account', async () => {
    await send('EnableAWSServiceAccess', { ServicePrincipal: ADMIN });
    await register(f.organization.MasterAccountId);
  }],
  [CONSTRAINT, 'DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE', 'Identity Center to a second account', async () => {
    await send('EnableAWSServiceAccess', { ServicePrincipal: 'sso.amazonaws.com' });
    await register(f.member, 'sso.amazonaws.com');
    await register(f.spare, 'sso.amazonaws.com');
  }],
  [CONSTRAINT, 'CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG', 'an administrator is to go',
    () => send('RemoveAccountFromOrganization', { AccountId: f.member })],
  [CONSTRAINT, 'WAIT_PERIOD_ACTIVE', 'a new account is to go', () => send('RemoveAccountFromOrganization', { AccountId: f.spare })],
  [CONSTRAINT, 'POLICY_TYPE_ENABLED_FOR_THIS_SERVICE', 'a service is not to be trusted any more, whose policies are enabled', async () => {
    await send('EnableAWSServiceAccess', { ServicePrincipal: 'securityhub.amazonaws.com' });
    await send('EnablePolicyType', { RootId: f.root, PolicyType: 'SECURITYHUB_POLICY' });
    await send('DisableAWSServiceAccess', { ServicePrincipal: 'securityhub.amazonaws.com' });
  }],
  [CONSTRAINT, 'CANNOT_CLOSE_MANAGEMENT_ACCOUNT', 'the management account is to close',
    () => send('CloseAccount', { AccountId: f.organization.MasterAccountId })],
  [CONSTRAINT, 'CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR', 'a closed account is to administer', async () => {
    await send('CloseAccount', { AccountId: f.spare });
    await until('the account to close', async () => (await send('DescribeAccount', { AccountId: f.spare })).Account.Status === 'SUSPENDED');
    await register(f.spare);
  }],
  [CONSTRAINT, 'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED', 'six accounts are asked for at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, i) =>
      send('CreateAccount', { AccountName: `Many ${i}`, Email: `many-${i}@example.com` })));
    const refused = results.find((r) => r.status === 'rejected');
    if (refused) throw refused.reason;
  }],
];

// The same for what needs thousands of rows: they are put into the database while no server runs.
const WITH_ROWS = [
  [CONSTRAINT, 'ACCOUNT_NUMBER_LIMIT_EXCEEDED', 'the 10,001st account', () => send('CreateAccount', { AccountName: 'x', Email: 'x@example.com' }, f.crowd.as)],
  [HANDSHAKE, 'ACCOUNT_NUMBER_LIMIT_EXCEEDED', 'the 10,001st is invited', () => invite({ Type: 'EMAIL', Id: 'x@example.com' }, f.crowd.as)],
  [HANDSHAKE, 'HANDSHAKE_RATE_LIMIT_EXCEEDED', 'the 10,001st handshake of a day', () => invite({ Type: 'EMAIL', Id: 'x@example.com' }, f.sender.as)],
  [CONSTRAINT, 'ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED', 'all features for 5,001 accounts', () => send('EnableAllFeatures', {}, f.large.as)],
  [CONSTRAINT, 'OU_NUMBER_LIMIT_EXCEEDED', 'the 2,001st unit', () => send('CreateOrganizationalUnit', { ParentId: f.full.root, Name: 'x' }, f.full.as)],
  [CONSTRAINT, 'POLICY_NUMBER_LIMIT_EXCEEDED', 'the 1,001st tag policy', () => send('CreatePolicy',
    { Name: 'x', Description: '', Type: TAG, Content: '{"tags":{}}' }, f.full.as)],
  [CONSTRAINT, 'MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED', 'the 11th administrator', () => register(f.full.member, ADMIN, f.full.as)],
  [CONSTRAINT, 'CLOSE_ACCOUNT_QUOTA_EXCEEDED', 'the 251st account closed in 30 days', () => send('CloseAccount', { AccountId: f.full.member }, f.full.as)],
  [CONSTRAINT, 'CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED', 'the fourth account that closes at a time', () => send('CloseAccount', { AccountId: f.closing.member }, f.closing.as)],
  [CONSTRAINT, 'RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION', 'the 101st organization that one pays for', () => arrange(f.large, f.rich)],
];

const NOTHING_IS_PAID = 'nothing is paid for here: there are no payment methods, contracts, marketplaces or licenses';
const CANNOT = {
  [CONSTRAINT]: {
    HANDSHAKE_RATE_LIMIT_EXCEEDED: 'given as HandshakeConstraintViolationException, as AWS does for invitations',
    ACCOUNT_CANNOT_LEAVE_ORGANIZATION: 'AWS answers MasterCannotLeaveOrganizationException',
    ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA: NOTHING_IS_PAID,
    ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION: 'telephone numbers are kept, not called',
    MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED: NOTHING_IS_PAID,
    MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED: NOTHING_IS_PAID,
    INVALID_PAYMENT_INSTRUMENT: NOTHING_IS_PAID,
    UNSUPPORTED_PRICING: NOTHING_IS_PAID,
    MASTER_ACCOUNT_ADDRESS_DOES_NOT_MATCH_MARKETPLACE: NOTHING_IS_PAID,
    MASTER_ACCOUNT_MISSING_BUSINESS_LICENSE: NOTHING_IS_PAID,
    MASTER_ACCOUNT_MISSING_CONTACT_INFO: 'an account needs no contact information here',
    CREATE_ORGANIZATION_IN_BILLING_MODE_UNSUPPORTED_REGION: 'consolidated billing can be had in every region',
    EMAIL_VERIFICATION_CODE_EXPIRED: 'no operation of Organizations takes a code',
    ACCOUNT_CREATION_NOT_COMPLETE: 'an account is active from the start',
    RESPONSIBILITY_TRANSFER_MAX_TRANSFERS_QUOTA_VIOLATION: 'the limit of each organization and of the chain\'s length hold it',
    TRANSFER_RESPONSIBILITY_TARGET_DELETION_IN_PROGRESS: 'an organization is deleted at once',
    TRANSFER_RESPONSIBILITY_SOURCE_DELETION_IN_PROGRESS: 'an organization is deleted at once',
  },
  [HANDSHAKE]: {
    PAYMENT_INSTRUMENT_REQUIRED: NOTHING_IS_PAID,
    ORGANIZATION_FROM_DIFFERENT_SELLER_OF_RECORD: NOTHING_IS_PAID,
    UNUSED_PREPAYMENT_BALANCE: NOTHING_IS_PAID,
    ORGANIZATION_MEMBERSHIP_CHANGE_RATE_LIMIT_EXCEEDED: 'AWS gives no number',
    MANAGEMENT_ACCOUNT_EMAIL_NOT_VERIFIED: 'an account is made by whoever runs Gatehouse, or by CreateAccount',
    LEGACY_PERMISSIONS_STILL_IN_USE: 'there never were other billing permissions',
  },
  [INPUT]: {
    INVALID_SYNTAX_ORGANIZATION_ARN: 'no operation takes the ARN of an organization',
    MOVING_ACCOUNT_BETWEEN_DIFFERENT_ROOTS: 'an organization has one root; that of another is not found',
    INVALID_FULL_NAME_TARGET: 'no operation takes the name of a person',
    CALLER_REQUIRED_FIELD_MISSING: 'a caller always has an account',
    UNSUPPORTED_ACTION_IN_RESPONSIBILITY_TRANSFER: 'there is one type of responsibility',
    INVALID_START_DATE: 'there are no partner agreements: the other reasons about dates say more',
    INVALID_END_DATE: 'there are no partner agreements: the other reasons about dates say more',
  },
};

/** An account that manages an organization of its own. */
async function organizationOf(name, FeatureSet = 'ALL') {
  const email = `${name.toLowerCase()}@example.com`;
  const credentials = await f.gatehouse.createAccount(name, email);
  const { Account: id } = await f.gatehouse.client(sts.STSClient, credentials).send(new sts.GetCallerIdentityCommand({}));
  const as = f.gatehouse.client(sdk.OrganizationsClient, credentials);
  const { Organization } = await send('CreateOrganization', { FeatureSet }, as);
  const root = (await send('ListRoots', {}, as)).Roots[0].Id;
  return { id, as, credentials, organization: Organization.Id, root };
}

async function refused([exception, reason, , call]) {
  await assert.rejects(call(), (error) => {
    awsError(exception)(error);
    assert.equal(error.Reason, reason, error.message);
    assert.ok(error.message.length > 10);
    return true;
  });
}

describe('the reasons of the model', () => {
  const model = readFileSync(path.join(ROOT, 'model/organizations.smithy'), 'utf8');
  const manual = readFileSync(path.join(ROOT, 'docs/internals/organizations.md'), 'utf8');
  for (const exception of [CONSTRAINT, HANDSHAKE, INPUT])
    it(`of ${exception} are each in the table, or cannot occur`, () => {
      const [, body] = new RegExp(`enum ${exception}Reason \\{([^}]*)\\}`).exec(model);
      const reasons = body.match(/[A-Z_]+/g);
      const tested = [...CASES, ...WITH_ROWS].filter(([e]) => e === exception).map(([, reason]) => reason);
      for (const reason of reasons) {
        assert.equal(tested.includes(reason) + (reason in CANNOT[exception]), 1, reason);
        if (reason in CANNOT[exception]) assert.ok(manual.includes(`\`${reason}\``), `docs/internals/organizations.md does not say why not ${reason}`);
      }
      assert.deepEqual(tested.filter((r) => !reasons.includes(r)), []);
    });
});

describe('what is refused', () => {
  before(async () => {
    f.gatehouse = await startGatehouse();
    const { organizations, organization, rootId } = await createOrganization(f.gatehouse);
    Object.assign(f, { client: organizations, as: organizations, organization, id: organization.MasterAccountId, root: rootId });
    f.ou = (await send('CreateOrganizationalUnit', { ParentId: rootId, Name: 'Unit' })).OrganizationalUnit.Id;
    f.member = await createAccount(organizations, 'Member', 'member@example.com');
    f.spare = await createAccount(organizations, 'Spare', 'spare@example.com');
    f.billing = await organizationOf('Billing', 'CONSOLIDATED_BILLING');
    f.third = await organizationOf('Third');
    f.fourth = await organizationOf('Fourth');
    const credentials = await f.gatehouse.createAccount('Guest', 'guest@example.com');
    f.guest = { as: f.gatehouse.client(sdk.OrganizationsClient, credentials),
      id: (await f.gatehouse.client(sts.STSClient, credentials).send(new sts.GetCallerIdentityCommand({}))).Account };
  });
  after(() => f.gatehouse?.stop());

  for (const one of CASES) it(`${one[0]} ${one[1]}: ${one[2]}`, () => refused(one));

  it('a tag policy has a say where it is enforced, over key and value', async () => {
    const unit = (tags) => send('CreateOrganizationalUnit', { ParentId: f.root, Name: `tagged ${made++}`, Tags: tags });
    await refused([CONSTRAINT, 'TAG_POLICY_VIOLATION', '', () => unit([tag('Team', 'green')])]);
    await refused([CONSTRAINT, 'TAG_POLICY_VIOLATION', '', () => unit([tag('team', 'red')])]);
    await unit([tag('Team', 'red'), tag('Other', 'anything')]);
    await unit([tag('Team', 'blueish')]);
    await unit([]);
    await send('TagResource', { ResourceId: f.organization.MasterAccountId, Tags: [tag('team', 'green')] });
    const users = f.gatehouse.client(iam.IAMClient);
    const document = scp({ Effect: 'Allow', Action: '*', Resource: '*' });
    const create = (Tags) => users.send(new iam.CreatePolicyCommand({ PolicyName: `p${made++}`, PolicyDocument: document, Tags }));
    await assert.rejects(create([tag('Team', 'green')]), awsError('InvalidInputException', /tag policy does not allow the specified value/));
    const { Policy } = await create([tag('Team', 'red')]);
    await assert.rejects(users.send(new iam.TagPolicyCommand({ PolicyArn: Policy.Arn, Tags: [tag('TEAM', 'red')] })), awsError('InvalidInputException', /capitalization/));
    await users.send(new iam.CreateUserCommand({ UserName: 'free', Tags: [tag('Team', 'green')] }));
  });
});

/** SQL that adds @n accounts "prefix-1…", as members of an organization. */
const members = (o, prefix, n, state = 'ACTIVE') => `
  INSERT INTO account (id, name, email, email_key, state, billing_access, created_ms, access_version)
    WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < ${n})
    SELECT '${prefix}' || printf('%06d', i), 'x', '${prefix}' || i, '${prefix}' || i, '${state}', 1, 0, 1 FROM s;
  INSERT INTO organization_member (account_id, organization_id, parent_id, joined_method, joined_ms)
    SELECT id, '${o.organization}', '${o.root}', 'INVITED', 0 FROM account WHERE id LIKE '${prefix}%' AND length(id) = 12;`;
const numbered = (n, select) => `WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < ${n}) SELECT ${select} FROM s;`;

describe('what is refused at the limits', { skip: onPostgres && 'the rows are put into SQLite' }, () => {
  before(async () => {
    f.gatehouse = await startGatehouse();
    for (const name of ['Crowd', 'Sender', 'Full', 'Closing', 'Rich']) f[name.toLowerCase()] = await organizationOf(name);
    f.large = await organizationOf('Large', 'CONSOLIDATED_BILLING');
    await send('EnableAWSServiceAccess', { ServicePrincipal: ADMIN }, f.full.as);
    f.full.member = '510000000011';
    f.closing.member = '520000000004';
    await f.gatehouse.stop({ keep: true });
    const now = Date.now();
    const sql = [
      members(f.crowd, '530000', 9999), members(f.large, '540000', 5000), members(f.full, '510000', 11), members(f.closing, '520000', 4),
      `UPDATE account SET state = 'PENDING_CLOSURE' WHERE id LIKE '520000%' AND id < '${f.closing.member}';`,
      `INSERT INTO organization_closure (organization_id, account_id, requested_ms) SELECT '${f.closing.organization}', id, ${now} FROM account WHERE state = 'PENDING_CLOSURE';`,
      `INSERT INTO organization_closure (organization_id, account_id, requested_ms) ${numbered(250, `'${f.full.organization}', 'gone' || i, ${now}`)}`,
      `INSERT INTO organization_unit (id, organization_id, parent_id, name, created_ms) ${numbered(2000, `'ou-x-' || i, '${f.full.organization}', '${f.full.root}', 'u' || i, 0`)}`,
      `INSERT INTO organization_policy (id, organization_id, type, name, description, content, created_ms, updated_ms, revision)
        ${numbered(1000, `'p-x' || i, '${f.full.organization}', 'TAG_POLICY', 'n' || i, '', '{"tags":{}}', 0, 0, 1`)}`,
      `INSERT INTO organization_delegation (organization_id, account_id, service_principal, enabled_ms)
        SELECT '${f.full.organization}', id, '${ADMIN}', 0 FROM account WHERE id LIKE '510000%' AND id < '${f.full.member}';`,
      `INSERT INTO handshake (id, organization_id, management_account_id, action, state, target_type, target_id, requested_ms, expires_ms)
        ${numbered(10000, `'h-x' || i, '${f.sender.organization}', '${f.sender.id}', 'INVITE', 'CANCELED', 'EMAIL', 'x' || i, ${now}, ${now}`)}`,
      `INSERT INTO responsibility_transfer (id, type, name, target_organization_id, target_account_id, source_organization_id, source_account_id, status, handshake_id, start_ms)
        ${numbered(100, `'rt-x' || i, 'BILLING', 'x', '${f.rich.organization}', '${f.rich.id}', 'o-x' || i, 'x' || i, 'ACCEPTED', 'h-y' || i, 0`)}`,
    ].join('\n');
    execFileSync('python3', ['-c', 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.stdin.read()); d.commit()',
      path.join(f.gatehouse.data, 'gatehouse.db')], { input: sql });
    await f.gatehouse.start();
    for (const name of ['crowd', 'sender', 'full', 'closing', 'rich', 'large']) f[name].as = f.gatehouse.client(sdk.OrganizationsClient, f[name].credentials);
  });
  after(() => f.gatehouse?.stop());

  it('one invalid effective policy among 10,000 accounts is found, page by page', async () => {
    const last = '530000009999';
    await send('EnablePolicyType', { RootId: f.crowd.root, PolicyType: TAG }, f.crowd.as);
    const { Policy } = await send('CreatePolicy', { Name: 'bad', Description: '', Type: TAG,
      Content: JSON.stringify({ tags: { team: { tag_key: { '@@assign': 'Group' } } } }) }, f.crowd.as);
    await send('AttachPolicy', { PolicyId: Policy.PolicySummary.Id, TargetId: last }, f.crowd.as);
    const { items, pages } = await listAll(f.crowd.as, sdk.ListAccountsWithInvalidEffectivePolicyCommand, { PolicyType: TAG }, 'Accounts');
    assert.deepEqual(items.map((a) => a.Id), [last]);
    assert.ok(pages > 10, `${pages}`);
  });

  for (const one of WITH_ROWS) it(`${one[0]} ${one[1]}: ${one[2]}`, () => refused(one));
});
