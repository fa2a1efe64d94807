/**
 * The extension in a real VS Code: .ci/vscode runs it. Its environment names the folder of code-server, the package, and where
 * screenshots go.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { CodeServer } from './code-server';
import { CommandLine } from './expected';
import { scenarios } from './scenarios';
import { Workbench } from './workbench';

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set; .ci/vscode sets it`);
  }
  return resolve(value);
}

const settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.colorTheme': 'Light Modern',
  'window.autoDetectColorScheme': false,
  'workbench.layoutControl.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.fontFamily': 'DejaVu Sans Mono',
  'editor.fontSize': 13,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.renderWhitespace': 'none',
  'editor.fixedOverflowWidgets': true,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'files.autoSave': 'off',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

async function main(): Promise<void> {
  const out = required('OUT');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const profile = mkdtempSync(join(tmpdir(), 'flinkmem-lint-vscode-'));
  const workspace = join(profile, 'workspace');
  cpSync('e2e/workspace', workspace, { recursive: true });
  const server = new CodeServer({
    install: required('CODE_SERVER'),
    vsix: required('VSIX'),
    profile,
    workspace,
    port: Number(process.env['PORT'] ?? '8123'),
  });
  const stop = (): void => {
    server.stop();
    process.exit(1);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  });
  let page: Page | undefined;
  let failed = 0;
  try {
    server.installExtension();
    await server.start(settings);
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, permissions: ['clipboard-read', 'clipboard-write'] });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const workbench = new Workbench(page);
    await workbench.open(server.url);
    const [installed] = readdirSync(server.extensions).filter((name) => name.startsWith('flinkmem.'));
    if (installed === undefined) {
      throw new Error('the extension is not where it was installed');
    }
    const program = join(server.extensions, installed, 'bin', 'flinkmem-lint');
    const shot = async (name: string): Promise<void> => {
      await workbench.page.mouse.move(3, 3); // no tooltip
      await workbench.page.screenshot({ path: join(out, `${name}.png`) });
    };
    const world = { workbench, commandLine: new CommandLine(program, workspace), workspace, program, shot };
    const wanted = process.argv.slice(2);
    for (const [name, run] of Object.entries(scenarios)) {
      if (wanted.length > 0 && !wanted.some((w) => name.includes(w))) {
        continue;
      }
      const begun = Date.now();
      try {
        await run(world);
        console.log(`ok ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed++;
        console.error(`FAILED ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        await shot(`failed-${name.replaceAll(/\W+/g, '-')}`).catch(() => undefined);
        break; // what follows starts from what this should have left
      }
    }
  } finally {
    await browser.close();
    server.stop();
    if (failed === 0) {
      rmSync(profile, { recursive: true, force: true });
    } else {
      console.error(`screenshots are in ${out}, logs in ${profile}`);
    }
  }
  process.exitCode = failed > 0 ? 1 : 0;
}

await main();
