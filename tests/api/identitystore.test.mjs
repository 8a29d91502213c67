// The identity store: users, groups, memberships.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import * as sdk from '@aws-sdk/client-identitystore';
import { awsError, listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { createInstance, createOrganization, newUser } from '../support/organization.mjs';

const NO_ID = '11111111-2222-4333-8444-555555555555';
let gatehouse, store, IdentityStoreId;
const send = (name, input = {}) => store.send(new sdk[`${name}Command`]({ IdentityStoreId, ...input }));
before(async () => {
  gatehouse = await startGatehouse();
  await createOrganization(gatehouse);
  IdentityStoreId = (await createInstance(gatehouse)).storeId;
  store = gatehouse.client(sdk.IdentitystoreClient);
});
after(() => gatehouse?.stop());

describe('users', () => {
  it('come back with everything they were made with', async () => {
    const input = newUser('full', {
      NickName: 'Johnny', Title: 'Engineer', UserType: 'Staff', PreferredLanguage: 'de', Locale: 'de-AT', Timezone: 'Europe/Vienna',
      ProfileUrl: 'https://example.com/full', PhoneNumbers: [{ Value: '+43 1 234', Type: 'work', Primary: true }],
      Addresses: [{ Locality: 'Vienna', Country: 'AT', Primary: true }],
      Name: { GivenName: 'Jöhn', FamilyName: 'Dœ', MiddleName: 'Q', Formatted: 'Jöhn Q Dœ', HonorificPrefix: 'Dr', HonorificSuffix: 'Jr' },
    });
    const { UserId, IdentityStoreId: in_ } = await send('CreateUser', input);
    assert.equal(in_, IdentityStoreId);
    assert.match(UserId, /^([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const read = await send('DescribeUser', { UserId });
    for (const [key, value] of Object.entries(input)) assert.deepEqual(read[key], value, key);
  });

  it('have a unique name and address, whatever the case', async () => {
    await send('CreateUser', newUser('unique'));
    const twice = (error) => awsError('ConflictException')(error) && error.Reason === 'UNIQUENESS_CONSTRAINT_VIOLATION';
    await assert.rejects(send('CreateUser', newUser('unique', { Emails: [{ Value: 'other@example.com' }] })), twice);
    await assert.rejects(send('CreateUser', newUser('UNIQUE', { Emails: [{ Value: 'other2@example.com' }] })), twice);
    await assert.rejects(send('CreateUser', newUser('unique2', { Emails: [{ Value: 'unique@example.com' }] })), twice);
  });

  it('that are not there are said so', async () => {
    for (const name of ['DescribeUser', 'DeleteUser'])
      await assert.rejects(send(name, { UserId: NO_ID }), (error) =>
        awsError('ResourceNotFoundException')(error) && error.ResourceType === 'USER' && error.ResourceId === NO_ID);
    await assert.rejects(store.send(new sdk.ListUsersCommand({ IdentityStoreId: 'd-0123456789' })), (error) =>
      ['ResourceNotFoundException', 'AccessDeniedException'].includes(error.name));
  });

  it('are found by their attributes', async () => {
    const { UserId } = await send('CreateUser', newUser('found'));
    const by = (AttributePath, AttributeValue) => send('GetUserId', { AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } } });
    assert.equal((await by('userName', 'found')).UserId, UserId);
    assert.equal((await by('emails.value', 'found@example.com')).UserId, UserId);
    await assert.rejects(by('userName', 'nobody'), awsError('ResourceNotFoundException'));
    const { Users } = await send('ListUsers', { Filters: [{ AttributePath: 'UserName', AttributeValue: 'found' }] });
    assert.deepEqual(Users.map((u) => u.UserId), [UserId]);
  });

  it('are changed attribute by attribute', async () => {
    const { UserId } = await send('CreateUser', newUser('changed', { Title: 'Intern' }));
    await send('UpdateUser', { UserId, Operations: [
      { AttributePath: 'displayName', AttributeValue: 'Changed Person' },
      { AttributePath: 'name.familyName', AttributeValue: 'Smith' },
      { AttributePath: 'emails', AttributeValue: [{ value: 'new@example.com', primary: true }] },
      { AttributePath: 'title', AttributeValue: null },
    ] });
    const read = await send('DescribeUser', { UserId });
    assert.equal(read.DisplayName, 'Changed Person');
    assert.equal(read.Name.FamilyName, 'Smith');
    assert.equal(read.Name.GivenName, 'John');
    assert.equal(read.Emails[0].Value, 'new@example.com');
    assert.equal(read.Title, undefined);
    await assert.rejects(send('UpdateUser', { UserId, Operations: [{ AttributePath: 'shoeSize', AttributeValue: '42' }] }), awsError('ValidationException'));
  });

  it('come in pages that another list cannot take', async () => {
    for (let i = 0; i < 8; i++) await send('CreateUser', newUser(`page${i}`));
    const { items, pages } = await listAll(store, sdk.ListUsersCommand, { IdentityStoreId, MaxResults: 3 }, 'Users');
    assert.ok(pages > 2);
    assert.equal(new Set(items.map((u) => u.UserId)).size, items.length);
    for (let i = 0; i < 8; i++) assert.ok(items.some((u) => u.UserName === `page${i}`));
    const { NextToken } = await send('ListUsers', { MaxResults: 3 });
    await assert.rejects(send('ListGroups', { NextToken }), awsError('ValidationException'));
    await assert.rejects(send('ListUsers', { NextToken: 'bogus' }), awsError('ValidationException'));
  });

  it('are gone when deleted, with their memberships', async () => {
    const { UserId } = await send('CreateUser', newUser('gone'));
    const { GroupId } = await send('CreateGroup', { DisplayName: 'Leavers' });
    await send('CreateGroupMembership', { GroupId, MemberId: { UserId } });
    await send('DeleteUser', { UserId });
    await assert.rejects(send('DescribeUser', { UserId }), awsError('ResourceNotFoundException'));
    assert.deepEqual((await send('ListGroupMemberships', { GroupId })).GroupMemberships, []);
    await send('CreateUser', newUser('gone'));
  });
});

describe('groups', () => {
  it('are made, found, changed and deleted', async () => {
    const { GroupId } = await send('CreateGroup', { DisplayName: 'Developers', Description: 'Developer team' });
    const read = await send('DescribeGroup', { GroupId });
    assert.deepEqual([read.DisplayName, read.Description], ['Developers', 'Developer team']);
    await assert.rejects(send('CreateGroup', { DisplayName: 'developers' }), awsError('ConflictException'));
    const found = await send('GetGroupId', { AlternateIdentifier: { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'Developers' } } });
    assert.equal(found.GroupId, GroupId);
    await send('UpdateGroup', { GroupId, Operations: [{ AttributePath: 'displayName', AttributeValue: 'Builders' }] });
    const { Groups } = await send('ListGroups', { Filters: [{ AttributePath: 'DisplayName', AttributeValue: 'Builders' }] });
    assert.deepEqual(Groups.map((g) => g.GroupId), [GroupId]);
    await send('DeleteGroup', { GroupId });
    await assert.rejects(send('DescribeGroup', { GroupId }), (error) =>
      awsError('ResourceNotFoundException')(error) && error.ResourceType === 'GROUP');
  });
});

describe('memberships', () => {
  let UserId, GroupId, MembershipId;
  before(async () => {
    ({ UserId } = await send('CreateUser', newUser('member')));
    ({ GroupId } = await send('CreateGroup', { DisplayName: 'Members' }));
    ({ MembershipId } = await send('CreateGroupMembership', { GroupId, MemberId: { UserId } }));
  });

  it('are read from either end', async () => {
    const expected = { GroupId, MembershipId, MemberId: { UserId } };
    const pick = ({ GroupId: g, MembershipId: m, MemberId }) => ({ GroupId: g, MembershipId: m, MemberId: { UserId: MemberId.UserId } });
    assert.deepEqual(pick(await send('DescribeGroupMembership', { MembershipId })), expected);
    assert.deepEqual((await send('ListGroupMemberships', { GroupId })).GroupMemberships.map(pick), [expected]);
    assert.deepEqual((await send('ListGroupMembershipsForMember', { MemberId: { UserId } })).GroupMemberships.map(pick), [expected]);
    assert.equal((await send('GetGroupMembershipId', { GroupId, MemberId: { UserId } })).MembershipId, MembershipId);
  });

  it('are told group by group', async () => {
    const { GroupId: other } = await send('CreateGroup', { DisplayName: 'Others' });
    const { Results } = await send('IsMemberInGroups', { MemberId: { UserId }, GroupIds: [GroupId, other] });
    const by = Object.fromEntries(Results.map((r) => [r.GroupId, r.MembershipExists]));
    assert.deepEqual(by, { [GroupId]: true, [other]: false });
  });

  it('are unique, of what is there, and end', async () => {
    await assert.rejects(send('CreateGroupMembership', { GroupId, MemberId: { UserId } }), awsError('ConflictException'));
    await assert.rejects(send('CreateGroupMembership', { GroupId, MemberId: { UserId: NO_ID } }), awsError('ResourceNotFoundException'));
    await assert.rejects(send('CreateGroupMembership', { GroupId: NO_ID, MemberId: { UserId } }), awsError('ResourceNotFoundException'));
    await send('DeleteGroupMembership', { MembershipId });
    await assert.rejects(send('DeleteGroupMembership', { MembershipId }), (error) =>
      awsError('ResourceNotFoundException')(error) && error.ResourceType === 'GROUP_MEMBERSHIP');
  });

  it('of a large group end with it at once, whatever is left to remove', async () => {
    const { GroupId: large } = await send('CreateGroup', { DisplayName: 'Large' });
    const members = [];
    for (let i = 0; i < 250; i++) {
      const { UserId: id } = await send('CreateUser', newUser(`large-${i}`));
      members.push({ id, ...(await send('CreateGroupMembership', { GroupId: large, MemberId: { UserId: id } })) });
    }
    await send('DeleteGroup', { GroupId: large });
    const told = await Promise.all(members.map(({ id }) => send('ListGroupMembershipsForMember', { MemberId: { UserId: id } })));
    assert.ok(told.every((t) => !t.GroupMemberships.length));
    for (const { id, MembershipId: one } of members.slice(-3)) {
      await assert.rejects(send('DescribeGroupMembership', { MembershipId: one }), awsError('ResourceNotFoundException'));
      await assert.rejects(send('GetGroupMembershipId', { GroupId: large, MemberId: { UserId: id } }), awsError('ResourceNotFoundException'));
    }
    await send('DeleteUser', { UserId: members.at(-1).id });
    await send('CreateGroup', { DisplayName: 'Large' });
    if (process.env.GATEHOUSE_TEST_POSTGRES) return; /* what follows reads the SQLite file */
    const count = 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT COUNT(*) FROM identity_membership WHERE group_id = ?", sys.argv[2:]).fetchone()[0])';
    await until('the rows to be gone', () => execFileSync('python3', ['-c', count, path.join(gatehouse.data, 'gatehouse.db'), large], { encoding: 'utf8' }).trim() === '0');
  });
});
