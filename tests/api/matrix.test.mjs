// The authorization matrix: for every built operation that is signed, three principals. With only its action it is let
// through; with every action but its own it is denied; with everything allowed and its action denied it is denied, and
// told that a Deny did it. Where a row asks for another action on top (that of tagging, where tags are given), the same goes
// for that one. The rows come from the model, so an operation cannot be left out.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { IAMClient, CreateUserCommand, CreateAccessKeyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { EnableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { BUILD, startGatehouse } from '../support/gatehouse.mjs';
import { accountCall } from '../support/account_call.mjs';
import { GatehouseService } from '../support/gatehouse_service.mjs';
import { createAccount, createInstance, createOrganization } from '../support/organization.mjs';
import { ssoAdminCall } from '../support/sso_admin_call.mjs';

const PACKAGES = { account: 'account', iam: 'iam', identitystore: 'identitystore', organizations: 'organizations', 'sso-admin': 'sso-admin', sts: 'sts',
  'sso-oidc': 'sso-oidc' };
const rows = JSON.parse(readFileSync(path.join(BUILD, 'gen/operations.json'), 'utf8'))
  .flatMap(({ service, operations }) => operations.filter((op) => op.built && op.auth === 'sigv4').map((op) => ({ ...op, service })));

// Samples from the model name things that are not there. These need the real thing to get past authorization.
const REAL_INPUT = {
  'account:AcceptPrimaryEmailUpdate': (f) => ({ AccountId: f.memberId, PrimaryEmail: 'new@example.com', Otp: 'ABC234' }),
  'account:GetPrimaryEmail': (f) => ({ AccountId: f.memberId }),
  'account:StartPrimaryEmailUpdate': (f) => ({ AccountId: f.memberId, PrimaryEmail: 'new@example.com' }),
  'iam:CreateDelegationRequest': () => ({ Description: 'd', Permissions: { PolicyTemplateArn: 'arn:aws:iam::aws:policy-template/x' },
    RequestorWorkflowId: 'workflow', NotificationChannel: 'channel', SessionDuration: 3600 }),
  'sts:AssumeRole': (f) => ({ RoleArn: `arn:aws:iam::${f.memberId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'matrix' }),
  'sts:AssumeRoot': (f) => ({ TargetPrincipal: f.memberId, TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/None' } }),
};

/** For operations that the installed SDK does not have yet. */
const CALLS = { account: accountCall, 'sso-admin': ssoAdminCall };
// What takes the scene away comes last.
const LAST = ['sso-admin:DeleteInstance'];
rows.sort((a, b) => LAST.indexOf(`${a.service}:${a.name}`) - LAST.indexOf(`${b.service}:${b.name}`));

let gatehouse, iam, facts;
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
  const { organizations } = await createOrganization(gatehouse);
  const memberId = await createAccount(organizations, 'Member', 'member@example.com');
  await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'account.amazonaws.com' }));
  const { storeId, instanceArn } = await createInstance(gatehouse);
  const { Account } = await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}));
  facts = { memberId, storeId, instanceArn, account: Account };
});
after(() => gatehouse?.stop());

let made = 0;
async function principal(statements) {
  const UserName = `matrix-${made++}`;
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'matrix', PolicyDocument: JSON.stringify({
    Version: '2012-10-17', Statement: statements.map((s) => ({ Resource: '*', ...s })) }) }));
  const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey };
}

/** The organization's own store and instance in place of the sample's. */
function realize(input) {
  return JSON.parse(JSON.stringify(input ?? {})
    .replace(/"d-a{10}"/g, `"${facts.storeId}"`)
    .replace(/arn:aws:sso:::instance\/ins-a{16}/g, facts.instanceArn)
    .replace(/permissionSet\/ins-a{16}/g, `permissionSet/${facts.instanceArn.split('/')[1]}`));
}

// Operations that ask for the permission of a single one as well.
const ALSO = { 'gatehouse:CreateAccountAssignments': 'sso:CreateAccountAssignment', 'gatehouse:DeleteAccountAssignments': 'sso:DeleteAccountAssignment',
  'gatehouse:CreateAssignmentTarget': 'sso:CreateAccountAssignment', 'gatehouse:DeleteAssignmentTarget': 'sso:DeleteAccountAssignment' };

/** Our own service, for which there is no package. */
async function attemptOwn(row, credentials) {
  return new GatehouseService(gatehouse, credentials).send(row.name, REAL_INPUT[`gatehouse:${row.name}`]?.(facts) ?? realize(row.input))
    .then(() => ({}), (error) => ({ code: error.name, message: error.message, status: error.$metadata?.httpStatusCode }));
}

async function attempt(row, credentials, more = {}) {
  if (row.service === 'gatehouse') return attemptOwn(row, credentials);
  const sdk = await import(`@aws-sdk/client-${PACKAGES[row.service]}`);
  const Client = Object.entries(sdk).find(([name, value]) => /^[A-Za-z]+Client$/.test(name) && typeof value === 'function' && value.prototype.send)[1];
  const input = { ...(REAL_INPUT[`${row.service}:${row.name}`]?.(facts) ?? realize(row.input)), ...more };
  try {
    if (CALLS[row.service] && !sdk[`${row.name}Command`]) {
      await CALLS[row.service](gatehouse, row.name, input, credentials);
      return {};
    }
    await gatehouse.client(Client, credentials).send(new sdk[`${row.name}Command`](input));
    return {};
  } catch (error) {
    if (!error.$metadata?.httpStatusCode) throw error;
    return { code: error.name, message: error.message, status: error.$metadata.httpStatusCode };
  }
}

const denied = ({ code }) => code === 'AccessDenied' || code === 'AccessDeniedException';

describe('every operation', () => {
  it('is in the model', () => assert.ok(rows.length > 50, `${rows.length}`));

  for (const row of rows) {
    const name = `${row.service} ${row.name}`;
    if (!row.action) {
      it(`${name} needs no permission and heeds no Deny: ${row.none}`, async () => {
        for (const statements of [[{ Effect: 'Allow', Action: 'none:Nothing' }], [{ Effect: 'Deny', Action: '*' }]])
          assert.ok(!denied(await attempt(row, await principal(statements))));
      });
      continue;
    }
    it(`${name} is allowed by ${row.action} alone`, async () => {
      const reply = await attempt(row, await principal([{ Effect: 'Allow', Action: [row.action, ALSO[row.action] ?? row.action] }]));
      assert.ok(!denied(reply), `${reply.code}: ${reply.message}`);
      assert.ok(!reply.status || reply.status < 500, `${reply.code}: ${reply.message}`);
    });

    it(`${name} is denied to all but ${row.action}`, async () => {
      const reply = await attempt(row, await principal([{ Effect: 'Allow', NotAction: row.action }]));
      assert.ok(denied(reply), `${reply.code}: ${reply.message}`);
      assert.match(reply.message, new RegExp(`is not authorized to perform: ${row.action}`));
    });

    it(`${name} is denied by an explicit Deny`, async () => {
      const reply = await attempt(row, await principal([{ Effect: 'Allow', Action: '*' }, { Effect: 'Deny', Action: row.action }]));
      assert.ok(denied(reply), `${reply.code}: ${reply.message}`);
      assert.match(reply.message, /with an explicit deny in an identity-based policy/);
    });

    for (const { action, tags } of row.also ?? []) {
      const tagged = { [tags]: [{ Key: 'team', Value: 'red' }] };
      it(`${name} with tags is allowed by ${row.action} and ${action} alone`, async () => {
        const reply = await attempt(row, await principal([{ Effect: 'Allow', Action: row.action }, { Effect: 'Allow', Action: action,
          Condition: { StringEquals: { 'aws:RequestTag/team': 'red' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } } }]), tagged);
        assert.ok(!denied(reply), `${reply.code}: ${reply.message}`);
        assert.ok(!reply.status || reply.status < 500, `${reply.code}: ${reply.message}`);
      });

      it(`${name} with tags is denied to all but ${action}, and by an explicit Deny of it, which says nothing of no tags`, async () => {
        for (const statements of [[{ Effect: 'Allow', NotAction: action }], [{ Effect: 'Allow', Action: '*' }, { Effect: 'Deny', Action: action }]]) {
          const who = await principal(statements);
          const reply = await attempt(row, who, tagged);
          assert.ok(denied(reply), `${reply.code}: ${reply.message}`);
          assert.match(reply.message, new RegExp(`is not authorized to perform: ${action} on resource: `));
          assert.match(reply.message, statements.length > 1 ? /with an explicit deny in an identity-based policy/ : /because no identity-based policy allows/);
          assert.ok(!denied(await attempt(row, who, { [tags]: [] })));
          assert.ok(!denied(await attempt(row, who)));
        }
      });
    }
  }
});
