"""Microsoft's Python SDK against the sandbox: each operation once, as an application would call it."""

import asyncio
import os
import ssl
import time

import httpx
from azure.core.credentials import AccessToken
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.identity_governance.entitlement_management.assignment_requests.assignment_requests_request_builder import (
    AssignmentRequestsRequestBuilder,
)
from msgraph.generated.identity_governance.entitlement_management.assignment_requests.item.resume.resume_post_request_body import (
    ResumePostRequestBody,
)
from msgraph.generated.models.access_package_assignment import AccessPackageAssignment
from msgraph.generated.models.access_package_assignment_request import AccessPackageAssignmentRequest
from msgraph.generated.models.access_package_assignment_request_callback_data import (
    AccessPackageAssignmentRequestCallbackData,
)
from msgraph.generated.models.access_package_custom_extension_stage import (
    AccessPackageCustomExtensionStage,
)
from msgraph.generated.models.access_package_request_state import AccessPackageRequestState
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph_core import GraphClientFactory

WAITING = "0e60f18c-b2a0-4887-9da8-da2e30a39d99"
WAITING_INSTANCE = "957d0c50-466b-4840-bb5b-c92cea7141ff"
DIRECT = {
    "targetId": "46184453-e63b-4f20-86c2-c557ed5d5df9",
    "assignmentPolicyId": "2264bf65-76ba-417b-a27d-54d291f0cbc8",
    "accessPackageId": "a914b616-e04e-476b-aa37-91038f0b165b",
}


class PersonaCredential:
    """Gives the token of the sandbox's persona, as azure-identity gives one of a tenant."""

    def get_token(self, *_scopes, **_options):
        return AccessToken(os.environ["SANDBOX_TOKEN"], int(time.time()) + 3600)


def client():
    certificates = ssl.create_default_context(cafile=os.environ["SANDBOX_CERTIFICATE"])
    http = GraphClientFactory.create_with_default_middleware(
        client=httpx.AsyncClient(verify=certificates)
    )
    credential = AzureIdentityAuthenticationProvider(
        PersonaCredential(), scopes=["https://graph.microsoft.com/.default"], allowed_hosts=["127.0.0.1"]
    )
    adapter = GraphRequestAdapter(credential, http)
    adapter.base_url = os.environ["SANDBOX_URL"]
    return GraphServiceClient(request_adapter=adapter)


def direct_assignment(members):
    request = AccessPackageAssignmentRequest()
    request.request_type = AccessPackageRequestType.AdminAdd
    request.assignment = AccessPackageAssignment()
    request.assignment.additional_data = members
    return request


async def main():
    requests = client().identity_governance.entitlement_management.assignment_requests

    listed = await requests.get()
    assert listed.value, "the list is empty"

    query = AssignmentRequestsRequestBuilder.AssignmentRequestsRequestBuilderGetQueryParameters(
        filter="state eq 'deliveryFailed'", expand=["assignment($expand=target)"], top=5, count=True
    )
    failed = await requests.get(RequestConfiguration(query_parameters=query))
    assert [one.state for one in failed.value] == [AccessPackageRequestState.DeliveryFailed]
    assert failed.odata_count == 1

    created = await requests.post(direct_assignment(DIRECT))
    assert created.state == AccessPackageRequestState.Submitted

    got = await requests.by_access_package_assignment_request_id(created.id).get()
    assert (got.id, got.status) == (created.id, "Accepted")

    await requests.by_access_package_assignment_request_id(created.id).cancel.post()
    got = await requests.by_access_package_assignment_request_id(created.id).get()
    assert got.state == AccessPackageRequestState.Canceled

    own = await requests.filter_by_current_user_with_on("createdBy").get()
    assert created.id in [one.id for one in own.value]

    await requests.by_access_package_assignment_request_id(WAITING).resume.post(callback())
    got = await requests.by_access_package_assignment_request_id(WAITING).get()
    assert got.status == "Accepted"

    failed_id = failed.value[0].id
    await requests.by_access_package_assignment_request_id(failed_id).reprocess.post()
    got = await requests.by_access_package_assignment_request_id(failed_id).get()
    assert got.state == AccessPackageRequestState.Delivering

    await refuses_what_the_documents_own_snippet_sends(requests)
    print("msgraph-sdk: list, create, get, cancel, filterByCurrentUser, resume, reprocess")


def callback():
    body = ResumePostRequestBody()
    body.source = "Contoso.SodCheckProcess"
    body.type = "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated"
    body.data = AccessPackageAssignmentRequestCallbackData()
    body.data.stage = AccessPackageCustomExtensionStage.AssignmentRequestCreated
    body.data.custom_extension_stage_instance_id = WAITING_INSTANCE
    body.data.custom_extension_stage_instance_detail = "This user is all clear"
    return body


async def refuses_what_the_documents_own_snippet_sends(requests):
    """The Python tab of the documents writes the members of `assignment` in snake case."""
    members = {
        "target_id": DIRECT["targetId"],
        "assignment_policy_id": DIRECT["assignmentPolicyId"],
        "access_package_id": DIRECT["accessPackageId"],
    }
    try:
        await requests.post(direct_assignment(members))
    except ODataError as error:
        for word in ("target_id", "targetId"):
            assert word in error.error.message, error.error.message
    else:
        raise AssertionError("members in snake case were accepted")


asyncio.run(main())
