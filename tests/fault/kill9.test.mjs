// kill -9 at any moment: what was acknowledged is there, what was begun is finished, nothing is done twice.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { IdentitystoreClient, CreateUserCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import { OrganizationsClient, CreateAccountCommand, DescribeCreateAccountStatusCommand, ListAccountsCommand } from '@aws-sdk/client-organizations';
import { SSOAdminClient, CreateAccountAssignmentCommand, ListAccountAssignmentsCommand } from '@aws-sdk/client-sso-admin';
import { listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { createInstance, createOrganization, createPermissionSet, furnish, newUser, waitForAssignment } from '../support/organization.mjs';

const ROUNDS = 6, WRITERS = 16;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Creates users one after another until the server is gone; answers the ids it was told. */
async function write(store, storeId, prefix) {
  const acknowledged = [];
  for (let i = 0; ; i++) {
    try {
      const { UserId } = await store.send(new CreateUserCommand({ IdentityStoreId: storeId, ...newUser(`${prefix}-${i}`) }));
      acknowledged.push(UserId);
    } catch {
      return acknowledged;
    }
  }
}

describe('kill -9', () => {
  it(`loses nothing acknowledged, ${ROUNDS} times`, async () => {
    const gatehouse = await startGatehouse();
    await createOrganization(gatehouse);
    const { storeId } = await createInstance(gatehouse);
    const all = [];
    for (let round = 0; round < ROUNDS; round++) {
      const store = gatehouse.client(IdentitystoreClient);
      const writers = Array.from({ length: WRITERS }, (_, w) => write(store, storeId, `r${round}-w${w}`));
      await sleep(150 + Math.random() * 500);
      await gatehouse.kill9();
      all.push(...(await Promise.all(writers)).flat());
      await gatehouse.start();
      const { items } = await listAll(gatehouse.client(IdentitystoreClient), ListUsersCommand, { IdentityStoreId: storeId }, 'Users');
      const there = new Set(items.map((u) => u.UserId));
      assert.equal(there.size, items.length);
      const lost = all.filter((id) => !there.has(id));
      assert.deepEqual(lost, [], `round ${round}: ${lost.length} of ${all.length} lost`);
      assert.equal(new Set(items.map((u) => u.UserName)).size, items.length);
    }
    assert.ok(all.length > ROUNDS, `only ${all.length} writes were acknowledged`);
    await gatehouse.stop();
  });

  it('resumes account creation, once', async () => {
    const gatehouse = await startGatehouse();
    await createOrganization(gatehouse);
    for (let round = 0; round < 4; round++) {
      const { CreateAccountStatus: s } = await gatehouse.client(OrganizationsClient).send(
        new CreateAccountCommand({ AccountName: `Account ${round}`, Email: `account${round}@example.com` }));
      await sleep(round * 7);
      await gatehouse.kill9();
      await gatehouse.start();
      const organizations = gatehouse.client(OrganizationsClient);
      const done = await until('the account', async () => {
        const { CreateAccountStatus: now } = await organizations.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: s.Id }));
        return now.State !== 'IN_PROGRESS' && now;
      });
      assert.equal(done.State, 'SUCCEEDED', done.FailureReason);
      const { items } = await listAll(organizations, ListAccountsCommand, {}, 'Accounts');
      assert.equal(items.filter((a) => a.Email === `account${round}@example.com`).length, 1);
      assert.equal(items.length, round + 2);
    }
    await gatehouse.stop();
  });

  it('resumes assignments, once', async () => {
    const gatehouse = await startGatehouse();
    const f = await furnish(gatehouse);
    const base = { InstanceArn: f.instanceArn, TargetId: f.accountId, TargetType: 'AWS_ACCOUNT', PrincipalType: 'GROUP', PrincipalId: f.groupId };
    for (let round = 0; round < 4; round++) {
      const PermissionSetArn = await createPermissionSet(gatehouse.client(SSOAdminClient), f.instanceArn, `Set${round}`, 'arn:aws:iam::aws:policy/ReadOnlyAccess');
      const { AccountAssignmentCreationStatus: s } = await gatehouse.client(SSOAdminClient).send(new CreateAccountAssignmentCommand({ ...base, PermissionSetArn }));
      await sleep(round * 5);
      await gatehouse.kill9();
      await gatehouse.start();
      const admin = gatehouse.client(SSOAdminClient);
      const done = await waitForAssignment(admin, f.instanceArn, s.RequestId);
      assert.equal(done.Status, 'SUCCEEDED', done.FailureReason);
      const { AccountAssignments } = await admin.send(new ListAccountAssignmentsCommand({ InstanceArn: f.instanceArn, AccountId: f.accountId, PermissionSetArn }));
      assert.equal(AccountAssignments.length, 1);
    }
    await gatehouse.stop();
  });
});
