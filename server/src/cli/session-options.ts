import type { SessionOptions } from '../features/session';
import { COMMAND_LIMITS } from '../nix/evaluator';
import type { NixParser } from '../syntax/parser';
import { type Io, wholeNumber } from './command';
import { nixPath, nixpkgsName } from './search-path';

const BUDGET_MS = 60_000;

interface Given {
  readonly systemd?: string | undefined;
  readonly assumeEnabled?: boolean;
  readonly overrides?: ReadonlyMap<string, string>;
  readonly context?: string | undefined;
}

/** How the command evaluates: with far more patience than an editor has. */
export function sessionOptions(io: Io, parser: NixParser, given: Given): SessionOptions {
  return {
    parser,
    files: io.host.files,
    now: io.host.now,
    systemdVersion: wholeNumber('systemd', given.systemd),
    assumeEnabled: given.assumeEnabled ?? true,
    overrides: given.overrides ?? new Map(),
    context: given.context,
    nixpkgsName: nixpkgsName(nixPath(io.env)),
    budgetMs: BUDGET_MS,
    depth: COMMAND_LIMITS.depth,
  };
}
