// What IAM reports about use: the credential report, last-accessed details, which policies grant what.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as iamSdk from '@aws-sdk/client-iam';
import { awsError, listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { iamQuery, texts } from '../support/query.mjs';
import { LEAF } from '../support/certificates.mjs';

const { IAMClient, AttachUserPolicyCommand, CreateAccessKeyCommand, CreateLoginProfileCommand, CreatePolicyCommand, CreateUserCommand,
  DeleteUserCommand, DeleteUserPolicyCommand, DeleteAccessKeyCommand, GenerateCredentialReportCommand,
  GenerateServiceLastAccessedDetailsCommand, GetCredentialReportCommand, GetServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand, ListPoliciesGrantingServiceAccessCommand, ListUsersCommand, PutUserPolicyCommand,
  UpdateAccessKeyCommand, UpdateAccountPasswordPolicyCommand, UploadSigningCertificateCommand } = iamSdk;
const doc = (Action) => JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } });
const READ_ONLY = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';

let gatehouse, iam, account;
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
});
after(() => gatehouse?.stop());

async function user(UserName, actions) {
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  account = User.Arn.split(':')[4];
  if (actions) await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'inline', PolicyDocument: doc(actions) }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
  return { ...User, key: key.AccessKeyId, credentials, iam: gatehouse.client(IAMClient, credentials) };
}

describe('the credential report', () => {
  const fetchReport = async () => {
    await until('the report', async () => (await iam.send(new GenerateCredentialReportCommand({}))).State === 'COMPLETE');
    const answer = await iam.send(new GetCredentialReportCommand({}));
    const [head, ...lines] = Buffer.from(answer.Content).toString().trimEnd().split('\n').map((l) => l.split(','));
    return { ...answer, head, rows: Object.fromEntries(lines.map((l) => [l[0], Object.fromEntries(head.map((h, i) => [h, l[i]]))])) };
  };

  it('is made once asked for', async () => {
    await assert.rejects(iam.send(new GetCredentialReportCommand({})), awsError('CredentialReportNotPresentException'));
    await iam.send(new UpdateAccountPasswordPolicyCommand({ MaxPasswordAge: 90 }));
    const full = await user('full', 'sts:*');
    await iam.send(new CreateLoginProfileCommand({ UserName: 'full', Password: 'Correct-Horse-1' }));
    await iam.send(new UploadSigningCertificateCommand({ UserName: 'full', CertificateBody: LEAF }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'full' }));
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'full', AccessKeyId: full.key, Status: 'Inactive' }));
    await iam.send(new CreateUserCommand({ UserName: 'bare' }));
    for (let i = 0; i < 120; i++) await iam.send(new CreateUserCommand({ UserName: `many-${i}` }));
    const first = await iam.send(new GenerateCredentialReportCommand({}));
    assert.deepEqual([first.State, first.Description], ['STARTED', 'No report exists. Starting a new report generation task']);
    const report = await fetchReport();
    assert.equal(report.ReportFormat, 'text/csv');
    assert.ok(Math.abs(report.GeneratedTime - Date.now()) < 60_000);
    assert.equal(report.head.join(','), 'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,'
      + 'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,'
      + 'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,'
      + 'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated');
    const { Users } = await iam.send(new ListUsersCommand({}));
    assert.deepEqual(Object.keys(report.rows).sort(), [...Users.map((u) => u.UserName), '<root_account>'].sort());
    const root = report.rows['<root_account>'];
    assert.deepEqual([root.arn, root.password_enabled, root.password_last_changed, root.mfa_active], [`arn:aws:iam::${account}:root`, 'not_supported', 'not_supported', 'false']);
    const row = report.rows.full;
    assert.match(row.user_creation_time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    assert.deepEqual([row.password_enabled, row.password_last_used, row.mfa_active, row.cert_1_active, row.cert_2_active, row.cert_2_last_rotated],
      ['true', 'no_information', 'false', 'true', 'false', 'N/A']);
    assert.equal(Date.parse(row.password_next_rotation) - Date.parse(row.password_last_changed), 90 * 86_400_000);
    assert.deepEqual([row.access_key_1_active, row.access_key_2_active].sort(), ['false', 'true']);
    assert.equal(row.access_key_1_last_used_date, 'N/A');
    const bare = report.rows.bare;
    assert.deepEqual(Object.values(bare).slice(3), ['false', 'N/A', 'N/A', 'N/A', 'false', 'false', 'N/A', 'N/A', 'N/A', 'N/A', 'false', 'N/A', 'N/A', 'N/A', 'N/A', 'false', 'N/A', 'false', 'N/A']);
  });

  it('is kept for four hours', async () => {
    const { GeneratedTime } = await fetchReport();
    assert.equal((await iam.send(new GenerateCredentialReportCommand({}))).State, 'COMPLETE');
    assert.deepEqual((await fetchReport()).GeneratedTime, GeneratedTime);
  });
});

describe('an old credential report', () => {
  it('is refused and made anew', async () => {
    const offset = (4 * 3600 + 60) * 1000;
    const old = await startGatehouse();
    const now = (Action, date) => iamQuery(old, Action, {}, { date });
    try {
      await until('the report', async () => texts(await now('GenerateCredentialReport'), 'State')[0] === 'COMPLETE');
      await now('GetCredentialReport');
      await old.stop({ keep: true });
      await old.start({ GATEHOUSE_CLOCK_OFFSET_S: String(offset / 1000) });
      const later = new Date(Date.now() + offset);
      await assert.rejects(now('GetCredentialReport', later), awsError('ReportExpired'));
      assert.deepEqual(texts(await now('GenerateCredentialReport', later), 'State'), ['STARTED']);
    } finally {
      await old.stop();
    }
  });
});

describe('last-accessed details', () => {
  const report = async (Arn, Granularity, as = iam) => {
    const { JobId } = await as.send(new GenerateServiceLastAccessedDetailsCommand({ Arn, Granularity }));
    assert.match(JobId, /^[0-9a-f-]{36}$/);
    return { JobId, ...(await as.send(new GetServiceLastAccessedDetailsCommand({ JobId }))) };
  };
  const services = (r) => Object.fromEntries(r.ServicesLastAccessed.map((s) => [s.ServiceNamespace, s]));

  it('tell what a user may use and last used', async () => {
    const mia = await user('mia', ['iam:ListUsers', 's3:*', 'sts:GetCallerIdentity']);
    await mia.iam.send(new ListUsersCommand({}));
    await assert.rejects(mia.iam.send(new CreateUserCommand({ UserName: 'nobody' })), awsError('AccessDenied'));
    const found = await until('the use to be written', async () => {
      const r = await report(mia.Arn, 'ACTION_LEVEL');
      return services(r).iam.TrackedActionsLastAccessed?.length === 2 && r;
    });
    assert.equal(found.JobStatus, 'COMPLETED');
    assert.equal(found.JobType, 'ACTION_LEVEL');
    const { iam: used, s3, sts } = services(found);
    assert.deepEqual(Object.keys(services(found)), ['iam', 's3', 'sts']);
    assert.deepEqual([used.ServiceName, used.LastAuthenticatedEntity, used.LastAuthenticatedRegion, used.TotalAuthenticatedEntities],
      ['AWS Identity and Access Management', mia.Arn, 'us-east-1', 1]);
    assert.deepEqual(used.TrackedActionsLastAccessed.map((a) => a.ActionName).sort(), ['CreateUser', 'ListUsers']);
    assert.ok(Math.abs(used.LastAuthenticated - Date.now()) < 60_000);
    assert.deepEqual([s3.ServiceName, s3.LastAuthenticated, s3.TotalAuthenticatedEntities, sts.LastAuthenticatedEntity], ['Amazon S3', undefined, 0, undefined]);
    const plain = await report(mia.Arn);
    assert.equal(plain.JobType, 'SERVICE_LEVEL');
    assert.equal(services(plain).iam.TrackedActionsLastAccessed, undefined);
    const { items, pages } = await listAll(iam, GetServiceLastAccessedDetailsCommand, { JobId: found.JobId, MaxItems: 2 }, 'ServicesLastAccessed', 'Marker');
    assert.deepEqual([items.map((s) => s.ServiceNamespace), pages], [['iam', 's3', 'sts'], 2]);
  });

  it('tell who used a policy', async () => {
    const one = await user('one');
    const two = await user('two');
    for (const UserName of ['one', 'two']) await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: READ_ONLY }));
    await one.iam.send(new ListUsersCommand({}));
    const found = await until('the use to be written', async () => {
      const r = await report(READ_ONLY);
      return services(r).iam.TotalAuthenticatedEntities === 1 && r;
    });
    assert.deepEqual(Object.keys(services(found)), ['iam']);
    assert.equal(services(found).iam.LastAuthenticatedEntity, one.Arn);
    const entities = (more) => iam.send(new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId: found.JobId, ServiceNamespace: 'iam', ...more }));
    const { EntityDetailsList, JobStatus } = await entities();
    assert.equal(JobStatus, 'COMPLETED');
    assert.deepEqual(EntityDetailsList.map((e) => [e.EntityInfo.Name, e.EntityInfo.Type, e.EntityInfo.Id, Boolean(e.LastAuthenticated)]),
      [['one', 'USER', one.UserId, true], ['two', 'USER', two.UserId, false]]);
    const page = await entities({ MaxItems: 1 });
    assert.equal(page.IsTruncated, true);
    assert.deepEqual((await entities({ MaxItems: 1, Marker: page.Marker })).EntityDetailsList.map((e) => e.EntityInfo.Name), ['two']);
  });

  it('belong to who asked, and fail where their subject is gone', async () => {
    const asker = await user('asker', 'iam:*');
    const gone = await user('gone', 'sts:*');
    const { JobId } = await report(gone.Arn, undefined, asker.iam);
    await assert.rejects(iam.send(new GetServiceLastAccessedDetailsCommand({ JobId })), awsError('NoSuchEntityException'));
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'gone', PolicyName: 'inline' }));
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'gone', AccessKeyId: gone.key }));
    await iam.send(new DeleteUserCommand({ UserName: 'gone' }));
    const failed = await asker.iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }));
    assert.deepEqual([failed.JobStatus, failed.Error.Code, failed.ServicesLastAccessed], ['FAILED', 'NoSuchEntity', []]);
    await assert.rejects(report(gone.Arn), awsError('NoSuchEntityException'));
    await assert.rejects(report('arn:aws:iam::aws:policy/NoSuchPolicy'), awsError('NoSuchEntityException'));
    const other = gatehouse.client(IAMClient, await gatehouse.createAccount('Other', 'other@example.com'));
    const { Policy } = await other.send(new CreatePolicyCommand({ PolicyName: 'Secret', PolicyDocument: doc('s3:*') }));
    assert.equal((await report(Policy.Arn, undefined, other)).JobStatus, 'COMPLETED');
    await assert.rejects(report(Policy.Arn), awsError('NoSuchEntityException'));
    await assert.rejects(report(`arn:aws:iam::${account}:root`), awsError('InvalidInputException'));
    await assert.rejects(iam.send(new GetServiceLastAccessedDetailsCommand({ JobId: '0'.repeat(36) })), awsError('NoSuchEntityException'));
  });
});

describe('policies granting access', () => {
  it('are listed service by service', async () => {
    const { Arn } = await user('granted', ['s3:Get*', 'ec2:*']);
    await iam.send(new AttachUserPolicyCommand({ UserName: 'granted', PolicyArn: READ_ONLY }));
    const { PoliciesGrantingServiceAccess: found, IsTruncated } = await iam.send(new ListPoliciesGrantingServiceAccessCommand({ Arn, ServiceNamespaces: ['s3', 'iam', 'sqs'] }));
    assert.equal(IsTruncated, false);
    assert.deepEqual(found.map((e) => [e.ServiceNamespace, e.Policies]), [
      ['s3', [{ PolicyName: 'inline', PolicyType: 'INLINE', EntityType: 'USER', EntityName: 'granted' }]],
      ['iam', [{ PolicyName: 'IAMReadOnlyAccess', PolicyType: 'MANAGED', PolicyArn: READ_ONLY }]],
      ['sqs', []]]);
    await assert.rejects(iam.send(new ListPoliciesGrantingServiceAccessCommand({ Arn: `${Arn}x`, ServiceNamespaces: ['s3'] })), awsError('NoSuchEntityException'));
  });
});
