import { quoteAttrName } from '../../syntax/quote';
import { directive, sectionsOf } from '../../systemd/catalogue';
import { editDistance } from '../../systemd/distance';
import type { Slot } from '../../units/analysis';
import { optionsOfKind } from '../../units/nixos/facts';
import type { Finding, Fix } from '../finding';
import type { Rule, Subject } from '../rule';
import { slotsOf } from './directive-slots';
import { setName } from './move-fix';
import { conversion } from './shape/convert';

const code = 'unknown-option';
const MAX_DISTANCE = 3;

/** A name in a unit's set, such as `systemd.services.<name>`, that is no option there: NixOS refuses to evaluate. */
export const unknownOption: Rule = {
  code,
  title: 'Unknown option',
  severity: 'error',
  check: (subject: Subject) =>
    slotsOf(subject.analysis)
      .filter(({ role, declared, key }) => role.set === 'options' && !declared && !MODULE_KEYS.has(key))
      .map((slot) => finding(subject, slot)),
};

/** What a unit that is written as a module has beside its options. */
const MODULE_KEYS = new Set(['options', 'config', 'imports', 'freeformType', '_module', '_file', '_class', 'key']);

/** Options of the whole system; among those of a unit they tell of a brace that closes too late. */
const TOP_OPTIONS = new Set([
  'boot',
  'environment',
  'home-manager',
  'networking',
  'nixpkgs',
  'programs',
  'security',
  'services',
  'systemd',
  'users',
  'virtualisation',
]);

function finding(subject: Subject, slot: Slot): Finding {
  const section = sectionsOf(slot.unitType).find((name) => directive(name, slot.key) !== undefined);
  const isHome = isHomeSection(slot.key, slot.unitType);
  const near = isHome ? homeOptions(slot) : nearOptions(slot);
  const explained = isHome || section !== undefined || near.length > 0 || TOP_OPTIONS.has(slot.key);
  const whole = isHome ? conversion(subject, slot, 'nixos') : undefined;
  const reason = whole?.reason === undefined ? '' : ` The unit is not converted as a whole: ${whole.reason}`;
  const refusal = explained ? 'NixOS would refuse it' : 'NixOS refuses it unless another module declares it';
  return {
    code,
    severity: explained ? unknownOption.severity : 'info',
    message: `${slot.unit} has no option ${slot.key}; ${refusal}.${advice(slot, section, near)}${reason}`,
    origin: slot.keyOrigin,
    unit: slot.unit,
    fixes: [...(whole?.fixes ?? []), ...fixesOf(slot, section, near)].map((fix, index) => ({
      ...fix,
      preferred: index === 0,
    })),
  };
}

function advice({ world, key, unitType }: Slot, section: string | undefined, near: readonly string[]): string {
  if (isHomeSection(key, unitType)) {
    return ` ${key} is a section of home-manager's units; NixOS has ${key === 'Install' ? 'wantedBy' : setName(world, key)}.`;
  }
  if (section !== undefined) return ` ${key} is a directive: write ${setName(world, section)}.${key}.`;
  if (TOP_OPTIONS.has(key)) return ` ${key} is an option of the whole system: does a brace close too late?`;
  return near[0] === undefined ? '' : ` Did you mean ${near[0]}?`;
}

/** Whether a name is a section as home-manager writes them. */
function isHomeSection(key: string, unitType: string): boolean {
  return sectionsOf(unitType).includes(key);
}

/** NixOS's set of the same directives; [Install] has none. */
function homeOptions({ world, key }: Slot): readonly string[] {
  return key === 'Install' ? [] : [setName(world, key)];
}

function fixesOf(slot: Slot, section: string | undefined, near: readonly string[]): readonly Fix[] {
  const written = directiveFix(slot, section);
  return written.length > 0 ? written : near.map((name) => rename(slot, name));
}

/** A directive that was written one level too high. */
function directiveFix(slot: Slot, section: string | undefined): readonly Fix[] {
  if (section === undefined || slot.role.set !== 'options' || slot.role.path.length > 0) return [];
  return [rename(slot, `${setName(slot.world, section)}.${quoteAttrName(slot.key)}`)];
}

function rename({ keyOrigin }: Slot, newText: string): Fix {
  return { title: `Change to ${newText}`, edits: [{ origin: keyOrigin, newText }], preferred: false };
}

/** Options of the unit that are spelt alike, the nearest first. */
function nearOptions({ key, role, unitType, scope }: Slot): readonly string[] {
  const prefix = role.set === 'options' ? role.path.map((name) => `${name}.`).join('') : '';
  const limit = Math.min(MAX_DISTANCE, Math.floor(key.length / 3) + 1);
  return optionsOfKind(unitType, scope === 'initrd', scope === 'user')
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name }) => name.slice(prefix.length))
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MAX_DISTANCE)
    .map(({ name }) => name);
}
