import type { Command } from '../command';
import { catalogueCommand } from './catalogue';
import { checkCommand } from './check';
import { evalCommand } from './eval';
import { hashCommand } from './hash';
import { lspCommand } from './lsp';
import { previewCommand } from './preview';
import { securityCommand } from './security';

/** The subcommands by name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['preview', previewCommand],
  ['check', checkCommand],
  ['hash', hashCommand],
  ['security', securityCommand],
  ['eval', evalCommand],
  ['catalogue', catalogueCommand],
  ['lsp', lspCommand],
]);
