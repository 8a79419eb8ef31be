import type { Host } from '../base/host';
import { shellQuestions } from '../features/scripts/questions';
import { shellFindings } from '../features/scripts/shell-findings';
import { parseShellCheck } from '../features/scripts/shellcheck';
import type { Snapshot } from '../features/snapshot';
import type { Finding } from '../rules/finding';
import { unsuppressed } from '../rules/suppression';
import { UsageError } from './command';

/** What ShellCheck says of the scripts of a file's units. */
export async function checkScripts(host: Host, snapshot: Snapshot): Promise<readonly Finding[]> {
  const { units } = snapshot.analysis();
  const found: Finding[] = [];
  for (const { script, request } of shellQuestions(snapshot)) {
    const result = await host.run(request);
    if (result.kind !== 'exit') throw new UsageError(`--shellcheck: ${result.message}.`);
    const comments = parseShellCheck(result.stdout);
    if (comments === undefined) throw new UsageError(`--shellcheck: shellcheck fails: ${result.stderr.trim()}.`);
    found.push(...shellFindings(script, comments, units, snapshot.document));
  }
  return unsuppressed(found, snapshot.document);
}
