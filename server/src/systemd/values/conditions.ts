import vocab from '../../../data/vocab.json';
import { slipsOf } from '../distance';
import type { Verdict } from '../types';
import { parseBoolean } from './enumerations';
import { type Grammar, withHoles } from './grammar';
import { parseInteger } from './integers';
import { checkPath } from './path';
import { parsePermyriad, parseSize } from './size';
import { accepted, fault, part, quoted, type Slice, whitespace } from './slice';
import { isOpen } from './specifiers';
import { parseTimeSpan } from './time-span';

/** Condition…= and Assert…= about a path: `|` and `!`, in this order, then an absolute path. */
export const conditionPath: Grammar = (value, context) => {
  const skip = /^\|?!?/.exec(value.text)?.[0].length ?? 0;
  return withHoles('full', (path) => checkPath(path))(part(value, skip), context);
};

/** What is wrong with the parameter of a condition, with words to use instead; undefined when it can hold. */
type Test = (text: string) => { readonly message: string; readonly allowed?: readonly string[] } | undefined;

function oneOf(kind: string, words: readonly string[], also: (text: string) => boolean = () => false): Test {
  return (text) => (words.includes(text) || also(text) ? undefined : { message: `is not ${kind}`, allowed: words });
}

function matching(kind: string, valid: (text: string) => boolean): Test {
  return (text) => (valid(text) ? undefined : { message: `is not ${kind}` });
}

const isTruth = (text: string): boolean => parseBoolean(text) !== undefined;
const operand = (text: string): string => text.replace(/^(<>|<=|>=|==|!=|<|>|=)/, '').trim();
const isCount = (text: string): boolean => (parseInteger(operand(text)) ?? -1n) >= 0n;
const boolean = matching('a boolean', isTruth);
const { vm, container } = vocab.virtualization;

/** `[SLICE:]PERCENT[/TIMESPAN]` (condition_test_psi in condition.c). */
function isPressure(text: string): boolean {
  const [limit = '', span] = text.slice(text.lastIndexOf(':') + 1).split('/');
  return parsePermyriad(limit.trim()) !== undefined && (span === undefined || parseTimeSpan(span) !== undefined);
}

/** Conditions whose parameter systemd understands in these forms alone, by name without Condition or Assert. */
const tests: Readonly<Record<string, Test>> = {
  ACPower: boolean,
  Architecture: oneOf('an architecture', ['native', ...vocab.architectures]),
  Capability: oneOf('a capability', vocab.capabilities, (text) => vocab.capabilities.includes(text.toUpperCase())),
  ControlGroupController: oneOf('v1, v2 or a list of controllers', ['v1', 'v2', ...vocab.cgroupControllers], (text) =>
    text.split(/\s+/).some((word) => vocab.cgroupControllers.includes(word)),
  ),
  CPUPressure: matching('a share such as 10%', isPressure),
  CPUs: matching('a number of CPUs such as >=4', isCount),
  Firmware: oneOf('a kind of firmware', ['uefi', 'device-tree'], (text) =>
    /^(device-tree-compatible|smbios-field)\(.*\)$/.test(text),
  ),
  FirstBoot: boolean,
  IOPressure: matching('a share such as 10%', isPressure),
  Memory: matching('a size such as >=1G', (text) => parseSize(operand(text)) !== undefined),
  MemoryPressure: matching('a share such as 10%', isPressure),
  NeedsUpdate: oneOf('/etc or /var', ['/etc', '/var'], (text) => text.startsWith('/')),
  Security: oneOf('a security technology', vocab.security),
  Virtualization: oneOf('a kind of virtualisation', ['vm', 'container', 'private-users', ...vm, ...container], isTruth),
};

/** Other conditions: systemd takes any text, and looks at what it says when it starts the unit. */
export const conditionText: Grammar = (value, context) => {
  let at = 0;
  for (const prefix of ['|', '!']) {
    if (value.text[at] !== prefix) continue;
    at++;
    while (at < value.text.length && whitespace.includes(value.text[at] ?? '')) at++;
  }
  const test = tests[context.directive.name.replace(/^(Condition|Assert)/, '')];
  const check = (parameter: Slice): Verdict =>
    test === undefined || isOpen(parameter) ? accepted : judge(parameter, test);
  return withHoles('full', check)(part(value, at), context);
};

function judge(parameter: Slice, test: Test): Verdict {
  const wrong = test(parameter.text);
  if (wrong === undefined) return accepted;
  const allowed = slipsOf(parameter.text, wrong.allowed ?? []);
  return {
    ...fault(parameter, `${quoted(parameter.text)} ${wrong.message}, so this never holds`, allowed),
    silent: true,
  };
}
