// The policy simulator in an organization: the service control policies that bear on the account, groups, boundaries.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { OrganizationsClient, AttachPolicyCommand, CreateOrganizationalUnitCommand, CreatePolicyCommand, EnablePolicyTypeCommand,
  MoveAccountCommand } from '@aws-sdk/client-organizations';
import { STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts';
import { IAMClient, AddUserToGroupCommand, AttachGroupPolicyCommand, CreateGroupCommand, CreatePolicyCommand as CreateManagedPolicyCommand,
  CreateUserCommand, GenerateOrganizationsAccessReportCommand, GetContextKeysForPrincipalPolicyCommand, GetOrganizationsAccessReportCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand, GenerateServiceLastAccessedDetailsCommand, ListPoliciesGrantingServiceAccessCommand,
  PutGroupPolicyCommand, PutUserPermissionsBoundaryCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { startGatehouse, until } from '../support/gatehouse.mjs';
import { iamQuery, texts } from '../support/query.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';

const doc = (Effect, Action, more = {}) => JSON.stringify({ Version: '2012-10-17', Statement: { Effect, Action, Resource: '*', ...more } });
const READ_ONLY = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';

let gatehouse, iam, organization, rootId, unitId, memberId, credentials, user, group;
before(async () => {
  gatehouse = await startGatehouse();
  const made = await createOrganization(gatehouse);
  ({ organization, rootId } = made);
  const { organizations } = made;
  memberId = await createAccount(organizations, 'Member', 'member@example.com');
  unitId = (await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'Unit' }))).OrganizationalUnit.Id;
  await organizations.send(new MoveAccountCommand({ AccountId: memberId, SourceParentId: rootId, DestinationParentId: unitId }));
  await organizations.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }));
  const { Policy } = await organizations.send(new CreatePolicyCommand({ Name: 'NoS3', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: doc('Deny', 's3:*') }));
  await organizations.send(new AttachPolicyCommand({ PolicyId: Policy.PolicySummary.Id, TargetId: unitId }));
  const { Credentials: c } = await gatehouse.client(STSClient).send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${memberId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'test' }));
  credentials = { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
  iam = gatehouse.client(IAMClient, credentials);
  user = (await iam.send(new CreateUserCommand({ UserName: 'mia' }))).User.Arn;
  group = (await iam.send(new CreateGroupCommand({ GroupName: 'team' }))).Group.Arn;
  await iam.send(new AddUserToGroupCommand({ GroupName: 'team', UserName: 'mia' }));
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'team', PolicyArn: READ_ONLY }));
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'team', PolicyName: 'inline', PolicyDocument: doc('Allow', ['s3:*', 'ec2:*'], { Condition: { StringEquals: { 'aws:PrincipalOrgID': organization.Id } } }) }));
});
after(() => gatehouse?.stop());

const simulate = async (ActionNames, more) => (await iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: user, ActionNames, ...more }))).EvaluationResults;
const decisions = (results) => results.map((r) => [r.EvalActionName, r.EvalDecision, r.OrganizationsDecisionDetail?.AllowedByOrganizations]);

describe('a simulated member of a group in an organization', () => {
  it('is held by the service control policies', async () => {
    const results = await simulate(['s3:GetObject', 'ec2:RunInstances', 'iam:ListUsers', 'iam:CreateUser']);
    assert.deepEqual(decisions(results), [['s3:GetObject', 'explicitDeny', false], ['ec2:RunInstances', 'allowed', true],
      ['iam:ListUsers', 'allowed', true], ['iam:CreateUser', 'implicitDeny', true]]);
    assert.deepEqual(results.map((r) => r.MatchedStatements.map((s) => s.SourcePolicyId)), [[], ['group_team_inline'], ['IAMReadOnlyAccess'], []]);
    const xml = await iamQuery(gatehouse, 'SimulatePrincipalPolicy', { PolicySourceArn: user, ActionNames: ['s3:GetObject'], PolicyExclusionList: [{ PolicyType: 'scp' }] }, { credentials });
    assert.deepEqual([texts(xml, 'EvalDecision'), texts(xml, 'AllowedByOrganizations')], [['allowed'], []]);
  });

  it('is held by its boundary, unless another is asked about', async () => {
    const { Policy } = await iam.send(new CreateManagedPolicyCommand({ PolicyName: 'Boundary', PolicyDocument: doc('Allow', 'iam:*') }));
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'mia', PermissionsBoundary: Policy.Arn }));
    const bounded = (results) => results.map((r) => [r.EvalDecision, r.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary]);
    const actions = ['ec2:RunInstances', 'iam:ListUsers'];
    assert.deepEqual(bounded(await simulate(actions)), [['implicitDeny', false], ['allowed', true]]);
    assert.deepEqual(bounded(await simulate(actions, { PermissionsBoundaryPolicyInputList: [doc('Allow', 'ec2:*')] })), [['allowed', true], ['implicitDeny', false]]);
    for (const exclusion of [{ PolicyType: 'permission-boundary' }, { PolicyArn: Policy.Arn }]) {
      const xml = await iamQuery(gatehouse, 'SimulatePrincipalPolicy', { PolicySourceArn: user, ActionNames: ['ec2:RunInstances'], PolicyExclusionList: [exclusion] }, { credentials });
      assert.deepEqual([texts(xml, 'EvalDecision'), texts(xml, 'AllowedByPermissionsBoundary')], [['allowed'], []]);
    }
    const inline = { InlinePolicyIdentifier: { PolicyName: 'inline', AttachmentType: 'group', AttachmentName: 'te*' } };
    const xml = await iamQuery(gatehouse, 'SimulatePrincipalPolicy', { PolicySourceArn: user, ActionNames: ['ec2:RunInstances'], PolicyExclusionList: [inline] }, { credentials });
    assert.deepEqual(texts(xml, 'EvalDecision'), ['implicitDeny']);
  });
});

describe('a group', () => {
  it('is simulated, asked for keys and reported on', async () => {
    const results = await simulate(['iam:ListUsers', 'iam:CreateUser'], { PolicySourceArn: group });
    assert.deepEqual(results.map((r) => r.EvalDecision), ['allowed', 'implicitDeny']);
    const keys = (PolicySourceArn) => iam.send(new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn })).then((r) => r.ContextKeyNames);
    assert.deepEqual(await keys(group), ['aws:PrincipalOrgID']);
    assert.deepEqual(await keys(user), ['aws:PrincipalOrgID']);
    const { JobId } = await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: group }));
    const { EntityDetailsList } = await iam.send(new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace: 'iam' }));
    assert.deepEqual(EntityDetailsList.map((e) => e.EntityInfo.Arn), [user]);
    const { PoliciesGrantingServiceAccess } = await iam.send(new ListPoliciesGrantingServiceAccessCommand({ Arn: user, ServiceNamespaces: ['ec2'] }));
    assert.deepEqual(PoliciesGrantingServiceAccess[0].Policies, [{ PolicyName: 'inline', PolicyType: 'INLINE', EntityType: 'GROUP', EntityName: 'team' }]);
  });
});

describe('the organization\'s report', () => {
  it('leaves out what the service control policies do not allow', async () => {
    const management = gatehouse.client(IAMClient);
    const services = async (EntityPath) => {
      const { JobId } = await management.send(new GenerateOrganizationsAccessReportCommand({ EntityPath }));
      const done = await until('the report', async () => {
        const r = await management.send(new GetOrganizationsAccessReportCommand({ JobId }));
        return r.JobStatus !== 'IN_PROGRESS' && r;
      });
      return done.AccessDetails.map((d) => d.ServiceNamespace);
    };
    assert.ok((await services(`${organization.Id}/${rootId}/${unitId}`)).includes('iam'));
    const organizations = gatehouse.client(OrganizationsClient);
    const { Policy } = await organizations.send(new CreatePolicyCommand({ Name: 'OnlySts', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: doc('Allow', 'sts:*') }));
    await organizations.send(new AttachPolicyCommand({ PolicyId: Policy.PolicySummary.Id, TargetId: unitId }));
    assert.ok((await services(`${organization.Id}/${rootId}/${unitId}`)).includes('iam'), 'FullAWSAccess is still attached');
    const { JobId } = await management.send(new GenerateOrganizationsAccessReportCommand({ EntityPath: `${organization.Id}/${rootId}/${unitId}`, OrganizationsPolicyId: Policy.PolicySummary.Id }));
    const report = await until('the report', async () => {
      const r = await management.send(new GetOrganizationsAccessReportCommand({ JobId }));
      return r.JobStatus !== 'IN_PROGRESS' && r;
    });
    assert.deepEqual(report.AccessDetails.map((d) => d.ServiceNamespace), ['sts']);
  });
});
