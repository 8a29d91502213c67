// application.mjs: what the tests of applications share: an organization with two member accounts, an account outside of
// it, and their clients of Identity Center.
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-sso-admin';
import { IdentitystoreClient, CreateGroupCommand, CreateGroupMembershipCommand, CreateUserCommand } from '@aws-sdk/client-identitystore';
import { GetCallerIdentityCommand, STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts';
import { awsError } from './gatehouse.mjs';
import { createAccount, createInstance, createOrganization, newUser } from './organization.mjs';

export const CUSTOM = 'arn:aws:sso::aws:applicationProvider/custom';
export const NOBODY = '11111111-2222-4333-8444-555555555555';

export async function accountCredentials(gatehouse, accountId) {
  const { Credentials: c } = await gatehouse.client(STSClient).send(new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'applications' }));
  return { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
}

/** call(client, 'CreateApplication', input) */
export const call = (client, name, input = {}) => client.send(new sdk[`${name}Command`](input));

export async function stage(gatehouse) {
  const { organizations } = await createOrganization(gatehouse);
  const memberId = await createAccount(organizations, 'Member', 'member@example.com');
  const otherId = await createAccount(organizations, 'Other', 'other@example.com');
  const { admin, instanceArn, storeId } = await createInstance(gatehouse);
  const { Account: ownerId } = await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}));
  const as = async (id) => gatehouse.client(sdk.SSOAdminClient, await accountCredentials(gatehouse, id));
  const guestCredentials = await gatehouse.createAccount('Guest', 'guest@example.com');
  return { organizations, memberId, otherId, ownerId, admin, instanceArn, instanceId: instanceArn.split('/')[1], storeId,
    store: gatehouse.client(IdentitystoreClient), member: await as(memberId), other: await as(otherId),
    guest: gatehouse.client(sdk.SSOAdminClient, guestCredentials), guestCredentials };
}

export async function newApplication(client, InstanceArn, Name, more = {}) {
  const { ApplicationArn } = await call(client, 'CreateApplication', { InstanceArn, Name, ApplicationProviderArn: CUSTOM, ...more });
  return ApplicationArn;
}

export async function person(f, name) {
  return (await f.store.send(new CreateUserCommand({ IdentityStoreId: f.storeId, ...newUser(name) }))).UserId;
}

export async function group(f, DisplayName, members = []) {
  const { GroupId } = await f.store.send(new CreateGroupCommand({ IdentityStoreId: f.storeId, DisplayName }));
  for (const UserId of members)
    await f.store.send(new CreateGroupMembershipCommand({ IdentityStoreId: f.storeId, GroupId, MemberId: { UserId } }));
  return GroupId;
}

/** Whoever has no business with an application is told that there is none, in the words for one that never was. */
export async function unseen(clients, name, input, arn) {
  const never = arn.replace(/.{4}$/, 'ffff');
  for (const client of clients) {
    const say = (of) => assert.rejects(call(client, name, of), awsError('ResourceNotFoundException'));
    await say(input);
    await say(JSON.parse(JSON.stringify(input).replaceAll(arn, never)));
  }
}
