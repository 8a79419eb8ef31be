import { createReadStream } from 'node:fs';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { DownloadRequest, DownloadResult } from '../../base/host';

const MAX_REDIRECTS = 10;

type Failure = Exclude<DownloadResult, { readonly kind: 'done' }>;

interface Opened {
  readonly body: Readable;
  readonly length: number | undefined;
}

function refusal(url: URL, allowInsecure: boolean): Failure | undefined {
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:' && url.protocol !== 'file:') {
    return { kind: 'refused', message: `${url.protocol} addresses are not fetched: ${url.href}` };
  }
  return allowInsecure
    ? undefined
    : { kind: 'refused', message: `only https: is fetched unless insecure sources are allowed: ${url.href}` };
}

function request(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const options = { signal, headers: { 'accept-encoding': 'identity', 'user-agent': 'nix-services' } };
  return new Promise((resolve, reject) => {
    const sent = url.protocol === 'https:' ? getHttps(url, options, resolve) : getHttp(url, options, resolve);
    sent.once('error', reject);
  });
}

function parsedUrl(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Opens an address, following redirects that keep to the allowed schemes; a redirect never leads to a file. */
async function open(start: URL, { allowInsecure }: DownloadRequest, signal: AbortSignal): Promise<Opened | Failure> {
  let url = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const refused = refusal(url, allowInsecure);
    if (refused !== undefined) return refused;
    if (url.protocol === 'file:') {
      if (hop > 0) return { kind: 'refused', message: `${start.href} redirects to a file: ${url.href}` };
      return { body: createReadStream(fileURLToPath(url), { signal }), length: undefined };
    }
    const response = await request(url, signal);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 300 && status < 400 && location !== undefined) {
      response.destroy();
      const next = parsedUrl(location, url);
      if (next === undefined)
        return { kind: 'failed', message: `${url.href} redirects to what is no address: ${location}` };
      url = next;
      continue;
    }
    if (status !== 200) {
      response.destroy();
      return { kind: 'failed', message: `${url.href} answered with status ${status}` };
    }
    const length = Number(response.headers['content-length'] ?? Number.NaN);
    return { body: response, length: Number.isNaN(length) ? undefined : length };
  }
  return { kind: 'failed', message: `${start.href} redirects more than ${MAX_REDIRECTS} times` };
}

/** What `receive` threw: not the network's failure. */
class ReceiverError {
  constructor(readonly cause: unknown) {}
}

async function receiveAll(body: Readable, maxBytes: number, receive: DownloadRequest['receive']): Promise<boolean> {
  let size = 0;
  for await (const bytes of body) {
    size += bytes.length;
    if (size > maxBytes) return false;
    try {
      await receive(bytes);
    } catch (error) {
      throw new ReceiverError(error);
    }
  }
  return true;
}

/** Downloads an address with its redirects; every way it can end is a result. */
export async function download(wanted: DownloadRequest): Promise<DownloadResult> {
  const { url: text, maxBytes, timeoutMs, signal, receive } = wanted;
  const url = parsedUrl(text);
  if (url === undefined) return { kind: 'refused', message: `not an address: ${text}` };
  const tooLarge: Failure = { kind: 'too-large', message: `${url.href} is longer than ${maxBytes} bytes` };
  const timeout = AbortSignal.timeout(timeoutMs);
  const ended = AbortSignal.any(signal === undefined ? [timeout] : [timeout, signal]);
  try {
    const opened = await open(url, wanted, ended);
    if (!('body' in opened)) return opened;
    if ((opened.length ?? 0) > maxBytes) {
      opened.body.destroy();
      return tooLarge;
    }
    return (await receiveAll(opened.body, maxBytes, receive)) ? { kind: 'done' } : tooLarge;
  } catch (error) {
    if (error instanceof ReceiverError) throw error.cause;
    if (signal?.aborted) return { kind: 'cancelled', message: `the download of ${url.href} was cancelled` };
    if (timeout.aborted)
      return { kind: 'timeout', message: `${url.href} took longer than ${Math.round(timeoutMs / 1000)} s` };
    return {
      kind: 'failed',
      message: `${url.href} cannot be fetched: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
