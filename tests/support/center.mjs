// center.mjs: an administrator of Identity Center who waits for what they asked.
import * as sdk from '@aws-sdk/client-sso-admin';
import { STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts';
import { until } from './gatehouse.mjs';

/** The member account's own administrator. */
export async function accountAdministrator(gatehouse, accountId) {
  const { Credentials: c } = await gatehouse.client(STSClient).send(new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'administrator' }));
  return { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
}

export class Center {
  constructor(client, InstanceArn) {
    this.client = client;
    this.InstanceArn = InstanceArn;
  }

  send(name, input = {}) {
    return this.client.send(new sdk[`${name}Command`]({ InstanceArn: this.InstanceArn, ...input }));
  }

  async ended(what, describe) {
    return until(what, async () => {
      const status = await describe();
      return status.Status !== 'IN_PROGRESS' && status;
    });
  }

  async provision(PermissionSetArn, TargetId) {
    const input = { PermissionSetArn, ...(TargetId ? { TargetType: 'AWS_ACCOUNT', TargetId } : { TargetType: 'ALL_PROVISIONED_ACCOUNTS' }) };
    const { PermissionSetProvisioningStatus: first } = await this.send('ProvisionPermissionSet', input);
    return this.ended('provisioning', async () => (await this.send('DescribePermissionSetProvisioningStatus',
      { ProvisionPermissionSetRequestId: first.RequestId })).PermissionSetProvisioningStatus);
  }

  async assign(input) {
    const { AccountAssignmentCreationStatus: first } = await this.send('CreateAccountAssignment', { TargetType: 'AWS_ACCOUNT', PrincipalType: 'GROUP', ...input });
    return this.ended('the assignment', async () => (await this.send('DescribeAccountAssignmentCreationStatus',
      { AccountAssignmentCreationRequestId: first.RequestId })).AccountAssignmentCreationStatus);
  }

  async unassign(input) {
    const { AccountAssignmentDeletionStatus: first } = await this.send('DeleteAccountAssignment', { TargetType: 'AWS_ACCOUNT', PrincipalType: 'GROUP', ...input });
    return this.ended('the end of the assignment', async () => (await this.send('DescribeAccountAssignmentDeletionStatus',
      { AccountAssignmentDeletionRequestId: first.RequestId })).AccountAssignmentDeletionStatus);
  }
}
