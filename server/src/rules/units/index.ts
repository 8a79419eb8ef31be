import type { Rule } from '../rule';
import { lostVariable } from './commands/lost-variable';
import { shellSyntax } from './commands/shell-syntax';
import { unescapedPercent } from './commands/unescaped-percent';
import { missingService } from './dependencies/missing-service';
import { networkOnline } from './dependencies/network-online';
import { orderingCycle } from './dependencies/ordering-cycle';
import { otherManager } from './dependencies/other-manager';
import { unknownTarget } from './dependencies/unknown-target';
import { ignoredDirective } from './directives/ignored-directive';
import { legacyDirective } from './directives/legacy-directive';
import { newerDirective } from './directives/newer-directive';
import { optionAsDirective } from './directives/option-as-directive';
import { repeatedLine } from './directives/repeated-line';
import { unknownSection } from './directives/unknown-section';
import { doubledSuffix } from './doubled-suffix';
import { invalidValue } from './invalid-value';
import { misspeltKind } from './misspelt-kind';
import { secretInEnvironment } from './secrets/secret-in-environment';
import { secretInStore } from './secrets/secret-in-store';
import { dynamicUser } from './services/dynamic-user';
import { forkingWithoutPidFile } from './services/forking-without-pid-file';
import { missingBusName } from './services/missing-bus-name';
import { noCommand } from './services/no-command';
import { refusedCombination } from './services/refused-combination';
import { settingWithoutEffect } from './services/setting-without-effect';
import { severalCommands } from './services/several-commands';
import { stateDirectory } from './services/state-directory';
import { timerOfLastingService } from './services/timer-of-lasting-service';
import { unknownDirective } from './unknown-directive';
import { unknownOption } from './unknown-option';
import { wrongSection } from './wrong-section';

/** The rules about units. */
export const UNIT_RULES: readonly Rule[] = [
  invalidValue,
  unknownDirective,
  unknownOption,
  unknownSection,
  wrongSection,
  optionAsDirective,
  doubledSuffix,
  misspeltKind,
  newerDirective,
  legacyDirective,
  ignoredDirective,
  repeatedLine,
  refusedCombination,
  severalCommands,
  missingBusName,
  noCommand,
  forkingWithoutPidFile,
  settingWithoutEffect,
  dynamicUser,
  timerOfLastingService,
  stateDirectory,
  shellSyntax,
  lostVariable,
  unescapedPercent,
  unknownTarget,
  otherManager,
  networkOnline,
  missingService,
  orderingCycle,
  secretInEnvironment,
  secretInStore,
];
