// Accounts whose management policies, each good by itself, come to something that cannot be enforced.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-organizations';
import * as iam from '@aws-sdk/client-iam';
import { accountAdministrator } from '../support/center.mjs';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';

let gatehouse, client, organization, rootId, ouId, first, second, third;
const send = (name, input = {}, as = client) => as.send(new sdk[`${name}Command`](input));
let made = 0;
async function attach(Type, Content, TargetId) {
  const { Policy } = await send('CreatePolicy', { Name: `p${made++}`, Description: '', Type, Content: JSON.stringify(Content) });
  await send('AttachPolicy', { PolicyId: Policy.PolicySummary.Id, TargetId });
  return Policy.PolicySummary.Id;
}
const errorsOf = async (AccountId, PolicyType) => (await send('ListEffectivePolicyValidationErrors', { AccountId, PolicyType })).EffectivePolicyValidationErrors;
const invalid = async (PolicyType) => (await listAll(client, sdk.ListAccountsWithInvalidEffectivePolicyCommand, { PolicyType }, 'Accounts')).items.map((a) => a.Id);
const assign = (value) => ({ '@@assign': value });
const PLAN = { regions: assign(['us-east-1']), rules: { hourly: { target_backup_vault_name: assign('vault') } },
  selections: { tags: { all: { iam_role_arn: assign('arn:aws:iam::$account:role/b'), tag_key: assign('backup'), tag_value: assign(['yes']) } } } };

before(async () => {
  gatehouse = await startGatehouse();
  ({ organizations: client, organization, rootId } = await createOrganization(gatehouse));
  ouId = (await send('CreateOrganizationalUnit', { ParentId: rootId, Name: 'Unit' })).OrganizationalUnit.Id;
  for (const PolicyType of ['TAG_POLICY', 'BACKUP_POLICY', 'AISERVICES_OPT_OUT_POLICY']) await send('EnablePolicyType', { RootId: rootId, PolicyType });
  first = await createAccount(client, 'First', 'first@example.com');
  second = await createAccount(client, 'Second', 'second@example.com');
  third = await createAccount(client, 'Third', 'third@example.com');
  await send('MoveAccount', { AccountId: second, SourceParentId: rootId, DestinationParentId: ouId });
  await send('MoveAccount', { AccountId: third, SourceParentId: rootId, DestinationParentId: ouId });
});
after(() => gatehouse?.stop());

describe('effective policies that cannot be enforced', () => {
  it('are asked for by type and account', async () => {
    await assert.rejects(send('ListAccountsWithInvalidEffectivePolicy', { PolicyType: 'CHATBOT_POLICY' }), awsError('EffectivePolicyNotFoundException'));
    await assert.rejects(errorsOf(first, 'CHATBOT_POLICY'), awsError('EffectivePolicyNotFoundException'));
    await assert.rejects(errorsOf('000000000000', 'TAG_POLICY'), awsError('AccountNotFoundException'));
    assert.deepEqual(await invalid('TAG_POLICY'), []);
    assert.deepEqual(await errorsOf(first, 'TAG_POLICY'), []);
  });

  it('lack what was taken away below, and tell who had a part in it', async () => {
    const whole = await attach('BACKUP_POLICY', { plans: { daily: PLAN, other: PLAN } }, rootId);
    assert.deepEqual(await invalid('BACKUP_POLICY'), []);
    const cut = await attach('BACKUP_POLICY', { plans: { daily: { regions: { '@@remove': ['us-east-1'] } } } }, ouId);
    assert.deepEqual(await invalid('BACKUP_POLICY'), [second, third].sort());
    const [error, ...rest] = await errorsOf(second, 'BACKUP_POLICY');
    assert.deepEqual(rest, []);
    assert.deepEqual([error.ErrorCode, error.PathToError, error.ContributingPolicies.sort()], ['ELEMENT_MISSING', '$.plans.daily.regions', [whole, cut].sort()]);
    const more = await send('ListEffectivePolicyValidationErrors', { AccountId: second, PolicyType: 'BACKUP_POLICY' });
    assert.deepEqual([more.AccountId, more.PolicyType, more.Path], [second, 'BACKUP_POLICY', `${organization.Id}/${rootId}/${ouId}/${second}/`]);
    assert.ok(Math.abs(more.EvaluationTimestamp - Date.now()) < 60_000);
    await attach('BACKUP_POLICY', { plans: { daily: { regions: { '@@append': ['eu-west-1'] } } } }, third);
    assert.deepEqual(await invalid('BACKUP_POLICY'), [second], 'mended where it was added again, from the next request on');
    await send('DetachPolicy', { PolicyId: cut, TargetId: ouId });
    assert.deepEqual(await invalid('BACKUP_POLICY'), []);
  });

  it('have too much of something together', async () => {
    const rules = (from, n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`r${from + i}`, { target_backup_vault_name: assign('v') }]));
    await attach('BACKUP_POLICY', { plans: { daily: { rules: rules(0, 7) } } }, rootId);
    assert.deepEqual(await errorsOf(first, 'BACKUP_POLICY'), []);
    await attach('BACKUP_POLICY', { plans: { daily: { rules: rules(7, 7) } } }, first);
    assert.deepEqual((await errorsOf(first, 'BACKUP_POLICY')).map((e) => [e.ErrorCode, e.PathToError]), [['ELEMENTS_TOO_MANY', '$.plans.daily.rules']]);
    assert.deepEqual(await invalid('BACKUP_POLICY'), [first]);
  });

  it('hold values that mean nothing', async () => {
    await attach('TAG_POLICY', { tags: { team: { tag_key: assign('Team'), enforced_for: assign(['iam:policy']) } } }, rootId);
    assert.deepEqual(await invalid('TAG_POLICY'), []);
    await attach('TAG_POLICY', { tags: { team: { tag_key: assign('Group'), enforced_for: { '@@append': ['everything'] } } } }, first);
    assert.deepEqual((await errorsOf(first, 'TAG_POLICY')).map((e) => [e.ErrorCode, e.PathToError]),
      [['VALUE_INVALID', '$.tags.team.tag_key'], ['VALUE_INVALID', '$.tags.team.enforced_for']]);
    await attach('AISERVICES_OPT_OUT_POLICY', { services: { lex: { opt_out_policy: assign('maybe') } } }, second);
    assert.deepEqual(await invalid('AISERVICES_OPT_OUT_POLICY'), [second]);
  });

  it('are told in pages', async () => {
    const { items, pages } = await listAll(client, sdk.ListEffectivePolicyValidationErrorsCommand,
      { AccountId: first, PolicyType: 'TAG_POLICY', MaxResults: 1 }, 'EffectivePolicyValidationErrors');
    assert.deepEqual([items.length, pages], [2, 2]);
    await attach('AISERVICES_OPT_OUT_POLICY', { services: { lex: { opt_out_policy: assign('perhaps') } } }, rootId);
    const all = await listAll(client, sdk.ListAccountsWithInvalidEffectivePolicyCommand, { PolicyType: 'AISERVICES_OPT_OUT_POLICY', MaxResults: 2 }, 'Accounts');
    assert.deepEqual(all.items.map((a) => a.Id), [organization.MasterAccountId, first, second, third].sort());
  });

  it('are not added up past what one request may cost', async () => {
    let n = 46_656;
    /** As large as policies may be, every value a new one; hung on every target. */
    const flood = async (...targets) => {
      for (let i = 0; i < 8; i++) {
        const values = Array.from({ length: 1400 }, () => (n++).toString(36));
        const id = await attach('TAG_POLICY', { tags: { flood: { tag_value: { '@@append': values } } } }, targets[0]);
        for (const TargetId of targets.slice(1)) await send('AttachPolicy', { PolicyId: id, TargetId });
      }
    };
    await flood(rootId, second, third);
    await send('DescribeEffectivePolicy', { PolicyType: 'TAG_POLICY', TargetId: second });
    await flood(ouId, first);
    await assert.rejects(send('DescribeEffectivePolicy', { PolicyType: 'TAG_POLICY', TargetId: second }), (error) => {
      awsError('ConstraintViolationException')(error);
      return error.Reason === 'POLICY_CONTENT_LIMIT_EXCEEDED';
    });
    assert.deepEqual((await errorsOf(second, 'TAG_POLICY')).map((e) => [e.ErrorCode, e.PathToError]), [['ELEMENTS_TOO_MANY', '$.tags']]);
    const { items, pages } = await listAll(client, sdk.ListAccountsWithInvalidEffectivePolicyCommand, { PolicyType: 'TAG_POLICY' }, 'Accounts');
    assert.deepEqual(items.map((a) => a.Id), [first, second, third].sort());
    assert.ok(pages > 1, 'one page does not read them all');
    const inside = gatehouse.client(iam.IAMClient, await accountAdministrator(gatehouse, second));
    const policy = { PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*' } }) };
    await assert.rejects(inside.send(new iam.CreatePolicyCommand({ ...policy, Tags: [{ Key: 'a', Value: 'b' }] })), awsError('InvalidInputException', /more than can be evaluated/));
    await inside.send(new iam.CreatePolicyCommand(policy));
  });

  it('are for the management account and delegated administrators to see', async () => {
    const credentials = await gatehouse.createAccount('Outside', 'outside@example.com');
    await assert.rejects(send('ListAccountsWithInvalidEffectivePolicy', { PolicyType: 'TAG_POLICY' }, gatehouse.client(sdk.OrganizationsClient, credentials)),
      awsError('AWSOrganizationsNotInUseException'));
  });
});

describe('a tag policy', () => {
  it('is enforced where a value stands alone as where it is a list of one', async () => {
    const colour = async (value, type) => {
      const id = await attach('TAG_POLICY', { tags: { colour: { tag_key: assign('Colour'), tag_value: assign(value), enforced_for: assign(type) } } }, rootId);
      const paint = (Value) => send('TagResource', { ResourceId: ouId, Tags: [{ Key: 'Colour', Value }] });
      await assert.rejects(paint('green'), (error) => error.Reason === 'TAG_POLICY_VIOLATION');
      await paint('7');
      await send('DetachPolicy', { PolicyId: id, TargetId: rootId });
    };
    await colour(['7'], ['organizations:ou']);
    await colour('7', ['organizations:ou']);
    await colour(['7'], 'organizations:ou');
    await colour(7, 'organizations:ou');
  });
});
