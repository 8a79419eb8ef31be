import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Locator, type Page } from 'playwright-core';
import { CHROMIUM } from './requirements';
import { startVSCode } from './vscode/server.mjs';

/** How long a test waits for VS Code; a busy machine needs much of it. */
export const PATIENCE_MS = 30_000;

const SCREENSHOTS = join(import.meta.dirname, 'screenshots');

/** A VS Code in a browser, for the tests of one file. */
export interface Workbench {
  readonly page: Page;
  /** Opens a new folder with these files (path and text), the first of them in the editor, and waits until it is known as Nix. */
  readonly open: (files: Readonly<Record<string, string>>) => Promise<Folder>;
  /** Runs a command by its full title in the palette. */
  readonly command: (title: string) => Promise<void>;
  /** Asks for the actions at the cursor until one is offered; a busy server has none at first. */
  readonly offered: (title: string) => Promise<void>;
  /** The lines that an editor group shows now, from the left. */
  readonly lines: (group?: number) => Promise<string[]>;
  /** Those of them that are highlighted as a whole. */
  readonly highlighted: (group?: number) => Promise<string[]>;
  /** Keeps a picture of the page, to be looked at. */
  readonly screenshot: (name: string) => Promise<void>;
  /** The processes of the language server that this VS Code runs. */
  readonly serverProcesses: () => readonly number[];
  readonly stop: () => Promise<void>;
}

export interface Folder {
  /** Puts the cursor behind the first occurrence of a text of the opened file, as it was when it was opened. */
  readonly cursorAfter: (text: string) => Promise<void>;
  /** Saves the active editor and reads the file. */
  readonly save: (file: string) => Promise<string>;
}

export interface WorkbenchOptions {
  readonly vsix: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly trust?: boolean;
}

const SETTINGS = {
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.wordBasedSuggestions': 'off',
  'window.menuBarVisibility': 'classic',
  'workbench.colorTheme': 'Default Dark Modern',
};

export async function startWorkbench({ settings = {}, ...options }: WorkbenchOptions): Promise<Workbench> {
  const vscode = await startVSCode({ ...options, settings: { ...SETTINGS, ...settings } });
  const scratch = mkdtempSync(join(tmpdir(), 'nix-services-e2e-'));
  const browser = await chromium.launchPersistentContext(join(scratch, 'browser'), {
    executablePath: CHROMIUM,
    viewport: { width: 1400, height: 900 },
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(PATIENCE_MS);
  mkdirSync(SCREENSHOTS, { recursive: true });
  const editorOf = (group: number): Locator => page.locator('.editor-group-container').nth(group);

  return {
    page,
    open: async (files) => {
      const root = mkdtempSync(join(scratch, 'folder-'));
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), text);
      }
      const [first, text] = Object.entries(files)[0] ?? ['', ''];
      await page.goto(vscode.url(root, first));
      await page.locator('.editor-group-container .view-line').first().waitFor();
      if (first.endsWith('.nix')) await page.locator('#status\\.editor\\.mode', { hasText: 'Nix' }).waitFor();
      return {
        cursorAfter: (needle) => goTo(page, text, needle),
        save: async (file) => {
          await page.keyboard.press('Control+S');
          await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
          return readFileSync(join(root, file), 'utf8');
        },
      };
    },
    command: async (title) => {
      await page.keyboard.press('F1');
      const input = page.locator('.quick-input-widget input');
      await input.fill(`>${title}`);
      await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
      await input.press('Enter');
    },
    offered: (title) => offered(page, title),
    lines: async (group = 0) => (await rowsOf(editorOf(group))).map(({ text }) => text),
    highlighted: (group = 0) => highlightedLines(editorOf(group)),
    screenshot: async (name) => {
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    },
    serverProcesses: () => processes(vscode.data, 'dist/server.js'),
    stop: async () => {
      await browser.close();
      await vscode.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

async function offered(page: Page, title: string): Promise<void> {
  const action = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  const none = page.locator('.monaco-editor-overlaymessage', { hasText: 'No code actions' }).first();
  const end = Date.now() + 2 * PATIENCE_MS;
  do {
    await page.keyboard.press('Escape');
    await none.waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+.');
    await action.or(none).first().waitFor();
  } while (!(await action.isVisible()) && Date.now() < end);
  await action.waitFor();
}

async function goTo(page: Page, text: string, needle: string): Promise<void> {
  const at = text.indexOf(needle);
  if (at < 0) throw new Error(`the file has no ${JSON.stringify(needle)}`);
  const before = text.slice(0, at + needle.length).split('\n');
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget input');
  await input.fill(`:${before.length}:${(before.at(-1) ?? '').length + 1}`);
  await input.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

interface Row {
  readonly top: number;
  readonly text: string;
}

/** The lines that an editor shows; it keeps them in no order, their place on the page tells it. */
async function rowsOf(editor: Locator): Promise<readonly Row[]> {
  const rows = await editor
    .locator('.view-line')
    .evaluateAll((lines) =>
      lines.map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' })),
    );
  return rows.sort((a, b) => a.top - b.top).map(({ top, text }) => ({ top, text: text.replaceAll('\u00a0', ' ') }));
}

/** The lines of an editor that a whole-line highlight lies on. */
async function highlightedLines(editor: Locator): Promise<string[]> {
  const tops = await editor
    .locator('.view-overlays .cdr[class*="ced-"]')
    .evaluateAll((marks) => marks.map((mark) => mark.getBoundingClientRect().top));
  const rows = await rowsOf(editor);
  return rows.filter(({ top }) => tops.some((mark) => Math.abs(mark - top) < 2)).map(({ text }) => text);
}

/** The processes whose command line has all of these texts. */
function processes(...texts: readonly string[]): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const line = readIfThere(`/proc/${name}/cmdline`);
      return texts.every((text) => line.includes(text));
    })
    .map(Number);
}

/** A process may end while we look. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
