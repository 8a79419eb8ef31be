import type { ProcessRequest } from '../../base/host';
import {
  channelRequest,
  errorLine,
  flakeRequest,
  makerOf,
  namesRequest,
  type Output,
} from '../../features/compare/machines';
import { isInside, unitExpression } from '../../features/compare/nix-expression';
import { type Answer, type Comparison, chooseHost, failed } from './task';

/** A configuration of a flake, and the path of one inside of it: `specialisation.x`. */
interface Place {
  readonly output: Output;
  readonly name: string;
  readonly inside: string;
}

/** What a program printed as JSON; an answer where that is not to be had. */
type Evaluated =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'answer'; readonly answer: Answer };

const USERS = 'home-manager.users';

function labelOf({ output, name, inside }: Place): string {
  return `${output}.${name}${inside === '' ? '' : `.${inside}`}`;
}

async function evaluate({ host, log, signal, report }: Comparison, request: ProcessRequest): Promise<Evaluated> {
  const [program] = request.argv;
  const answer = (message: string, logged = false): Evaluated => ({ kind: 'answer', answer: failed(message, logged) });
  report(`${program} is evaluating`);
  const result = await host.run({ ...request, signal, onProgress: report });
  if (result.kind === 'cancelled') return { kind: 'answer', answer: undefined };
  if (result.kind === 'missing') return answer(`Nix is not installed here: ${result.message}.`);
  if (result.kind !== 'exit') return answer(`Nix was not asked: ${result.message}.`);
  if (result.code !== 0) {
    log.error(`${program} failed:\n${result.stderr}`);
    return answer(`Nix: ${errorLine(result.stderr)}`, true);
  }
  try {
    return { kind: 'value', value: JSON.parse(result.stdout) };
  } catch {
    log.error(`${program} printed no JSON:\n${result.stdout}`);
    return answer(`${program} printed something that is not JSON.`, true);
  }
}

function names(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

/** Modules by themselves, which any host may have. */
const MODULES = /^$|^(nixos|home|homeManager)Modules\./;

/** A flake without an output of that name. */
const NO_OUTPUT = /does not provide attribute/;

/** The configurations that a flake has in one of its outputs. */
async function configurations(
  comparison: Comparison,
  folder: string,
  output: Output,
): Promise<readonly Place[] | Answer> {
  const evaluated = await evaluate(comparison, namesRequest(folder, output));
  if (evaluated.kind === 'value') return names(evaluated.value).map((name) => ({ output, name, inside: '' }));
  const { answer } = evaluated;
  return answer?.kind === 'failed' && NO_OUTPUT.test(answer.message) ? [] : answer;
}

function isPlaces(found: readonly Place[] | Answer): found is readonly Place[] {
  return Array.isArray(found);
}

/** The configuration that a label begins with, and what is left of the label. */
function placeOf(label: string, places: readonly Place[]): Place | undefined {
  const found = places
    .filter((place) => label === labelOf(place) || label.startsWith(`${labelOf(place)}.`))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  return found && { ...found, inside: label.slice(labelOf(found).length + 1) };
}

/** A unit of home-manager in a machine is that of one of its users. */
async function withUser(comparison: Comparison, folder: string, place: Place): Promise<Place | Answer> {
  const isHome = comparison.unit.world === 'home-manager';
  if (!isHome || place.output === 'homeConfigurations' || place.inside !== '') return place;
  const users = (config: string): string => `builtins.attrNames ${config}.${USERS}`;
  const evaluated = await evaluate(comparison, flakeRequest(folder, place.output, place.name, users));
  if (evaluated.kind === 'answer') return evaluated.answer;
  const places = names(evaluated.value).map((user): Place => ({ ...place, inside: `${USERS}.${user}` }));
  const [only, ...others] = places;
  if (only === undefined) return failed(`${labelOf(place)} has no users of home-manager.`);
  return others.length === 0 ? only : chooseHost(places.map(labelOf));
}

/** The configuration to ask: the one that was chosen, the one that the unit is seen in, or the only one. */
async function choose(comparison: Comparison, folder: string): Promise<Place | Answer> {
  const { unit, chosen } = comparison;
  const { context = '' } = unit;
  const inside = isInside(context) ? context : '';
  const isHome = unit.world === 'home-manager' && inside === '';
  const outputs: readonly Output[] = isHome ? ['homeConfigurations', 'nixosConfigurations'] : ['nixosConfigurations'];
  const places: Place[] = [];
  for (const output of outputs) {
    const found = await configurations(comparison, folder, output);
    if (!isPlaces(found)) return found;
    places.push(...found);
  }
  const [only, ...others] = places;
  if (only === undefined) {
    return failed(`The flake in ${folder} has no ${outputs.join(' and no ')}.`);
  }
  const seen = placeOf(context, places);
  if (chosen === undefined && seen === undefined && inside === '' && !MODULES.test(context)) {
    return failed(`Nix cannot be asked for units in ${context}.`);
  }
  const meant = (chosen === undefined ? seen : placeOf(chosen, places)) ?? (others.length === 0 ? only : undefined);
  if (meant === undefined) return chooseHost(places.map(labelOf));
  return withUser(comparison, folder, meant.inside === '' ? { ...meant, inside } : meant);
}

function isPlace(found: Place | Answer): found is Place {
  return found !== undefined && 'output' in found;
}

/** The text of a unit as Nix writes it. */
export async function withNix(comparison: Comparison): Promise<Answer> {
  const { host, unit, path } = comparison;
  const maker = makerOf(host.files, path, unit.world);
  if (maker === undefined)
    return failed(`No flake.nix or configuration.nix is above ${path}, so it belongs to no host.`);
  const place = maker.kind === 'flake' ? await choose(comparison, maker.folder) : undefined;
  if (maker.kind === 'flake' && !isPlace(place)) return place;
  const inside = isPlace(place) ? place.inside : (unit.context ?? '');
  const expression = unitExpression(unit, 'config', inside);
  if (expression.kind === 'none') return failed(`${expression.message}.`);
  const of = (config: string): string => `let config = ${config}; in ${expression.text}`;
  const request =
    maker.kind === 'flake' && isPlace(place)
      ? flakeRequest(maker.folder, place.output, place.name, of)
      : channelRequest(maker.kind === 'channel' ? maker.file : path, unit.world, expression.builds, of);
  const evaluated = await evaluate(comparison, request);
  if (evaluated.kind === 'answer') return evaluated.answer;
  const where = isPlace(place) ? labelOf(place) : maker.kind === 'channel' ? maker.file : path;
  return typeof evaluated.value === 'string'
    ? { kind: 'text', text: evaluated.value }
    : failed(`${where} has no ${unit.name}.`);
}
