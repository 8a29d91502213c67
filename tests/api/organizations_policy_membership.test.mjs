// Coming into an organization and going out of it: closing, removing, leaving, transferring, all features, deleting.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-organizations';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { ListAccountAssignmentsCommand } from '@aws-sdk/client-sso-admin';
import { awsError, startGatehouse, until } from '../support/gatehouse.mjs';
import { assign, createAccount, createInstance, createOrganization, createPermissionSet, newUser } from '../support/organization.mjs';
import { CreateUserCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';

const SCP = 'SERVICE_CONTROL_POLICY';
let gatehouse, client, organization, rootId;
const send = (name, input = {}, as = client) => as.send(new sdk[`${name}Command`](input));
const refused = (promise, name, reason) => assert.rejects(promise, (error) => {
  awsError(name)(error);
  assert.equal(error.Reason, reason);
  return true;
});
const DENY_IAM = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] });

/** A stand-alone account: its id, credentials and Organizations client. */
async function standAlone(name) {
  const email = `${name.toLowerCase()}@example.com`;
  const credentials = await gatehouse.createAccount(name, email);
  const { Account: id } = await gatehouse.client(sts.STSClient, credentials).send(new sts.GetCallerIdentityCommand({}));
  return { id, email, credentials, organizations: gatehouse.client(sdk.OrganizationsClient, credentials) };
}
async function invite(account, as = client, more = {}) {
  const { Handshake: h } = await send('InviteAccountToOrganization', { Target: { Type: 'ACCOUNT', Id: account.id }, ...more }, as);
  await send('AcceptHandshake', { HandshakeId: h.Id }, account.organizations);
}
const listUsers = (credentials) => gatehouse.client(iam.IAMClient, credentials).send(new iam.ListUsersCommand({}));

before(async () => {
  gatehouse = await startGatehouse();
  ({ organizations: client, organization, rootId } = await createOrganization(gatehouse));
  await send('EnablePolicyType', { RootId: rootId, PolicyType: SCP });
});
after(() => gatehouse?.stop());

describe('a member account', () => {
  it('leaves the policies behind with the organization', async () => {
    const guest = await standAlone('Leaver');
    await invite(guest, client, { Tags: [{ Key: 'team', Value: 'a' }] });
    assert.deepEqual((await send('ListTagsForResource', { ResourceId: guest.id })).Tags, [{ Key: 'team', Value: 'a' }]);
    const { Policy } = await send('CreatePolicy', { Name: 'no iam', Description: '', Type: SCP, Content: DENY_IAM });
    await send('AttachPolicy', { PolicyId: Policy.PolicySummary.Id, TargetId: rootId });
    await assert.rejects(listUsers(guest.credentials), awsError('AccessDenied', /explicit deny in a service control policy: \S+\/p-[a-z0-9]+$/));
    await send('LeaveOrganization', {}, guest.organizations);
    await listUsers(guest.credentials);
    await assert.rejects(send('DescribeOrganization', {}, guest.organizations), awsError('AWSOrganizationsNotInUseException'));
    await assert.rejects(send('LeaveOrganization', {}, guest.organizations), awsError('AWSOrganizationsNotInUseException'));
    await assert.rejects(send('DescribeAccount', { AccountId: guest.id }), awsError('AccountNotFoundException'));
    assert.ok((await send('ListTargetsForPolicy', { PolicyId: 'p-FullAWSAccess' })).Targets.every((t) => t.TargetId !== guest.id));
    await invite(guest);
    await assert.rejects(listUsers(guest.credentials), awsError('AccessDenied'));
    assert.deepEqual((await send('ListTagsForResource', { ResourceId: guest.id })).Tags, []);
    await send('RemoveAccountFromOrganization', { AccountId: guest.id });
    await listUsers(guest.credentials);
    await assert.rejects(send('RemoveAccountFromOrganization', { AccountId: guest.id }), awsError('AccountNotFoundException'));
    await send('DetachPolicy', { PolicyId: Policy.PolicySummary.Id, TargetId: rootId });
  });

  it('may be held by a policy', async () => {
    const guest = await standAlone('Held');
    await invite(guest);
    const { Policy } = await send('CreatePolicy', { Name: 'stay', Description: '', Type: SCP,
      Content: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' } }) });
    await send('AttachPolicy', { PolicyId: Policy.PolicySummary.Id, TargetId: guest.id });
    await assert.rejects(send('LeaveOrganization', {}, guest.organizations), awsError('AccessDeniedException', /explicit deny in a service control policy: \S+\/p-[a-z0-9]+$/));
    await send('RemoveAccountFromOrganization', { AccountId: guest.id });
    await send('DeletePolicy', { PolicyId: Policy.PolicySummary.Id });
  });

  it('may not go while it is new, manages, or administers a service', async () => {
    const created = await createAccount(client, 'Created', 'created@example.com');
    await refused(send('RemoveAccountFromOrganization', { AccountId: created }), 'ConstraintViolationException', 'WAIT_PERIOD_ACTIVE');
    await assert.rejects(send('RemoveAccountFromOrganization', { AccountId: organization.MasterAccountId }), awsError('MasterCannotLeaveOrganizationException'));
    await assert.rejects(send('LeaveOrganization'), awsError('MasterCannotLeaveOrganizationException'));
    const guest = await standAlone('Administrator');
    await invite(guest);
    await send('EnableAWSServiceAccess', { ServicePrincipal: 'config.amazonaws.com' });
    await send('RegisterDelegatedAdministrator', { AccountId: guest.id, ServicePrincipal: 'config.amazonaws.com' });
    for (const go of [() => send('LeaveOrganization', {}, guest.organizations), () => send('RemoveAccountFromOrganization', { AccountId: guest.id })])
      await refused(go(), 'ConstraintViolationException', 'CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG');
    await send('DeregisterDelegatedAdministrator', { AccountId: guest.id, ServicePrincipal: 'config.amazonaws.com' });
    await send('LeaveOrganization', {}, guest.organizations);
  });

  it('takes no assignment and no role of Identity Center along', async () => {
    const guest = await standAlone('Assigned');
    await invite(guest);
    const { admin, instanceArn, storeId } = await createInstance(gatehouse);
    const { UserId } = await gatehouse.client(IdentitystoreClient).send(new CreateUserCommand({ IdentityStoreId: storeId, ...newUser('jdoe') }));
    const PermissionSetArn = await createPermissionSet(admin, instanceArn, 'Leaving', 'arn:aws:iam::aws:policy/ReadOnlyAccess');
    await assign(admin, { InstanceArn: instanceArn, TargetId: guest.id, PermissionSetArn, PrincipalId: UserId, PrincipalType: 'USER' });
    const roles = async () => (await gatehouse.client(iam.IAMClient, guest.credentials).send(new iam.ListRolesCommand({}))).Roles
      .map((r) => r.RoleName).filter((n) => n.startsWith('AWSReservedSSO_Leaving_'));
    assert.equal((await roles()).length, 1);
    await send('RemoveAccountFromOrganization', { AccountId: guest.id });
    assert.deepEqual(await roles(), []);
    await invite(guest);
    const { AccountAssignments } = await admin.send(new ListAccountAssignmentsCommand({ InstanceArn: instanceArn, AccountId: guest.id, PermissionSetArn }));
    assert.deepEqual(AccountAssignments, []);
    await send('LeaveOrganization', {}, guest.organizations);
  });

  it('goes from one organization straight into another', async () => {
    const other = await standAlone('Rival');
    await send('CreateOrganization', {}, other.organizations);
    const guest = await standAlone('Mover');
    await invite(guest);
    await refused(send('InviteAccountToOrganization', { Target: { Type: 'ACCOUNT', Id: guest.id } }), 'HandshakeConstraintViolationException', 'ALREADY_IN_AN_ORGANIZATION');
    await invite(guest, other.organizations);
    assert.equal((await send('DescribeOrganization', {}, guest.organizations)).Organization.MasterAccountId, other.id);
    await assert.rejects(send('DescribeAccount', { AccountId: guest.id }), awsError('AccountNotFoundException'));
    const { Handshake } = await send('InviteAccountToOrganization', { Target: { Type: 'ACCOUNT', Id: other.id } });
    await assert.rejects(send('AcceptHandshake', { HandshakeId: Handshake.Id }, other.organizations), awsError('MasterCannotLeaveOrganizationException'));
    await send('CancelHandshake', { HandshakeId: Handshake.Id });
    await assert.rejects(send('DeleteOrganization', {}, other.organizations), awsError('OrganizationNotEmptyException'));
  });

  it('does not get out by another organization\'s invitation where a policy holds it', async () => {
    const other = await standAlone('Tempter');
    await send('CreateOrganization', {}, other.organizations);
    const guest = await standAlone('Kept');
    await invite(guest);
    const { Policy } = await send('CreatePolicy', { Name: 'stay here', Description: '', Type: SCP,
      Content: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' } }) });
    const held = { PolicyId: Policy.PolicySummary.Id, TargetId: guest.id };
    await send('AttachPolicy', held);
    const { Handshake: h } = await send('InviteAccountToOrganization', { Target: { Type: 'ACCOUNT', Id: guest.id } }, other.organizations);
    const accept = () => send('AcceptHandshake', { HandshakeId: h.Id }, guest.organizations);
    await assert.rejects(accept(), awsError('AccessDeniedException', /organizations:LeaveOrganization .*explicit deny in a service control policy$/));
    assert.equal((await send('DescribeAccount', { AccountId: guest.id })).Account.Id, guest.id);
    await send('DetachPolicy', held);
    await accept();
    assert.equal((await send('DescribeOrganization', {}, guest.organizations)).Organization.MasterAccountId, other.id);
  });
});

describe('closing an account', () => {
  it('suspends it, and ends what its credentials can do', async () => {
    const guest = await standAlone('Closing');
    await invite(guest);
    await send('CloseAccount', { AccountId: guest.id });
    await assert.rejects(listUsers(guest.credentials), awsError('InvalidClientTokenId'));
    const closed = await until('the account to be suspended', async () => {
      const { Account } = await send('DescribeAccount', { AccountId: guest.id });
      assert.ok(['PENDING_CLOSURE', 'SUSPENDED'].includes(Account.Status), Account.Status);
      return Account.Status === 'SUSPENDED' && Account;
    });
    assert.deepEqual([closed.State, closed.Status], ['SUSPENDED', 'SUSPENDED']);
    await assert.rejects(send('CloseAccount', { AccountId: guest.id }), awsError('AccountAlreadyClosedException'));
    await send('EnableAWSServiceAccess', { ServicePrincipal: 'config.amazonaws.com' });
    await refused(send('RegisterDelegatedAdministrator', { AccountId: guest.id, ServicePrincipal: 'config.amazonaws.com' }), 'ConstraintViolationException',
      'CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR');
  });

  it('ends what it administers once it is gone for good', async () => {
    const admin = await createAccount(client, 'Short', 'short@example.com');
    const next = await createAccount(client, 'Next', 'next@example.com');
    const register = (AccountId, as = client) => send('RegisterDelegatedAdministrator', { AccountId, ServicePrincipal: 'sso.amazonaws.com' }, as);
    await send('EnableAWSServiceAccess', { ServicePrincipal: 'sso.amazonaws.com' });
    await register(admin);
    await send('CloseAccount', { AccountId: admin });
    await until('the account to be suspended', async () => (await send('DescribeAccount', { AccountId: admin })).Account.Status === 'SUSPENDED');
    const seconds = 91 * 86_400;
    const later = () => gatehouse.client(sdk.OrganizationsClient, gatehouse.credentials, { systemClockOffset: seconds * 1000 });
    await gatehouse.stop({ keep: true });
    await gatehouse.start({ GATEHOUSE_CLOCK_OFFSET_S: String(seconds) });
    try {
      await until('the account to be gone', () => send('DescribeAccount', { AccountId: admin }, later()).then(() => false, (error) => error.name === 'AccountNotFoundException'));
      assert.deepEqual((await send('ListDelegatedAdministrators', { ServicePrincipal: 'sso.amazonaws.com' }, later())).DelegatedAdministrators, []);
      await register(next, later());
      await send('DeregisterDelegatedAdministrator', { AccountId: next, ServicePrincipal: 'sso.amazonaws.com' }, later());
    } finally {
      await gatehouse.stop({ keep: true });
      await gatehouse.start();
      client = gatehouse.client(sdk.OrganizationsClient);
    }
  });

  it('is for members only', async () => {
    await refused(send('CloseAccount', { AccountId: organization.MasterAccountId }), 'ConstraintViolationException', 'CANNOT_CLOSE_MANAGEMENT_ACCOUNT');
    await assert.rejects(send('CloseAccount', { AccountId: '000000000000' }), awsError('AccountNotFoundException'));
  });
});

describe('creating accounts', () => {
  it('goes five at a time', async () => {
    const results = await Promise.allSettled(Array.from({ length: 12 }, (_, i) =>
      send('CreateAccount', { AccountName: `Many ${i}`, Email: `many-${i}@example.com` })));
    for (const r of results)
      if (r.status === 'rejected')
        assert.deepEqual([r.reason.name, r.reason.Reason], ['ConstraintViolationException', 'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED']);
    assert.ok(results.filter((r) => r.status === 'fulfilled').length >= 5);
    await until('the accounts', async () => !(await send('ListCreateAccountStatus', { States: ['IN_PROGRESS'] })).CreateAccountStatuses.length);
  });
});

describe('all features', () => {
  let owner, rootOf, one, two;
  const state = async (id, as) => (await send('DescribeHandshake', { HandshakeId: id }, as)).Handshake.State;
  before(async () => {
    owner = await standAlone('Billing');
    await send('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' }, owner.organizations);
    rootOf = (await send('ListRoots', {}, owner.organizations)).Roots[0].Id;
    [one, two] = [await standAlone('One'), await standAlone('Two')];
    for (const guest of [one, two]) await invite(guest, owner.organizations);
    await createAccount(owner.organizations, 'Own', 'own@example.com');
  });

  it('begin when every invited account and the management account agree', async () => {
    await refused(send('CloseAccount', { AccountId: one.id }, owner.organizations), 'ConstraintViolationException', 'ORGANIZATION_NOT_IN_ALL_FEATURES_MODE');
    const { Handshake: h } = await send('EnableAllFeatures', {}, owner.organizations);
    assert.deepEqual([h.Action, h.State, h.Parties.map((p) => p.Type)], ['ENABLE_ALL_FEATURES', 'REQUESTED', ['ORGANIZATION']]);
    assert.match(h.Arn, /:handshake\/o-[a-z0-9]+\/enable_all_features\/h-/);
    assert.ok(Math.abs(h.ExpirationTimestamp - h.RequestedTimestamp - 90 * 86_400_000) < 60_000);
    await refused(send('EnableAllFeatures', {}, owner.organizations), 'HandshakeConstraintViolationException', 'ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION');
    await refused(send('InviteAccountToOrganization', { Target: { Type: 'EMAIL', Id: 'new@example.com' } }, owner.organizations),
      'HandshakeConstraintViolationException', 'INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES');
    await assert.rejects(send('AcceptHandshake', { HandshakeId: h.Id }, owner.organizations), awsError('InvalidHandshakeTransitionException'));
    const { Handshakes: parts } = await send('ListHandshakesForOrganization', { Filter: { ParentHandshakeId: h.Id } }, owner.organizations);
    assert.equal(parts.length, 2);
    for (const guest of [one, two]) {
      const { Handshakes } = await send('ListHandshakesForAccount', { Filter: { ActionType: 'ENABLE_ALL_FEATURES' } }, guest.organizations);
      assert.equal(Handshakes.length, 1);
      assert.equal(await state(h.Id, owner.organizations), 'REQUESTED');
      assert.equal((await send('AcceptHandshake', { HandshakeId: Handshakes[0].Id }, guest.organizations)).Handshake.State, 'ACCEPTED');
    }
    assert.equal(await state(h.Id, owner.organizations), 'OPEN');
    assert.equal((await send('DescribeOrganization', {}, owner.organizations)).Organization.FeatureSet, 'CONSOLIDATED_BILLING');
    const { Handshakes: [approval] } = await send('ListHandshakesForAccount', { Filter: { ActionType: 'APPROVE_ALL_FEATURES' } }, owner.organizations);
    await send('AcceptHandshake', { HandshakeId: approval.Id }, owner.organizations);
    assert.equal(await state(h.Id, owner.organizations), 'ACCEPTED');
    assert.equal((await send('DescribeOrganization', {}, owner.organizations)).Organization.FeatureSet, 'ALL');
    await send('EnablePolicyType', { RootId: rootOf, PolicyType: SCP }, owner.organizations);
    await refused(send('EnableAllFeatures', {}, owner.organizations), 'HandshakeConstraintViolationException', 'ORGANIZATION_ALREADY_HAS_ALL_FEATURES');
    await refused(send('ListHandshakesForOrganization', { Filter: { ParentHandshakeId: h.Id, ActionType: 'INVITE' } }, owner.organizations),
      'InvalidInputException', 'MAX_LIMIT_EXCEEDED_FILTER');
  });

  it('begin at once where nobody has to be asked, and end with the handshake that is cancelled', async () => {
    const lone = await standAlone('Lone');
    await send('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' }, lone.organizations);
    assert.equal((await send('EnableAllFeatures', {}, lone.organizations)).Handshake.State, 'ACCEPTED');
    assert.equal((await send('DescribeOrganization', {}, lone.organizations)).Organization.FeatureSet, 'ALL');
    await send('DeleteOrganization', {}, lone.organizations);

    await send('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' }, lone.organizations);
    const guest = await standAlone('Asked');
    await invite(guest, lone.organizations);
    const { Handshake: h } = await send('EnableAllFeatures', {}, lone.organizations);
    assert.equal((await send('CancelHandshake', { HandshakeId: h.Id }, lone.organizations)).Handshake.State, 'CANCELED');
    const { Handshakes } = await send('ListHandshakesForAccount', { Filter: { ActionType: 'ENABLE_ALL_FEATURES' } }, guest.organizations);
    assert.deepEqual(Handshakes.map((x) => x.State), ['CANCELED']);
    assert.equal((await send('EnableAllFeatures', {}, lone.organizations)).Handshake.State, 'REQUESTED');
  });

  it('do not wait for an account that is gone', async () => {
    const host = await standAlone('Host');
    await send('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' }, host.organizations);
    const [stays, leaves, declines] = [await standAlone('Stays'), await standAlone('Leaves'), await standAlone('Declines')];
    for (const guest of [stays, leaves, declines]) await invite(guest, host.organizations);
    const { Handshake: h } = await send('EnableAllFeatures', {}, host.organizations);
    const part = async (guest) => (await send('ListHandshakesForAccount', { Filter: { ActionType: 'ENABLE_ALL_FEATURES' } }, guest.organizations)).Handshakes[0];
    await send('DeclineHandshake', { HandshakeId: (await part(declines)).Id }, declines.organizations);
    await send('AcceptHandshake', { HandshakeId: (await part(stays)).Id }, stays.organizations);
    await send('RemoveAccountFromOrganization', { AccountId: leaves.id }, host.organizations);
    assert.equal((await part(leaves)).State, 'CANCELED');
    await assert.rejects(send('AcceptHandshake', { HandshakeId: (await part(leaves)).Id }, leaves.organizations), awsError('InvalidHandshakeTransitionException'));
    assert.equal(await state(h.Id, host.organizations), 'REQUESTED', 'one has said no');
    await send('LeaveOrganization', {}, declines.organizations);
    assert.equal(await state(h.Id, host.organizations), 'OPEN');
    const { Handshakes: [approval] } = await send('ListHandshakesForAccount', { Filter: { ActionType: 'APPROVE_ALL_FEATURES' } }, host.organizations);
    await send('AcceptHandshake', { HandshakeId: approval.Id }, host.organizations);
    assert.equal((await send('DescribeOrganization', {}, host.organizations)).Organization.FeatureSet, 'ALL');
  });

  it('let nobody in who was invited before and is not asked', async () => {
    const host = await standAlone('Asking');
    await send('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' }, host.organizations);
    const [guest, late] = [await standAlone('Early'), await standAlone('Later')];
    await invite(guest, host.organizations);
    const { Handshake: h } = await send('InviteAccountToOrganization', { Target: { Type: 'ACCOUNT', Id: late.id } }, host.organizations);
    const { Handshake: migration } = await send('EnableAllFeatures', {}, host.organizations);
    const accept = () => send('AcceptHandshake', { HandshakeId: h.Id }, late.organizations);
    await refused(accept(), 'HandshakeConstraintViolationException', 'INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES');
    await send('CancelHandshake', { HandshakeId: migration.Id }, host.organizations);
    await accept();
  });
});

describe('an invitation', () => {
  it('must name somebody', async () => {
    const to = (Type, Id) => send('InviteAccountToOrganization', { Target: { Type, Id } });
    await refused(to('ORGANIZATION', 'o-aaaaaaaaaa'), 'InvalidInputException', 'INVALID_PARTY_TYPE_TARGET');
    await refused(to('ACCOUNT', '000000000000'), 'InvalidInputException', 'TARGET_NOT_SUPPORTED');
    await refused(to('EMAIL', 'nobody'), 'InvalidInputException', 'INVALID_EMAIL_ADDRESS_TARGET');
  });

  it('by e-mail is answered by whoever has the address', async () => {
    const { Handshake: h } = await send('InviteAccountToOrganization', { Target: { Type: 'EMAIL', Id: 'future@example.com' } });
    const guest = await standAlone('Future');
    await send('AcceptHandshake', { HandshakeId: h.Id }, guest.organizations);
    assert.equal((await send('DescribeAccount', { AccountId: guest.id })).Account.JoinedMethod, 'INVITED');
  });
});

describe('deleting an organization', () => {
  it('leaves nothing of it', async () => {
    const owner = await standAlone('Ending');
    const as = owner.organizations;
    await send('CreateOrganization', {}, as);
    const { Roots: [root] } = await send('ListRoots', {}, as);
    await send('EnablePolicyType', { RootId: root.Id, PolicyType: SCP }, as);
    await send('CreateOrganizationalUnit', { ParentId: root.Id, Name: 'Unit' }, as);
    await send('CreatePolicy', { Name: 'p', Description: '', Type: SCP, Content: DENY_IAM, Tags: [{ Key: 'a', Value: 'b' }] }, as);
    await send('EnableAWSServiceAccess', { ServicePrincipal: 'config.amazonaws.com' }, as);
    const { Handshake } = await send('InviteAccountToOrganization', { Target: { Type: 'EMAIL', Id: 'never@example.com' } }, as);
    const guest = await standAlone('Ended');
    await invite(guest, as);
    await assert.rejects(send('DeleteOrganization', {}, as), awsError('OrganizationNotEmptyException'));
    await assert.rejects(send('DeleteOrganization', {}, guest.organizations), awsError('AccessDeniedException'));
    await send('RemoveAccountFromOrganization', { AccountId: guest.id }, as);
    await send('DeleteOrganization', {}, as);
    await assert.rejects(send('DescribeOrganization', {}, as), awsError('AWSOrganizationsNotInUseException'));
    await assert.rejects(send('DescribeHandshake', { HandshakeId: Handshake.Id }, as), awsError('HandshakeNotFoundException'));
    await send('CreateOrganization', {}, as);
    assert.deepEqual((await send('ListRoots', {}, as)).Roots[0].PolicyTypes, []);
    assert.equal((await send('ListPolicies', { Filter: SCP }, as)).Policies.length, 1);
  });
});
