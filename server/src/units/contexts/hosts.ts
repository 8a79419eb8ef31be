import type { FileSystem } from '../../base/host';
import { foldersAround, inFolder } from '../../nix/paths';
import type { Runtime } from '../../nix/runtime';
import { force } from '../../nix/thunk';
import type { AnalyseRequest } from '../analyse';
import { configure } from '../configuration';
import { attempt, collector } from '../problems';
import type { EntryPoint } from './entry-point';
import { flakeOutputs } from './flake';
import { flakeEntries } from './flake-entries';
import { hostsOf, isHostSet } from './layouts/host-sets';
import { containers, homeUsers } from './nested';

/** The files that say which hosts there are. */
const FILES = ['flake.nix', 'hive.nix'];

/** The nearest file at or above a file's folder that says which hosts there are. */
export function nearestHosts(files: Pick<FileSystem, 'stat'>, path: string): string | undefined {
  return foldersAround(path)
    .flatMap((folder) => FILES.map((name) => inFolder(folder, name)))
    .find((file) => files.stat(file) !== undefined);
}

/** The configurations that a file gives: a flake, or a set of hosts. */
export function hostsIn(rt: Runtime, request: AnalyseRequest, file: string): readonly EntryPoint[] {
  const value = force(rt.importFile(file));
  const outputs = flakeOutputs(rt, value, file, request);
  if (outputs !== undefined) return flakeEntries(rt, outputs, file, request);
  return isHostSet(rt, value) ? hostsOf(rt, file, '', value) : [];
}

function hostEntries(rt: Runtime, request: AnalyseRequest, file: string): readonly EntryPoint[] {
  const entries = attempt(rt, collector(rt), () => hostsIn(rt, request, file)) ?? [];
  return entries.filter(({ isHost }) => isHost);
}

/** Whether a file that says which hosts there are has one. */
export function hasHosts(rt: Runtime, request: AnalyseRequest, file: string): boolean {
  return hostEntries(rt, request, file).length > 0;
}

/** A host, and whether it imports the file that was asked about; undefined where there was no time to tell. */
export interface HostOfFile {
  readonly name: string;
  readonly imports: boolean | undefined;
}

function filesOf(rt: Runtime, request: AnalyseRequest, { modules, specialArgs }: EntryPoint): readonly string[] {
  const to = collector(rt);
  const outer = configure(rt, to, request, modules, specialArgs);
  const inside = [homeUsers, containers].flatMap((find) => attempt(rt, to, () => find(outer, to)) ?? []);
  const inner = inside.map((one) => configure(rt, to, request, one.modules, one.specialArgs));
  return [outer, ...inner].flatMap(({ evaluation }) => evaluation.files());
}

/** The hosts of the nearest flake of a file, or of the file itself where it is one. */
export function hostsOfFile(rt: Runtime, request: AnalyseRequest): readonly HostOfFile[] {
  const { path } = request;
  const file = nearestHosts(rt.files, path);
  if (file === undefined) return [];
  const to = collector(rt);
  return hostEntries(rt, request, file).map((entry) => {
    if (file === path) return { name: entry.name, imports: true };
    const files = attempt(rt, to, () => filesOf(rt, request, entry));
    return { name: entry.name, imports: files?.some((one) => one === path || `${one}/default.nix` === path) };
  });
}
