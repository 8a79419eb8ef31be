import { filePath, fileUri } from '../base/uri';
import { BudgetSignal } from '../nix/errors';
import { EDITOR_LIMITS } from '../nix/evaluator';
import { dirName } from '../nix/paths';
import type { Runtime } from '../nix/runtime';
import type { AnalyseRequest } from '../units/analyse';
import { type HostOfFile, hasHosts, hostsOfFile, nearestHosts } from '../units/contexts/hosts';
import { nothingKept } from '../units/kept';
import type { EvaluationOptions } from './evaluation';
import { createWorld } from './world';

/** The hosts that a document can be looked at in. */
export interface Hosts {
  /** The folder whose flake has them. */
  readonly folder?: string;
  readonly hosts: readonly HostOfFile[];
}

/** What is spent on telling which hosts import a file. */
const BUDGET_MS = 4_000;

interface Search {
  readonly rt: Runtime;
  readonly file: string;
  readonly request: AnalyseRequest;
}

/** Looks for hosts in the nearest flake of a document, within a time; undefined where there is none, or the time is over. */
function find<T>(options: EvaluationOptions, uri: string, ms: number, look: (search: Search) => T): T | undefined {
  const path = filePath(uri);
  const file = path === undefined ? undefined : nearestHosts(options.files, path);
  if (path === undefined || file === undefined) return undefined;
  const deadline = options.now() + ms;
  const { rt, lib, pkgs } = createWorld({
    files: options.files,
    parse: options.parse,
    limits: { ...EDITOR_LIMITS, steps: Number.MAX_SAFE_INTEGER, depth: options.depth },
    interrupted: () => options.now() > deadline,
    lenient: true,
    nixpkgsName: options.nixpkgsName,
  });
  const request = { path, uri, lib, pkgs, settings: [], assumeEnabled: true, kept: nothingKept(rt) };
  try {
    return look({ rt, file, request });
  } catch (signal) {
    if (signal instanceof BudgetSignal) return undefined;
    throw signal;
  }
}

/** The hosts of the nearest flake, and which of them import the document. */
export function hostsOf(options: EvaluationOptions, uri: string): Hosts {
  const found = find(options, uri, BUDGET_MS, ({ rt, file, request }) => ({
    folder: fileUri(dirName(file)),
    hosts: hostsOfFile(rt, request),
  }));
  return found ?? { hosts: [] };
}

/** Tells whether the nearest flake of a document has a host; it is evaluated again when its own text changes. */
export function hostFinder(options: EvaluationOptions): (uri: string) => boolean {
  const known = new Map<string, { readonly text: string | undefined; readonly has: boolean }>();
  return (uri) => {
    const path = filePath(uri);
    const file = path === undefined ? undefined : nearestHosts(options.files, path);
    if (file === undefined) return false;
    const text = options.files.readText(file);
    const before = known.get(file);
    if (before !== undefined && before.text === text) return before.has;
    const has = find(options, uri, options.budgetMs, ({ rt, request }) => hasHosts(rt, request, file)) ?? false;
    known.set(file, { text, has });
    return has;
  };
}
