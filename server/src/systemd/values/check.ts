import { newestVersion } from '../catalogue';
import type { Directive, Verdict } from '../types';
import { grammarOf } from './grammars';
import { accepted, fault, faultAt, sliceOf } from './slice';

/**
 * Judges a value as the parser of a systemd version does: right, or wrong with the offsets of the wrong part. The value
 * is what stands after `Key=`; a backslash at the end of a line continues it.
 */
export function checkValue(directive: Directive, value: string, version: number = newestVersion): Verdict {
  const joined = value.replace(/\\\n/g, '  ');
  const lineEnd = joined.indexOf('\n');
  const line = lineEnd === -1 ? joined : joined.slice(0, lineEnd);
  if (/(^|[^\\])(\\\\)*\\$/.test(line) && lineEnd === -1) {
    return faultAt(
      sliceOf(value),
      value.length - 1,
      value.length,
      'A backslash at the end joins the next line of the unit to this value',
    );
  }
  const start = line.length - line.trimStart().length;
  const text = sliceOf(line.trim(), start);
  const { parser, section, name } = directive;
  if (onlyIn[parser]?.includes(section) === false) return fault(text, `${name}= has no effect in [${section}]`);
  const verdict = text.text === '' ? checkEmpty(directive, value) : checkText(directive, text, version);
  if (!verdict.ok || lineEnd === -1) return verdict;
  return checkFollowingLines(joined, lineEnd + 1);
}

/** Parsers that take a value only in some sections. */
const onlyIn: Readonly<Record<string, readonly string[]>> = {
  delegate: ['Service', 'Scope'],
  delegate_subgroup: ['Service', 'Scope'],
  managed_oom_mode: ['Service', 'Scope', 'Slice'],
  managed_oom_mem_pressure_limit: ['Service', 'Scope', 'Slice'],
  managed_oom_mem_pressure_duration_sec: ['Service', 'Scope', 'Slice'],
  managed_oom_rules: ['Service', 'Scope', 'Slice'],
};

function checkText(directive: Directive, text: ReturnType<typeof sliceOf>, version: number): Verdict {
  if (directive.ignored) return accepted;
  const grammar = grammarOf(directive.parser);
  return grammar === undefined ? accepted : grammar(text, { directive, version });
}

function checkEmpty(directive: Directive, value: string): Verdict {
  if (directive.empty !== 'invalid' || directive.ignored) return accepted;
  return fault(sliceOf(value), `${directive.name}= cannot be empty`, directive.values);
}

/** A line break ends the value; systemd reads what follows as lines of their own. */
function checkFollowingLines(text: string, from: number): Verdict {
  for (const line of text.slice(from).matchAll(/[^\n]+/g)) {
    const content = line[0].trim();
    if (content === '' || /^[#;[]/.test(content) || /^[A-Za-z0-9-]+\s*=/.test(content)) continue;
    const at = from + line.index;
    return faultAt(
      sliceOf(text),
      at,
      at + line[0].length,
      'A line break ends the value, so systemd cannot understand this line',
    );
  }
  return accepted;
}
