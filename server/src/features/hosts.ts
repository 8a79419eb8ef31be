import { filePath, fileUri } from '../base/uri';
import { BudgetSignal } from '../nix/errors';
import { EDITOR_LIMITS } from '../nix/evaluator';
import { dirName } from '../nix/paths';
import { type HostOfFile, hostsOfFile, nearestHosts } from '../units/contexts/hosts';
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

/** The hosts of the nearest flake, and which of them import the document. */
export function hostsOf(options: EvaluationOptions, uri: string): Hosts {
  const path = filePath(uri);
  if (path === undefined) return { hosts: [] };
  const deadline = options.now() + BUDGET_MS;
  const { rt, lib, pkgs } = createWorld({
    files: options.files,
    parse: options.parse,
    limits: { ...EDITOR_LIMITS, steps: Number.MAX_SAFE_INTEGER, depth: options.depth },
    interrupted: () => options.now() > deadline,
    lenient: true,
    nixpkgsName: options.nixpkgsName,
  });
  const file = nearestHosts(rt, path);
  if (file === undefined) return { hosts: [] };
  const request = { path, uri, lib, pkgs, settings: [], assumeEnabled: true, kept: nothingKept(rt) };
  try {
    return { folder: fileUri(dirName(file)), hosts: hostsOfFile(rt, request) };
  } catch (signal) {
    if (signal instanceof BudgetSignal) return { hosts: [] };
    throw signal;
  }
}
