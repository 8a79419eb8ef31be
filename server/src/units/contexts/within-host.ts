import type { ModuleSource } from '../../modules/option-type';
import { baseName } from '../../nix/paths';
import type { Runtime } from '../../nix/runtime';
import type { AnalyseRequest } from '../analyse';
import { configure } from '../configuration';
import type { GeneratedFile } from '../generated-file';
import type { Unit } from '../model';
import { attempt, type Collector, ofFile as problemsOf, UnknownContextError } from '../problems';
import { type Found, foundIn, inContext } from '../read-found';
import { type EntryPoint, isCalled } from './entry-point';
import { hostsIn, nearestHosts } from './hosts';

/** Whether a unit is declared in a file, or has a line from there. */
function isFrom({ declarations, sections }: Unit, uri: string): boolean {
  const entries = sections.flatMap(({ lines }) => lines.filter((line) => line !== undefined));
  const origins = [...declarations, ...entries.flatMap(({ keys, values }) => [...keys, ...values])];
  return origins.some((origin) => origin.uri === uri);
}

function ofFile({ units, slots, generated, dated }: Found, { uri }: AnalyseRequest): Found {
  const isOwn = ({ lines }: GeneratedFile): boolean =>
    lines.some(({ pieces }) => pieces.some(({ keys, values }) => [...keys, ...values].some((one) => one.uri === uri)));
  return {
    generated: generated.filter(isOwn),
    dated: dated.filter(({ origin }) => origin.uri === uri),
    units: units.filter((unit) => isFrom(unit, uri)),
    slots: slots.filter(({ keyOrigin }) => keyOrigin.uri === uri),
  };
}

/**
 * A file as one host has it: what it declares there, with the settings of the host. One that does not import it is taken to do so;
 * undefined where the request wants none of that.
 */
function within(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  own: ModuleSource,
  host: EntryPoint,
): Found | undefined {
  const { path, uri } = request;
  const inner = problemsOf(to, uri);
  const found = (modules: readonly ModuleSource[]): Found => {
    const configuration = configure(rt, inner, request, modules, host.specialArgs);
    return ofFile(foundIn(rt, inner, request, configuration, modules), request);
  };
  const imported = found(host.modules);
  if (rt.read.has(path)) return inContext(imported, host.name);
  if (request.onlyIfImported === true) return undefined;
  const assumption = `${host.name} imports ${baseName(path)}`;
  const whole = found([...host.modules, own]);
  const assuming = <T extends { readonly assumptions: readonly string[] }>(one: T): T => ({
    ...one,
    assumptions: [...one.assumptions, assumption],
  });
  const assumed = { units: whole.units.map(assuming), generated: whole.generated.map(assuming) };
  return inContext({ ...whole, ...assumed }, host.name);
}

function unknownHost(asked: string, flake: string | undefined, hosts: readonly EntryPoint[]): UnknownContextError {
  const where = flake ?? 'this file';
  const names = [...new Set(hosts.map(({ name }) => name))];
  return new UnknownContextError(
    names.length === 0
      ? `there is no host '${asked}': ${where} has none${flake === undefined ? ', and no flake.nix is above it' : ''}`
      : `there is no host '${asked}' in ${where}: it has ${names.join(', ')}`,
  );
}

/** What was found of a file in one host. */
interface FoundInHost extends Found {
  readonly host: string;
}

/** A file looked at in a host of the nearest flake; `given` are those that the file itself has. */
export function analyseInHost(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest & { readonly context: string },
  own: ModuleSource,
  given: readonly EntryPoint[],
): readonly FoundInHost[] {
  const { kept, path } = request;
  const file = given.length > 0 ? undefined : nearestHosts(rt.files, path);
  const entries =
    file === undefined
      ? given
      : (attempt(rt, to, () => kept.entries.get(file, undefined, () => () => hostsIn(rt, request, file))) ?? []);
  const hosts = entries.filter(({ isHost }) => isHost);
  const asked = hosts.filter((entry) => isCalled(entry, request.context));
  if (asked.length === 0) to.report(unknownHost(request.context, file, hosts));
  return asked.flatMap((host) => {
    const found = within(rt, to, request, own, host);
    return found === undefined ? [] : [{ ...found, host: host.name }];
  });
}
