// Many assignments in one call, and assignments to units and the whole organization.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { IAMClient, CreateAccessKeyCommand, CreateUserCommand, ListRolesCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { IdentitystoreClient, CreateGroupCommand, CreateUserCommand as CreatePersonCommand, DeleteGroupCommand } from '@aws-sdk/client-identitystore';
import { CreateOrganizationalUnitCommand, DeleteOrganizationalUnitCommand, AcceptHandshakeCommand, InviteAccountToOrganizationCommand,
  LeaveOrganizationCommand, MoveAccountCommand } from '@aws-sdk/client-organizations';
import { AttachCustomerManagedPolicyReferenceToPermissionSetCommand, DescribeAccountAssignmentCreationStatusCommand, ListAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentsCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { startGatehouse, until } from '../support/gatehouse.mjs';
import { GatehouseService } from '../support/gatehouse_service.mjs';
import { assign, createAccount, createInstance, createOrganization, createPermissionSet, newUser } from '../support/organization.mjs';
import { readTrail } from '../support/trail.mjs';

const code = async (promise) => promise.then(() => 'none', (error) => error.name);

let gatehouse, service, organizations, rootId, admin, store, account, outsider, instanceArn, storeId, set, groups;
before(async () => {
  gatehouse = await startGatehouse();
  service = new GatehouseService(gatehouse);
  ({ organizations, rootId } = await createOrganization(gatehouse));
  ({ admin, instanceArn, storeId } = await createInstance(gatehouse));
  store = gatehouse.client(IdentitystoreClient);
  account = (await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}))).Account;
  set = await createPermissionSet(admin, instanceArn, 'Work', 'arn:aws:iam::aws:policy/ReadOnlyAccess');
  groups = [];
  for (let i = 0; i < 40; i++) groups.push((await store.send(new CreateGroupCommand({ IdentityStoreId: storeId, DisplayName: `group ${i}` }))).GroupId);
  outsider = await gatehouse.createAccount('Outsider', 'outsider@example.com');
});
after(() => gatehouse?.stop());

async function assigned(AccountId, PermissionSetArn = set) {
  const all = [];
  let NextToken;
  do {
    const page = await admin.send(new ListAccountAssignmentsCommand({ InstanceArn: instanceArn, PermissionSetArn, AccountId, NextToken }));
    all.push(...page.AccountAssignments.map((a) => a.PrincipalId));
    ({ NextToken } = page);
  } while (NextToken);
  return all.sort();
}
// PostgreSQL takes a while on a busy machine.
const PATIENCE = { timeoutMs: 120_000 };
const eventually = (what, AccountId, wanted, PermissionSetArn) =>
  until(what, async () => JSON.stringify(await assigned(AccountId, PermissionSetArn)) === JSON.stringify([...wanted].sort()), PATIENCE);

describe('many assignments in one call', () => {
  let accounts, sets;
  before(async () => {
    accounts = [];
    for (let i = 0; i < 6; i++) accounts.push(await createAccount(organizations, `Bulk ${i}`, `bulk${i}@example.com`));
    sets = [set];
    for (let i = 0; i < 4; i++) sets.push(await createPermissionSet(admin, instanceArn, `Bulk${i}`));
  });
  const all = () => accounts.flatMap((AccountId) => sets.flatMap((PermissionSetArn) => groups.map((PrincipalId) =>
    ({ AccountId, PermissionSetArn, PrincipalType: 'GROUP', PrincipalId }))));

  it('1,200 of them, each with a status and an audit event of its own', async () => {
    const Assignments = all();
    assert.equal(Assignments.length, 1200);
    const start = Date.now();
    const reply = await service.send('CreateAccountAssignments', { InstanceArn: instanceArn, Assignments });
    assert.equal(reply.Requests.length, 1200);
    assert.ok(reply.Requests.every((r) => r.Status === 'IN_PROGRESS'));
    for (const AccountId of accounts) for (const s of sets) await eventually('each account', AccountId, groups, s); // in any order
    console.log(`# 1,200 assignments in ${Date.now() - start} ms`);
    const { AccountAssignmentCreationStatus: one } = await admin.send(new DescribeAccountAssignmentCreationStatusCommand({
      InstanceArn: instanceArn, AccountAssignmentCreationRequestId: reply.Requests[7].RequestId }));
    assert.deepEqual([one.Status, one.PrincipalId, one.TargetId], ['SUCCEEDED', Assignments[7].PrincipalId, Assignments[7].AccountId]);
    const trail = readTrail(gatehouse.data, gatehouse.databaseArguments());
    const parts = trail.filter((e) => e.eventName === 'CreateAccountAssignment');
    assert.equal(parts.length, 1200);
    assert.equal(new Set(parts.map((e) => e.eventID)).size, 1200);
    assert.deepEqual([parts[7].eventSource, parts[7].requestParameters.principalId, parts[7].responseElements.requestId],
      ['sso.amazonaws.com', Assignments[7].PrincipalId, reply.Requests[7].RequestId]);
    assert.equal(trail.filter((e) => e.eventName === 'CreateAccountAssignments').length, 1);
  });

  it('and away again', async () => {
    await service.send('DeleteAccountAssignments', { InstanceArn: instanceArn, Assignments: all() });
    await eventually('the last account', accounts[5], [], sets[4]);
    await until('all of them', async () => (await Promise.all(accounts.flatMap((a) => sets.map((s) => assigned(a, s))))).every((v) => !v.length), PATIENCE);
  });

  it('all or none: one that may not be started stops them all', async () => {
    const good = { AccountId: accounts[0], PermissionSetArn: set, PrincipalType: 'GROUP', PrincipalId: groups[0] };
    const bad = { ...good, PermissionSetArn: `${set.slice(0, -4)}0000` };
    assert.equal(await code(service.send('CreateAccountAssignments', { InstanceArn: instanceArn, Assignments: [good, bad] })), 'ResourceNotFoundException');
    assert.deepEqual(await assigned(accounts[0]), []);
    const before = readTrail(gatehouse.data, gatehouse.databaseArguments()).filter((e) => e.eventName === 'CreateAccountAssignment').length;
    assert.equal(before, 1200, 'no event of what did not happen');
    assert.equal(await code(service.send('CreateAccountAssignments', { InstanceArn: instanceArn, Assignments: [] })), 'ValidationException');
    assert.equal(await code(service.send('CreateAccountAssignments', { InstanceArn: instanceArn, Assignments: Array(2001).fill(good) })), 'ValidationException');
  });

  it('what the job cannot do is that request\'s failure alone', async () => {
    const one = (more) => ({ AccountId: accounts[0], PermissionSetArn: set, PrincipalType: 'GROUP', PrincipalId: groups[0], ...more });
    const { Requests } = await service.send('CreateAccountAssignments', { InstanceArn: instanceArn,
      Assignments: [one({}), one({ AccountId: '111122223333' }), one({ PrincipalId: '0123456789-11111111-2222-3333-4444-555555555555' })] });
    const status = (i) => until('its end', async () => {
      const { AccountAssignmentCreationStatus: s } = await admin.send(new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn: instanceArn, AccountAssignmentCreationRequestId: Requests[i].RequestId }));
      return s.Status !== 'IN_PROGRESS' && s.Status;
    });
    assert.deepEqual(await Promise.all([0, 1, 2].map(status)), ['SUCCEEDED', 'FAILED', 'FAILED']);
  });

  it('needs the permission of the single operation as well, on every account', async () => {
    const iam = gatehouse.client(IAMClient);
    const clerk = async (UserName, ...Statement) => {
      await iam.send(new CreateUserCommand({ UserName }));
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) }));
      const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      return new GatehouseService(gatehouse, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    };
    const input = { InstanceArn: instanceArn, Assignments: accounts.slice(0, 2).map((AccountId) => ({ AccountId, PermissionSetArn: set, PrincipalType: 'GROUP', PrincipalId: groups[1] })) };
    const only = await clerk('only', { Effect: 'Allow', Action: 'gatehouse:CreateAccountAssignments', Resource: '*' });
    const reply = await only.send('CreateAccountAssignments', input).catch((e) => e);
    assert.match(`${reply.name} ${reply.message}`, /AccessDeniedException.*sso:CreateAccountAssignment/);
    const both = { Effect: 'Allow', Action: ['gatehouse:CreateAccountAssignments', 'sso:CreateAccountAssignment'], Resource: '*' };
    const fenced = await clerk('fenced', both, { Effect: 'Deny', Action: 'sso:CreateAccountAssignment', Resource: `arn:aws:sso:::account/${accounts[1]}` });
    assert.equal(await code(fenced.send('CreateAccountAssignments', input)), 'AccessDeniedException');
    assert.equal(await code((await clerk('free', both)).send('CreateAccountAssignments', input)), 'none');
    assert.equal(await code(new GatehouseService(gatehouse, outsider).send('CreateAccountAssignments', input)), 'ResourceNotFoundException');
  });
});

describe('assignments to a unit and the organization', () => {
  let units, accounts, work;
  const input = (TargetId, PrincipalId, more) => ({ InstanceArn: instanceArn, PermissionSetArn: work, PrincipalType: 'GROUP', PrincipalId, TargetId, ...more });
  const promise = (...of) => service.send('CreateAssignmentTarget', input(...of));
  const withdraw = (...of) => service.send('DeleteAssignmentTarget', input(...of));
  const unit = async (ParentId, Name) => (await organizations.send(new CreateOrganizationalUnitCommand({ ParentId, Name }))).OrganizationalUnit.Id;
  const move = (AccountId, SourceParentId, DestinationParentId) => organizations.send(new MoveAccountCommand({ AccountId, SourceParentId, DestinationParentId }));
  before(async () => {
    work = await createPermissionSet(admin, instanceArn, 'Everywhere');
    units = { dev: await unit(rootId, 'Dev') };
    units.team = await unit(units.dev, 'Team');
    accounts = [];
    for (let i = 0; i < 3; i++) accounts.push(await createAccount(organizations, `Target ${i}`, `target${i}@example.com`));
    await move(accounts[0], rootId, units.dev);
    await move(accounts[1], rootId, units.team);
  });

  it('reach what is below, at any depth, and nothing else', async () => {
    await promise(units.dev, groups[0]);
    await eventually('the unit', accounts[0], [groups[0]], work);
    await eventually('the unit below', accounts[1], [groups[0]], work);
    await promise(units.dev, groups[0]); // the same again
    assert.deepEqual(await assigned(accounts[2], work), []);
    const { AssignmentTargets } = await service.send('ListAssignmentTargets', { InstanceArn: instanceArn });
    assert.deepEqual(AssignmentTargets.map(({ CreatedDate, ...t }) => t), [{ TargetId: units.dev, PermissionSetArn: work, PrincipalType: 'GROUP', PrincipalId: groups[0] }]);
  });

  it('follow accounts that move in and out, and are made', async () => {
    await move(accounts[2], rootId, units.team);
    await eventually('who came', accounts[2], [groups[0]], work);
    await move(accounts[1], units.team, rootId);
    await eventually('who went', accounts[1], [], work);
    const { Roles } = await gatehouse.client(IAMClient, await memberAdmin(accounts[1])).send(new ListRolesCommand({ PathPrefix: '/aws-reserved/sso.amazonaws.com/' }));
    assert.deepEqual(Roles.filter((r) => r.RoleName.includes('Everywhere')), [], 'the role went with the last assignment');
    await promise(rootId, groups[1]);
    await eventually('the organization', accounts[1], [groups[1]], work);
    await eventually('both', accounts[2], [groups[0], groups[1]], work);
    const fresh = await createAccount(organizations, 'Fresh', 'fresh@example.com');
    await eventually('who was made', fresh, [groups[1]], work);
    assert.deepEqual(await assigned(account, work), [], 'never the management account');
  });

  it('end with the target, except where another one, or a hand, holds them', async () => {
    await promise(units.team, groups[1]); // also promised by the root
    await assign(admin, { InstanceArn: instanceArn, PermissionSetArn: work, PrincipalId: groups[1], TargetId: accounts[0] }); // by hand
    await withdraw(rootId, groups[1]);
    await eventually('nothing holds it', accounts[1], [], work);
    await eventually('the unit holds it', accounts[2], [groups[0], groups[1]], work);
    assert.deepEqual(await assigned(accounts[0], work), [groups[0], groups[1]].sort(), 'the hand holds it');
    assert.equal(await code(withdraw(rootId, groups[1])), 'ResourceNotFoundException');
  });

  it('leave an account that is taken out of the organization nothing', async () => {
    await promise(rootId, groups[3]);
    const guest = gatehouse.client(organizations.constructor, outsider);
    const { Account: guestId } = await gatehouse.client(STSClient, outsider).send(new GetCallerIdentityCommand({}));
    const { Handshake } = await organizations.send(new InviteAccountToOrganizationCommand({ Target: { Id: guestId, Type: 'ACCOUNT' } }));
    await guest.send(new AcceptHandshakeCommand({ HandshakeId: Handshake.Id }));
    await eventually('the guest came', guestId, [groups[3]], work);
    await guest.send(new LeaveOrganizationCommand({}));
    assert.deepEqual(await assigned(guestId, work), []);
    await withdraw(rootId, groups[3]);
    await eventually('the others', accounts[1], [], work);
    assert.deepEqual(await assigned(guestId, work), []);
  });

  it('survive a restart in the middle', async () => {
    await Promise.all(groups.slice(10, 30).map((g) => promise(rootId, g)));
    await gatehouse.kill9();
    await gatehouse.start();
    service = new GatehouseService(gatehouse);
    admin = gatehouse.client(SSOAdminClient);
    organizations = gatehouse.client(organizations.constructor);
    store = gatehouse.client(IdentitystoreClient);
    await eventually('all of them', accounts[1], groups.slice(10, 30), work);
    await Promise.all(groups.slice(10, 30).map((g) => withdraw(rootId, g)));
    await eventually('none of them', accounts[1], [], work);
  });

  it('tell of an account that cannot hold the role, and do not stop at it', async () => {
    const broken = await createPermissionSet(admin, instanceArn, 'Broken');
    await admin.send(new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({ InstanceArn: instanceArn, PermissionSetArn: broken,
      CustomerManagedPolicyReference: { Name: 'missing' } }));
    await promise(units.dev, groups[2], { PermissionSetArn: broken });
    await until('the failure', async () => {
      const { AccountAssignmentsCreationStatus: v } = await admin.send(new ListAccountAssignmentCreationStatusCommand({ InstanceArn: instanceArn, Filter: { Status: 'FAILED' } }));
      const all = await Promise.all(v.map((s) => admin.send(new DescribeAccountAssignmentCreationStatusCommand({ InstanceArn: instanceArn, AccountAssignmentCreationRequestId: s.RequestId }))));
      return all.some(({ AccountAssignmentCreationStatus: s }) => s.PermissionSetArn === broken && s.TargetId === accounts[0] && /missing/.test(s.FailureReason));
    });
    await withdraw(units.dev, groups[2], { PermissionSetArn: broken });
  });

  it('are listed by page, set and place; a unit that is deleted takes its own along', async () => {
    const empty = await unit(rootId, 'Empty');
    const wanted = groups.slice(30, 37).sort();
    for (const g of wanted) await promise(empty, g);
    for (const filters of [{ TargetId: empty }, { TargetId: empty, PermissionSetArn: work }]) {
      const all = [];
      let NextToken;
      do {
        const page = await service.send('ListAssignmentTargets', { InstanceArn: instanceArn, MaxResults: 3, ...filters, ...(NextToken && { NextToken }) });
        all.push(...page.AssignmentTargets.map((t) => t.PrincipalId));
        ({ NextToken } = page);
      } while (NextToken);
      assert.deepEqual(all, wanted);
    }
    assert.equal((await service.send('ListAssignmentTargets', { InstanceArn: instanceArn, PermissionSetArn: set })).AssignmentTargets.length, 0);
    await organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: empty }));
    assert.equal((await service.send('ListAssignmentTargets', { InstanceArn: instanceArn, TargetId: empty })).AssignmentTargets.length, 0);
  });

  it('are not for those who may not assign account by account', async () => {
    const iam = gatehouse.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: 'limited' }));
    const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName: 'limited' }));
    const limited = new GatehouseService(gatehouse, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    const empty = await unit(rootId, 'Limits');
    const try_ = async (operation, TargetId, ...denied) => {
      await iam.send(new PutUserPolicyCommand({ UserName: 'limited', PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [
        { Effect: 'Allow', Action: ['gatehouse:*', 'sso:*'], Resource: '*' }, ...denied.map(([Action, Resource]) => ({ Effect: 'Deny', Action, Resource }))] }) }));
      return code(limited.send(operation, { InstanceArn: instanceArn, PermissionSetArn: work, PrincipalType: 'GROUP', PrincipalId: groups[39], TargetId }));
    };
    for (const [operation, single] of [['CreateAssignmentTarget', 'sso:CreateAccountAssignment'], ['DeleteAssignmentTarget', 'sso:DeleteAccountAssignment']]) {
      const one = [single, `arn:aws:sso:::account/${accounts[2]}`];
      if (operation.startsWith('Delete')) {
        assert.equal(await try_(operation, rootId, one), 'ResourceNotFoundException', 'what is not there is asked about no account');
        await promise(rootId, groups[39]);
      }
      assert.equal(await try_(operation, empty, [single, '*']), 'AccessDeniedException', operation);
      assert.equal(await try_(operation, empty, [single, 'arn:aws:sso:::account/*']), 'AccessDeniedException', 'accounts as a class');
      assert.equal(await try_(operation, rootId, one), 'AccessDeniedException', 'one of them, below a unit');
      assert.equal(await try_(operation, empty, one), 'none', 'none of them');
    }
    await withdraw(rootId, groups[39]);
    await organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: empty }));
  });

  it('are refused where place, principal or instance is not there or not the caller\'s', async () => {
    assert.equal(await code(promise('ou-abcd-12345678', groups[0])), 'ResourceNotFoundException');
    assert.equal(await code(promise(accounts[0], groups[0])), 'ValidationException', 'an account is no place');
    const gone = (await store.send(new CreateGroupCommand({ IdentityStoreId: storeId, DisplayName: 'gone' }))).GroupId;
    await store.send(new DeleteGroupCommand({ IdentityStoreId: storeId, GroupId: gone }));
    assert.equal(await code(promise(units.dev, gone)), 'ResourceNotFoundException');
    assert.equal(await code(promise(units.dev, groups[0], { PrincipalType: 'USER' })), 'ResourceNotFoundException');
    const other = new GatehouseService(gatehouse, outsider);
    assert.equal(await code(other.send('ListAssignmentTargets', { InstanceArn: instanceArn })), 'ResourceNotFoundException');
    const member = new GatehouseService(gatehouse, await memberAdmin(accounts[0]));
    assert.equal(await code(member.send('ListAssignmentTargets', { InstanceArn: instanceArn })), 'AccessDeniedException');
    const person = (await store.send(new CreatePersonCommand({ IdentityStoreId: storeId, ...newUser('solo') }))).UserId;
    await promise(units.dev, person, { PrincipalType: 'USER' });
    await until('a person', async () => (await assigned(accounts[0], work)).includes(person));
  });
});

async function memberAdmin(id) {
  const { Credentials: c } = await gatehouse.client(STSClient).send(new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`, RoleSessionName: 'test' }));
  return { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
}
