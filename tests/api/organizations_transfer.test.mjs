// Responsibility transfers: one organization offers to pay for another; handshakes, dates, chains, and who may do what.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-organizations';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { createAccount } from '../support/organization.mjs';

const DAY = 86_400_000;
let gatehouse, payer, paid;
const send = (name, input = {}, as = payer.as) => as.send(new sdk[`${name}Command`](input));
const refused = (promise, name, reason) => assert.rejects(promise, (error) => {
  awsError(name)(error);
  assert.equal(error.Reason, reason);
  return true;
});
/** The first of a month to come, and the last moment of one. */
const monthBegin = (ahead) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
};
const monthEnd = (ahead) => new Date(monthBegin(ahead + 1) - 1);

/** An account that manages an organization of its own. */
async function organizationOf(name) {
  const email = `${name.toLowerCase()}@example.com`;
  const credentials = await gatehouse.createAccount(name, email);
  const { Account: id } = await gatehouse.client(sts.STSClient, credentials).send(new sts.GetCallerIdentityCommand({}));
  const as = gatehouse.client(sdk.OrganizationsClient, credentials);
  const { Organization } = await send('CreateOrganization', {}, as);
  return { id, email, as, organization: Organization.Id, credentials };
}
const offer = (to, as = payer.as, more = {}) => send('InviteOrganizationToTransferResponsibility', {
  Type: 'BILLING', Target: { Type: 'ACCOUNT', Id: to.id }, StartTimestamp: monthBegin(1), SourceName: 'Them', ...more }, as);
const resource = (handshake, type) => handshake.Resources.find((r) => r.Type === type)?.Value;
async function arrange(to, by) {
  const { Handshake: h } = await offer(to, by.as);
  await send('AcceptHandshake', { HandshakeId: h.Id }, to.as);
  return resource(h, 'RESPONSIBILITY_TRANSFER');
}

before(async () => {
  gatehouse = await startGatehouse();
  payer = await organizationOf('Payer');
  paid = await organizationOf('Paid');
});
after(() => gatehouse?.stop());

describe('an offer to pay', () => {
  it('begins with a month, and not in the past', async () => {
    const begin = monthBegin(1);
    const at = (StartTimestamp) => offer(paid, payer.as, { StartTimestamp });
    await refused(at(new Date(+begin + DAY)), 'InvalidInputException', 'START_DATE_NOT_BEGINNING_OF_MONTH');
    await refused(at(new Date(+begin + 1000)), 'InvalidInputException', 'START_DATE_NOT_BEGINNING_OF_DAY');
    await refused(at(monthBegin(0)), 'InvalidInputException', 'START_DATE_TOO_EARLY');
    await refused(at(monthBegin(14)), 'InvalidInputException', 'START_DATE_TOO_LATE');
    await refused(offer({ id: payer.organization }, payer.as, { Target: { Type: 'ORGANIZATION', Id: paid.organization } }),
      'InvalidInputException', 'INVALID_PARTY_TYPE_TARGET');
    await refused(offer({ id: '000000000000' }), 'InvalidInputException', 'TARGET_NOT_SUPPORTED');
    await refused(offer(payer), 'HandshakeConstraintViolationException', 'SOURCE_AND_TARGET_CANNOT_MATCH');
  });

  it('is a handshake, seen on both sides, and can be withdrawn or turned down', async () => {
    for (const [verb, by, state] of [['CancelHandshake', payer, 'CANCELED'], ['DeclineHandshake', paid, 'DECLINED']]) {
      const { Handshake: h } = await offer(paid, payer.as, { Notes: 'we pay' });
      assert.deepEqual([h.Action, h.State, resource(h, 'NOTES'), resource(h, 'TRANSFER_TYPE'), resource(h, 'MANAGEMENT_ACCOUNT')],
        ['TRANSFER_RESPONSIBILITY', 'OPEN', 'we pay', 'BILLING', payer.id]);
      assert.equal(Math.round((h.ExpirationTimestamp - h.RequestedTimestamp) / DAY), 15);
      assert.match(h.Arn, new RegExp(`:handshake/${payer.organization}/transfer_responsibility/${h.Id}$`));
      const Id = resource(h, 'RESPONSIBILITY_TRANSFER');
      await assert.rejects(offer(paid), awsError('DuplicateHandshakeException'));
      await assert.rejects(offer(paid, payer.as, { Target: { Type: 'EMAIL', Id: paid.email.toUpperCase() } }), awsError('DuplicateHandshakeException'));
      assert.ok((await send('ListHandshakesForAccount', {}, paid.as)).Handshakes.some((x) => x.Id === h.Id));
      assert.equal((await send('DescribeResponsibilityTransfer', { Id })).ResponsibilityTransfer.ActiveHandshakeId, h.Id);
      await assert.rejects(send('TerminateResponsibilityTransfer', { Id }), awsError('InvalidResponsibilityTransferTransitionException'));
      await send(verb, { HandshakeId: h.Id }, by.as);
      for (const as of [payer.as, paid.as])
        assert.equal((await send('DescribeResponsibilityTransfer', { Id }, as)).ResponsibilityTransfer.Status, state);
      await assert.rejects(send('AcceptHandshake', { HandshakeId: h.Id }, paid.as), awsError('InvalidHandshakeTransitionException'));
    }
  });

  it('shows the payer of the other side no more than the payer named, until it is accepted', async () => {
    const shown = async (h, as = payer.as) => (await send('DescribeResponsibilityTransfer', { Id: resource(h, 'RESPONSIBILITY_TRANSFER') }, as)).ResponsibilityTransfer.Source;
    for (const [Target, Source] of [[{ Type: 'ACCOUNT', Id: paid.id }, { ManagementAccountId: paid.id }],
      [{ Type: 'EMAIL', Id: paid.email }, { ManagementAccountEmail: paid.email }]]) {
      const { Handshake: h } = await offer(paid, payer.as, { Target });
      assert.deepEqual(await shown(h), Source);
      const { ResponsibilityTransfers } = await send('ListInboundResponsibilityTransfers', { Type: 'BILLING' });
      assert.deepEqual(ResponsibilityTransfers.find((t) => t.ActiveHandshakeId === h.Id).Source, Source);
      assert.deepEqual(await shown(h, paid.as), { ManagementAccountId: paid.id, ManagementAccountEmail: paid.email });
      await send('DeclineHandshake', { HandshakeId: h.Id }, paid.as);
      assert.deepEqual(await shown(h), Source);
    }
  });

  it('is for management accounts', async () => {
    const member = await createAccount(paid.as, 'Member', 'member@example.com');
    const { Handshake: h } = await offer({ id: member });
    const { Credentials: c } = await gatehouse.client(sts.STSClient, paid.credentials).send(new sts.AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`, RoleSessionName: 'member' }));
    const as = gatehouse.client(sdk.OrganizationsClient, { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
    await assert.rejects(send('AcceptHandshake', { HandshakeId: h.Id }, as), awsError('AccessDeniedException'));
    assert.equal((await send('DescribeHandshake', { HandshakeId: h.Id })).Handshake.State, 'OPEN', 'nothing of it stays');
    await assert.rejects(offer(paid, as), awsError('AccessDeniedException'));
    await send('CancelHandshake', { HandshakeId: h.Id });
  });
});

describe('a transfer', () => {
  let Id;
  const described = async (as = payer.as) => (await send('DescribeResponsibilityTransfer', { Id }, as)).ResponsibilityTransfer;

  it('is in force once it is accepted', async () => {
    Id = await arrange(paid, payer);
    const t = await described();
    assert.deepEqual([t.Status, t.Name, t.Type, +t.StartTimestamp, t.EndTimestamp, t.ActiveHandshakeId],
      ['ACCEPTED', 'Them', 'BILLING', +monthBegin(1), undefined, undefined]);
    assert.deepEqual([t.Target, t.Source], [{ ManagementAccountId: payer.id, ManagementAccountEmail: payer.email },
      { ManagementAccountId: paid.id, ManagementAccountEmail: paid.email }]);
    assert.equal(t.Arn, `arn:aws:organizations::${payer.id}:transfer/${payer.organization}/billing/inbound/${Id}`);
    assert.equal((await described(paid.as)).Arn, `arn:aws:organizations::${paid.id}:transfer/${paid.organization}/billing/outbound/${Id}`);
  });

  it('is listed on its two sides, in pages', async () => {
    const { items, pages } = await listAll(payer.as, sdk.ListInboundResponsibilityTransfersCommand, { Type: 'BILLING', MaxResults: 3 }, 'ResponsibilityTransfers');
    assert.equal(pages, 2);
    assert.deepEqual(items.map((t) => t.Status).sort(), ['ACCEPTED', 'CANCELED', 'CANCELED', 'DECLINED', 'DECLINED', 'DECLINED']);
    assert.deepEqual((await send('ListInboundResponsibilityTransfers', { Type: 'BILLING', Id })).ResponsibilityTransfers.map((t) => t.Id), [Id]);
    assert.ok((await send('ListOutboundResponsibilityTransfers', { Type: 'BILLING' }, paid.as)).ResponsibilityTransfers.some((t) => t.Id === Id));
    assert.deepEqual((await send('ListOutboundResponsibilityTransfers', { Type: 'BILLING' })).ResponsibilityTransfers, []);
    assert.deepEqual((await send('ListInboundResponsibilityTransfers', { Type: 'BILLING' }, paid.as)).ResponsibilityTransfers, []);
    await assert.rejects(send('ListInboundResponsibilityTransfers', { Type: 'BILLING', Id }, paid.as), awsError('ResponsibilityTransferNotFoundException'));
  });

  it('is nobody else\'s business', async () => {
    const stranger = await organizationOf('Stranger');
    const none = `rt-${'a'.repeat(32)}`;
    for (const id of [Id, none])
      for (const [name, more] of [['Describe'], ['Update', { Name: 'Mine' }], ['Terminate']])
        await assert.rejects(send(`${name}ResponsibilityTransfer`, { Id: id, ...more }, stranger.as), awsError('ResponsibilityTransferNotFoundException'));
    await assert.rejects(send('ListTagsForResource', { ResourceId: Id }, stranger.as), awsError('TargetNotFoundException'));
  });

  it('is named and tagged by who pays', async () => {
    await send('UpdateResponsibilityTransfer', { Id, Name: 'Subsidiary' });
    assert.equal((await described(paid.as)).Name, 'Subsidiary');
    await assert.rejects(send('UpdateResponsibilityTransfer', { Id, Name: 'x' }, paid.as), awsError('AccessDeniedException'));
    await send('TagResource', { ResourceId: Id, Tags: [{ Key: 'a', Value: 'b' }] });
    assert.deepEqual((await send('ListTagsForResource', { ResourceId: Id })).Tags, [{ Key: 'a', Value: 'b' }]);
    await assert.rejects(send('ListTagsForResource', { ResourceId: Id }, paid.as), awsError('TargetNotFoundException'));
    await send('UntagResource', { ResourceId: Id, TagKeys: ['a'] });
  });

  it('may hang on its direction, its type and its ARN', async () => {
    const as = gatehouse.client(iam.IAMClient, payer.credentials);
    const user = async (statement) => {
      const UserName = `u${Math.random()}`;
      await as.send(new iam.CreateUserCommand({ UserName }));
      await as.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }));
      const { AccessKey: k } = await as.send(new iam.CreateAccessKeyCommand({ UserName }));
      return gatehouse.client(sdk.OrganizationsClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    };
    const keyed = (direction) => user({ Effect: 'Allow', Action: 'organizations:*', Resource: '*',
      Condition: { StringEquals: { 'organizations:TransferDirection': direction, 'organizations:TransferType': 'BILLING' } } });
    const inbound = await keyed('INBOUND');
    await send('DescribeResponsibilityTransfer', { Id }, inbound);
    await send('ListInboundResponsibilityTransfers', { Type: 'BILLING' }, inbound);
    await assert.rejects(send('ListOutboundResponsibilityTransfers', { Type: 'BILLING' }, inbound), awsError('AccessDeniedException'));
    await assert.rejects(send('DescribeResponsibilityTransfer', { Id }, await keyed('OUTBOUND')), awsError('AccessDeniedException'));
    await send('DescribeResponsibilityTransfer', { Id }, await user({ Effect: 'Allow', Action: 'organizations:*', Resource: (await described()).Arn }));
  });

  it('is one for an organization, and makes no long chains', async () => {
    await refused(offer(paid), 'HandshakeConstraintViolationException', 'RESPONSIBILITY_TRANSFER_ALREADY_EXISTS');
    const other = await organizationOf('Other');
    const below = await organizationOf('Below');
    const { Handshake: second } = await offer(paid, other.as);
    await refused(send('AcceptHandshake', { HandshakeId: second.Id }, paid.as), 'ConstraintViolationException',
      'RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION');
    await send('CancelHandshake', { HandshakeId: second.Id }, other.as);
    await arrange(below, paid);
    const { Handshake: third } = await offer(payer, other.as);
    await refused(send('AcceptHandshake', { HandshakeId: third.Id }, payer.as), 'ConstraintViolationException',
      'RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION');
    const { Handshake: circle } = await offer(payer, below.as);
    await refused(send('AcceptHandshake', { HandshakeId: circle.Id }, payer.as), 'ConstraintViolationException',
      'RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION');
    await send('CancelHandshake', { HandshakeId: third.Id }, other.as);
    await send('CancelHandshake', { HandshakeId: circle.Id }, below.as);
    await refused(send('DeleteOrganization', {}, below.as), 'ConstraintViolationException', 'ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS');
    await send('DeleteOrganization', {}, other.as);
  });

  it('ends with a month, once', async () => {
    const end = (EndTimestamp, as = payer.as) => send('TerminateResponsibilityTransfer', { Id, EndTimestamp }, as);
    await refused(end(monthBegin(3)), 'InvalidInputException', 'END_DATE_NOT_END_OF_MONTH');
    await refused(end(monthEnd(-1)), 'InvalidInputException', 'END_DATE_TOO_EARLY');
    await refused(end(monthEnd(0)), 'InvalidInputException', 'END_DATE_TOO_EARLY');
    await end(monthEnd(2), paid.as);
    const t = await described();
    assert.deepEqual([t.Status, +t.EndTimestamp], ['WITHDRAWN', +monthEnd(2)]);
    await assert.rejects(end(monthEnd(2)), awsError('ResponsibilityTransferAlreadyInStatusException'));
    await refused(send('DeleteOrganization', {}, payer.as), 'ConstraintViolationException', 'ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS');
    const [lower] = (await send('ListInboundResponsibilityTransfers', { Type: 'BILLING' }, paid.as)).ResponsibilityTransfers;
    const over = await send('TerminateResponsibilityTransfer', { Id: lower.Id }, paid.as);
    assert.equal(+over.ResponsibilityTransfer.EndTimestamp, +monthEnd(1), 'the first month of it');
  });
});

describe('an offer that nobody answers', () => {
  it('runs out after 15 days', async () => {
    const late = await organizationOf('Late');
    const { Handshake: h } = await offer(late);
    const { Handshake: mail } = await offer(late, payer.as, { Target: { Type: 'EMAIL', Id: 'nobody-yet@example.com' } });
    await gatehouse.stop({ keep: true });
    await gatehouse.start({ GATEHOUSE_CLOCK_OFFSET_S: String(15 * 86_400 + 60) });
    try {
      const again = (c) => gatehouse.client(sdk.OrganizationsClient, c);
      const signed = async (name, input, credentials) => {
        const client = again(credentials);
        client.config.systemClockOffset = 15 * DAY;
        return client.send(new sdk[`${name}Command`](input));
      };
      for (const x of [h, mail]) {
        const Id = resource(x, 'RESPONSIBILITY_TRANSFER');
        const { ResponsibilityTransfer: t } = await signed('DescribeResponsibilityTransfer', { Id }, payer.credentials);
        assert.equal(t.Status, 'EXPIRED');
        assert.equal((await signed('DescribeHandshake', { HandshakeId: x.Id }, payer.credentials)).Handshake.State, 'EXPIRED');
      }
      await assert.rejects(signed('AcceptHandshake', { HandshakeId: h.Id }, late.credentials), awsError('InvalidHandshakeTransitionException'));
      const { Handshake: fresh } = await signed('InviteOrganizationToTransferResponsibility', { Type: 'BILLING', SourceName: 'x',
        Target: { Type: 'ACCOUNT', Id: late.id }, StartTimestamp: monthBegin(2) }, payer.credentials);
      assert.equal(fresh.State, 'OPEN', 'it stands in the way of no other');
    } finally {
      await gatehouse.stop({ keep: true });
      await gatehouse.start();
    }
  });
});
