import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type * as compareOfClient from '../../client/src/compare/protocol';
import type * as pinsOfClient from '../../client/src/pins/protocol';
import type * as client from '../../client/src/protocol';
import type * as scriptsOfClient from '../../client/src/scripts/protocol';
import type * as viewsOfClient from '../../client/src/views/protocol';
import type * as compareOfServer from '../../server/src/lsp/compare/protocol';
import type * as pinsOfServer from '../../server/src/lsp/pins/protocol';
import type * as server from '../../server/src/lsp/protocol';
import type * as viewsOfServer from '../../server/src/lsp/views/protocol';

/** What a value is once it was sent: members that are undefined are left out. */
type Sent<T> = T extends readonly (infer Item)[]
  ? readonly Sent<Item>[]
  : T extends object
    ? { readonly [K in keyof T as undefined extends T[K] ? never : K]: Sent<T[K]> } & {
        readonly [K in keyof T as undefined extends T[K] ? K : never]?: Sent<Exclude<T[K], undefined>>;
      }
    : T;

/** A request by what is asked and answered; each side has a library, and classes, of its own. */
interface Request<Params, Result> {
  readonly _: readonly [Params, Result, ...unknown[]] | undefined;
}

interface Notification<Params> {
  readonly _: readonly [Params, ...unknown[]] | undefined;
}

type Asked<T> = T extends Request<infer Params, unknown> ? Params : never;
type Answered<T> = T extends Request<unknown, infer Result> ? Sent<Result> : never;
type Told<T> = T extends Notification<infer Params> ? Params : never;

describe('the client and the server', () => {
  test('name the same requests and notifications', () => {
    const methods = (...files: readonly string[]): readonly string[] =>
      files
        .map((file) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8'))
        .flatMap((text) => [...text.matchAll(/(?:RequestType|NotificationType)<[^;]*?\(\s*'([^']+)'/g)])
        .map(([, method = '']) => method)
        .sort();
    const ofServer = methods(...['', 'compare/', 'pins/', 'views/'].map((part) => `server/src/lsp/${part}protocol.ts`));
    expect(ofServer).toContain('nixServices/preview');
    expect(
      methods(...['', 'compare/', 'pins/', 'scripts/', 'views/'].map((part) => `client/src/${part}protocol.ts`)),
    ).toEqual(ofServer);
  });

  test('ask and answer in the same shapes', () => {
    expectTypeOf<Asked<typeof client.previewRequest>>().toExtend<Asked<typeof server.previewRequest>>();
    expectTypeOf<Answered<typeof server.previewRequest>>().toExtend<Answered<typeof client.previewRequest>>();
    expectTypeOf<Asked<typeof client.assessmentRequest>>().toExtend<Asked<typeof server.assessmentRequest>>();
    expectTypeOf<Answered<typeof server.assessmentRequest>>().toExtend<Answered<typeof client.assessmentRequest>>();
    expectTypeOf<Told<typeof server.previewChanged>>().toExtend<Told<typeof client.previewChanged>>();

    expectTypeOf<Asked<typeof scriptsOfClient.scriptRequest>>().toExtend<Asked<typeof server.scriptRequest>>();
    expectTypeOf<Answered<typeof server.scriptRequest>>().toExtend<Answered<typeof scriptsOfClient.scriptRequest>>();
    expectTypeOf<Asked<typeof scriptsOfClient.scriptsRequest>>().toExtend<Asked<typeof server.scriptsRequest>>();
    expectTypeOf<Answered<typeof server.scriptsRequest>>().toExtend<Answered<typeof scriptsOfClient.scriptsRequest>>();

    type Views = typeof viewsOfServer;
    type ClientViews = typeof viewsOfClient;
    expectTypeOf<Asked<ClientViews['viewRequest']>>().toExtend<Asked<Views['viewRequest']>>();
    expectTypeOf<Answered<Views['viewRequest']>>().toExtend<Answered<ClientViews['viewRequest']>>();
    expectTypeOf<Asked<ClientViews['hostsRequest']>>().toExtend<Asked<Views['hostsRequest']>>();
    expectTypeOf<Answered<Views['hostsRequest']>>().toExtend<Answered<ClientViews['hostsRequest']>>();

    type Compare = typeof compareOfServer;
    type ClientCompare = typeof compareOfClient;
    expectTypeOf<Answered<Compare['compareRequest']>>().toExtend<Answered<ClientCompare['compareRequest']>>();
    expectTypeOf<Answered<Compare['unitTextRequest']>>().toExtend<Answered<ClientCompare['unitTextRequest']>>();

    type Pins = typeof pinsOfServer;
    type ClientPins = typeof pinsOfClient;
    expectTypeOf<Asked<ClientPins['mismatchRequest']>>().toExtend<Asked<Pins['mismatchRequest']>>();
    expectTypeOf<Answered<Pins['mismatchRequest']>>().toExtend<Answered<ClientPins['mismatchRequest']>>();
  });
});
