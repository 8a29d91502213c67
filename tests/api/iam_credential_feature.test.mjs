// Features that IAM turns on and off for organizations and accounts; reports of an organization's use.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { OrganizationsClient, CreateOrganizationalUnitCommand, DisableAWSServiceAccessCommand, EnableAWSServiceAccessCommand,
  ListAWSServiceAccessForOrganizationCommand, MoveAccountCommand } from '@aws-sdk/client-organizations';
import { STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts';
import * as iamSdk from '@aws-sdk/client-iam';
import { awsError, listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';

const { IAMClient, AcceptDelegationRequestCommand, AssociateDelegationRequestCommand, CreateDelegationRequestCommand,
  DisableOrganizationsRootCredentialsManagementCommand, DisableOrganizationsRootSessionsCommand, DisableOutboundWebIdentityFederationCommand,
  EnableOrganizationsRootCredentialsManagementCommand, EnableOrganizationsRootSessionsCommand, EnableOutboundWebIdentityFederationCommand,
  GenerateOrganizationsAccessReportCommand, GetDelegationRequestCommand, GetHumanReadableSummaryCommand, GetOrganizationsAccessReportCommand,
  GetOutboundWebIdentityFederationInfoCommand, ListDelegationRequestsCommand, ListOrganizationsFeaturesCommand, ListUsersCommand,
  RejectDelegationRequestCommand, SendDelegationTokenCommand, SetSecurityTokenServicePreferencesCommand, UpdateDelegationRequestCommand } = iamSdk;

let gatehouse, iam;
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
});
after(() => gatehouse?.stop());

describe('features of an account', () => {
  it('federate to others under an issuer that keeps its name', async () => {
    const off = awsError('FeatureDisabledException');
    await assert.rejects(iam.send(new GetOutboundWebIdentityFederationInfoCommand({})), off);
    await assert.rejects(iam.send(new DisableOutboundWebIdentityFederationCommand({})), off);
    const { IssuerIdentifier } = await iam.send(new EnableOutboundWebIdentityFederationCommand({}));
    assert.ok(IssuerIdentifier.startsWith(`${gatehouse.url}/`), IssuerIdentifier);
    await assert.rejects(iam.send(new EnableOutboundWebIdentityFederationCommand({})), awsError('FeatureEnabledException'));
    const info = await iam.send(new GetOutboundWebIdentityFederationInfoCommand({}));
    assert.deepEqual([info.IssuerIdentifier, info.JwtVendingEnabled], [IssuerIdentifier, true]);
    await iam.send(new DisableOutboundWebIdentityFederationCommand({}));
    await assert.rejects(iam.send(new GetOutboundWebIdentityFederationInfoCommand({})), off);
    assert.equal((await iam.send(new EnableOutboundWebIdentityFederationCommand({}))).IssuerIdentifier, IssuerIdentifier);
    const other = gatehouse.client(IAMClient, await gatehouse.createAccount('Other', 'other@example.com'));
    await assert.rejects(other.send(new GetOutboundWebIdentityFederationInfoCommand({})), off);
    assert.notEqual((await other.send(new EnableOutboundWebIdentityFederationCommand({}))).IssuerIdentifier, IssuerIdentifier);
  });

  it('choose the version of tokens', async () => {
    await iam.send(new SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion: 'v2Token' }));
    await iam.send(new SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion: 'v1Token' }));
    await assert.rejects(iam.send(new SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion: 'v3Token' })), awsError('ValidationError'));
  });

  it('have no delegation requests', async () => {
    const DelegationRequestId = 'dr-0123456789abcdef';
    const missing = awsError('NoSuchEntityException', /dr-0123456789abcdef/);
    for (const Command of [AcceptDelegationRequestCommand, AssociateDelegationRequestCommand, GetDelegationRequestCommand, RejectDelegationRequestCommand,
      SendDelegationTokenCommand, UpdateDelegationRequestCommand]) await assert.rejects(iam.send(new Command({ DelegationRequestId })), missing);
    assert.deepEqual((await iam.send(new ListDelegationRequestsCommand({}))).DelegationRequests, []);
    await assert.rejects(iam.send(new CreateDelegationRequestCommand({ Description: 'd', Permissions: { PolicyTemplateArn: 'arn:aws:iam::aws:policy-template/x' },
      RequestorWorkflowId: 'workflow', NotificationChannel: 'arn:aws:sns:us-east-1:111122223333:topic', SessionDuration: 3600 })), awsError('InvalidInputException'));
    await assert.rejects(iam.send(new GetHumanReadableSummaryCommand({ EntityArn: `arn:aws:iam::111122223333:delegation-request/${DelegationRequestId}` })), missing);
    await assert.rejects(iam.send(new GetHumanReadableSummaryCommand({ EntityArn: 'arn:aws:iam::111122223333:role/x' })), awsError('InvalidInputException'));
  });
});

describe('features of an organization', () => {
  let organizations, organization, rootId, unitId, memberId, member;

  it('need an organization', async () => {
    for (const Command of [EnableOrganizationsRootSessionsCommand, EnableOrganizationsRootCredentialsManagementCommand, DisableOrganizationsRootSessionsCommand,
      DisableOrganizationsRootCredentialsManagementCommand, ListOrganizationsFeaturesCommand]) {
      await assert.rejects(iam.send(new Command({})), awsError('OrganizationNotFoundException'));
    }
  });

  it('need trusted access, which Organizations gives', async () => {
    ({ organizations, organization, rootId } = await createOrganization(gatehouse));
    await assert.rejects(iam.send(new ListOrganizationsFeaturesCommand({})), awsError('ServiceAccessNotEnabledException'));
    await assert.rejects(organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'nonsense' })), awsError('InvalidInputException'));
    for (const ServicePrincipal of ['sso.amazonaws.com', 'iam.amazonaws.com', 'iam.amazonaws.com']) await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    const { items, pages } = await listAll(organizations, ListAWSServiceAccessForOrganizationCommand, { MaxResults: 1 }, 'EnabledServicePrincipals');
    assert.deepEqual([items.map((s) => s.ServicePrincipal), pages], [['iam.amazonaws.com', 'sso.amazonaws.com'], 2]);
    assert.ok(Math.abs(items[0].DateEnabled - Date.now()) < 60_000);
    await organizations.send(new DisableAWSServiceAccessCommand({ ServicePrincipal: 'sso.amazonaws.com' }));
    assert.equal((await organizations.send(new ListAWSServiceAccessForOrganizationCommand({}))).EnabledServicePrincipals.length, 1);
  });

  it('are turned on and off', async () => {
    const none = await iam.send(new ListOrganizationsFeaturesCommand({}));
    assert.deepEqual([none.OrganizationId, none.EnabledFeatures], [organization.Id, []]);
    assert.deepEqual((await iam.send(new EnableOrganizationsRootSessionsCommand({}))).EnabledFeatures, ['RootSessions']);
    assert.deepEqual((await iam.send(new EnableOrganizationsRootCredentialsManagementCommand({}))).EnabledFeatures, ['RootCredentialsManagement', 'RootSessions']);
    assert.deepEqual((await iam.send(new DisableOrganizationsRootSessionsCommand({}))).EnabledFeatures, ['RootCredentialsManagement']);
    assert.deepEqual((await iam.send(new ListOrganizationsFeaturesCommand({}))).EnabledFeatures, ['RootCredentialsManagement']);
    const off = await iam.send(new DisableOrganizationsRootCredentialsManagementCommand({}));
    assert.deepEqual([off.OrganizationId, off.EnabledFeatures], [organization.Id, []]);
  });

  it('are for the management account', async () => {
    memberId = await createAccount(organizations, 'Member', 'member@example.com');
    const { Credentials: c } = await gatehouse.client(STSClient).send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${memberId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'session' }));
    const credentials = { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
    member = gatehouse.client(IAMClient, credentials);
    for (const Command of [EnableOrganizationsRootSessionsCommand, ListOrganizationsFeaturesCommand]) {
      await assert.rejects(member.send(new Command({})), awsError('AccountNotManagementOrDelegatedAdministratorException'));
    }
    await assert.rejects(gatehouse.client(OrganizationsClient, credentials).send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'iam.amazonaws.com' })), awsError('AccessDeniedException'));
  });

  it('report what its accounts used', async () => {
    unitId = (await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'Unit' }))).OrganizationalUnit.Id;
    await organizations.send(new MoveAccountCommand({ AccountId: memberId, SourceParentId: rootId, DestinationParentId: unitId }));
    await member.send(new ListUsersCommand({}));
    const report = async (EntityPath, more) => {
      const { JobId } = await iam.send(new GenerateOrganizationsAccessReportCommand({ EntityPath }));
      return until('the report', async () => {
        const r = await iam.send(new GetOrganizationsAccessReportCommand({ JobId, ...more }));
        return r.JobStatus !== 'IN_PROGRESS' && { JobId, ...r };
      });
    };
    const unit = `${organization.Id}/${rootId}/${unitId}`;
    const found = await until('the use to be written', async () => {
      const r = await report(unit);
      return r.AccessDetails.find((d) => d.ServiceNamespace === 'iam').LastAuthenticatedTime && r;
    });
    assert.equal(found.JobStatus, 'COMPLETED');
    const detail = found.AccessDetails.find((d) => d.ServiceNamespace === 'iam');
    assert.deepEqual([detail.EntityPath, detail.TotalAuthenticatedEntities, detail.Region], [`${unit}/${memberId}`, 1, 'us-east-1']);
    assert.equal(found.NumberOfServicesAccessible, found.AccessDetails.length);
    assert.equal(found.NumberOfServicesNotAccessed, found.AccessDetails.filter((d) => !d.LastAuthenticatedTime).length);
    const names = found.AccessDetails.map((d) => d.ServiceNamespace);
    assert.deepEqual(names, [...names].sort());
    const sorted = async (SortKey) => (await iam.send(new GetOrganizationsAccessReportCommand({ JobId: found.JobId, SortKey }))).AccessDetails.map((d) => d.ServiceNamespace);
    assert.deepEqual(await sorted('SERVICE_NAMESPACE_DESCENDING'), [...names].reverse());
    assert.equal((await sorted('LAST_AUTHENTICATED_TIME_DESCENDING'))[0], 'iam');
    assert.equal((await sorted('LAST_AUTHENTICATED_TIME_ASCENDING')).at(-1), 'iam');
    const whole = await report(`${organization.Id}/${rootId}`);
    const ours = whole.AccessDetails.find((d) => d.ServiceNamespace === 'iam');
    assert.equal(ours.TotalAuthenticatedEntities, 2);
    assert.ok(whole.AccessDetails.find((d) => d.ServiceNamespace === 'organizations').LastAuthenticatedTime);
    assert.equal((await report(`${unit}/${memberId}`)).AccessDetails.find((d) => d.ServiceNamespace === 'sts').LastAuthenticatedTime, undefined);
    const failed = await report(`${organization.Id}/${rootId}/${memberId}`);
    assert.deepEqual([failed.JobStatus, failed.ErrorDetails.Code], ['FAILED', 'InvalidInput']);
    const { items, pages } = await listAll(iam, GetOrganizationsAccessReportCommand, { JobId: found.JobId, MaxItems: 3 }, 'AccessDetails', 'Marker');
    assert.deepEqual([items.map((d) => d.ServiceNamespace), pages > 1], [names, true]);
    await assert.rejects(member.send(new GenerateOrganizationsAccessReportCommand({ EntityPath: unit })), awsError('AccessDenied'));
    await assert.rejects(iam.send(new GetOrganizationsAccessReportCommand({ JobId: '0'.repeat(36) })), awsError('NoSuchEntityException'));
  });
});
