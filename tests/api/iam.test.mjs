// IAM users, their keys and policies; the roles that Gatehouse makes.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as iamSdk from '@aws-sdk/client-iam';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';

const { IAMClient, CreateUserCommand, GetUserCommand, DeleteUserCommand, ListUsersCommand, CreateAccessKeyCommand, ListAccessKeysCommand,
  UpdateAccessKeyCommand, DeleteAccessKeyCommand, PutUserPolicyCommand, GetUserPolicyCommand, ListUserPoliciesCommand, DeleteUserPolicyCommand,
  AttachUserPolicyCommand, ListAttachedUserPoliciesCommand, DetachUserPolicyCommand, GetRoleCommand, ListRolesCommand,
  ListAttachedRolePoliciesCommand, ListRolePoliciesCommand, GetRolePolicyCommand } = iamSdk;
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"}]}';

let gatehouse, iam;
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
});
after(() => gatehouse?.stop());

describe('users', () => {
  it('are made, read, listed and deleted', async () => {
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'Alice', Path: '/team/' }));
    assert.match(User.UserId, /^AIDA[A-Z0-9]{16,}$/);
    assert.match(User.Arn, /^arn:aws:iam::\d{12}:user\/team\/Alice$/);
    assert.equal(User.Path, '/team/');
    assert.ok(Math.abs(User.CreateDate - Date.now()) < 60_000);
    const { User: read } = await iam.send(new GetUserCommand({ UserName: 'Alice' }));
    assert.deepEqual([read.UserId, read.Arn], [User.UserId, User.Arn]);
    const { Users } = await iam.send(new ListUsersCommand({ PathPrefix: '/team/' }));
    assert.deepEqual(Users.map((u) => u.UserName), ['Alice']);
    await iam.send(new DeleteUserCommand({ UserName: 'Alice' }));
    await assert.rejects(iam.send(new GetUserCommand({ UserName: 'Alice' })),
      awsError('NoSuchEntityException', 'The user with name Alice cannot be found.'));
  });

  it('are found whatever the case, and unique so', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'Carol' }));
    await assert.rejects(iam.send(new CreateUserCommand({ UserName: 'carol' })),
      awsError('EntityAlreadyExistsException', /User with name carol already exists/));
  });

  it('without a name are the caller', async () => {
    const { User } = await iam.send(new GetUserCommand({}));
    assert.match(User.Arn, /:user\//);
  });

  it('come in pages', async () => {
    for (let i = 0; i < 7; i++) await iam.send(new CreateUserCommand({ UserName: `page-${i}`, Path: '/pages/' }));
    const { items, pages } = await listAll(iam, ListUsersCommand, { PathPrefix: '/pages/', MaxItems: 3 }, 'Users', 'Marker');
    assert.equal(pages, 3);
    assert.deepEqual(items.map((u) => u.UserName), [0, 1, 2, 3, 4, 5, 6].map((i) => `page-${i}`));
    const first = await iam.send(new ListUsersCommand({ PathPrefix: '/pages/', MaxItems: 3 }));
    assert.equal(first.IsTruncated, true);
    await assert.rejects(iam.send(new ListUsersCommand({ PathPrefix: '/other/', Marker: first.Marker })), awsError('ValidationError'));
    await assert.rejects(iam.send(new ListUsersCommand({ Marker: 'bogus' })), awsError('ValidationError'));
  });

  it('with something left on them cannot be deleted', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'laden' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'laden' }));
    await assert.rejects(iam.send(new DeleteUserCommand({ UserName: 'laden' })),
      awsError('DeleteConflictException', /must delete access keys first/));
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'laden', AccessKeyId: AccessKey.AccessKeyId }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'laden', PolicyName: 'p', PolicyDocument: POLICY }));
    await assert.rejects(iam.send(new DeleteUserCommand({ UserName: 'laden' })), awsError('DeleteConflictException', /must delete policies first/));
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'laden', PolicyName: 'p' }));
    await iam.send(new DeleteUserCommand({ UserName: 'laden' }));
  });
});

describe('access keys', () => {
  it('are made once, listed without their secret, switched and deleted', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'keys' }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'keys' }));
    assert.match(key.AccessKeyId, /^AKIA[A-Z2-7]{16}$/);
    assert.match(key.SecretAccessKey, /^[A-Za-z0-9+/]{40}$/);
    assert.equal(key.Status, 'Active');
    await iam.send(new CreateAccessKeyCommand({ UserName: 'keys' }));
    await assert.rejects(iam.send(new CreateAccessKeyCommand({ UserName: 'keys' })),
      awsError('LimitExceededException', 'Cannot exceed quota for AccessKeysPerUser: 2'));
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'keys', AccessKeyId: key.AccessKeyId, Status: 'Inactive' }));
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: 'keys' }));
    assert.equal(AccessKeyMetadata.length, 2);
    assert.equal(AccessKeyMetadata.find((k) => k.AccessKeyId === key.AccessKeyId).Status, 'Inactive');
    assert.ok(!JSON.stringify(AccessKeyMetadata).includes('Secret'));
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'keys', AccessKeyId: key.AccessKeyId }));
    await assert.rejects(iam.send(new DeleteAccessKeyCommand({ UserName: 'keys', AccessKeyId: key.AccessKeyId })), awsError('NoSuchEntityException'));
  });
});

describe('policies of a user', () => {
  before(() => iam.send(new CreateUserCommand({ UserName: 'ruled' })));

  it('inline: come back as they were put', async () => {
    await iam.send(new PutUserPolicyCommand({ UserName: 'ruled', PolicyName: 'one', PolicyDocument: POLICY }));
    const read = await iam.send(new GetUserPolicyCommand({ UserName: 'ruled', PolicyName: 'one' }));
    assert.equal(decodeURIComponent(read.PolicyDocument), POLICY);
    assert.deepEqual((await iam.send(new ListUserPoliciesCommand({ UserName: 'ruled' }))).PolicyNames, ['one']);
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'ruled', PolicyName: 'one' }));
    await assert.rejects(iam.send(new GetUserPolicyCommand({ UserName: 'ruled', PolicyName: 'one' })), awsError('NoSuchEntityException'));
  });

  it('inline: must be policies', async () => {
    for (const PolicyDocument of ['{', '{"Version":"2012-10-17"}', POLICY.replace('Allow', 'Maybe'), POLICY.replace('2012', '2013')])
      await assert.rejects(iam.send(new PutUserPolicyCommand({ UserName: 'ruled', PolicyName: 'bad', PolicyDocument })),
        awsError('MalformedPolicyDocumentException'), PolicyDocument);
  });

  it('managed: attach twice is once', async () => {
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ruled', PolicyArn: READ_ONLY }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ruled', PolicyArn: READ_ONLY }));
    const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'ruled' }));
    assert.deepEqual(AttachedPolicies, [{ PolicyName: 'ReadOnlyAccess', PolicyArn: READ_ONLY }]);
    await iam.send(new DetachUserPolicyCommand({ UserName: 'ruled', PolicyArn: READ_ONLY }));
    await assert.rejects(iam.send(new DetachUserPolicyCommand({ UserName: 'ruled', PolicyArn: READ_ONLY })), awsError('NoSuchEntityException'));
    await assert.rejects(iam.send(new AttachUserPolicyCommand({ UserName: 'ruled', PolicyArn: 'arn:aws:iam::aws:policy/NoSuchPolicy' })),
      awsError('NoSuchEntityException'));
  });
});

describe('roles', () => {
  it('that are not there are said so', async () => {
    const missing = awsError('NoSuchEntityException', 'The role with name Nobody cannot be found.');
    for (const Command of [GetRoleCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand])
      await assert.rejects(iam.send(new Command({ RoleName: 'Nobody' })), missing);
    await assert.rejects(iam.send(new GetRolePolicyCommand({ RoleName: 'Nobody', PolicyName: 'p' })), awsError('NoSuchEntityException'));
    assert.ok(Array.isArray((await iam.send(new ListRolesCommand({}))).Roles));
  });
});
