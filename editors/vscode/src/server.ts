import * as fs from 'node:fs';
import * as os from 'node:os';
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type LanguageClientOptions,
  type Middleware,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { CrashBackoff } from './backoff';
import { resolveBinary } from './binary';
import { changedNotification } from './protocol';
import { documentFilters } from './relevance';
import { serverSettings, type ServerSettings } from './settings';

export const section = 'flinkmem-lint';

export type ServerState = 'off' | 'starting' | 'running' | 'waiting' | 'failed';

/** What the server's own commands become in this editor. */
export interface CommandHandlers {
  showMemory(uri: string, line: number): void;
  openRulePage(address: string): void;
}

/** The one server of a window: started when something needs it, and again with a growing delay after a crash. */
export class Server implements vscode.Disposable {
  /** The version that the user chose for all files of this window; "" for none. */
  versionForNow = '';
  /** Where a state of failed comes from. */
  problem = '';

  private readonly stateEmitter = new vscode.EventEmitter<ServerState>();
  private readonly changedEmitter = new vscode.EventEmitter<void>();
  readonly onState = this.stateEmitter.event;
  /** Something other than the text of a document has changed. */
  readonly onChanged = this.changedEmitter.event;

  private readonly backoff = new CrashBackoff(() => Date.now());
  private client: LanguageClient | undefined;
  private starting: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private currentState: ServerState = 'off';

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly output: vscode.LogOutputChannel,
    private readonly handlers: CommandHandlers,
  ) {}

  get state(): ServerState {
    return this.currentState;
  }

  /** The client of a server that runs; it is started where it is not. Undefined where that fails. */
  async running(): Promise<LanguageClient | undefined> {
    if (this.currentState === 'failed' || this.currentState === 'waiting') {
      void this.offer(`flinkmem-lint does not run: ${this.problem}`, 'Restart', () => this.restart());
      return undefined;
    }
    await this.start();
    return this.currentState === 'running' ? this.client : undefined;
  }

  /** The client where the server runs already. */
  get current(): LanguageClient | undefined {
    return this.currentState === 'running' ? this.client : undefined;
  }

  start(): Promise<void> {
    if (this.currentState === 'running' || this.currentState === 'waiting' || this.currentState === 'failed') {
      return Promise.resolve();
    }
    this.starting ??= this.startNow().finally(() => (this.starting = undefined));
    return this.starting;
  }

  /** What the user asks for: no delay, and no memory of crashes. */
  async restart(): Promise<void> {
    this.backoff.forget();
    clearTimeout(this.retry);
    await this.starting;
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    clearTimeout(this.retry);
    const client = this.client;
    this.client = undefined;
    this.say('off');
    await client?.dispose().catch((error: unknown) => this.output.warn(`stopping the server: ${String(error)}`));
  }

  dispose(): void {
    void this.stop();
    this.stateEmitter.dispose();
    this.changedEmitter.dispose();
  }

  /** Settings have changed: the server asks for them. */
  async sendSettings(): Promise<void> {
    await this.current?.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  private say(state: ServerState, problem = ''): void {
    this.problem = problem;
    if (this.currentState !== state) {
      this.currentState = state;
      this.stateEmitter.fire(state);
    }
  }

  private async startNow(): Promise<void> {
    const binary = this.findBinary();
    if (binary.file === undefined) {
      this.output.error(binary.problem);
      this.say('failed', binary.problem);
      void this.offer(`flinkmem-lint cannot start: ${binary.problem}`, 'Open Settings', () =>
        vscode.commands.executeCommand('workbench.action.openSettings', 'flinkmem-lint.server.path'),
      );
      return;
    }
    this.output.info(`starting ${binary.file} (${binary.from})`);
    this.say('starting');
    const client = new LanguageClient(
      section,
      'flinkmem-lint',
      { command: binary.file, args: ['lsp'], options: { cwd: os.homedir() } },
      this.options(() => this.crashed(client)),
    );
    client.registerFeature(own);
    client.onNotification(changedNotification, () => this.changedEmitter.fire());
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.output.error(`the server did not start: ${String(error)}`);
      this.crashed(client);
      return;
    }
    if (this.client === client) {
      this.say('running');
      this.changedEmitter.fire();
    }
  }

  private findBinary(): ReturnType<typeof resolveBinary> {
    const setting = vscode.workspace.getConfiguration(section).inspect<string>('server.path');
    return resolveBinary({
      setting: setting?.globalValue ?? '',
      workspaceSetting: setting?.workspaceFolderValue ?? setting?.workspaceValue ?? '',
      trusted: vscode.workspace.isTrusted,
      extensionFolder: this.context.extensionPath,
      workspaceFolders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      home: os.homedir(),
      platform: process.platform,
      searchPath: process.env['PATH'] ?? '',
      isExecutable,
    });
  }

  /** A client whose server ended by itself is done for: the next start makes a new one. */
  private crashed(client: LanguageClient): void {
    if (this.client !== client) {
      return; // stopped on purpose, or told twice
    }
    this.client = undefined;
    void client.dispose().catch(() => undefined);
    const delay = this.backoff.crashed();
    if (delay === undefined) {
      this.say('failed', 'it crashes again and again');
      void this.offer('flinkmem-lint crashes again and again, and is not started any more.', 'Restart', () => this.restart());
      return;
    }
    this.output.warn(`the server has ended; it is started again in ${delay / 1000} s`);
    this.say('waiting', 'it has crashed, and is started again');
    this.retry = setTimeout(() => {
      this.say('off');
      void this.start();
    }, delay);
  }

  private async offer(message: string, action: string, act: () => unknown): Promise<void> {
    const show = 'Show Output';
    const answer = await vscode.window.showErrorMessage(message, action, show);
    if (answer === action) {
      await act();
    } else if (answer === show) {
      this.output.show();
    }
  }

  private settings(scope: vscode.Uri | undefined): ServerSettings {
    const configuration = vscode.workspace.getConfiguration(section, scope ?? null);
    return serverSettings((name) => configuration.get(name), {
      trusted: vscode.workspace.isTrusted,
      versionForNow: this.versionForNow,
    });
  }

  private options(closed: () => void): LanguageClientOptions {
    const virtual = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.scheme);
    return {
      documentSelector: documentFilters(virtual),
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: this.settings(undefined),
      diagnosticPullOptions: { onChange: true, onSave: true },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          closed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      initializationFailedHandler: () => false,
      middleware: this.middleware(),
    };
  }

  private middleware(): Middleware {
    return {
      executeCommand: (command, args, next) => {
        const [first, second] = args as unknown[];
        if (command === 'flinkmem-lint.showMemory' && typeof first === 'string' && typeof second === 'number') {
          this.handlers.showMemory(first, second);
          return undefined;
        }
        if (command === 'flinkmem-lint.openPage' && typeof first === 'string') {
          this.handlers.openRulePage(first);
          return undefined;
        }
        return next(command, args) as unknown;
      },
      workspace: {
        configuration: (params) =>
          params.items.map((item) => this.settings(item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri))),
      },
    };
  }
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** What only a client that is made for this server offers. */
const own: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = {
      ...(capabilities.experimental as object | undefined),
      'flinkmem-lint': { changed: true, hoverPictures: true },
    };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};
