import { unitTypes } from '../catalogue';
import type { Verdict } from '../types';
import { eachWord, type Grammar, withHoles } from './grammar';
import { accepted, fault, quoted, type Slice } from './slice';
import { hole, isOpen } from './specifiers';

type UnitNameKind = 'plain' | 'instance' | 'template';

/** Types of units that can be templates. */
const templated: readonly string[] = ['service', 'socket', 'target', 'timer', 'path'];

/** The kind of a valid unit name; undefined when it is none (systemd's unit-name.c). */
function unitNameKind(text: string): UnitNameKind | undefined {
  const dot = text.lastIndexOf('.');
  const type = text.slice(dot + 1);
  const stem = text.slice(0, dot);
  const validStem = /^[0-9A-Za-z:_.\\@-]+$/.test(stem) && !stem.startsWith('@');
  if (dot < 1 || text.length >= 256 || !unitTypes().includes(type) || !validStem) return undefined;
  const at = stem.indexOf('@');
  if (at === -1) return 'plain';
  if (!templated.includes(type)) return undefined;
  return at === stem.length - 1 ? 'template' : 'instance';
}

function checkName(name: Slice, suffix: string | undefined, templates: boolean): Verdict {
  const known = isOpen(name) ? name.text.replaceAll(hole, 'x') : name.text;
  const kind = unitNameKind(known);
  const endsOpen = name.text.endsWith(hole);
  if (suffix !== undefined && !endsOpen && !known.endsWith(`.${suffix}`)) {
    return fault(name, `${quoted(name.text)} is not the name of a ${suffix}`, [`${stemOf(known)}.${suffix}`]);
  }
  if (endsOpen || (kind !== undefined && (templates || kind !== 'template'))) return accepted;
  if (kind === 'template') return fault(name, `${quoted(name.text)} is a template; an instance of it is expected`);
  const hasSuffix = unitTypes().some((type) => known.endsWith(`.${type}`));
  if (hasSuffix) return fault(name, `${quoted(name.text)} has characters that a unit name cannot have`);
  return fault(name, `${quoted(name.text)} has no unit suffix such as .service`, [
    `${known}.service`,
    `${known}.target`,
  ]);
}

function stemOf(name: string): string {
  const type = unitTypes().find((suffix) => name.endsWith(`.${suffix}`));
  return type === undefined ? name : name.slice(0, -type.length - 1);
}

function nameGrammar(suffix: string | undefined, templates: boolean): Grammar {
  return withHoles('name', (value) => checkName(value, suffix, templates));
}

/** Units of a dependency, separated by white space. */
export const unitList: Grammar = eachWord({ retainEscape: true }, nameGrammar(undefined, true));

export const socketList: Grammar = eachWord({}, nameGrammar('socket', true));

/** The unit that a timer or path starts. */
export const triggeredUnit: Grammar = nameGrammar(undefined, true);

export const socketService: Grammar = nameGrammar('service', false);

export const slice: Grammar = (value, context) => {
  if (context.directive.section === 'Slice') return fault(value, "A slice's parent is in its name and cannot be set");
  return nameGrammar('slice', false)(value, context);
};

/** [Install]: unit names, or for DefaultInstance= the name of an instance. */
export const install: Grammar = (value, context) => {
  if (context.directive.name === 'DefaultInstance') {
    const valid = /^[0-9A-Za-z:_.\\@%-]+$/.test(value.text);
    return valid ? accepted : fault(value, `${quoted(value.text)} cannot be the name of an instance`);
  }
  return installNames(value, context);
};

const installNames = eachWord(
  { unquote: true, retainEscape: true },
  withHoles('install', (value) => checkName(value, undefined, true)),
);
