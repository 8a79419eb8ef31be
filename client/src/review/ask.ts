import { type QuickPickItem, window } from 'vscode';
import type { Proposal } from './protocol';

const APPLY: QuickPickItem = { label: '$(check) Apply', description: 'the change that the diff shows' };
const LEAVE: QuickPickItem = { label: '$(close) Leave', description: 'the file as it is' };
const NOTES: QuickPickItem = { label: '$(info) What it could break…' };
const BACK: QuickPickItem = { label: '$(arrow-left) Back' };

/** Asks over the editor whether to make a change; closing the question leaves the file as it is. */
export function ask({ title, notes }: Proposal): Promise<boolean> {
  const pick = window.createQuickPick();
  const choices = [APPLY, LEAVE, ...(notes.length === 0 ? [] : [NOTES])];
  pick.title = title;
  pick.placeholder = 'Apply the change that the diff shows?';
  pick.ignoreFocusOut = true;
  pick.items = choices;
  return new Promise((resolve) => {
    let accepted = false;
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen === NOTES) pick.items = [BACK, ...notes.map(noteItem)];
      else if (chosen === BACK) pick.items = choices;
      else if (chosen === APPLY || chosen === LEAVE) {
        accepted = chosen === APPLY;
        pick.hide();
      }
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(accepted);
    });
    pick.show();
  });
}

/** `NoNewPrivileges: Programs …` as a name and what is said of it. */
function noteItem(note: string): QuickPickItem {
  const at = note.indexOf(': ');
  return at === -1 ? { label: note } : { label: note.slice(0, at), detail: note.slice(at + 2) };
}
