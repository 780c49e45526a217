import { expect, it } from 'vitest';
import { firing, peerServer, resolved, sendWith } from '../testing.ts';
import { msteams } from './send.ts';

it('sends a workflow an adaptive card', async () => {
  const peer = await peerServer();
  peer.answer = () => ({ status: 202 });
  const written = { webhook_url: `${peer.url}/workflows/1?sig=x`, title: 'High <CPU>', text: 'two\n\nlines' };
  expect(await sendWith(msteams, written, firing)).toEqual({ outcome: 'sent' });
  expect(peer.got[0]?.path).toBe('/workflows/1?sig=x');
  expect(JSON.parse(peer.got[0]?.body ?? '')).toEqual({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            {
              type: 'TextBlock',
              text: 'High <CPU>',
              weight: 'Bolder',
              size: 'Medium',
              wrap: true,
              style: 'heading',
              color: 'Attention',
            },
            { type: 'TextBlock', text: 'two\n\nlines', wrap: true },
          ],
          msteams: { width: 'full' },
        },
      },
    ],
  });
});

it('is green when it is over, and never longer than Teams takes', async () => {
  const peer = await peerServer();
  await sendWith(msteams, { webhook_url: peer.url, text: 'ä"\n'.repeat(50_000) }, resolved);
  const [heading, text] = JSON.parse(peer.got[0]?.body ?? '').attachments[0].content.body;
  expect(heading.color).toBe('Good');
  expect(text.text.endsWith('…')).toBe(true);
  expect(Buffer.byteLength(peer.got[0]?.body ?? '')).toBeLessThan(28 * 1024);
});
