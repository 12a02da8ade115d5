// Reads the links of deals 1 to DEALS with the official SDK and prints how long that took, as JSON.
import { ApiVersion, B24Hook, ParamsFactory } from '@bitrix24/b24jssdk';

const webhook = new URL(process.env.SANDBOX_WEBHOOK);
const [, , userId, secret] = webhook.pathname.split('/');
const b24 = new B24Hook({ b24Url: webhook.origin, userId: Number(userId), secret });
b24.offClientSideWarning();
b24.getTargetOriginWithPath().set(ApiVersion.v2, webhook.href.replace(/\/$/, ''));
if (process.env.UNLIMITED) {
  await b24.setRestrictionManagerParams({
    ...ParamsFactory.getDefault(),
    rateLimit: { burstLimit: 1e9, drainRate: 1e9, adaptiveEnabled: false },
  });
}

const deals = Number(process.env.DEALS);
const start = performance.now();
const answer = await b24.actions.v2.batchByChunk.make({
  calls: Array.from({ length: deals }, (_, i) => ['crm.deal.contact.items.get', { id: i + 1 }]),
  options: { isHaltOnError: false },
});
const links = answer.getData().reduce((sum, rows) => sum + rows.length, 0);
console.log(JSON.stringify({ deals, links, success: answer.isSuccess,
  duration_ms: Math.round(performance.now() - start) }));
b24.destroy();
process.exit(answer.isSuccess ? 0 : 1);
