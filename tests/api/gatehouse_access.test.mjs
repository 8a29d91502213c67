// Who reaches what, and why: ListEffectiveAccess and ExplainAccess.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { IAMClient, CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, DeleteUserCommand, ListUsersCommand,
  PutUserPermissionsBoundaryCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { IdentitystoreClient, CreateGroupCommand, CreateGroupMembershipCommand, CreateUserCommand as CreatePersonCommand,
  DeleteGroupMembershipCommand, ListGroupMembershipsCommand } from '@aws-sdk/client-identitystore';
import { AttachPolicyCommand, CreatePolicyCommand, EnablePolicyTypeCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ListAccountAssignmentCreationStatusCommand } from '@aws-sdk/client-sso-admin';
import { startGatehouse, until } from '../support/gatehouse.mjs';
import { GatehouseService } from '../support/gatehouse_service.mjs';
import { assign, createAccount, createInstance, createOrganization, createPermissionSet, newUser } from '../support/organization.mjs';

const document = (...statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const code = async (promise) => promise.then(() => 'none', (error) => error.name);

let gatehouse, service, organizations, rootId, store, account, outsider;
let instanceArn, storeId, accounts, sets, people, groups;
before(async () => {
  gatehouse = await startGatehouse();
  service = new GatehouseService(gatehouse);
  ({ organizations, rootId } = await createOrganization(gatehouse));
  let admin;
  ({ admin, instanceArn, storeId } = await createInstance(gatehouse));
  store = gatehouse.client(IdentitystoreClient);
  account = (await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}))).Account;
  accounts = await Promise.all(['A', 'B'].map((n) => createAccount(organizations, `Account ${n}`, `${n}@example.com`)));
  sets = {};
  for (const name of ['Admin', 'Reader']) sets[name] = await createPermissionSet(admin, instanceArn, name, 'arn:aws:iam::aws:policy/ReadOnlyAccess');
  people = {};
  for (const name of ['ann', 'bob', 'cyd', 'dan']) people[name] = (await store.send(new CreatePersonCommand({ IdentityStoreId: storeId, ...newUser(name) }))).UserId;
  groups = {};
  for (const [name, members] of Object.entries({ devs: ['ann', 'bob', 'cyd'], ops: ['ann'], empty: [] })) {
    groups[name] = (await store.send(new CreateGroupCommand({ IdentityStoreId: storeId, DisplayName: name }))).GroupId;
    for (const m of members) await store.send(new CreateGroupMembershipCommand({ IdentityStoreId: storeId, GroupId: groups[name], MemberId: { UserId: people[m] } }));
  }
  const give = (PrincipalId, set, TargetId, PrincipalType = 'GROUP') =>
    assign(admin, { InstanceArn: instanceArn, PermissionSetArn: sets[set], PrincipalId, PrincipalType, TargetId });
  await give(groups.devs, 'Reader', accounts[0]);
  await give(groups.devs, 'Reader', accounts[1]);
  await give(groups.ops, 'Admin', accounts[1]);
  await give(groups.empty, 'Admin', accounts[0]);
  await give(people.ann, 'Admin', accounts[0], 'USER');
  await give(people.dan, 'Reader', accounts[1], 'USER');
  outsider = await gatehouse.createAccount('Outsider', 'outsider@example.com');
});
after(() => gatehouse?.stop());

async function list(filters = {}, MaxResults, by = service) {
  const all = [];
  let NextToken, pages = 0;
  do {
    const reply = await by.send('ListEffectiveAccess', { InstanceArn: instanceArn, ...filters, ...(MaxResults && { MaxResults }), ...(NextToken && { NextToken }) });
    assert.ok(!MaxResults || reply.EffectiveAccess.length <= MaxResults);
    all.push(...reply.EffectiveAccess);
    NextToken = reply.NextToken;
    assert.ok(++pages < 100, 'it ends');
  } while (NextToken);
  return { all, pages };
}
const short = (rows) => rows.map((r) => `${r.UserName} ${r.PermissionSetName} ${r.AccountId === accounts[0] ? 0 : 1} ${r.GroupName ?? '-'}`).sort();

const EVERYTHING = ['ann Admin 0 -', 'ann Admin 1 ops', 'ann Reader 0 devs', 'ann Reader 1 devs', 'bob Reader 0 devs', 'bob Reader 1 devs',
  'cyd Reader 0 devs', 'cyd Reader 1 devs', 'dan Reader 1 -'];

describe('ListEffectiveAccess', () => {
  it('spreads groups out to their members', async () => {
    const { all, pages } = await list();
    assert.deepEqual(short(all), EVERYTHING);
    assert.equal(pages, 1, 'no token at the end');
    const one = all.find((r) => r.UserName === 'ann' && r.GroupName === 'ops');
    assert.deepEqual(one, { UserId: people.ann, UserName: 'ann', AccountId: accounts[1], PermissionSetArn: sets.Admin, PermissionSetName: 'Admin',
      PrincipalType: 'GROUP', PrincipalId: groups.ops, GroupName: 'ops' });
  });

  it('pages of any size hold the same, each once', async () => {
    for (const filters of [{}, { UserId: people.ann }, { GroupId: groups.devs }, { PermissionSetArn: sets.Reader }, { AccountId: accounts[1] }]) {
      const whole = short((await list(filters)).all);
      for (const size of [1, 2, 3, 4]) {
        const { all, pages } = await list(filters, size);
        assert.deepEqual(short(all), whole, `${JSON.stringify(filters)} by ${size}`);
        assert.equal(pages, Math.max(1, Math.ceil(whole.length / size)));
      }
    }
  });

  it('filters by user, group, account and permission set, and by all at once', async () => {
    const want = async (filters, test) => assert.deepEqual(short((await list(filters)).all), EVERYTHING.filter((l) => test(l.split(' '))));
    await want({ UserId: people.ann }, ([user]) => user === 'ann');
    await want({ GroupId: groups.devs }, ([, , , group]) => group === 'devs');
    await want({ AccountId: accounts[0] }, ([, , at]) => at === '0');
    await want({ PermissionSetArn: sets.Admin }, ([, set]) => set === 'Admin');
    await want({ UserId: people.ann, GroupId: groups.devs }, ([user, , , group]) => user === 'ann' && group === 'devs');
    await want({ UserId: people.dan, GroupId: groups.devs }, () => false);
    await want({ AccountId: accounts[1], PermissionSetArn: sets.Reader }, ([, set, at]) => set === 'Reader' && at === '1');
    await want({ UserId: people.ann, AccountId: accounts[0], PermissionSetArn: sets.Reader }, ([u, s, at]) => u === 'ann' && s === 'Reader' && at === '0');
    await want({ GroupId: groups.empty }, () => false);
    await want({ AccountId: '111122223333' }, () => false);
    await want({ UserId: '0123456789-11111111-2222-3333-4444-555555555555' }, () => false);
  });

  it('follows memberships at once, also in the middle of a list', async () => {
    const { GroupMemberships } = await store.send(new ListGroupMembershipsCommand({ IdentityStoreId: storeId, GroupId: groups.devs }));
    const of = (name) => GroupMemberships.find((m) => m.MemberId.UserId === people[name]).MembershipId;
    const order = ['ann', 'bob', 'cyd'].sort((a, b) => (people[a] < people[b] ? -1 : 1));
    const first = await service.send('ListEffectiveAccess', { InstanceArn: instanceArn, GroupId: groups.devs, MaxResults: 1 });
    assert.equal(first.EffectiveAccess[0].UserName, order[0]);
    await store.send(new DeleteGroupMembershipCommand({ IdentityStoreId: storeId, MembershipId: of(order[1]) }));
    const second = await service.send('ListEffectiveAccess', { InstanceArn: instanceArn, GroupId: groups.devs, MaxResults: 1, NextToken: first.NextToken });
    assert.equal(second.EffectiveAccess[0].UserName, order[2]);
    await store.send(new CreateGroupMembershipCommand({ IdentityStoreId: storeId, GroupId: groups.devs, MemberId: { UserId: people[order[1]] } }));
    assert.deepEqual(short((await list()).all), EVERYTHING);
  });

  it('does not walk through what other organizations have assigned', async () => {
    const theirs = { client: (type) => gatehouse.client(type, outsider) };
    await createOrganization(theirs);
    const other = await createInstance(theirs);
    const { Account } = await gatehouse.client(STSClient, outsider).send(new GetCallerIdentityCommand({}));
    const crowd = [];
    for (let i = 0; i < 60; i++) crowd.push((await theirs.client(IdentitystoreClient).send(new CreateGroupCommand({ IdentityStoreId: other.storeId, DisplayName: `crowd ${i}` }))).GroupId);
    const Assignments = [];
    for (let i = 0; i < 10; i++) {
      const PermissionSetArn = await createPermissionSet(other.admin, other.instanceArn, `Set${i}`);
      Assignments.push(...crowd.map((PrincipalId) => ({ AccountId: Account, PermissionSetArn, PrincipalType: 'GROUP', PrincipalId })));
    }
    await new GatehouseService(gatehouse, outsider).send('CreateAccountAssignments', { InstanceArn: other.instanceArn, Assignments });
    await until('their assignments', async () => {
      const { AccountAssignmentsCreationStatus: v } = await other.admin.send(new ListAccountAssignmentCreationStatusCommand({ InstanceArn: other.instanceArn, Filter: { Status: 'IN_PROGRESS' } }));
      return v.length === 0;
    }, { timeoutMs: 120_000 });
    const { all, pages } = await list();
    assert.deepEqual(short(all), EVERYTHING);
    assert.equal(pages, 1);
    assert.equal((await list({ AccountId: Account })).pages, 1);
  });

  it('is for those who administer the instance; a token serves its own list only', async () => {
    const { Credentials: c } = await gatehouse.client(STSClient).send(new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accounts[0]}:role/OrganizationAccountAccessRole`, RoleSessionName: 'test' }));
    const member = new GatehouseService(gatehouse, { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
    assert.equal(await code(list({}, undefined, member)), 'AccessDeniedException');
    assert.equal(await code(list({}, undefined, new GatehouseService(gatehouse, outsider))), 'ResourceNotFoundException');
    const { NextToken } = await service.send('ListEffectiveAccess', { InstanceArn: instanceArn, MaxResults: 1 });
    assert.equal(await code(service.send('ListEffectiveAccess', { InstanceArn: instanceArn, UserId: people.ann, NextToken })), 'ValidationException');
    assert.equal(await code(service.send('ListEffectiveAccess', { InstanceArn: instanceArn, PermissionSetArn: `${sets.Admin.slice(0, -4)}0000` })), 'ResourceNotFoundException');
  });
});

describe('ExplainAccess', () => {
  let iam, ann;
  before(async () => {
    iam = gatehouse.client(IAMClient);
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'ann' }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'ann', PolicyName: 'own', PolicyDocument: document(
      { Sid: 'Other', Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' },
      { Sid: 'Elsewhere', Effect: 'Allow', Action: 'iam:ListUsers', Resource: 'arn:aws:iam::999999999999:user/*' },
      { Sid: 'AtNight', Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': 'nowhere' } } },
      { Sid: 'Never', Effect: 'Deny', Action: 'iam:Delete*', Resource: '*' }) }));
    const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
    ann = { arn: User.Arn, credentials: { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey } };
  });
  const ask = (Request, by = service) => by.send('ExplainAccess', { Request });

  it('says of every statement whether it applies, and if not, why', async () => {
    const reply = await ask({ PrincipalArn: ann.arn, Action: 'iam:ListUsers', Context: [{ Key: 'aws:RequestedRegion', Values: ['us-east-1'] }] });
    assert.equal(reply.Result.Decision, 'IMPLICIT_DENY');
    assert.deepEqual(reply.Layers.map((l) => [l.Layer, l.Decision]), [['IDENTITY_POLICY', 'IMPLICIT_DENY']]);
    assert.deepEqual(reply.Layers[0].Policies[0].Statements.map((s) => [s.Sid, s.StatementIndex, s.Effect, s.Fit]), [
      ['Other', 0, 'ALLOW', 'ACTION_DIFFERS'], ['Elsewhere', 1, 'ALLOW', 'RESOURCE_DIFFERS'], ['AtNight', 2, 'ALLOW', 'CONDITION_FAILS'],
      ['Never', 3, 'DENY', 'ACTION_DIFFERS']]);
    assert.ok(reply.Context.some((k) => k.Key === 'aws:PrincipalArn' && k.Values[0] === ann.arn));
    const denied = await ask({ PrincipalArn: ann.arn, Action: 'iam:DeleteUser' });
    assert.deepEqual([denied.Result.Decision, denied.Layers[0].Decision, denied.Layers[0].Policies[0].Statements[3].Fit], ['EXPLICIT_DENY', 'EXPLICIT_DENY', 'APPLIES']);
    assert.equal((await ask({ PrincipalArn: ann.arn, Action: 'iam:ListUsers', Context: [{ Key: 'aws:RequestedRegion', Values: ['nowhere'] }] })).Result.Decision, 'ALLOW');
  });

  it('shows every layer: levels of control policies, boundary, resource policy, root', async () => {
    await organizations.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }));
    const { Policy } = await organizations.send(new CreatePolicyCommand({ Name: 'Stop', Description: 'd', Type: 'SERVICE_CONTROL_POLICY',
      Content: document({ Sid: 'Stop', Effect: 'Deny', Action: 's3:*', Resource: '*' }) }));
    await organizations.send(new AttachPolicyCommand({ PolicyId: Policy.PolicySummary.Id, TargetId: accounts[0] }));
    const reply = await ask({ PrincipalArn: `arn:aws:iam::${accounts[0]}:root`, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/k', ResourcePolicy: document(
      { Sid: 'R', Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 's3:GetObject', Resource: '*' }) });
    assert.equal(reply.Result.Layer, 'SERVICE_CONTROL_POLICY');
    assert.deepEqual(reply.Layers.map((l) => [l.Layer, l.Level, l.Decision]), [['SERVICE_CONTROL_POLICY', 0, 'ALLOW'],
      ['SERVICE_CONTROL_POLICY', 1, 'EXPLICIT_DENY'], ['RESOURCE_POLICY', undefined, 'IMPLICIT_DENY'], ['ROOT_USER', undefined, 'ALLOW']]);
    assert.equal(reply.Layers[2].Policies[0].Statements[0].Fit, 'PRINCIPAL_DIFFERS');
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'ann', PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }));
    const bounded = await ask({ PrincipalArn: ann.arn, Action: 'app:Do' });
    assert.deepEqual(bounded.Layers.map((l) => [l.Layer, l.Decision]), [['IDENTITY_POLICY', 'IMPLICIT_DENY'], ['PERMISSIONS_BOUNDARY', 'IMPLICIT_DENY']]);
  });

  it('shows each condition key as the engine saw it: once, and not where it was missing', async () => {
    const shown = async (...Context) => (await ask({ PrincipalArn: ann.arn, Action: 'app:Do', ...(Context.length && { Context }) })).Context;
    const entries = (context, key) => context.filter((k) => k.Key.toLowerCase() === key);
    const without = await shown();
    assert.equal(entries(without, 'aws:principalarn').length, 1);
    for (const key of ['aws:securetransport', 'aws:viaawsservice', 'aws:sourceip']) assert.deepEqual(entries(without, key), []);
    const Context = [{ Key: 'AWS:securetransport', Values: ['true'] }, { Key: 'aws:ViaAWSService', Values: ['true'] }];
    const given = await shown(...Context);
    assert.deepEqual([...entries(given, 'aws:securetransport'), ...entries(given, 'aws:viaawsservice')], Context);
    assert.equal(new Set(given.map((k) => k.Key.toLowerCase())).size, given.length, 'none twice');
  });

  it('explains a denied request by its id, from the audit trail', async () => {
    const refused = await gatehouse.client(IAMClient, ann.credentials).send(new DeleteUserCommand({ UserName: 'somebody' })).catch((e) => e);
    assert.equal(refused.name, 'AccessDenied');
    const RequestId = refused.$metadata.requestId;
    const reply = await service.send('ExplainAccess', { RequestId });
    assert.deepEqual([reply.Action, reply.Resource], ['iam:DeleteUser', `arn:aws:iam::${account}:user/somebody`]);
    assert.deepEqual([reply.Result.Decision, reply.Result.DecidingStatements[0].Sid], ['EXPLICIT_DENY', 'Never']);
    assert.deepEqual([reply.Recorded.EventName, reply.Recorded.PrincipalArn, reply.Recorded.ErrorCode, reply.Recorded.RequestId],
      ['DeleteUser', ann.arn, 'AccessDenied', RequestId]);
    assert.equal(reply.Recorded.ErrorMessage, refused.message);
    assert.ok(reply.Context.some((k) => k.Key === 'aws:SourceIp' && k.Values[0] === '127.0.0.1'));

    const other = new GatehouseService(gatehouse, outsider);
    assert.equal(await code(other.send('ExplainAccess', { RequestId })), 'ResourceNotFoundException', 'others do not learn of it');
    assert.equal(await code(service.send('ExplainAccess', { RequestId: '00000000-0000-4000-8000-000000000000' })), 'ResourceNotFoundException');
    const allowed = await iam.send(new ListUsersCommand({}));
    await iam.send(new CreateRoleCommand({ RoleName: 'flush', AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }) }));
    assert.equal(await code(service.send('ExplainAccess', { RequestId: allowed.$metadata.requestId })), 'ResourceNotFoundException', 'it was not denied');
  });

  it('a recorded denial is for those who may ask about its principal', async () => {
    const refused = await gatehouse.client(IAMClient, ann.credentials).send(new DeleteUserCommand({ UserName: 'nobody' })).catch((e) => e);
    const RequestId = refused.$metadata.requestId;
    await iam.send(new CreateUserCommand({ UserName: 'auditor' }));
    const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName: 'auditor' }));
    const auditor = new GatehouseService(gatehouse, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    const may = (...more) => iam.send(new PutUserPolicyCommand({ UserName: 'auditor', PolicyName: 'p',
      PolicyDocument: document({ Effect: 'Allow', Action: 'gatehouse:*', Resource: '*' }, ...more) }));
    await may({ Effect: 'Deny', Action: 'gatehouse:ExplainAccess', Resource: ann.arn });
    assert.equal(await code(auditor.send('ExplainAccess', { RequestId })), 'AccessDeniedException');
    assert.equal(await code(ask({ PrincipalArn: ann.arn, Action: 'a:B' }, auditor)), 'AccessDeniedException');
    await may({ Effect: 'Deny', Action: 'gatehouse:ExplainAccess', Resource: `${ann.arn}x` });
    assert.equal((await auditor.send('ExplainAccess', { RequestId })).Recorded.PrincipalArn, ann.arn);
  });

  it('tells a member account the decision of control policies, not what they say', async () => {
    const { Credentials: c } = await gatehouse.client(STSClient).send(new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accounts[0]}:role/OrganizationAccountAccessRole`, RoleSessionName: 'test' }));
    const member = new GatehouseService(gatehouse, { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
    const request = { PrincipalArn: `arn:aws:iam::${accounts[0]}:root`, Action: 'ec2:RunInstances', Resource: '*' };
    const [whole, part] = [await ask(request), await ask(request, member)];
    const controls = (reply) => reply.Layers.filter((l) => l.Layer === 'SERVICE_CONTROL_POLICY');
    assert.deepEqual(controls(whole).map((l) => [l.Level, l.Decision, l.Policies.length > 0]), [[0, 'ALLOW', true], [1, 'ALLOW', true]]);
    assert.deepEqual(controls(part).map((l) => [l.Level, l.Decision, l.Policies ?? []]), [[0, 'ALLOW', []], [1, 'ALLOW', []]]);
    assert.ok(JSON.stringify(whole).includes('Stop') && !JSON.stringify(part).includes('Stop'));
  });

  it('is for those who may ask', async () => {
    assert.equal(await code(ask({ PrincipalArn: ann.arn, Action: 'a:B' }, new GatehouseService(gatehouse, outsider))), 'AccessDeniedException');
    assert.equal(await code(ask({ PrincipalArn: ann.arn, Action: 'a:B' }, new GatehouseService(gatehouse, ann.credentials))), 'AccessDeniedException');
    assert.equal(await code(service.send('ExplainAccess', {})), 'ValidationException');
    assert.equal((await ask({ PrincipalArn: `arn:aws:iam::${account}:user/none`, Action: 'a:B' })).Result.Layer, 'AUTHENTICATION');
  });
});

describe('a denial of long ago', () => {
  let aged;
  after(() => aged?.stop());

  it('is forgotten after 90 days', async () => {
    const days = (n) => n * 86_400;
    aged = await startGatehouse();
    const users = aged.client(IAMClient);
    await users.send(new CreateUserCommand({ UserName: 'eve' }));
    const { AccessKey: k } = await users.send(new CreateAccessKeyCommand({ UserName: 'eve' }));
    const eve = aged.client(IAMClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    const { $metadata: { requestId: RequestId } } = await eve.send(new ListUsersCommand({})).catch((e) => e);
    const ask = (later) => new GatehouseService(aged).send('ExplainAccess', { RequestId }, new Date(Date.now() + later * 1000));
    assert.equal((await ask(0)).Recorded.RequestId, RequestId);
    for (const [later, what] of [[days(89), 'none'], [days(91), 'ResourceNotFoundException']]) {
      await aged.stop({ keep: true });
      await aged.start({ GATEHOUSE_CLOCK_OFFSET_S: String(later) });
      await until(`ExplainAccess to answer ${what} after ${later / 86_400} days`, async () => (await code(ask(later))) === what);
    }
  });
});
