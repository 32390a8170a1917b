import type { WebhookType } from '../../sdk/contract/owner.ts';
import { webhookData } from '../../sdk/contract/webhooks.ts';
import type { OpenApiDocument, WebhookOperation } from './document-types.ts';
import { times } from './examples/story.ts';
import { webhookExamples } from './examples/webhooks.ts';
import { jsonSchemaOf } from './json-schema.ts';

const summaries: Readonly<Record<WebhookType, string>> = {
  'advocate.joined': 'Somebody got a link to share',
  'referral.claimed': 'A friend claimed a single-use code',
  'order.rewarded': 'An order earned rewards',
  'order.refused': 'An order earned nothing; the reason says why',
  'order.unverified': 'A page reported an order that waits for proof',
  'reward.granted': 'A reward was granted and waits for its day, or for the owner',
  'reward.available': 'A reward can be used',
  'reward.reversed': 'A refund, or the owner, took a reward back, whole or in part',
  'reward.refused': 'The owner refused a reward',
  'budget.low': 'Most of the budget is committed',
  'program.state_changed': 'The program was paused, resumed or ended',
  ping: 'A test, asked for by the owner',
};

const types = Object.keys(webhookData).filter(isType);

function isType(type: string): type is WebhookType {
  return Object.hasOwn(webhookData, type);
}

/** The webhooks of the document: what the Worker sends to the endpoints of a shop. */
export function webhooksOf(): OpenApiDocument['webhooks'] {
  return Object.fromEntries(types.map((type) => [type, webhookOf(type)]));
}

function webhookOf(type: WebhookType): WebhookOperation {
  const timestamp = new Date(times.ordered).toISOString();
  return {
    post: {
      operationId: `on ${type}`,
      summary: summaries[type],
      tags: ['Server of the shop'],
      parameters: ['WebhookId', 'WebhookTimestamp', 'WebhookSignature'].map((name) => ({
        $ref: `#/components/parameters/${name}`,
      })),
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: {
                type: { const: type, description: 'The type of the webhook.' },
                timestamp: { type: 'string', format: 'date-time', description: 'When it happened, ISO 8601.' },
                data: { ...jsonSchemaOf(webhookData[type], 'output', type), description: 'What happened.' },
              },
              required: ['type', 'timestamp', 'data'],
            },
            example: { type, timestamp, data: webhookExamples[type] },
          },
        },
      },
      responses: { '2XX': { description: 'Received. Any other answer, or none in time, is tried again.' } },
    },
  };
}
