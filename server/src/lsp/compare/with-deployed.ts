import { catRequest, deployedText, type Fragment, parseCat, readDeployed } from '../../features/compare/deployed';
import { baseName } from '../../nix/paths';
import { type Answer, type Comparison, failed } from './task';

/** The files of a unit as the running system has them, else as they lie where it would look. */
async function fragments({ host, signal, unit, home }: Comparison): Promise<readonly Fragment[] | undefined> {
  const result = await host.run({ ...catRequest(unit.name, unit.scope), signal });
  if (result.kind === 'cancelled') return undefined;
  const told = result.kind === 'exit' && result.code === 0 ? parseCat(result.stdout, unit.name) : [];
  return told.length > 0 ? told : readDeployed(host.files, unit.name, unit.scope, home);
}

/** The text of a unit as it is deployed on this machine. */
export async function withDeployed(comparison: Comparison): Promise<Answer> {
  const { unit, path } = comparison;
  if (unit.scope === 'initrd')
    return failed(`${unit.name} is a unit of the initrd, which is gone once the system runs.`);
  const found = await fragments(comparison);
  if (found === undefined) return undefined;
  const text = deployedText(unit, found, unit.world === 'unit-file' ? baseName(path) : undefined);
  const user = unit.scope === 'user' ? ' for this user' : '';
  return text === undefined ? failed(`${unit.name} is not deployed on this machine${user}.`) : { kind: 'text', text };
}
