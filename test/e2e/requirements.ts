import { existsSync } from 'node:fs';
import { isInstalled } from './vscode/server.mjs';

/** The browser that shows VS Code's page. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** What is missing to drive a real VS Code, and how to get it; undefined when nothing is. In CI that is an error. */
export function missing(): string | undefined {
  const needs = [
    existsSync(CHROMIUM) ? [] : [`Chromium at ${CHROMIUM} (apt-get install chromium, or set CHROMIUM)`],
    isInstalled() ? [] : ['VS Code in test/e2e/vscode (npm ci && npm run setup, in that folder)'],
  ].flat();
  if (needs.length === 0) return undefined;
  const message = `The tests in a real VS Code need ${needs.join(' and ')}.`;
  if (process.env.CI) throw new Error(message);
  return message;
}
