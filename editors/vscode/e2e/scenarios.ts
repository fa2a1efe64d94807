/** What a user does, one after the other; each starts from what the one before has left. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strict as assert } from 'node:assert';
import { expect, expectSame } from './expect';
import type { CommandLine } from './expected';
import type { Workbench } from './workbench';

export interface World {
  readonly workbench: Workbench;
  readonly commandLine: CommandLine;
  readonly workspace: string;
  /** The program that the extension has brought. */
  readonly program: string;
  readonly shot: (name: string) => Promise<void>;
}

const conf = 'conf/flink-conf.yaml';
const files = ['session/config.yaml', 'orders.yaml', 'compose.yaml', 'NOTES.md', conf];

export const scenarios: Record<string, (world: World) => Promise<void>> = {
  'squiggles are where check reports': async ({ workbench, commandLine, shot }) => {
    for (const file of files) {
      const want = commandLine.underlines(file);
      assert.ok(want.length > 0, `${file} is to have findings`);
      await workbench.openFile(file);
      await expectSame(`underlined in ${file}`, () => workbench.underlines(file), want);
    }
    await shot('squiggles');
  },

  'a hover shows the memory': async ({ workbench, shot }) => {
    await workbench.openFile('NOTES.md');
    await hover(workbench, 'NOTES.md', '1728mb', 'managed memory');
    const picture = workbench.page.locator('.monaco-hover img[src^="data:image/svg+xml"]').first();
    await expect('the bar is drawn', () => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 100));
    await shot('hover');
    await workbench.page.keyboard.press('Escape');
    await hover(workbench, 'NOTES.md', 'taskmanager.memory.process.size', 'Flink');
    await workbench.page.keyboard.press('Escape');
  },

  'completion knows the options': async ({ workbench, commandLine, shot }) => {
    await workbench.openFile(conf);
    const before = await workbench.text(conf);
    await workbench.goTo(4, 1);
    await workbench.page.keyboard.type('taskmanager.memory.network.fr');
    await expect('a list with the option', async () => {
      const row = workbench.page.locator('.suggest-widget .monaco-list-row', { hasText: 'taskmanager.memory.network.fraction' }).first();
      if (await row.isVisible()) {
        return true;
      }
      await workbench.page.keyboard.press('Control+Space');
      await row.waitFor({ timeout: 2_000 }).catch(() => undefined);
      return row.isVisible();
    });
    await shot('completion');
    await workbench.page.keyboard.press('Enter');
    await expect('the option is written', async () => (await workbench.text(conf)).split('\n')[3]?.startsWith('taskmanager.memory.network.fraction') === true);
    await undoUntil(workbench, conf, before);
    await expectSame('as before', () => workbench.underlines(conf), commandLine.underlines(conf));
  },

  'inlay hints show what is derived': async ({ workbench }) => {
    await workbench.openFile('compose.yaml');
    await expect('a hint', async () => (await workbench.hints('compose.yaml')).some((hint) => /task heap .* MiB.*managed/.test(hint)));
  },

  'a quick fix is offered and made': async ({ workbench, commandLine, shot }) => {
    const rule = 'jvm-overhead-out-of-range';
    const finding = commandLine.findings(conf).find((f) => f.rule === rule);
    assert.ok(finding);
    await workbench.openFile(conf);
    await workbench.goTo(finding.start.line, finding.start.column);
    const menu = workbench.page.locator('.action-widget').first();
    await expect('the menu of quick fixes', async () => {
      await workbench.page.keyboard.press('Control+.');
      await menu.waitFor({ timeout: 3_000 }).catch(() => undefined);
      return menu.isVisible();
    });
    const titles = (await menu.locator('.monaco-list-row.action .title').allInnerTexts()).map((t) => t.trim());
    for (const fix of finding.fixes) {
      const title = fix.title.charAt(0).toUpperCase() + fix.title.slice(1);
      assert.ok(titles.includes(title), `no "${title}" in ${JSON.stringify(titles)}`);
    }
    await shot('quick-fix');
    const want = commandLine.fixed(conf, rule, 'remove taskmanager.memory.flink.size');
    await menu.locator('.monaco-list-row.action', { hasText: 'Remove taskmanager.memory.flink.size' }).click();
    await expectSame('the text after the fix', () => workbench.text(conf), shown(want));
    const left = commandLine.underlines(conf).filter((u) => u.severity !== 'error').map((u) => ({ ...u, line: u.line - 1 }));
    await expectSame('the squiggle is gone, and the others stay', () => workbench.underlines(conf), left);
  },

  'fix all makes the safe fixes': async ({ workbench, commandLine }) => {
    await save(workbench, conf);
    const want = commandLine.fixedSafely(conf);
    await workbench.command('Flink Memory: Fix All That Is Safe in This File');
    await expectSame('the text after the fixes', () => workbench.text(conf), shown(want));
    await save(workbench, conf);
    await expectSame('what is left', () => workbench.underlines(conf), commandLine.underlines(conf));
    assert.equal(commandLine.findings(conf).flatMap((f) => f.fixes).filter((f) => f.safety === 'safe').length, 0);
  },

  'the memory view follows an edit': async ({ workbench, commandLine, shot }) => {
    await workbench.command('View: Toggle Primary Side Bar Visibility'); // for room
    await workbench.command('Flink Memory: Show Memory');
    const view = workbench.webview();
    const size = async (label: string): Promise<string> => (await view.locator('section', { hasText: 'TaskManager' }).locator('tr', { hasText: label }).first().locator('td').first().innerText()).trim();
    const mebibytes = (bytes: number | undefined): number => Math.round(((bytes ?? 0) / 1024 / 1024) * 100) / 100;
    const memory = commandLine.memory(conf);
    await expectSame('managed memory', async () => parseFloat(await size('managed memory')), mebibytes(memory.taskManager['managed']));
    assert.equal(await view.locator('.piece.taskHeap').count(), 1);

    await workbench.page.locator('.tab', { hasText: 'flink-conf.yaml' }).click();
    const before = await workbench.text(conf);
    const line = before.split('\n').findIndex((l) => l.startsWith('taskmanager.memory.process.size')) + 1;
    await workbench.goTo(line, 34);
    await workbench.page.keyboard.press('Shift+End');
    await workbench.page.keyboard.type('4g');
    await expect('the view has followed', async () => (await size('Total Process Memory')) === '4096.00 MiB');
    await workbench.goTo(1, 1);
    await workbench.editorOf(conf).locator('.codelens-decoration', { hasText: 'TaskManager 4096 MiB' }).waitFor();
    await shot('memory');

    // pointing at a component shows its option, choosing it goes there
    await view.locator('.piece.network').hover();
    await expect('the option is marked in the text', async () => (await workbench.editorOf(conf).locator('.view-overlays [class*="ced-"], .view-overlays [class*="TextEditorDecorationType"]').count()) > 0);
    await view.getByRole('button', { name: 'Go to taskmanager.memory.network.fraction' }).click();
    const at = (await workbench.text(conf)).split('\n').findIndex((l) => l.startsWith('taskmanager.memory.network.fraction')) + 1;
    await workbench.page.locator('.statusbar-item', { hasText: `Ln ${at}, ` }).waitFor();

    // what Flink refuses is red, with the reason
    await workbench.goTo(line, 34);
    await workbench.page.keyboard.press('Shift+End');
    await workbench.page.keyboard.type('256m');
    await expect('the refusal', async () => (await view.locator('.problem .refused.message').first().innerText()).includes('JVM metaspace'));
    await workbench.goTo(1, 1);
    await expect('what does not fit is red', async () => (await view.locator('.problem .over, .problem .piece.bad').count()) > 0);
    await shot('memory-refused');
    await undoUntil(workbench, conf, before);
    await workbench.editorOf(conf).locator('.codelens-decoration', { hasText: 'TaskManager 8192 MiB' }).waitFor();
    await expectSame('the view is back', async () => parseFloat(await size('managed memory')), mebibytes(memory.taskManager['managed']));
  },

  'the memory view is usable by keyboard, and copies': async ({ workbench }) => {
    const view = workbench.webview();
    const section = view.locator('section', { hasText: 'TaskManager' });
    await section.locator('.piece').first().focus();
    await workbench.page.keyboard.press('ArrowRight');
    await expectSame('the focus', () => section.locator('.piece').nth(1).evaluate((e) => e === document.activeElement), true);
    const label = await section.locator('.piece').nth(1).getAttribute('aria-label');
    assert.match(label ?? '', /^task heap: [\d.]+ MiB, \d+ %: what is left of Total Flink Memory/);
    for (const [button, start] of [
      ['Copy as SVG', '<svg xmlns='],
      ['Copy as text', 'JobManager  '],
    ] as const) {
      await view.getByRole('button', { name: button }).click();
      await expect(`${button} fills the clipboard`, async () => (await workbench.page.evaluate(() => navigator.clipboard.readText())).startsWith(start));
    }
    assert.equal(await view.locator('#status[aria-live=polite]').count(), 1);
  },

  'the memory view has .NET in the picture': async ({ workbench, commandLine, shot }) => {
    const file = 'net/compose.yaml';
    await workbench.page.locator('.tab', { hasText: 'flink-conf.yaml' }).click(); // in whose group it opens
    await workbench.openFile(file);
    const section = workbench.webview().locator('section', { hasText: 'TaskManager and .NET' });
    const heap = section.locator('tr', { hasText: 'heap of .NET' });
    await expectSame('its heap', async () => parseFloat(await heap.locator('td').first().innerText()) * 1024 * 1024, commandLine.dotNetHeap(file));
    await shot('dotnet');
    await heap.getByRole('button', { name: 'Go to DOTNET_GCHeapHardLimit' }).click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 8, ' }).waitFor();
    await workbench.page.locator('.tab', { hasText: 'flink-conf.yaml' }).click();
  },

  'the memory view can be read in every theme': async ({ workbench, shot }) => {
    const body = workbench.webview().locator('body');
    for (const [name, kind] of [
      ['Dark Modern', 'vscode-dark'],
      ['Dark High Contrast', 'vscode-high-contrast'],
      ['Light High Contrast', 'vscode-high-contrast-light'],
      ['Light Modern', 'vscode-light'],
    ] as const) {
      await workbench.command('Preferences: Color Theme');
      await choose(workbench, '', name);
      await expect(`the view is in ${name}`, () => body.evaluate((b, c) => b.classList.contains(c), kind));
      const worst = await body.evaluate(worstContrast);
      assert.ok(worst.ratio >= 4.5, `${name}: "${worst.text}" has a contrast of ${worst.ratio.toFixed(1)}`);
      await shot(kind);
    }
  },

  'the status bar shows and changes the version': async ({ workbench, commandLine, shot }) => {
    await workbench.page.locator('.tab', { hasText: 'flink-conf.yaml' }).click();
    const item = workbench.statusBar('Flink 1.20');
    await item.waitFor();
    await item.click();
    await choose(workbench, 'Flink version', 'Flink 1.10');
    await choose(workbench, 'Flink 1.10', 'In the settings');
    await workbench.statusBar('Flink 1.10').waitFor();
    const want = commandLine.memory(conf, '1.10');
    await expect('the view is of that version', async () => {
      const rows = workbench.webview().locator('article[aria-label*="Flink 1.10"] section', { hasText: 'TaskManager' });
      const managed = await rows.locator('tr', { hasText: 'managed memory' }).first().locator('td').first().innerText({ timeout: 1_000 }).catch(() => '');
      return Math.abs(parseFloat(managed) - (want.taskManager['managed'] ?? 0) / 1024 / 1024) < 0.01;
    });
    await shot('version');
    await workbench.statusBar('Flink 1.10').click();
    await choose(workbench, 'Flink version', 'What the files tell');
    await workbench.statusBar('Flink 1.20').waitFor();
  },

  'a configuration is created, and notes the version': async ({ workbench, commandLine, workspace }) => {
    const file = join(workspace, '.flinkmem-lint.toml');
    await workbench.command('Flink Memory: Create Configuration');
    await workbench.page.locator('.tab.active', { hasText: '.flinkmem-lint.toml' }).waitFor();
    assert.ok(readFileSync(file, 'utf8').includes('# flink-version = '));
    await workbench.openFile(conf);
    await workbench.statusBar('Flink 1.20').click();
    await choose(workbench, 'Flink version', 'Flink 1.18');
    await choose(workbench, 'Flink 1.18', 'In .flinkmem-lint.toml');
    await workbench.statusBar('Flink 1.18').waitFor();
    await expect('the version is in the file', () => Promise.resolve(/^flink-version = "1\.18"$/m.test(readFileSync(file, 'utf8'))));
    await expectSame('the command line agrees', () => workbench.underlines(conf), commandLine.underlines(conf));

    // a file that tells its version keeps it, but for now
    await workbench.openFile('orders.yaml');
    await workbench.statusBar('Flink 1.20').click();
    await choose(workbench, 'Flink version', 'Flink 1.18');
    await choose(workbench, 'Flink 1.18', 'For now');
    await workbench.statusBar('Flink 1.18').click();
    await choose(workbench, 'Flink version', 'What the files tell');
    await workbench.statusBar('Flink 1.20').waitFor();
  },

  "a rule's page opens": async ({ workbench }) => {
    await workbench.openFile('orders.yaml');
    await workbench.command("Flink Memory: Open a Rule's Page");
    await choose(workbench, 'Rules', 'tm-components-exceed-total');
    await workbench.page.locator('.tab', { hasText: 'Preview tm-components-exceed-total' }).waitFor();
    await expect('its text', async () => {
      for (const frame of workbench.page.frames()) {
        const text = await frame.locator('body').innerText({ timeout: 1_000 }).catch(() => '');
        if (text.includes('tm-components-exceed-total') && text.includes('What Flink does')) {
          return true;
        }
      }
      return false;
    });
  },

  'a server that crashes is started again': async ({ workbench, commandLine, program }) => {
    await workbench.openFile('orders.yaml');
    const server = serverOf(program);
    assert.equal(server.length, 1, `one server is to run, not ${server.length}`);
    process.kill(server[0] ?? 0, 'SIGKILL');
    await expect('another server', () => Promise.resolve(serverOf(program).length === 1 && serverOf(program)[0] !== server[0]));
    await expectSame('the findings are back', () => workbench.underlines('orders.yaml'), commandLine.underlines('orders.yaml'));
  },

  'a document without a name is checked': async ({ workbench }) => {
    await workbench.command('File: New Untitled Text File');
    await workbench.page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
    await workbench.command('Change Language Mode');
    const box = workbench.page.locator('.quick-input-widget input[type=text]');
    await box.fill('yaml');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: '(yaml)' }).first().click();
    await workbench.editorOf('Untitled-1').locator('.view-lines').click();
    await workbench.page.keyboard.type('taskmanager.memory.process.size: 8Gi');
    await expectSame('its mistake', () => workbench.underlines('Untitled-1'), [{ line: 1, text: '8Gi', severity: 'error' }]);
  },

  'lint workspace counts all files': async ({ workbench }) => {
    await workbench.command('Flink Memory: Lint Workspace');
    await workbench.page.locator('.notification-toast', { hasText: /flinkmem-lint: \d+ errors?, .* in \d+ files/ }).waitFor();
  },
};

async function hover(workbench: Workbench, file: string, word: string, says: string): Promise<void> {
  const content = workbench.page.locator('.monaco-hover:not(.hidden)', { hasText: says }).first();
  await expect(`the hover of ${word}`, async () => {
    const { x, y } = await workbench.placeOf(file, word);
    await workbench.page.mouse.move(x + 30, y + 60);
    await workbench.page.mouse.move(x, y);
    await content.waitFor({ timeout: 3_000 }).catch(() => undefined);
    return content.isVisible();
  });
}

/** Chooses from the list with a title, "" for one without. */
async function choose(workbench: Workbench, title: string, label: string): Promise<void> {
  const lists = workbench.page.locator('.quick-input-widget');
  const widget = title === '' ? lists : lists.filter({ has: workbench.page.locator('.quick-input-title', { hasText: title }) });
  await widget.locator('input[type=text]').fill(label);
  await widget.locator('.monaco-list-row', { hasText: label }).first().click();
}

async function save(workbench: Workbench, file: string): Promise<void> {
  const name = file.slice(file.lastIndexOf('/') + 1);
  await workbench.page.keyboard.press('Control+s');
  await workbench.page.locator('.tab.active:not(.dirty)', { hasText: name }).waitFor();
}

async function undoUntil(workbench: Workbench, file: string, text: string): Promise<void> {
  await expect(`${file} is as before`, async () => {
    if ((await workbench.text(file)) === text) {
      return true;
    }
    await workbench.page.keyboard.press('Control+z');
    return (await workbench.text(file)) === text;
  });
}

/** A text as an editor shows it: a final line end is one more line. */
function shown(text: string): string {
  return text.replaceAll('\r', '');
}

function serverOf(program: string): number[] {
  const out = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return out
    .split('\n')
    .filter((line) => line.includes(`${program} lsp`))
    .map((line) => parseInt(line, 10));
}

/** Runs in the view: the text that stands out least from what is behind it, by the formula of WCAG. */
function worstContrast(body: HTMLElement): { text: string; ratio: number } {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new Error('no canvas');
  }
  const paint = (colors: readonly string[]): number => {
    context.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
    }
    const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((v) => {
      const c = v / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-background');
  let worst = { text: '', ratio: 21 };
  for (const e of body.querySelectorAll<HTMLElement>('h2, h3, th, td, code, .label, .message, #copy button')) {
    if (e.getClientRects().length === 0 || e.textContent.trim() === '') {
      continue;
    }
    const behind: string[] = [];
    for (let at: Element | null = e; at !== null; at = at.parentElement) {
      behind.unshift(getComputedStyle(at).backgroundColor);
    }
    const back = paint([page, ...behind]);
    const text = paint([page, ...behind, getComputedStyle(e).color]);
    const ratio = (Math.max(back, text) + 0.05) / (Math.min(back, text) + 0.05);
    if (ratio < worst.ratio) {
      worst = { text: e.textContent, ratio };
    }
  }
  return worst;
}
