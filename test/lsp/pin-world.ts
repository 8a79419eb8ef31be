import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { CodeAction } from 'vscode-languageserver-types';
import { lineMap, positionAt, type Range } from '../../server/src/base/span';
import { digestOf } from '../../server/src/store/digest';
import { type Hash, sri } from '../../server/src/store/hash';
import { type Handler, type SourceServer, serveSources } from '../support/source-server';
import { type Client, startClient } from './client';

const BODIES = new Map(['a', 'b', 'c'].map((name) => [`/${name}`, Buffer.from(`the source ${name}\n`)]));

/** The hash of an empty file, which no source of the tests is. */
export const STALE = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/** A document of a server that may fetch from a loopback server, on a machine without Nix. */
export interface PinDocument {
  readonly uri: string;
  readonly opened: string;
  /** As it is now. */
  readonly text: () => string;
  /** What a command says: its message, or its error; null for nothing. */
  readonly run: (command: string, argument?: object) => Promise<string | null>;
  /** The actions at a piece of its text. */
  readonly actions: (needle: string) => Promise<CodeAction[]>;
  /** The place of a piece of its text as it was opened. */
  readonly rangeAt: (needle: string) => Range;
}

export interface PinWorld {
  readonly folder: string;
  readonly server: SourceServer;
  readonly client: Client;
  /** The hash of what the server has at `/a`, `/b` and `/c`. */
  readonly hashOf: (name: string) => Hash;
  /** A text in which URL stands for the server, SRI-a for the hash of its `/a` and REPOSITORY for a folder of the world. */
  readonly filled: (text: string) => string;
  readonly open: (text: string, on?: { readonly client?: Client; readonly path?: string }) => Promise<PinDocument>;
  /** Lets the request for `/slow` that is waiting have its answer. */
  readonly answerSlow: () => void;
  readonly close: () => Promise<void>;
}

/** A folder with every program of the search path but those of Nix. */
function programsWithoutNix(folder: string): string {
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  const known = new Set<string>();
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of entries(directory)) {
      if (/^(nix|nurl)/.test(name) || known.has(name)) continue;
      known.add(name);
      symlinkSync(join(directory, name), join(programs, name));
    }
  }
  return programs;
}

function entries(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

export async function pinWorld(): Promise<PinWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'pins-'));
  let answerSlow = (): void => undefined;
  const slow: Handler = (_, response) => {
    answerSlow = () => response.end('slow');
  };
  const server = await serveSources(new Map<string, Uint8Array | Handler>([...BODIES, ['/slow', slow]]));
  const client = await startClient({ trusted: true }, { PATH: programsWithoutNix(folder) });
  const settings = { nixServices: { hash: { allowInsecure: true } } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  const hashOf = (name: string): Hash => ({
    algorithm: 'sha256',
    digest: digestOf('sha256', BODIES.get(`/${name}`) ?? new Uint8Array()),
  });
  const filled = (text: string): string =>
    text
      .replaceAll('URL', server.url)
      .replaceAll('REPOSITORY', `file://${folder}/lease-server.git`)
      .replaceAll(/SRI-(\w)/g, (_, name: string) => sri(hashOf(name)))
      .replaceAll('STALE', STALE);
  let files = 0;
  return {
    folder,
    server,
    client,
    hashOf,
    filled,
    open: async (given, on = {}) => {
      files += 1;
      const text = filled(given);
      const uri = `file://${on.path ?? `${folder}/${files}.nix`}`;
      const editor = on.client ?? client;
      await editor.open(uri, text);
      return pinDocument(editor, uri, text, (said) =>
        said.replaceAll(server.url, 'URL').replaceAll(`file://${folder}/lease-server.git`, 'REPOSITORY'),
      );
    },
    answerSlow: () => answerSlow(),
    close: async () => {
      await client.stop();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function pinDocument(client: Client, uri: string, text: string, masked: (said: string) => string): PinDocument {
  const rangeAt = (needle: string): Range => {
    const start = text.indexOf(needle);
    const lines = lineMap(text);
    return { start: positionAt(lines, start), end: positionAt(lines, start + needle.length) };
  };
  return {
    uri,
    opened: text,
    text: () => client.text(uri),
    run: async (command, argument = {}) => {
      const params = { command, arguments: [{ uri, ...argument }] };
      try {
        const result = await client.connection.sendRequest<{ message: string } | null>(
          'workspace/executeCommand',
          params,
        );
        return result === null ? null : masked(result.message);
      } catch (error) {
        return masked(`failed: ${error instanceof Error ? error.message : error}`);
      }
    },
    actions: (needle) =>
      client.connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri },
        range: rangeAt(needle),
        context: { diagnostics: [] },
      }),
    rangeAt,
  };
}
