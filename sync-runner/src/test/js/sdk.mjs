// Drives the sandbox with the official SDK and prints what the SDK understood, as one JSON document.
// The webhook's URL comes in the environment, because it contains the secret.
import { ApiVersion, B24Hook } from '@bitrix24/b24jssdk';

const webhook = new URL(process.env.SANDBOX_WEBHOOK);
const [, , userId, secret] = webhook.pathname.split('/');
const b24 = new B24Hook({ b24Url: webhook.origin, userId: Number(userId), secret });
b24.offClientSideWarning();
// The SDK insists on https; its map of targets is where plain http on loopback can be put in.
b24.getTargetOriginWithPath().set(ApiVersion.v2, webhook.href.replace(/\/$/, ''));

const v2 = b24.actions.v2;

function told(response) {
  return response.isSuccess
    ? { data: response.getData() }
    : { errors: response.getErrorMessages() };
}

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    return { code: error.code, status: error.status };
  }
}

const output = {};

const add = await v2.call.make({
  method: 'crm.deal.contact.add',
  params: { id: 1, fields: { CONTACT_ID: 500, IS_PRIMARY: 'Y' } },
});
output.add = add.getData().result;

const get = await v2.call.make({ method: 'crm.deal.contact.items.get', params: { id: 1 } });
output.get = get.getData().result;

output.refused = await attempt(async () =>
  told(await v2.call.make({ method: 'crm.deal.contact.add', params: { id: 0 } })));

output.missing = await attempt(async () =>
  told(await v2.call.make({ method: 'crm.item.get', params: { entityTypeId: 2, id: 4711 } })));

const chunked = await v2.batchByChunk.make({
  calls: Array.from({ length: 120 }, (_, i) => ['crm.deal.contact.items.get', { id: i + 1 }]),
  options: { isHaltOnError: false },
});
output.chunked = { success: chunked.isSuccess, links: chunked.getData().map((rows) => rows.length) };

const named = await v2.batch.make({
  calls: {
    good: { method: 'crm.deal.contact.items.get', params: { id: 2 } },
    bad: { method: 'crm.item.get', params: { entityTypeId: 2, id: 4711 } },
  },
  options: { isHaltOnError: false },
});
output.named = { success: named.isSuccess, errors: named.getErrorMessages() };

const items = await v2.callList.make({
  method: 'crm.item.list',
  params: { entityTypeId: 2, select: ['id', 'contactIds'] },
  idKey: 'id',
  customKeyForResult: 'items',
});
output.items = items.getData().length;

const deals = [];
for await (const page of v2.fetchList.make({
  method: 'crm.deal.list',
  params: { select: ['ID'], filter: { '>ID': 0 } },
})) {
  deals.push(...page.map((deal) => deal.ID));
}
output.deals = deals.length;

console.log(JSON.stringify(output));
b24.destroy();
