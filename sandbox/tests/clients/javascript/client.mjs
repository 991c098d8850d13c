// Microsoft's JavaScript client against the sandbox: each operation once, as an application would call
// it. The client sends its token over HTTPS only.

import assert from "node:assert/strict";
import { Client } from "@microsoft/microsoft-graph-client";

const REQUESTS = "/identityGovernance/entitlementManagement/assignmentRequests";
const WAITING = "0e60f18c-b2a0-4887-9da8-da2e30a39d99";
const WAITING_INSTANCE = "957d0c50-466b-4840-bb5b-c92cea7141ff";
const DIRECT = {
  requestType: "adminAdd",
  assignment: {
    targetId: "46184453-e63b-4f20-86c2-c557ed5d5df9",
    assignmentPolicyId: "2264bf65-76ba-417b-a27d-54d291f0cbc8",
    accessPackageId: "a914b616-e04e-476b-aa37-91038f0b165b",
  },
};

const url = new URL(process.env.SANDBOX_URL);
const client = Client.initWithMiddleware({
  authProvider: { getAccessToken: async () => process.env.SANDBOX_TOKEN },
  baseUrl: `${url.origin}/`,
  defaultVersion: "v1.0",
  customHosts: new Set([url.hostname]),
});

const listed = await client.api(REQUESTS).get();
assert.ok(listed.value.length > 0, "the list is empty");

const failed = await client
  .api(REQUESTS)
  .filter("state eq 'deliveryFailed'")
  .expand("assignment($expand=target)")
  .top(5)
  .count(true)
  .get();
assert.equal(failed["@odata.count"], 1);

const created = await client.api(REQUESTS).post(DIRECT);
assert.equal(created.state, "submitted");

assert.equal((await client.api(`${REQUESTS}/${created.id}`).get()).status, "Accepted");

await client.api(`${REQUESTS}/${created.id}/cancel`).post();
assert.equal((await client.api(`${REQUESTS}/${created.id}`).get()).state, "canceled");

const own = await client.api(`${REQUESTS}/filterByCurrentUser(on='createdBy')`).get();
assert.ok(own.value.some((one) => one.id === created.id), "the caller's own request is missing");

await client.api(`${REQUESTS}/${WAITING}/resume`).post({
  source: "Contoso.SodCheckProcess",
  type: "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated",
  data: {
    "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
    stage: "assignmentRequestCreated",
    customExtensionStageInstanceId: WAITING_INSTANCE,
    customExtensionStageInstanceDetail: "This user is all clear",
  },
});
assert.equal((await client.api(`${REQUESTS}/${WAITING}`).get()).status, "Accepted");

const failedId = failed.value[0].id;
await client.api(`${REQUESTS}/${failedId}/reprocess`).post();
assert.equal((await client.api(`${REQUESTS}/${failedId}`).get()).state, "delivering");

const misspelt = { ...DIRECT, assignment: { access_package_id: DIRECT.assignment.accessPackageId } };
await assert.rejects(client.api(REQUESTS).post(misspelt), /access_package_id.*accessPackageId/s);

console.log("microsoft-graph-client: list, create, get, cancel, filterByCurrentUser, resume, reprocess");
