import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CancellationToken } from 'vscode-jsonrpc';
import type { CompareResult } from '../../server/src/lsp/compare/protocol';
import { type Client, startClient } from './client';

/** A server on a machine with stand-ins for programs, and a folder of files. */
export interface CompareWorld {
  readonly folder: string;
  readonly client: Client;
  /** Opens a file of the folder. */
  readonly open: (name: string) => Promise<string>;
  readonly compare: (params: object, token?: CancellationToken) => Promise<CompareResult | null>;
  /** What the stand-ins were called with, a line each; the log is emptied. */
  readonly calls: () => readonly string[];
  readonly close: () => Promise<void>;
}

export interface CompareWorldOptions {
  /** By path below the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Shell scripts by the program's name; `$CALLS` is the log. Other programs are missing. */
  readonly programs: Readonly<Record<string, string>>;
  /** Environment variables, in which FOLDER stands for the folder; `PATH` comes after that of the stand-ins. */
  readonly env?: Readonly<Record<string, string>>;
  readonly trusted?: boolean;
}

export async function compareWorld({
  files,
  programs,
  env = {},
  trusted = true,
}: CompareWorldOptions): Promise<CompareWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'compare-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  mkdirSync(join(folder, 'bin'));
  for (const [path, text] of Object.entries(files)) write(path, text);
  for (const [name, script] of Object.entries(programs)) {
    write(`bin/${name}`, `#!/bin/sh\nCALLS=${calls}\n${script}`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  const given = Object.entries(env).map(([name, value]) => [name, value.replaceAll('FOLDER', folder)] as const);
  const { PATH, ...others } = Object.fromEntries(given);
  const path = [join(folder, 'bin'), ...(PATH === undefined ? [] : [PATH])].join(delimiter);
  const client = await startClient({ trusted }, { HOME: folder, ...others, PATH: path });
  return {
    folder,
    client,
    open: async (name) => {
      const path = join(folder, name);
      const uri = pathToFileURL(path).href;
      await client.open(uri, readFileSync(path, 'utf8'));
      return uri;
    },
    compare: (params, token) =>
      token === undefined
        ? client.connection.sendRequest('nixServices/compare', params)
        : client.connection.sendRequest('nixServices/compare', params, token),
    calls: () => {
      const lines = readFileSync(calls, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
      writeFileSync(calls, '');
      return lines;
    },
    close: async () => {
      await client.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
