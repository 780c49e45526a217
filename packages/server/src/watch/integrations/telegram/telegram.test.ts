import { expect, it } from 'vitest';
import { firing, peerServer, sendWith, testTools } from '../testing.ts';
import { telegram } from './send.ts';

it('sends the bytes that Alertmanager sends', async () => {
  const peer = await peerServer();
  const written = { api_url: peer.url, bot_token: '1:AA', chat_id: -100, message: 'CPU &amp; more' };
  expect(await sendWith(telegram, written, firing)).toEqual({ outcome: 'sent' });
  expect(peer.got).toMatchObject([{ method: 'POST', path: '/bot1:AA/sendMessage' }]);
  expect(peer.got[0]?.body).toBe(
    '{"chat_id":"-100","disable_web_page_preview":"true","parse_mode":"HTML","text":"CPU \\u0026amp; more"}\n',
  );
});

it('asks for texts that are safe in the language it sends them in', async () => {
  const peer = await peerServer();
  const modes: string[] = [];
  const expand = (text: string, _: unknown, mode: string) => {
    if (text === 'm') modes.push(mode);
    return text;
  };
  const written = {
    api_url: peer.url,
    bot_token: '1:AA',
    chat_id: 5,
    message: 'm',
    message_thread_id: 7,
    disable_notifications: true,
  };
  await sendWith(telegram, written, firing, { tools: testTools({ expand }) });
  await sendWith(telegram, { ...written, parse_mode: '' }, firing, { tools: testTools({ expand }) });
  expect(modes).toEqual(['html', 'text']);
  expect(peer.got[1]?.body).toBe(
    '{"chat_id":"5","disable_notification":"true","disable_web_page_preview":"true","message_thread_id":"7","text":"m"}\n',
  );
});

it('waits as long as the body of a 429 asks', async () => {
  const peer = await peerServer();
  const body =
    '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}';
  peer.answer = () => ({ status: 429, body });
  const result = await sendWith(telegram, { api_url: peer.url, bot_token: '1:AA', chat_id: 5 }, firing);
  expect(result).toMatchObject({ reason: 'rate_limited', retryAfterMs: 35_000 });
});
