import type { Origin } from '../../base/span';
import type { DatedOption } from '../../units/dated-options';
import { type OptionHistory, type ReleaseRange, releases, unitOptionHistory } from '../../units/release';
import type { Finding } from '../finding';
import { report, type Said } from '../report';
import type { Rule, Subject } from '../rule';

/** An option that the release of NixOS at hand does not have yet, or no longer: NixOS refuses to evaluate. */
export const optionNotInRelease: Rule = {
  code: 'option-not-in-release',
  title: 'Option that the NixOS release lacks',
  severity: 'error',
  check: (subject) => {
    if (asksForRelease(subject)) return [];
    return [...datedOptions(subject)].flatMap(({ option, origin }) => judge(option, origin, subject.release));
  },
};

/** A configuration that asks which release or which options there are suits itself to them. */
function asksForRelease({ analysis }: Subject): boolean {
  return [...analysis.assumptions.keys()].some((why) => /\boptions\b|version|release/i.test(why));
}

function datedOptions({ analysis }: Subject): readonly DatedOption[] {
  const inUnits = analysis.slots.flatMap(({ role, key, keyOrigin, world }) => {
    const path = role.set === 'options' ? [...role.path, key].join('.') : '';
    const option = world === 'home-manager' ? undefined : unitOptionHistory.get(path);
    return option === undefined ? [] : [{ option, origin: keyOrigin }];
  });
  return [...analysis.dated, ...inUnits];
}

function judge(option: OptionHistory, origin: Origin, release: ReleaseRange | undefined): readonly Finding[] {
  const said = verdict(option, release);
  return said === undefined ? [] : report(optionNotInRelease, origin, undefined, said);
}

function verdict({ name, since, until, instead }: OptionHistory, release: ReleaseRange | undefined): Said | undefined {
  const advice = instead === undefined ? '' : ` Write ${instead} instead.`;
  if (release !== undefined && since !== undefined && since > release.to) {
    return {
      message: `NixOS ${release.to} has no option ${name}, which came with ${since}.${advice}`,
      severity: 'error',
    };
  }
  if (until === undefined || (release !== undefined && until > release.to)) return undefined;
  if (release !== undefined && until <= release.from) {
    return {
      message: `NixOS ${release.from} has no option ${name} any more; ${until} removed it.${advice}`,
      severity: 'error',
    };
  }
  if (release === undefined && !releases.includes(until)) return undefined;
  return { message: `NixOS ${until} removed the option ${name}.${advice}`, severity: 'info' };
}
