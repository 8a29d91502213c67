// isolation.test.mjs: an account learns nothing of another: what exists there and what does not look the same from
// outside, and a denial tells nothing that only the other account knows.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { IAMClient, CreateAccessKeyCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand as CreateIamUserCommand,
  GenerateServiceLastAccessedDetailsCommand, GetPolicyCommand, ListEntitiesForPolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { OrganizationsClient, CreateOrganizationCommand, DescribeAccountCommand, ListTagsForResourceCommand, TagResourceCommand } from '@aws-sdk/client-organizations';
import { SSOAdminClient, DescribePermissionSetCommand, TagResourceCommand as TagCenterCommand } from '@aws-sdk/client-sso-admin';
import { STSClient, AssumeRoleCommand, DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts';
import { IdentitystoreClient, CreateGroupMembershipCommand, CreateUserCommand, DeleteGroupCommand, DeleteGroupMembershipCommand,
  DeleteUserCommand, DescribeGroupCommand, DescribeGroupMembershipCommand, DescribeUserCommand, GetGroupIdCommand, GetGroupMembershipIdCommand,
  GetUserIdCommand, IsMemberInGroupsCommand, ListGroupMembershipsCommand, ListGroupMembershipsForMemberCommand, ListGroupsCommand,
  ListUsersCommand, UpdateGroupCommand, UpdateUserCommand } from '@aws-sdk/client-identitystore';
import { startGatehouse } from '../support/gatehouse.mjs';
import { furnish, newUser } from '../support/organization.mjs';
import { accountCall } from '../support/account_call.mjs';
import { Browser } from '../support/browser.mjs';

const NOBODY = '00000000-0000-0000-0000-000000000000';
const TAG = 'launch-codes';
let gatehouse, f, other, membershipId;

before(async () => {
  gatehouse = await startGatehouse();
  f = await furnish(gatehouse);
  ({ MembershipId: membershipId } = await f.store.send(new GetGroupMembershipIdCommand({
    IdentityStoreId: f.storeId, GroupId: f.groupId, MemberId: { UserId: f.userId } })));
  other = await gatehouse.createAccount('Other', 'root@other.example.com');
});
after(() => gatehouse?.stop());

const answerOf = (promise) => promise.then(
  (out) => assert.fail(`answered ${JSON.stringify(out)}`),
  (error) => ({ name: error.name, message: error.message, status: error.$metadata.httpStatusCode }));

/** Ids differ between the two questions; nothing else may. */
const withoutIds = (answer, ids) => {
  const text = JSON.stringify(answer);
  return ids.reduce((rest, id) => rest.replaceAll(id, 'ID'), text);
};

describe("another account's identity store", () => {
  const email = (value) => ({ UniqueAttribute: { AttributePath: 'emails.value', AttributeValue: value } });
  const operations = [
    ['DescribeUser', DescribeUserCommand, (ids) => ({ UserId: ids.user })],
    ['UpdateUser', UpdateUserCommand, (ids) => ({ UserId: ids.user, Operations: [{ AttributePath: 'title', AttributeValue: 'x' }] })],
    ['DeleteUser', DeleteUserCommand, (ids) => ({ UserId: ids.user })],
    ['GetUserId', GetUserIdCommand, (ids) => ({ AlternateIdentifier: email(ids.email) })],
    ['DescribeGroup', DescribeGroupCommand, (ids) => ({ GroupId: ids.group })],
    ['UpdateGroup', UpdateGroupCommand, (ids) => ({ GroupId: ids.group, Operations: [{ AttributePath: 'description', AttributeValue: 'x' }] })],
    ['DeleteGroup', DeleteGroupCommand, (ids) => ({ GroupId: ids.group })],
    ['GetGroupId', GetGroupIdCommand, (ids) => ({
      AlternateIdentifier: { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: ids.groupName } } })],
    ['DescribeGroupMembership', DescribeGroupMembershipCommand, (ids) => ({ MembershipId: ids.membership })],
    ['DeleteGroupMembership', DeleteGroupMembershipCommand, (ids) => ({ MembershipId: ids.membership })],
    ['GetGroupMembershipId', GetGroupMembershipIdCommand, (ids) => ({ GroupId: ids.group, MemberId: { UserId: ids.user } })],
    ['CreateGroupMembership', CreateGroupMembershipCommand, (ids) => ({ GroupId: ids.group, MemberId: { UserId: ids.user } })],
    ['IsMemberInGroups', IsMemberInGroupsCommand, (ids) => ({ GroupIds: [ids.group], MemberId: { UserId: ids.user } })],
    ['ListGroupMemberships', ListGroupMembershipsCommand, (ids) => ({ GroupId: ids.group })],
    ['ListGroupMembershipsForMember', ListGroupMembershipsForMemberCommand, (ids) => ({ MemberId: { UserId: ids.user } })],
    ['ListUsers', ListUsersCommand, () => ({})],
    ['ListGroups', ListGroupsCommand, () => ({})],
  ];

  for (const [name, Command, input] of operations)
    it(`${name} answers alike for what is there and what is not`, async () => {
      const there = { store: f.storeId, user: f.userId, group: f.groupId, groupName: 'Developers', membership: membershipId, email: 'jdoe@example.com' };
      const missing = { store: 'd-0000000000', user: NOBODY, group: NOBODY, groupName: 'Nobodies', membership: NOBODY, email: 'no@example.com' };
      const client = gatehouse.client(IdentitystoreClient, other);
      const ask = (store, ids) => answerOf(client.send(new Command({ IdentityStoreId: store, ...input(ids) })));
      const ids = [...Object.values(there), ...Object.values(missing)];
      const answers = [await ask(f.storeId, there), await ask(f.storeId, missing), await ask(missing.store, missing)];
      const [first, ...rest] = answers.map((answer) => withoutIds(answer, ids));
      for (const answer of rest) assert.equal(answer, first);
    });

  it('has lost nothing', async () => {
    const user = await f.store.send(new DescribeUserCommand({ IdentityStoreId: f.storeId, UserId: f.userId }));
    assert.equal(user.Title, undefined);
    await f.store.send(new DescribeGroupMembershipCommand({ IdentityStoreId: f.storeId, MembershipId: membershipId }));
  });
});

describe("another account's policies", () => {
  it('cannot be told from policies that are not there', async () => {
    const own = gatehouse.client(IAMClient);
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
    const { Policy } = await own.send(new CreatePolicyCommand({ PolicyName: 'secret', PolicyDocument: document }));
    const iam = gatehouse.client(IAMClient, other);
    const missing = Policy.Arn.replace('/secret', '/absent');
    for (const [Command, member] of [[GenerateServiceLastAccessedDetailsCommand, 'Arn'], [GetPolicyCommand, 'PolicyArn'], [ListEntitiesForPolicyCommand, 'PolicyArn']]) {
      const [a, b] = await Promise.all([Policy.Arn, missing].map((arn) => answerOf(iam.send(new Command({ [member]: arn })))));
      assert.equal(withoutIds(a, [Policy.Arn, missing]), withoutIds(b, [Policy.Arn, missing]), Command.name);
    }
  });
});

describe("another organization's tags and tree", () => {
  let iam, probe;

  before(async () => {
    const theirs = gatehouse.client(OrganizationsClient, other);
    await theirs.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    iam = gatehouse.client(IAMClient, other);
    await iam.send(new CreateIamUserCommand({ UserName: 'probe' }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'probe' }));
    probe = { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
    await f.organizations.send(new TagResourceCommand({ ResourceId: f.accountId, Tags: [{ Key: 'codename', Value: TAG }] }));
    await f.organizations.send(new TagResourceCommand({ ResourceId: f.rootId, Tags: [{ Key: 'codename', Value: TAG }] }));
    await f.admin.send(new TagCenterCommand({ InstanceArn: f.instanceArn, ResourceArn: f.permissionSetArn, Tags: [{ Key: 'codename', Value: TAG }] }));
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
    await gatehouse.client(IAMClient).send(new CreatePolicyCommand({ PolicyName: 'tagged', PolicyDocument: document, Tags: [{ Key: 'codename', Value: TAG }] }));
  });

  const allow = (Condition) => iam.send(new PutUserPolicyCommand({ UserName: 'probe', PolicyName: 'probe', PolicyDocument: JSON.stringify({
    Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }] }) }));
  const client = (Client) => gatehouse.client(Client, probe);
  const questions = [
    ['DescribeAccount', 'aws:ResourceTag/codename', () => client(OrganizationsClient).send(new DescribeAccountCommand({ AccountId: f.accountId }))],
    ['ListTagsForResource of a root', 'aws:ResourceTag/codename', () => client(OrganizationsClient).send(new ListTagsForResourceCommand({ ResourceId: f.rootId }))],
    ['GetContactInformation by tag', 'account:AccountResourceOrgTags/codename', () => accountCall(gatehouse, 'GetContactInformation', { AccountId: f.accountId }, probe)],
    ['GetContactInformation by path', 'account:AccountResourceOrgPaths', () => accountCall(gatehouse, 'GetContactInformation', { AccountId: f.accountId }, probe)],
    ['GetPolicy by path', 'aws:ResourceOrgPaths', () => client(IAMClient).send(new GetPolicyCommand({ PolicyArn: `arn:aws:iam::${f.organization.MasterAccountId}:policy/tagged` }))],
    ['DescribePermissionSet', 'aws:ResourceTag/codename', () => client(SSOAdminClient).send(new DescribePermissionSetCommand({
      InstanceArn: f.instanceArn, PermissionSetArn: f.permissionSetArn }))],
    ['GetPolicy', 'aws:ResourceTag/codename', () => client(IAMClient).send(new GetPolicyCommand({ PolicyArn: `arn:aws:iam::${f.organization.MasterAccountId}:policy/tagged` }))],
  ];

  for (const [name, key, ask] of questions)
    it(`cannot be guessed with conditions on ${name}`, async () => {
      const path = key.endsWith('OrgPaths');
      const condition = (value) => ({ [path ? 'ForAnyValue:StringLike' : 'StringEquals']: { [key]: value } });
      const answers = [];
      for (const value of path ? [`${f.organization.Id}/*`, 'o-0000000000/*'] : [TAG, 'another'])
        answers.push(await allow(condition(value)).then(() => answerOf(ask())));
      assert.deepEqual(answers[0], answers[1]);
    });

  it('are there for the policies of their own organization', async () => {
    const own = gatehouse.client(IAMClient);
    await own.send(new CreateIamUserCommand({ UserName: 'auditor' }));
    const { AccessKey: k } = await own.send(new CreateAccessKeyCommand({ UserName: 'auditor' }));
    const auditor = gatehouse.client(OrganizationsClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    await own.send(new PutUserPolicyCommand({ UserName: 'auditor', PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/codename': TAG } } }] }) }));
    await auditor.send(new DescribeAccountCommand({ AccountId: f.accountId }));
    await auditor.send(new ListTagsForResourceCommand({ ResourceId: f.rootId }));
  });
});

describe('a denial', () => {
  it("does not tell the tags and boundary of another account's role", async () => {
    const own = gatehouse.client(IAMClient);
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }] });
    const { Role } = await own.send(new CreateRoleCommand({ RoleName: 'vault', AssumeRolePolicyDocument: trust,
      Tags: [{ Key: TAG, Value: TAG }], PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' }));
    const sts = gatehouse.client(STSClient, other);
    let message;
    sts.middlewareStack.add((next) => async (args) => {
      const result = await next(args);
      message ??= result.response.headers['x-gatehouse-authorization-message'];
      return result;
    }, { step: 'deserialize', priority: 'low' });
    await answerOf(sts.send(new AssumeRoleCommand({ RoleArn: Role.Arn, RoleSessionName: 'probe' })));
    assert.ok(message, 'the denial has a message');
    const { DecodedMessage } = await gatehouse.client(STSClient, other).send(new DecodeAuthorizationMessageCommand({ EncodedMessage: message }));
    assert.ok(DecodedMessage.includes(Role.Arn), DecodedMessage);
    for (const secret of [TAG, 'PowerUserAccess']) assert.ok(!DecodedMessage.includes(secret), DecodedMessage);
  });
});

describe('a link by mail', () => {
  it('dies with the address it was sent to', async () => {
    const { UserId } = await f.store.send(new CreateUserCommand({ IdentityStoreId: f.storeId, ...newUser('mover') }));
    const link = await gatehouse.mailedLink('mover@example.com');
    const browser = new Browser();
    await browser.open(link);
    assert.ok(browser.form().fields.some((field) => field.type === 'password'), 'the link works before');
    await f.store.send(new UpdateUserCommand({ IdentityStoreId: f.storeId, UserId, Operations: [
      { AttributePath: 'emails', AttributeValue: [{ Value: 'moved@example.com', Primary: true }] }] }));
    await browser.open(link);
    assert.throws(() => browser.form());
  });
});
