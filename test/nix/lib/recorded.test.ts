import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NixError } from '../../../server/src/nix/errors';
import { printValue } from '../../../server/src/nix/print';
import { run } from './harness';
import recorded from './recorded.json';

interface Case {
  readonly expression: string;
  readonly value?: string;
  readonly error?: string;
}

const GROUPS: Readonly<Record<string, readonly Case[]>> = recorded.groups;

const TREE = join(import.meta.dirname, 'tree');

/** How `tryEval` and Nix's own messages tell errors apart. */
function kindOf({ kind }: NixError): string {
  return kind === 'throw' || kind === 'assert' || kind === 'abort' ? kind : 'other';
}

function outcome(expression: string): string {
  try {
    return printValue(run(expression.replaceAll('@tree@', TREE))).replaceAll(TREE, '@tree@');
  } catch (failure) {
    if (failure instanceof NixError) return `error: ${kindOf(failure)}`;
    throw failure;
  }
}

describe.each(Object.entries(GROUPS))('%s as in the real lib', (_group, cases) => {
  test.each(cases)('$expression', ({ expression, value, error }) => {
    expect(outcome(expression)).toBe(value ?? `error: ${error}`);
  });
});
