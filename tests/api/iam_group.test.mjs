// Groups: their life, their members, their policies, and that what a group may do its members may do, at once.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-iam';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';

const READ_ONLY = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
const allow = (Action) => JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } });

let gatehouse, iam;
const send = (name, input = {}, client = iam) => client.send(new sdk[`${name}Command`](input));
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(sdk.IAMClient);
});
after(() => gatehouse?.stop());

async function userWithKey(UserName) {
  await send('CreateUser', { UserName });
  const { AccessKey: k } = await send('CreateAccessKey', { UserName });
  return gatehouse.client(sdk.IAMClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
}

describe('groups', () => {
  it('are made, read, renamed, moved and deleted', async () => {
    const { Group } = await send('CreateGroup', { GroupName: 'Admins', Path: '/team/' });
    assert.match(Group.GroupId, /^AGPA[A-Z2-7]{17}$/);
    assert.match(Group.Arn, /^arn:aws:iam::\d{12}:group\/team\/Admins$/);
    await assert.rejects(send('CreateGroup', { GroupName: 'admins' }),
      awsError('EntityAlreadyExistsException', 'Group with name admins already exists.'));
    const read = await send('GetGroup', { GroupName: 'ADMINS' });
    assert.deepEqual([read.Group.GroupId, read.Group.GroupName, read.Users, read.IsTruncated], [Group.GroupId, 'Admins', [], false]);
    await send('UpdateGroup', { GroupName: 'Admins', NewGroupName: 'Root-Like', NewPath: '/' });
    const moved = (await send('GetGroup', { GroupName: 'Root-Like' })).Group;
    assert.deepEqual([moved.GroupId, moved.Path], [Group.GroupId, '/']);
    await assert.rejects(send('GetGroup', { GroupName: 'Admins' }),
      awsError('NoSuchEntityException', 'The group with name Admins cannot be found.'));
    await send('CreateGroup', { GroupName: 'Other' });
    await assert.rejects(send('UpdateGroup', { GroupName: 'Other', NewGroupName: 'ROOT-like' }),
      awsError('EntityAlreadyExistsException', 'Group with name ROOT-like already exists.'));
    await send('UpdateGroup', { GroupName: 'Other', NewGroupName: 'OTHER' });
    for (const GroupName of ['Root-Like', 'OTHER']) await send('DeleteGroup', { GroupName });
    await assert.rejects(send('DeleteGroup', { GroupName: 'Other' }), awsError('NoSuchEntityException'));
    await assert.rejects(send('UpdateGroup', { GroupName: 'Other' }), awsError('NoSuchEntityException'));
  });

  it('are listed by path, in pages', async () => {
    for (const n of [1, 2, 3, 4, 5]) await send('CreateGroup', { GroupName: `list-${n}`, Path: n < 5 ? '/list/' : '/lists/' });
    const { items, pages } = await listAll(iam, sdk.ListGroupsCommand, { PathPrefix: '/list/', MaxItems: 3 }, 'Groups', 'Marker');
    assert.deepEqual([pages, items.map((g) => g.GroupName)], [2, ['list-1', 'list-2', 'list-3', 'list-4']]);
    const { Groups } = await send('ListGroups', { PathPrefix: '/list' });
    assert.equal(Groups.length, 5);
  });

  it('are 300 in an account at most', async () => {
    const other = gatehouse.client(sdk.IAMClient, await gatehouse.createAccount('Many Groups', 'many@example.com'));
    await Promise.all(Array.from({ length: 300 }, (_, i) => send('CreateGroup', { GroupName: `g${i}` }, other)));
    await assert.rejects(send('CreateGroup', { GroupName: 'one-more' }, other),
      awsError('LimitExceededException', 'Cannot exceed quota for GroupsPerAccount: 300'));
    await send('DeleteGroup', { GroupName: 'g7' }, other);
    await send('CreateGroup', { GroupName: 'one-more' }, other);
  });

  it('cannot be deleted while something hangs on them', async () => {
    await send('CreateGroup', { GroupName: 'laden' });
    await send('CreateUser', { UserName: 'in-laden' });
    await send('AddUserToGroup', { GroupName: 'laden', UserName: 'in-laden' });
    await send('PutGroupPolicy', { GroupName: 'laden', PolicyName: 'p', PolicyDocument: allow('iam:GetUser') });
    await send('AttachGroupPolicy', { GroupName: 'laden', PolicyArn: READ_ONLY });
    const conflict = (what) => assert.rejects(send('DeleteGroup', { GroupName: 'laden' }),
      awsError('DeleteConflictException', `Cannot delete entity, ${what}.`));
    await conflict('must remove users from group first');
    await assert.rejects(send('DeleteUser', { UserName: 'in-laden' }),
      awsError('DeleteConflictException', 'Cannot delete entity, must remove users from group first.'));
    await send('RemoveUserFromGroup', { GroupName: 'laden', UserName: 'in-laden' });
    await conflict('must detach all policies first');
    await send('DetachGroupPolicy', { GroupName: 'laden', PolicyArn: READ_ONLY });
    await conflict('must delete policies first');
    await send('DeleteGroupPolicy', { GroupName: 'laden', PolicyName: 'p' });
    await send('DeleteGroup', { GroupName: 'laden' });
    await send('DeleteUser', { UserName: 'in-laden' });
  });
});

describe('members', () => {
  it('are added, listed in pages both ways, and taken out', async () => {
    await send('CreateGroup', { GroupName: 'many', Path: '/m/' });
    for (let i = 0; i < 5; i++) {
      await send('CreateUser', { UserName: `many-${i}` });
      await send('AddUserToGroup', { GroupName: 'many', UserName: `many-${i}` });
    }
    await send('AddUserToGroup', { GroupName: 'many', UserName: 'many-0' });
    const { items, pages } = await listAll(iam, sdk.GetGroupCommand, { GroupName: 'many', MaxItems: 2 }, 'Users', 'Marker');
    assert.deepEqual([pages, items.map((u) => u.UserName).sort()], [3, [0, 1, 2, 3, 4].map((i) => `many-${i}`)]);
    const { Groups } = await send('ListGroupsForUser', { UserName: 'many-3' });
    assert.deepEqual(Groups.map((g) => g.Arn.split(':').at(-1)), ['group/m/many']);
    await send('RemoveUserFromGroup', { GroupName: 'many', UserName: 'many-3' });
    assert.deepEqual((await send('ListGroupsForUser', { UserName: 'many-3' })).Groups, []);
    await assert.rejects(send('RemoveUserFromGroup', { GroupName: 'many', UserName: 'many-3' }),
      awsError('NoSuchEntityException', 'User many-3 is not in group many.'));
    await assert.rejects(send('AddUserToGroup', { GroupName: 'none', UserName: 'many-3' }),
      awsError('NoSuchEntityException', 'The group with name none cannot be found.'));
    await assert.rejects(send('AddUserToGroup', { GroupName: 'many', UserName: 'nobody' }),
      awsError('NoSuchEntityException', 'The user with name nobody cannot be found.'));
  });

  it('are in ten groups at most', async () => {
    await send('CreateUser', { UserName: 'busy' });
    for (let i = 0; i <= 10; i++) await send('CreateGroup', { GroupName: `busy-${i}` });
    for (let i = 0; i < 10; i++) await send('AddUserToGroup', { GroupName: `busy-${i}`, UserName: 'busy' });
    await send('AddUserToGroup', { GroupName: 'busy-3', UserName: 'busy' });
    await assert.rejects(send('AddUserToGroup', { GroupName: 'busy-10', UserName: 'busy' }),
      awsError('LimitExceededException', 'Cannot exceed quota for GroupsPerUser: 10'));
    const { items } = await listAll(iam, sdk.ListGroupsForUserCommand, { UserName: 'busy', MaxItems: 4 }, 'Groups', 'Marker');
    assert.equal(new Set(items.map((g) => g.GroupId)).size, 10);
  });
});

describe('policies of a group', () => {
  before(() => send('CreateGroup', { GroupName: 'ruled' }));

  it('inline: as for users, up to 5,120 characters', async () => {
    const PolicyDocument = allow('iam:GetUser');
    await send('PutGroupPolicy', { GroupName: 'ruled', PolicyName: 'one', PolicyDocument });
    const read = await send('GetGroupPolicy', { GroupName: 'ruled', PolicyName: 'one' });
    assert.deepEqual([decodeURIComponent(read.PolicyDocument), read.GroupName, read.PolicyName], [PolicyDocument, 'ruled', 'one']);
    assert.deepEqual((await send('ListGroupPolicies', { GroupName: 'ruled' })).PolicyNames, ['one']);
    await assert.rejects(send('PutGroupPolicy', { GroupName: 'ruled', PolicyName: 'bad', PolicyDocument: '{}' }),
      awsError('MalformedPolicyDocumentException'));
    const padded = (n) => allow(`s3:${'x'.repeat(n)}`);
    const room = 5120 - PolicyDocument.length - padded(0).length;
    await send('PutGroupPolicy', { GroupName: 'ruled', PolicyName: 'full', PolicyDocument: `${padded(room)}\n\n` });
    await assert.rejects(send('PutGroupPolicy', { GroupName: 'ruled', PolicyName: 'full', PolicyDocument: padded(room + 1) }),
      awsError('LimitExceededException', 'Maximum policy size of 5120 bytes exceeded for group ruled'));
    for (const PolicyName of ['one', 'full']) await send('DeleteGroupPolicy', { GroupName: 'ruled', PolicyName });
    await assert.rejects(send('GetGroupPolicy', { GroupName: 'ruled', PolicyName: 'one' }),
      awsError('NoSuchEntityException', 'The group policy with name one cannot be found.'));
    await assert.rejects(send('DeleteGroupPolicy', { GroupName: 'ruled', PolicyName: 'one' }), awsError('NoSuchEntityException'));
  });

  it('managed: attached, listed, detached', async () => {
    await send('AttachGroupPolicy', { GroupName: 'ruled', PolicyArn: READ_ONLY });
    const { AttachedPolicies } = await send('ListAttachedGroupPolicies', { GroupName: 'ruled' });
    assert.deepEqual(AttachedPolicies, [{ PolicyName: 'IAMReadOnlyAccess', PolicyArn: READ_ONLY }]);
    await send('DetachGroupPolicy', { GroupName: 'ruled', PolicyArn: READ_ONLY });
    await assert.rejects(send('DetachGroupPolicy', { GroupName: 'ruled', PolicyArn: READ_ONLY }),
      awsError('NoSuchEntityException', `Policy ${READ_ONLY} was not found.`));
    await assert.rejects(send('AttachGroupPolicy', { GroupName: 'ruled', PolicyArn: 'arn:aws:iam::aws:policy/None' }),
      awsError('NoSuchEntityException', 'Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.'));
    await assert.rejects(send('AttachGroupPolicy', { GroupName: 'ruled', PolicyArn: 'no-arn-but-twenty-characters' }),
      awsError('InvalidInputException', 'ARN no-arn-but-twenty-characters is not valid.'));
    await assert.rejects(send('AttachGroupPolicy', {
      GroupName: 'ruled', PolicyArn: 'arn:aws:iam::aws:policy/aws-service-role/AWSSSOServiceRolePolicy' }),
    awsError('PolicyNotAttachableException', 'Cannot attach a Service Role Policy to a Customer Role.'));
  });
});

describe('what a group may do', () => {
  it('its members may do, from the very next request on', async () => {
    const member = await userWithKey('member');
    await send('CreateGroup', { GroupName: 'readers' });
    const refused = () => assert.rejects(send('ListUsers', {}, member), awsError('AccessDenied', /no identity-based policy allows the iam:ListUsers/));
    const allowed = () => send('ListUsers', {}, member);
    await refused();
    await send('AddUserToGroup', { GroupName: 'readers', UserName: 'member' });
    await refused();
    await send('PutGroupPolicy', { GroupName: 'readers', PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
    await allowed();
    await send('DeleteGroupPolicy', { GroupName: 'readers', PolicyName: 'list' });
    await refused();
    await send('AttachGroupPolicy', { GroupName: 'readers', PolicyArn: READ_ONLY });
    await allowed();
    await send('RemoveUserFromGroup', { GroupName: 'readers', UserName: 'member' });
    await refused();
  });
});
