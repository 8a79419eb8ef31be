import { expect, test } from 'vitest';
import { type JudgeOptions, shownFindings } from '../support/findings';

/** A small text and what one rule says about it. */
export interface Case {
  readonly name: string;
  readonly text: string;
  readonly code: string;
  /** What is underlined, once for each finding. */
  readonly at: readonly string[];
  /** A piece of each message. */
  readonly says?: string;
  /** The whole text after fixes, by their titles; not looked at when absent. */
  readonly fixed?: Readonly<Record<string, string>>;
  readonly options?: JudgeOptions;
}

/** A NixOS service called `a` with some lines in its set. */
export function service(lines: string): string {
  return `{ lib, pkgs, config, ... }: { systemd.services.a = { ${lines} }; }`;
}

/** A NixOS service called `a` with some directives in `serviceConfig`. */
export function directives(lines: string): string {
  return service(`serviceConfig = { ${lines} };`);
}

/** A service of home-manager called `a`. */
export function home(sections: string): string {
  return `{ lib, pkgs, config, ... }: { systemd.user.services.a = { ${sections} }; }`;
}

/** Checks each case; one with nothing underlined has to be passed over. */
export function check(cases: readonly Case[]): void {
  test.each(cases)('$code: $name', async ({ text, code, at, says, fixed, options }) => {
    const shown = await shownFindings(text, [code], options);
    expect(shown.map((one) => one.at)).toEqual(at);
    if (says !== undefined) for (const { message } of shown) expect(message).toContain(says);
    if (fixed !== undefined) expect(shown[0]?.fixed).toEqual(fixed);
  });
}
