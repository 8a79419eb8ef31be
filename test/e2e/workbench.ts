import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Locator, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { CHROMIUM } from './requirements';
import { SETTINGS } from './settings';
import { startVSCode, workbenchAddress } from './vscode/server.mjs';

/** How long a test waits for VS Code; a busy machine needs much of it. */
export const PATIENCE_MS = 30_000;

const SCREENSHOTS = join(import.meta.dirname, 'screenshots');

const shared = inject('vscode');

/** Whether a VS Code can be run here. */
export const runnable = shared !== undefined;

/** A VS Code in a browser, for the tests of one file. */
export interface Workbench {
  readonly page: Page;
  /**
   * Opens a new folder with these files (path and text), the first of them in the editor, and waits until the extension
   * runs. Where the last folder had the same files it is put back as it was: a page takes seconds to load.
   */
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

/** What a VS Code has that is not the one of all test files. */
export interface Own {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly trust?: boolean;
}

type Files = Readonly<Record<string, string>>;

/** A browser with the VS Code of all test files, or with one of its own. */
export async function startWorkbench(own?: Own): Promise<Workbench> {
  if (shared === undefined) throw new Error('there is no VS Code here');
  const { settings, ...options } = own ?? {};
  const started = own && (await startVSCode({ ...options, vsix: shared.vsix, settings: { ...SETTINGS, ...settings } }));
  const { port, data } = started ?? shared;
  const scratch = mkdtempSync(join(tmpdir(), 'nix-services-e2e-'));
  const browser = await chromium.launchPersistentContext(own ? join(scratch, 'browser') : shared.browser, {
    executablePath: CHROMIUM,
    viewport: { width: 1400, height: 900 },
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(PATIENCE_MS);
  mkdirSync(SCREENSHOTS, { recursive: true });
  const editorOf = (group: number): Locator => page.locator('.editor-group-container').nth(group);
  let last: { readonly root: string; readonly files: string } | undefined;

  return {
    page,
    open: async (files) => {
      const [first, text] = Object.entries(files)[0] ?? ['', ''];
      const same = last?.files === JSON.stringify(files) ? last : undefined;
      const root = same?.root ?? mkdtempSync(join(scratch, 'folder-'));
      last = { root, files: JSON.stringify(files) };
      if (same === undefined) {
        write(root, files);
        await page.goto(workbenchAddress(port, root, first));
      } else {
        await closeEditors(page);
        write(root, files);
        await quickOpen(page, first);
      }
      await page.locator('.editor-group-container .view-line').first().waitFor();
      await page.locator('#status\\.languageStatus').waitFor();
      return {
        cursorAfter: (needle) => goTo(page, text, needle),
        save: async (file) => {
          await page.keyboard.press('Control+S');
          await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
          return readFileSync(join(root, file), 'utf8');
        },
      };
    },
    command: (title) => command(page, title),
    offered: (title) => offered(page, title),
    lines: async (group = 0) => (await rowsOf(editorOf(group))).map(({ text }) => text),
    highlighted: (group = 0) => highlightedLines(editorOf(group)),
    screenshot: async (name) => {
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    },
    serverProcesses: () => processes(data, 'dist/server.js'),
    stop: async () => {
      await browser.close();
      await started?.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

function write(root: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input');
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await input.press('Enter');
}

/** Closes all editors, and drops what is not saved. */
async function closeEditors(page: Page): Promise<void> {
  const tabs = page.locator('.editor-group-container .tab');
  for (let left = await tabs.count(); left > 0; left--) {
    await command(page, 'View: Revert and Close Editor');
    await tabs.nth(left - 1).waitFor({ state: 'detached' });
  }
}

async function quickOpen(page: Page, file: string): Promise<void> {
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input');
  await input.fill(file);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: file }).waitFor();
  await input.press('Enter');
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
