import { type QuickInputButton, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { runningClient } from '../running';
import { type ConditionChoice, type OptionChoice, type ViewReport, viewRequest } from './protocol';
import { sourceUri } from './source';
import { type ChoiceStore, without } from './store';

interface Item extends QuickPickItem {
  readonly condition?: ConditionChoice;
  readonly option?: OptionChoice;
}

const HINT = 'Enter flips a condition or sets the value of an option, for this workspace only';
const NOTHING = 'Nothing is assumed for this file';

const RESET: QuickInputButton = { iconPath: new ThemeIcon('discard'), tooltip: 'Reset' };
const RESET_ALL: QuickInputButton = { iconPath: new ThemeIcon('clear-all'), tooltip: 'Reset all' };

function conditionItem(condition: ConditionChoice): Item {
  const { name, value, chosen } = condition;
  return {
    label: `$(${value ? 'pass-filled' : 'circle-large-outline'}) ${name}`,
    description: `${value}${chosen ? ', as you chose' : ', assumed'}`,
    condition,
    ...(chosen ? { buttons: [RESET] } : {}),
  };
}

function optionItem(option: OptionChoice): Item {
  const { name, value } = option;
  return {
    label: `$(edit) ${name}`,
    description: value === undefined ? 'not known' : `${value}, as you chose`,
    option,
    ...(value === undefined ? {} : { buttons: [RESET] }),
  };
}

function itemsOf({ conditions, options }: ViewReport): Item[] {
  return [...conditions.map(conditionItem), ...options.map(optionItem)];
}

async function askValue({ name, value }: OptionChoice): Promise<string | undefined> {
  return await window.showInputBox({
    title: name,
    value: value ?? '',
    prompt: 'A number, a truth value, a Nix expression that begins with a quote or bracket, or a text',
  });
}

/** Lists what is assumed of a document, and lets it be flipped, set and reset; the preview follows. */
export async function pickAssumptions(
  client: LanguageClient | undefined,
  store: ChoiceStore,
  given: unknown,
): Promise<void> {
  const uri = sourceUri(given)?.toString();
  const running = runningClient(client);
  if (running === undefined || uri === undefined) return;
  const list = window.createQuickPick<Item>();
  let asksValue = false;
  list.buttons = [RESET_ALL];
  list.matchOnDescription = true;
  const refresh = async (): Promise<void> => {
    // A server that stops meanwhile assumes nothing.
    const report = await running.sendRequest(viewRequest, { uri }).catch(() => null);
    const active = list.activeItems[0];
    const items = report === null ? [] : itemsOf(report);
    list.items = items;
    const again = items.find(({ condition, option }) =>
      condition === undefined ? option?.name === active?.option?.name : condition.name === active?.condition?.name,
    );
    if (again !== undefined && active !== undefined) list.activeItems = [again];
    list.placeholder = items.length === 0 ? NOTHING : HINT;
  };
  const accept = async ({ condition, option }: Item): Promise<void> => {
    if (condition !== undefined) {
      const { name, value } = condition;
      await store.changeFile(uri, (before) => ({ ...before, conditions: { ...before.conditions, [name]: !value } }));
    } else if (option !== undefined) {
      asksValue = true;
      const value = await askValue(option);
      asksValue = false;
      list.show();
      if (value === undefined) return;
      await store.changeFile(uri, (before) => ({ ...before, options: { ...before.options, [option.name]: value } }));
    }
    await refresh();
  };
  const reset = async ({ condition, option }: Item): Promise<void> => {
    await store.changeFile(uri, (before) => ({
      ...before,
      conditions: condition === undefined ? before.conditions : without(before.conditions, condition.name),
      options: option === undefined ? before.options : without(before.options, option.name),
    }));
    await refresh();
  };
  const resetAll = async (): Promise<void> => {
    await store.changeFile(uri, (before) => ({ ...before, conditions: {}, options: {} }));
    await refresh();
  };
  list.onDidHide(() => {
    // The question for a value hides the list until it is answered.
    if (!asksValue) list.dispose();
  });
  list.onDidAccept(() => {
    const [item] = list.selectedItems;
    if (item !== undefined) void accept(item);
  });
  list.onDidTriggerItemButton(({ item }) => void reset(item));
  list.onDidTriggerButton(() => void resetAll());
  await refresh();
  list.show();
}
