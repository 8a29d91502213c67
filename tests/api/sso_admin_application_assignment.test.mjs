// Who may use an application: assignments of users and groups, what a principal has, and whether assignments are needed.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-sso-admin';
import { DeleteGroupCommand, DeleteUserCommand } from '@aws-sdk/client-identitystore';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { call, group, newApplication, NOBODY, person, stage, unseen } from '../support/application.mjs';

let gatehouse, f, admin, InstanceArn, ApplicationArn, user;
const send = (name, input = {}) => call(admin, name, input);
const ofUser = (id) => ({ PrincipalType: 'USER', PrincipalId: id });
const ofGroup = (id) => ({ PrincipalType: 'GROUP', PrincipalId: id });
const assignTo = (arn, principal) => send('CreateApplicationAssignment', { ApplicationArn: arn, ...principal });
const notFound = awsError('ResourceNotFoundException'), invalid = awsError('ValidationException');
const has = async (principal, more) => (await send('ListApplicationAssignmentsForPrincipal', { InstanceArn, ...principal, ...more })).ApplicationAssignments;

before(async () => {
  gatehouse = await startGatehouse();
  f = await stage(gatehouse);
  ({ admin, instanceArn: InstanceArn } = f);
  ApplicationArn = await newApplication(admin, InstanceArn, 'Used');
  user = await person(f, 'jdoe');
});
after(() => gatehouse?.stop());

describe('an assignment', () => {
  it('is made, shown and removed', async () => {
    const GroupId = await group(f, 'Readers');
    for (const principal of [ofUser(user), ofGroup(GroupId)]) {
      await assert.rejects(send('DescribeApplicationAssignment', { ApplicationArn, ...principal }), notFound);
      await assignTo(ApplicationArn, principal);
      const { $metadata, ...shown } = await send('DescribeApplicationAssignment', { ApplicationArn, ...principal });
      assert.deepEqual(shown, { ...principal, ApplicationArn });
      await assert.rejects(assignTo(ApplicationArn, principal), awsError('ConflictException'));
      await send('DeleteApplicationAssignment', { ApplicationArn, ...principal });
      await assert.rejects(send('DescribeApplicationAssignment', { ApplicationArn, ...principal }), notFound);
      await send('DeleteApplicationAssignment', { ApplicationArn, ...principal });
    }
    assert.deepEqual((await send('ListApplicationAssignments', { ApplicationArn })).ApplicationAssignments, []);
  });

  it('is refused for whom the identity store does not hold', async () => {
    await assert.rejects(assignTo(ApplicationArn, ofUser(NOBODY)), notFound);
    await assert.rejects(assignTo(ApplicationArn, ofGroup(user)), notFound);
    await assert.rejects(assignTo(ApplicationArn, ofUser('not-an-id')), invalid);
    await assert.rejects(assignTo(ApplicationArn, { PrincipalType: 'ROBOT', PrincipalId: user }), invalid);
    await assert.rejects(assignTo(ApplicationArn.replace(/.{4}$/, 'ffff'), ofUser(user)), notFound);
    await assert.rejects(assignTo('arn:aws:sso::1:application/x', ofUser(user)), invalid);
    assert.deepEqual(await has(ofUser(user)), []);
  });

  it('outlives the user or group, and gives nobody anything', async () => {
    const gone = await person(f, 'leaver'), GroupId = await group(f, 'Dissolved', [gone]);
    for (const principal of [ofUser(gone), ofGroup(GroupId)]) await assignTo(ApplicationArn, principal);
    await f.store.send(new DeleteUserCommand({ IdentityStoreId: f.storeId, UserId: gone }));
    await f.store.send(new DeleteGroupCommand({ IdentityStoreId: f.storeId, GroupId }));
    const { ApplicationAssignments } = await send('ListApplicationAssignments', { ApplicationArn });
    assert.deepEqual(ApplicationAssignments.map((a) => [a.PrincipalType, a.PrincipalId]), [['GROUP', GroupId], ['USER', gone]]);
    assert.deepEqual((await has(ofUser(gone))).length, 1);
    for (const principal of [ofUser(gone), ofGroup(GroupId)]) await send('DeleteApplicationAssignment', { ApplicationArn, ...principal });
    assert.deepEqual((await send('ListApplicationAssignments', { ApplicationArn })).ApplicationAssignments, []);
  });

  it('made twenty times at once is made once', async () => {
    const arn = await newApplication(admin, InstanceArn, 'Raced');
    const made = await Promise.allSettled(Array.from({ length: 20 }, () => assignTo(arn, ofUser(user))));
    assert.equal(made.filter((m) => m.status === 'fulfilled').length, 1);
    assert.ok(made.every((m) => m.status === 'fulfilled' || m.reason.name === 'ConflictException'));
    await send('DeleteApplication', { ApplicationArn: arn });
  });
});

describe('assignments are listed', () => {
  it('of an application, in pages', async () => {
    const arn = await newApplication(admin, InstanceArn, 'Many users');
    const expected = [];
    for (let i = 0; i < 7; i++) expected.push(`GROUP ${await group(f, `Group ${i}`)}`, `USER ${await person(f, `user-${i}`)}`);
    for (const one of expected) {
      const [PrincipalType, PrincipalId] = one.split(' ');
      await assignTo(arn, { PrincipalType, PrincipalId });
    }
    const { items, pages } = await listAll(admin, sdk.ListApplicationAssignmentsCommand, { ApplicationArn: arn, MaxResults: 4 }, 'ApplicationAssignments');
    assert.equal(pages, 4);
    assert.deepEqual(items.map((a) => `${a.PrincipalType} ${a.PrincipalId}`), expected.sort());
    assert.ok(items.every((a) => a.ApplicationArn === arn));
    const { NextToken } = await send('ListApplicationAssignments', { ApplicationArn: arn, MaxResults: 4 });
    await assert.rejects(send('ListApplicationAssignments', { ApplicationArn, NextToken }), invalid);
  });

  it('of a user with those of their groups, in pages', async () => {
    const reader = await person(f, 'reader'), alone = await person(f, 'alone');
    const first = await group(f, 'First', [reader]), second = await group(f, 'Second', [reader]), empty = await group(f, 'Empty');
    const [a, b, c, d] = (await Promise.all(['A', 'B', 'C', 'D'].map((name) => newApplication(admin, InstanceArn, name)))).sort();
    for (const [arn, principal] of [[a, ofUser(reader)], [a, ofGroup(first)], [b, ofGroup(first)], [c, ofGroup(second)], [d, ofGroup(empty)], [d, ofUser(alone)]])
      await assignTo(arn, principal);
    const names = (list) => list.map((x) => `${x.ApplicationArn} ${x.PrincipalType} ${x.PrincipalId}`);
    const expected = [`${a} USER ${reader}`, `${a} GROUP ${first}`, `${b} GROUP ${first}`, `${c} GROUP ${second}`];
    assert.deepEqual(names(await has(ofUser(reader))).sort(), [...expected].sort());
    const { items, pages } = await listAll(admin, sdk.ListApplicationAssignmentsForPrincipalCommand, { InstanceArn, ...ofUser(reader), MaxResults: 3 }, 'ApplicationAssignments');
    assert.deepEqual([names(items), pages], [names(await has(ofUser(reader))), 2]);
    assert.deepEqual(names(await has(ofGroup(first))), [`${a} GROUP ${first}`, `${b} GROUP ${first}`]);
    assert.deepEqual(names(await has(ofUser(reader), { Filter: { ApplicationArn: c } })), [`${c} GROUP ${second}`]);
    assert.deepEqual(await has(ofUser(reader), { Filter: { ApplicationArn: d } }), []);
    assert.deepEqual(await has(ofUser(NOBODY)), []);
    const one = await listAll(admin, sdk.ListApplicationAssignmentsForPrincipalCommand, { InstanceArn, ...ofGroup(first), MaxResults: 1 }, 'ApplicationAssignments');
    assert.equal(one.pages, 2);
  });

  it('no more once their application is gone', async () => {
    const last = await person(f, 'last'), arn = await newApplication(admin, InstanceArn, 'Gone');
    await assignTo(arn, ofUser(last));
    await send('DeleteApplication', { ApplicationArn: arn });
    assert.deepEqual(await has(ofUser(last)), []);
    await assert.rejects(has(ofUser(last), { Filter: { ApplicationArn: arn } }), notFound);
  });
});

describe('who may', () => {
  it('assign: the application\'s account and the instance\'s', async () => {
    const own = await newApplication(f.member, InstanceArn, 'A member\'s');
    await call(f.member, 'CreateApplicationAssignment', { ApplicationArn: own, ...ofUser(user) });
    assert.equal((await call(f.member, 'ListApplicationAssignments', { ApplicationArn: own })).ApplicationAssignments.length, 1);
    assert.equal((await send('ListApplicationAssignments', { ApplicationArn: own })).ApplicationAssignments.length, 1);
    for (const name of ['CreateApplicationAssignment', 'DescribeApplicationAssignment', 'DeleteApplicationAssignment'])
      await unseen([f.other, f.guest], name, { ApplicationArn: own, ...ofUser(user) }, own);
    for (const name of ['ListApplicationAssignments', 'GetApplicationAssignmentConfiguration'])
      await unseen([f.other, f.guest], name, { ApplicationArn: own }, own);
    await unseen([f.other, f.guest], 'PutApplicationAssignmentConfiguration', { ApplicationArn: own, AssignmentRequired: false }, own);
    assert.equal((await call(f.member, 'GetApplicationAssignmentConfiguration', { ApplicationArn: own })).AssignmentRequired, true);
  });

  it('ask what a principal has: a member about its own applications only', async () => {
    const own = await newApplication(f.member, InstanceArn, 'Asked about');
    await assignTo(own, ofUser(user));
    const ask = (client, Filter) => call(client, 'ListApplicationAssignmentsForPrincipal', { InstanceArn, ...ofUser(user), Filter });
    await assert.rejects(ask(f.member), invalid);
    await assert.rejects(ask(f.member, { ApplicationArn }), notFound);
    assert.deepEqual((await ask(f.member, { ApplicationArn: own })).ApplicationAssignments.map((a) => a.ApplicationArn), [own]);
    const { InstanceArn: second } = await call(f.member, 'CreateInstance', {});
    const elsewhere = await newApplication(f.member, second, 'Elsewhere');
    await assert.rejects(ask(f.member, { ApplicationArn: elsewhere }), notFound);
    await assert.rejects(ask(f.guest), notFound);
    await assert.rejects(ask(f.guest, { ApplicationArn: own }), notFound);
    await assert.rejects(ask(f.other, { ApplicationArn: own }), notFound);
  });

  it('not assign people of another instance', async () => {
    const { InstanceArn: alone } = await call(f.guest, 'CreateInstance', {});
    const arn = await newApplication(f.guest, alone, 'Alone');
    await assert.rejects(call(f.guest, 'CreateApplicationAssignment', { ApplicationArn: arn, ...ofUser(user) }), notFound);
    await assert.rejects(call(f.guest, 'ListApplicationAssignmentsForPrincipal', { InstanceArn, ...ofUser(user), Filter: { ApplicationArn: arn } }), notFound);
    assert.deepEqual((await call(f.guest, 'ListApplicationAssignmentsForPrincipal', { InstanceArn: alone, ...ofUser(user) })).ApplicationAssignments, []);
  });
});

describe('assignment configuration and a restart', () => {
  it('keep what was said', async () => {
    const config = async () => (await send('GetApplicationAssignmentConfiguration', { ApplicationArn })).AssignmentRequired;
    assert.equal(await config(), true);
    await send('PutApplicationAssignmentConfiguration', { ApplicationArn, AssignmentRequired: false });
    await assignTo(ApplicationArn, ofUser(user));
    await gatehouse.stop({ keep: true });
    await gatehouse.start();
    admin = gatehouse.client(sdk.SSOAdminClient);
    assert.equal(await config(), false);
    assert.deepEqual((await send('ListApplicationAssignments', { ApplicationArn })).ApplicationAssignments, [{ ApplicationArn, ...ofUser(user) }]);
    await send('PutApplicationAssignmentConfiguration', { ApplicationArn, AssignmentRequired: true });
    assert.equal(await config(), true);
    const gone = ApplicationArn.replace(/.{4}$/, 'ffff');
    await assert.rejects(send('GetApplicationAssignmentConfiguration', { ApplicationArn: gone }), notFound);
    await assert.rejects(send('PutApplicationAssignmentConfiguration', { ApplicationArn: gone, AssignmentRequired: true }), notFound);
  });
});
