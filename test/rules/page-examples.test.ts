import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../server/src/rules/registry';
import { findingsIn, type JudgeOptions } from '../support/findings';

const folder = join(import.meta.dirname, '../../docs/rules');

/** What no single small text shows: it hangs on the time that an evaluation takes, or on the last commit. */
const NOT_SHOWN = new Set(['budget', 'stale-hash']);

const files = { '/configuration/token.env': 'TOKEN=x' };

interface Example extends Pick<JudgeOptions, 'systemd' | 'release'> {
  readonly text: string;
}

/** The fenced Nix below a heading, and the systemd version or the NixOS release that its fence names. */
function example(page: string, heading: string): Example {
  const [, key, value, text = ''] =
    new RegExp(`\n## ${heading}\n\n\`\`\`nix(?: (systemd|release)=([\\d.]+))?\n(.*?)\`\`\``, 's').exec(page) ?? [];
  if (key === 'systemd') return { text, systemd: Number(value) };
  return value === undefined ? { text } : { text, release: value };
}

describe.each(RULES.filter(({ code }) => !NOT_SHOWN.has(code)))('the page of $code', ({ code, severity }) => {
  const page = readFileSync(join(folder, `${code}.md`), 'utf8');

  test('has an example that the rule finds', async () => {
    const { text, ...options } = example(page, 'Example');
    const found = await findingsIn(text, { ...options, files });
    expect(found.map((finding) => `${finding.severity} ${finding.code}`)).toContain(`${severity} ${code}`);
  });

  test('has an example whose quick fix takes the finding away', async () => {
    const { text, ...options } = example(page, 'Example');
    const found = await findingsIn(text, { ...options, files });
    const fix = found
      .flatMap((finding) => (finding.code === code ? finding.fixes : []))
      .find(({ preferred }) => preferred);
    const fixed = (fix?.edits ?? [])
      .toSorted((a, b) => b.origin.start - a.origin.start)
      .reduce((done, { origin, newText }) => done.slice(0, origin.start) + newText + done.slice(origin.end), text);
    const left = fix === undefined ? [] : await findingsIn(fixed, { ...options, files });
    expect(left.filter((finding) => finding.code === code)).toEqual([]);
  });

  test('has a fix that leaves no error or warning', async () => {
    const { text, ...options } = example(page, 'Fix');
    expect(text).not.toBe('');
    const found = await findingsIn(text, { ...options, files });
    const wrong = found.filter((finding) => finding.severity === 'error' || finding.severity === 'warning');
    expect([...wrong, ...found.filter((finding) => finding.code === code)]).toEqual([]);
  });
});
